import type { Assignment, Campaign, Output, Requirement, Stage } from '../schema/model.ts';
import type { Scalar } from '../schema/node.ts';
import type { Template } from '../schema/template.ts';
import { COUNT, DURATION, quantity, SIZE } from './amounts.ts';
import { decide } from './condition.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { expectation } from './expectation.ts';
import type { Faults } from './fault.ts';
import type { Combination } from './matrix.ts';
import { join, pathAt } from './place.ts';
import type { PlannedLimits, PlannedOutput, PlannedRequirement, PlannedStage, PlannedStore } from './plan.ts';
import { isUnknown } from './symbol.ts';

/** What all stages of a plan share. */
export interface Ground {
  readonly campaign: Campaign;
  readonly profile: string | undefined;
  readonly params: ReadonlyMap<string, Scalar | undefined>;
  readonly texts: ReadonlyMap<string, string>;
  readonly dir: string;
  readonly user: string | undefined;
  readonly limits: PlannedLimits;
  readonly store: PlannedStore;
  readonly faults: Faults;
}

/**
 * One instance of a stage with its expressions replaced and its defaults filled in; who it waits for is not known yet.
 */
export function instance(
  stage: Stage,
  name: string,
  combination: Combination,
  axes: ReadonlySet<string>,
  ground: Ground,
): PlannedStage {
  const { faults } = ground;
  const scope = instanceScope(name, combination, axes, ground);
  const text = (template: Template) => evaluate(template, scope, faults);
  const timeout = quantity(DURATION, stage.timeout, scope, faults) ?? ground.limits.stage;
  const user = stage.user === undefined ? ground.user : text(stage.user);
  const requires = stage.requires.map(required => requirement(required, scope, ground));
  return {
    name,
    stage,
    matrix: combination.map(({ name, value }) => ({ name, value })),
    run: text(stage.run),
    env: environment([...ground.campaign.env, ...stage.env], text),
    secrets: secretsOf(stage, requires, ground.campaign),
    cwd: stage.cwd === undefined ? ground.dir : join(ground.dir, text(stage.cwd)),
    ...(user !== undefined && { user }),
    ...(timeout !== undefined && { timeout }),
    ...retryOf(stage, scope, faults),
    exclusive: stage.exclusive?.value ?? true,
    warmup: stage.warmup?.value ?? false,
    onFailure: stage.onFailure?.value ?? 'continue',
    requires,
    produces: stage.produces.map(output => outputOf(output, scope, ground)),
    ...(stage.expect && { expect: expectation(stage.expect, scope, faults) }),
    needs: [],
    ...conditionOf(stage, combination, ground),
  };
}

function instanceScope(name: string, combination: Combination, axes: ReadonlySet<string>, ground: Ground): Scope {
  if (axes.size === 0) return { texts: ground.texts, stage: name };
  const texts = new Map(ground.texts);
  for (const value of combination) texts.set(`matrix.${value.name}`, value.text);
  const lacking = [...axes].map(axis => `matrix.${axis}`).filter(axis => !texts.has(axis));
  return { texts, stage: name, lacking: new Set(lacking) };
}

function environment(assignments: readonly Assignment[], text: (template: Template) => string): PlannedStage['env'] {
  const values = new Map(assignments.map(({ name, value }) => [name.value, text(value)]));
  return [...values].map(([name, value]) => ({ name, value }));
}

function secretsOf(stage: Stage, requires: readonly PlannedRequirement[], campaign: Campaign): readonly string[] {
  const declared = new Set(campaign.secrets.map(({ name }) => name.value));
  const required = requires.flatMap(r => (r.kind === 'env' && declared.has(r.env) ? [r.env] : []));
  return [...new Set([...stage.secrets.map(({ value }) => value), ...required])];
}

/** A `retry` without `attempts` means two, without `on` a failure or a timeout. */
function retryOf(
  { retry }: Stage,
  scope: Scope,
  faults: Faults,
): Pick<PlannedStage, 'attempts' | 'retryOn' | 'backoff'> {
  if (retry === undefined) return { attempts: 1, retryOn: [], backoff: 0 };
  return {
    attempts: Math.max(1, quantity(COUNT, retry.attempts, scope, faults) ?? 2),
    retryOn: retry.on.length === 0 ? ['exit', 'timeout'] : [...new Set(retry.on.map(({ value }) => value))],
    backoff: quantity(DURATION, retry.backoff, scope, faults) ?? 0,
  };
}

function conditionOf(
  stage: Stage,
  combination: Combination,
  { params, profile }: Ground,
): Pick<PlannedStage, 'off' | 'boxCondition' | 'undecided'> {
  if (stage.if === undefined) return {};
  const outcome = decide(stage.if.expression, name => {
    if (name === 'profile') return profile ?? '';
    if (name.startsWith('params.')) return params.get(name.slice('params.'.length));
    const value = combination.find(value => `matrix.${value.name}` === name);
    return value === undefined || isUnknown(value.text) ? undefined : value.value;
  });
  if (outcome.kind === 'box') return { boxCondition: outcome.condition };
  if (outcome.kind === 'unknown') return { undecided: true };
  return outcome.value ? {} : { off: { why: 'condition', text: stage.if.text } };
}

function requirement(required: Requirement, scope: Scope, { dir, faults }: Ground): PlannedRequirement {
  const base = { requirement: required, place: required.place };
  const text = (template: Template) => evaluate(template, scope, faults);
  switch (required.kind) {
    case 'path':
      return {
        ...base,
        kind: 'path',
        path: pathAt(dir, text(required.path)),
        fromMachine: required.from === 'machine',
        producers: [],
      };
    case 'tool':
      return {
        ...base,
        kind: 'tool',
        tool: text(required.tool),
        ...(required.version && { version: text(required.version) }),
      };
    case 'env':
      return { ...base, kind: 'env', env: text(required.env) };
    case 'cpu':
      return { ...base, kind: 'cpu', cpu: text(required.cpu) };
    case 'cores':
      return { ...base, kind: 'cores', cores: quantity(COUNT, required.cores, scope, faults) ?? 0 };
    case 'memory':
      return { ...base, kind: 'memory', bytes: quantity(SIZE, required.memory, scope, faults) ?? 0 };
    case 'disk':
      return { ...base, kind: 'disk', bytes: quantity(SIZE, required.disk, scope, faults) ?? 0 };
    case 'service':
      return { ...base, kind: 'service', service: text(required.service) };
    case 'url':
      return { ...base, kind: 'url', url: text(required.url) };
    case 'stage':
      return { ...base, kind: 'stage', stage: text(required.stage), stages: [] };
  }
}

function outputOf(output: Output, scope: Scope, { dir, store, faults }: Ground): PlannedOutput {
  const { checkpoint } = output;
  const upload = output.upload?.value ?? true;
  const every =
    checkpoint === undefined || 'value' in checkpoint
      ? (checkpoint?.value ?? true)
        ? store.checkpoint
        : 0
      : (quantity(DURATION, checkpoint, scope, faults) ?? store.checkpoint);
  return {
    output,
    place: output.place,
    path: pathAt(dir, evaluate(output.path, scope, faults)),
    upload,
    checkpoint: upload ? every : 0,
    ...(output.as && { as: evaluate(output.as, scope, faults) }),
    ...(output.expect && { expect: expectation(output.expect, scope, faults) }),
  };
}
