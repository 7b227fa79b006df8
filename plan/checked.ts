import type { Plan } from './plan.ts';

declare const checked: unique symbol;

/**
 * A plan that the linter found no error in: the only thing that can be compiled. It says that the plan has no circle,
 * that every required path has a producer or is tracked, that no two outputs collide, that every stage and the run have
 * an end. Parameters may still be unset in it, since a campaign can be judged without them: who compiles it asks
 * `unsetParams` first. It is made from a `Plan` by `mint` alone, which only `lint/check.ts` may call; a test of the
 * imports holds it to that.
 */
export type CheckedPlan = Plan & { readonly [checked]: true };

/** Marks a plan as checked. It checks nothing itself. */
export function mint(plan: Plan): CheckedPlan {
  return plan as CheckedPlan;
}
