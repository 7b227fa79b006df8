import type { Diagnostic } from '../schema/diagnostic.ts';
import type { Campaign } from '../schema/model.ts';
import { nearest } from '../schema/nearest.ts';
import { overlay } from '../schema/profile.ts';
import { timeOf } from './cost.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { expand } from './expansion.ts';
import { Faults } from './fault.ts';
import { link, type Provision } from './graph.ts';
import { campaignScope, limitsOf, machineOf, repositoryOf, siblingOf, storeOf } from './ground.ts';
import type { Ground } from './instance.ts';
import { spreadOff } from './off.ts';
import { order } from './order.ts';
import { bindParams } from './params.ts';
import type { Edge, Plan, PlannedStage } from './plan.ts';
import { derivedStage, plannedPrebuilt, provisionOf } from './prebuilt.ts';
import { selected } from './selection.ts';

/** The plan that is wanted. */
export interface ResolveOptions {
  readonly profile?: string;
  /** Texts are parsed by the parameter's type. They win over the profile's values, which win over defaults. */
  readonly params?: ReadonlyMap<string, string | number | boolean>;
  /** The full SHA of `source.ref`; absent: it stands for any commit. */
  readonly commit?: string;
  /** By the sibling's repository URL. */
  readonly siblingCommits?: ReadonlyMap<string, string>;
  /** Names of stages or instances: only these and what they need. Absent or empty: all. */
  readonly stages?: readonly string[];
  /** Absolute path of a working tree: run there instead of in a checkout. */
  readonly inPlace?: string;
}

/**
 * A plan, and what is wrong with the campaign that reading alone cannot see. The plan is whole even where something is
 * wrong.
 */
export interface Resolution {
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Plans a campaign: one profile, one set of parameters; stages expanded, joined, ordered and priced. Never throws for a
 * user's fault.
 */
export function resolve(campaign: Campaign, options: ResolveOptions = {}): Resolution {
  const faults = new Faults(options.profile);
  const profile = knownProfile(campaign, options.profile, faults);
  const effective = profile === undefined ? campaign : overlay(campaign, profile);
  const params = bindParams(effective, options.params ?? new Map(), faults);
  const scope = campaignScope(effective, params, profile, options.commit);
  const repository = repositoryOf(effective, options.commit, options.inPlace, scope, faults);
  const limits = limitsOf(effective, scope, faults);
  const store = storeOf(effective, scope, faults);
  const machine = machineOf(effective, scope, faults);
  const { dir } = repository;
  const ground: Ground = {
    campaign: effective,
    profile,
    params,
    texts: scope.texts,
    dir,
    user: machine.user,
    limits,
    store,
    faults,
  };

  const provisions = effective.prebuilt.map(prebuilt => provisionOf(prebuilt, dir, scope, faults));
  const instances = [...derivedStages(provisions, scope, ground), ...expand(effective.stages, scope, ground)];
  const graph = link(instances, provisions, dir, faults);
  const chosen = selected(graph, options.stages ?? [], campaign.name.place, faults);
  const { names, cycles } = order(
    chosen.stages.map(({ name }) => name),
    chosen.edges,
  );
  const byName = new Map(chosen.stages.map(stage => [stage.name, stage]));
  const stages = withNeeds(spreadOff(names.map(name => byName.get(name)!)), chosen.edges);

  const plan: Plan = {
    campaign: effective,
    ...(profile !== undefined && { profile }),
    params,
    repository,
    siblings: effective.repository.siblings.map(s => siblingOf(s, options.siblingCommits ?? new Map(), scope, faults)),
    machine,
    limits,
    store,
    secrets: effective.secrets.map(({ name, value }) => ({
      name: name.value,
      from: evaluate(value, scope, faults),
      place: value.place,
    })),
    prebuilt: provisions.map(provision => plannedPrebuilt(provision, scope, faults)),
    stages,
    cycles,
    time: timeOf(stages, machine, limits),
  };
  return { plan, diagnostics: faults.list };
}

function knownProfile(campaign: Campaign, wanted: string | undefined, faults: Faults): string | undefined {
  const names = campaign.profiles.map(({ name }) => name.value);
  if (wanted === undefined || names.includes(wanted)) return wanted;
  const near = nearest(wanted, names);
  const others =
    names.length === 0 ? 'the campaign has no profiles' : `there are ${names.map(n => `\`${n}\``).join(', ')}`;
  faults.add('unknown-name', campaign.name.place, `no profile is named \`${wanted}\``, {
    help: near === undefined ? others : `did you mean \`${near}\`?`,
  });
  return undefined;
}

function derivedStages(provisions: readonly Provision[], scope: Scope, ground: Ground): readonly PlannedStage[] {
  const found: PlannedStage[] = [];
  for (const provision of provisions) {
    const stage = derivedStage(provision, found.length + 1, scope, ground);
    if (stage !== undefined) found.push(stage);
  }
  return found;
}

/** `stages` are in plan order. */
function withNeeds(stages: readonly PlannedStage[], edges: readonly Edge[]): readonly PlannedStage[] {
  const place = new Map(stages.map(({ name }, at) => [name, at]));
  const off = new Set(stages.flatMap(stage => (stage.off === undefined ? [] : [stage.name])));
  const needs = new Map<string, Map<string, Edge>>();
  for (const edge of edges) {
    if (off.has(edge.to) && !off.has(edge.from)) continue;
    const known = needs.get(edge.from);
    if (known === undefined) needs.set(edge.from, new Map([[edge.to, edge]]));
    else if (!known.has(edge.to)) known.set(edge.to, edge);
  }
  return stages.map(stage => {
    const own = [...(needs.get(stage.name)?.values() ?? [])];
    return own.length === 0 ? stage : { ...stage, needs: own.sort((a, b) => place.get(a.to)! - place.get(b.to)!) };
  });
}
