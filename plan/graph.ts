import type { Prebuilt } from '../schema/model.ts';
import { nearest } from '../schema/nearest.ts';
import { hasExpression } from './evaluate.ts';
import type { Faults } from './fault.ts';
import { PathIndex } from './path-index.ts';
import { isFileBeside, meets, overlap, type PathSet, type Relation } from './path-set.ts';
import { fromRoot } from './place.ts';
import type { Edge, PlannedOutput, PlannedRequirement, PlannedStage } from './plan.ts';
import { isUnknown, readable } from './symbol.ts';

/** What a prebuilt artifact brings. */
export interface Provision {
  readonly prebuilt: Prebuilt;
  readonly provides: readonly PathSet[];
}

/** Stages that know who produces what they require, and every wait that follows from it. */
export interface Graph {
  /** In the order given, requirements completed; `needs` is still empty. */
  readonly stages: readonly PlannedStage[];
  /** Stages that are off included, by the order of the waiting stage. */
  readonly edges: readonly Edge[];
}

/**
 * Joins requirements to outputs. A required path waits for every stage that can produce a path of it, whether the
 * output is in it, is around it, or shares some path with it. A stage waits for itself when what it requires is its own
 * output or lies in it; an output of its own inside a directory or glob that it requires is no wait.
 */
export function link(
  stages: readonly PlannedStage[],
  provisions: readonly Provision[],
  dir: string,
  faults: Faults,
): Graph {
  const outputs = new PathIndex<{ stage: PlannedStage; output: PlannedOutput; set: PathSet; at: number }>();
  stages.forEach((stage, at) => {
    for (const output of stage.produces) {
      const set = fromRoot(output.path, dir);
      outputs.add(set, { stage, output, set, at });
    }
  });
  const brought = new PathIndex<{ prebuilt: Prebuilt; set: PathSet }>();
  for (const { prebuilt, provides } of provisions) {
    for (const provided of provides) brought.add(fromRoot(provided, dir), { prebuilt, set: fromRoot(provided, dir) });
  }
  const byName = new Map<string, PlannedStage[]>();
  for (const stage of stages) {
    for (const name of new Set([stage.stage.name.value, stage.name])) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [stage]);
      else known.push(stage);
    }
  }

  const edges: Edge[] = [];
  const link = (stage: PlannedStage, required: PlannedRequirement): PlannedRequirement => {
    if (required.kind === 'stage') {
      const awaited = byName.get(required.stage) ?? [];
      if (awaited.length === 0) unknownStage(stage, required, byName, faults);
      for (const { name } of awaited)
        edges.push({ from: stage.name, to: name, required: required.place, what: required.stage });
      return { ...required, stages: awaited.map(({ name }) => name) };
    }
    if (required.kind !== 'path' || required.fromMachine) return required;
    const set = fromRoot(required.path, dir);
    const producers = new Map<string, { output: PlannedOutput; at: number }>();
    for (const { stage: producer, output, set: produced, at } of outputs.candidates(set)) {
      if (producers.has(producer.name)) continue;
      if (
        producer === stage ? !asksForOwn(overlap(set, produced)) : !meets(set, produced) || isFileBeside(produced, set)
      )
        continue;
      producers.set(producer.name, { output, at });
    }
    const found = [...producers].sort(([, a], [, b]) => a.at - b.at);
    for (const [name, { output }] of found) {
      const what = readable(required.path.text);
      edges.push({ from: stage.name, to: name, required: required.place, produced: output.place, what });
    }
    let prebuilt: Prebuilt | undefined;
    for (const candidate of brought.candidates(set)) if (meets(set, candidate.set)) prebuilt ??= candidate.prebuilt;
    return { ...required, producers: found.map(([name]) => name), ...(prebuilt !== undefined && { prebuilt }) };
  };
  return {
    stages: stages.map(stage => ({ ...stage, requires: stage.requires.map(required => link(stage, required)) })),
    edges,
  };
}

/** Whether what a stage requires is (part of) its own output, and not merely around it. */
function asksForOwn(relation: Relation | undefined): boolean {
  return relation === 'equal' || relation === 'inside';
}

/** An instance that does not exist, or a name that an expression made: reading has told of the others. */
function unknownStage(
  stage: PlannedStage,
  required: PlannedRequirement & { kind: 'stage' },
  byName: ReadonlyMap<string, readonly PlannedStage[]>,
  faults: Faults,
): void {
  const { requirement, stage: wanted, place } = required;
  const siblings = byName.get(wanted.replace(/\[.*\]$/, ''));
  const computed = requirement.kind === 'stage' && hasExpression(requirement.stage);
  if (isUnknown(wanted) || (siblings === undefined && !computed)) return;
  const near = nearest(wanted, siblings?.map(({ name }) => name) ?? byName.keys());
  faults.add('unknown-name', place, `no stage is named \`${wanted}\``, {
    ...(near !== undefined && { help: `did you mean \`${near}\`?` }),
    stage: stage.name,
  });
}
