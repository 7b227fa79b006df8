import type { Campaign, Sibling } from '../schema/model.ts';
import type { Scalar } from '../schema/node.ts';
import type { Template } from '../schema/template.ts';
import { COUNT, DURATION, MONEY, PRICE, quantity, SIZE } from './amounts.ts';
import { evaluate, type Scope } from './evaluate.ts';
import type { Faults } from './fault.ts';
import { join } from './place.ts';
import type { PlannedLimits, PlannedMachine, PlannedRepository, PlannedStore } from './plan.ts';
import { priceOf } from './prices.ts';

/** Where the box keeps checkouts whose directory is not written. */
const CHECKOUTS = '/opt/campaign';

/** Seconds; language.md. */
const DEFAULT_HOLD = 1800;
const DEFAULT_CHECKPOINT = 30;

/** The names that mean the same in every stage. What is not known is absent and so becomes a symbol. */
export function campaignScope(
  campaign: Campaign,
  params: ReadonlyMap<string, Scalar | undefined>,
  profile: string | undefined,
  commit: string | undefined,
): Scope {
  const texts = new Map([
    ['campaign', campaign.name.value],
    ['profile', profile ?? ''],
  ]);
  if (commit !== undefined) texts.set('source.commit', commit);
  for (const [name, value] of params) if (value !== undefined) texts.set(`params.${name}`, String(value ?? ''));
  return { texts };
}

export function repositoryOf(
  { repository, name }: Campaign,
  commit: string | undefined,
  inPlace: string | undefined,
  scope: Scope,
  faults: Faults,
): PlannedRepository {
  const text = (template: Template) => evaluate(template, scope, faults);
  const repo = repository.repo && text(repository.repo);
  const written = repository.dir && text(repository.dir);
  return {
    ...(repo !== undefined && { repo }),
    ...(commit !== undefined && { commit }),
    ref: repository.ref === undefined ? 'HEAD' : text(repository.ref),
    dir: inPlace ?? join(CHECKOUTS, written ?? (repo === undefined ? name.value : repositoryName(repo, name.value))),
    ...(inPlace !== undefined && { inPlace: true }),
  };
}

export function siblingOf(
  sibling: Sibling,
  commits: ReadonlyMap<string, string>,
  scope: Scope,
  faults: Faults,
): PlannedRepository {
  const repo = evaluate(sibling.repo, scope, faults);
  const commit = commits.get(repo);
  return {
    repo,
    ...(commit !== undefined && { commit }),
    ref: sibling.ref === undefined ? 'HEAD' : evaluate(sibling.ref, scope, faults),
    dir: join(CHECKOUTS, evaluate(sibling.dir, scope, faults)),
  };
}

/** The last part of a clone URL without `.git`. */
function repositoryName(repo: string, otherwise: string): string {
  return /([^/:]+?)(?:\.git)?\/*$/.exec(repo)?.[1] ?? otherwise;
}

export function machineOf({ machine, hosts, store }: Campaign, scope: Scope, faults: Faults): PlannedMachine {
  const text = (template: Template | undefined) =>
    template === undefined ? undefined : evaluate(template, scope, faults);
  const type = text(machine?.type);
  const image = text(machine?.image);
  const user = text(machine?.user);
  const setup = text(machine?.setup);
  const diskBytes = quantity(SIZE, machine?.disk, scope, faults);
  const price = machinePrice(quantity(PRICE, machine?.price, scope, faults), type, text(store?.region));
  const counts = hosts.map(({ count }) => quantity(COUNT, count, scope, faults) ?? 1);
  return {
    ...(type !== undefined && { type }),
    ...(image !== undefined && { image }),
    market: machine?.market?.value ?? 'on-demand',
    ...(user !== undefined && { user }),
    ...(diskBytes !== undefined && { diskBytes }),
    packages: (machine?.packages ?? []).map(template => evaluate(template, scope, faults)),
    services: (machine?.services ?? []).map(template => evaluate(template, scope, faults)),
    ...(setup !== undefined && { setup }),
    ...(price !== undefined && { price }),
    count: hosts.length === 0 ? 1 : counts.reduce((sum, count) => sum + count, 0),
  };
}

function machinePrice(
  stated: number | undefined,
  type: string | undefined,
  region: string | undefined,
): PlannedMachine['price'] {
  if (stated !== undefined) return { usdPerHour: stated, from: 'stated' };
  const listed = type === undefined ? undefined : priceOf(type, region);
  return listed === undefined ? undefined : { usdPerHour: listed, from: 'table' };
}

export function limitsOf({ limits }: Campaign, scope: Scope, faults: Faults): PlannedLimits {
  const wall = quantity(DURATION, limits?.wall, scope, faults);
  const stage = quantity(DURATION, limits?.stage, scope, faults);
  const cost = quantity(MONEY, limits?.cost, scope, faults);
  const maxLoss = quantity(DURATION, limits?.maxLoss, scope, faults);
  return {
    ...(wall !== undefined && { wall }),
    ...(stage !== undefined && { stage }),
    ...(cost !== undefined && { cost }),
    hold: quantity(DURATION, limits?.hold, scope, faults) ?? DEFAULT_HOLD,
    ...(maxLoss !== undefined && { maxLoss }),
  };
}

export function storeOf({ store }: Campaign, scope: Scope, faults: Faults): PlannedStore {
  return {
    ...(store !== undefined && { url: evaluate(store.url, scope, faults) }),
    ...(store?.region && { region: evaluate(store.region, scope, faults) }),
    checkpoint: quantity(DURATION, store?.checkpoint, scope, faults) ?? DEFAULT_CHECKPOINT,
  };
}
