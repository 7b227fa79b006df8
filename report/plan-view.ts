import type { Plan, PlannedRequirement, PlannedStage } from '../plan/plan.ts';

/** By a stage's name, the stages that may run at the same time: none for an exclusive one, nor for one that is off. */
export function besideOf(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const beside = new Map<string, readonly string[]>();
  const reach = reachable(plan);
  const shared = plan.stages.filter(stage => !stage.exclusive && !stage.off);
  for (const stage of plan.stages) {
    if (stage.exclusive || stage.off) {
      beside.set(stage.name, []);
      continue;
    }
    const others = shared.filter(
      other => other !== stage && !reach.get(stage.name)?.has(other.name) && !reach.get(other.name)?.has(stage.name),
    );
    beside.set(
      stage.name,
      others.map(other => other.name),
    );
  }
  return beside;
}

/** By a stage's name, all that it waits for, directly or not. Plan order is topological, so one pass is enough. */
function reachable(plan: Plan): ReadonlyMap<string, ReadonlySet<string>> {
  const reach = new Map<string, Set<string>>();
  for (const { name, needs } of plan.stages) {
    const all = new Set<string>();
    for (const { to } of needs) {
      all.add(to);
      for (const further of reach.get(to) ?? []) all.add(further);
    }
    reach.set(name, all);
  }
  return reach;
}

/** What a stage requires that is neither a path nor a stage, in the words of the campaign. */
export function boxNeeds(stage: PlannedStage): readonly string[] {
  return stage.requires.flatMap(requirement => wordOf(requirement) ?? []);
}

function wordOf(requirement: PlannedRequirement): string | undefined {
  switch (requirement.kind) {
    case 'path':
    case 'stage':
      return undefined;
    case 'tool':
      return requirement.version === undefined ? requirement.tool : `${requirement.tool} ${requirement.version}`;
    case 'env':
      return `$${requirement.env}`;
    case 'cpu':
      return requirement.cpu;
    case 'cores':
      return `${requirement.cores} cores`;
    case 'memory':
      return `${size(requirement.bytes)} of memory`;
    case 'disk':
      return `${size(requirement.bytes)} of disk`;
    case 'service':
      return requirement.service;
    case 'url':
      return requirement.url;
  }
}

function size(bytes: number): string {
  for (const [unit, factor] of [
    ['TB', 1e12],
    ['GB', 1e9],
    ['MB', 1e6],
    ['KB', 1e3],
  ] as const)
    if (bytes >= factor) return `${Math.round((bytes / factor) * 10) / 10} ${unit}`;
  return `${bytes} bytes`;
}
