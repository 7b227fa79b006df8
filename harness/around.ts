import type { Axis, Group } from './draft.ts';

/** Around what is being walked. */
export interface Around {
  readonly axes: readonly Axis[];
  readonly group: Group | undefined;
  readonly when: string | undefined;
  readonly depth: number;
}

/** One step further in. */
export function deeper(around: Around): Around {
  return { ...around, depth: around.depth + 1 };
}
