// Made by `npm run generate` from the files of this folder.
import type { Rule } from '../rule.ts';
import noWallLimit from './limits/no-wall-limit.ts';

/** Every rule there is, by family. */
export const rules: readonly Rule[] = [noWallLimit];
