import { untruths as untruthsIn } from '../../rehearsal/invariants.ts';
import { remainsIn } from '../../rehearsal/remains.ts';
import type { Box } from './box.ts';

/** What is untrue in the store of a box; empty when all is well. */
export function untruths(box: Box): readonly string[] {
  return untruthsIn(remainsIn(box.run), remainsIn(box.local));
}
