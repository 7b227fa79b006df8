import type { Plan } from './plan.ts';

declare const checked: unique symbol;

/** A plan that the linter found no error in. Only `lint/check.ts` may call `mint`; the arrow check holds it to that. */
export type CheckedPlan = Plan & { readonly [checked]: true };

export function mint(plan: Plan): CheckedPlan {
  return plan as CheckedPlan;
}
