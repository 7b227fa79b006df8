import { dynamic } from '../command.ts';
import { type Coverage, NO } from '../coverage.ts';
import { and, items } from '../wording.ts';

/** Programs whose words without a dash are goals that are reached one by one, whatever stands beside them. */
const RUNNERS = /^(gulp|grunt|rake|ant|jake|nuke)$/;
/** Of those, the ones that dotnet starts: `dotnet nuke Compile Test`. */
const OF_DOTNET = /^(nuke|fallout)$/;

/** How many of a command's words say what is started; 0 where its other words are no goals. */
export function startsGoals(words: readonly string[]): number {
  if (words[0] === 'dotnet') return OF_DOTNET.test(words[1] ?? '') ? 2 : 0;
  return RUNNERS.test(words[0]!) ? 1 : 0;
}

/** `dotnet nuke Test` is one of the goals of `dotnet nuke Compile Test Pack`; options make another run. */
export function commonGoals(ci: readonly string[], stage: readonly string[]): Coverage {
  const from = startsGoals(stage);
  const [mine, theirs] = [ci.slice(from), stage.slice(from)] as const;
  const plain = (word: string): boolean => /^\w[\w:.-]*$/.test(word);
  if (from === 0 || theirs.length === 0 || ![...mine, ...theirs].every(plain) || [...mine, ...theirs].some(dynamic))
    return NO;
  const left = theirs.filter(goal => !mine.includes(goal));
  if (left.length === theirs.length) return NO;
  return left.length > 0
    ? { covers: 'part', why: 'CI does part of this', rest: `the only new part is ${and([items(left)])}` }
    : {
        covers: 'whole',
        why: `CI does this too, beside ${items(mine.filter(goal => !theirs.includes(goal)).slice(0, 3))}`,
      };
}
