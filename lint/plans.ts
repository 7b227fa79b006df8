import type { Plan } from '../plan/plan.ts';
import { resolve } from '../plan/resolve.ts';
import type { Diagnostic } from '../schema/diagnostic.ts';
import type { Campaign } from '../schema/model.ts';
import type { Scalar } from '../schema/node.ts';
import type { RepositoryFacts } from './facts.ts';

export interface Planned {
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
}

/** The plan that is wanted, in the terms of `plan/resolve.ts`. */
export interface Wanted {
  readonly facts: RepositoryFacts;
  readonly profile?: string;
  readonly params?: ReadonlyMap<string, Exclude<Scalar, null>>;
  readonly stages?: readonly string[];
  readonly inPlace?: string;
  /** The full commits of `source.siblings`, by repository, where they are known. */
  readonly siblingCommits?: ReadonlyMap<string, string>;
}

/** The base, then every profile in file order: what is judged. A fault that the base shows too is not told again. */
export function plansOf(campaign: Campaign, wanted: Wanted): readonly Planned[] {
  const told = new Set<string>();
  return [undefined, ...campaign.profiles.map(profile => profile.name.value)].map(profile => {
    const { plan, diagnostics } = resolve(campaign, { ...common(wanted), ...(profile !== undefined && { profile }) });
    return {
      plan,
      diagnostics: diagnostics
        .filter(({ code, message, place }) => {
          const key = JSON.stringify([code, message, place.source.path, place.range]);
          return told.has(key) ? false : told.add(key);
        })
        .map(fault => (profile === undefined ? fault : { ...fault, profile })),
    };
  });
}

/** The plan to mint: one of those judged, or a narrower one where only some stages or the working tree are wanted. */
export function wantedPlan(campaign: Campaign, plans: readonly Planned[], wanted: Wanted): Planned | undefined {
  const judged = plans.find(({ plan }) => plan.profile === wanted.profile);
  if (judged && !wanted.stages && wanted.inPlace === undefined) return { plan: judged.plan, diagnostics: [] };
  const { plan, diagnostics } = resolve(campaign, {
    ...common(wanted),
    ...(wanted.profile !== undefined && { profile: wanted.profile }),
    ...(wanted.stages && { stages: wanted.stages }),
    ...(wanted.inPlace !== undefined && { inPlace: wanted.inPlace }),
  });
  return {
    plan,
    diagnostics: diagnostics.filter(fault => !plans.some(judged => judged.diagnostics.some(same(fault)))),
  };
}

function common({ facts, params, siblingCommits }: Wanted) {
  return {
    ...(facts.git?.commit !== undefined && { commit: facts.git.commit }),
    ...(params && { params }),
    ...(siblingCommits && { siblingCommits }),
  };
}

const same = (a: Diagnostic) => (b: Diagnostic) =>
  a.code === b.code && a.message === b.message && a.place.range.start === b.place.range.start;
