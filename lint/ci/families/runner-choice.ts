import { base } from '../../path.ts';
import { dynamic } from '../command.ts';
import { type Coverage, NO } from '../coverage.ts';
import { code } from '../wording.ts';

/** A program that by its name runs a project's tests or checks. */
const RUNNER = /(^|[-_.])(run)?[-_]?(all)?[-_]?(tests?|checks?|verify|conformance|specs?)([-_.]|$)/i;

/** Options that by their names choose among what a runner would run; its value is in the next word or behind `=`. */
const CHOOSING =
  /^--?(single|only|filter|match|grep|pattern|case|test|tests|test-?(case|name|file|filter)s?|suites?|run|include)(=|$)/;

/** Options, with a number, of how many work at once and how long they may. */
const PACING = /^--?(clients|workers|threads|parallel|concurrency|procs|processes|timeout|retries)(=|$)/;

/** Options that by their names leave some out. */
const LEAVING = /^--?(skip|exclude|ignore|omit)([-_]?(file|till|test|tests|suites?|unit|case|tag)s?)?(=|$)/;

interface Choice {
  readonly rest: readonly string[];
  readonly chosen: readonly string[];
  readonly left: readonly string[];
}

/** A runner's words apart: what it is, what of its tests it chooses and what it leaves out. */
function choiceOf(words: readonly string[]): Choice {
  const [rest, chosen, left]: [string[], string[], string[]] = [[], [], []];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const known = at > 0 && [CHOOSING, LEAVING, PACING].some(options => options.test(word));
    const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
    const tags = /^--?tags?(=|$)/.test(word) && value?.startsWith('-') === true;
    // An option without a value chooses nothing, and who knows what it asks for.
    if (at === 0 || !(tags || (known && value !== undefined && !value.startsWith('-')))) {
      rest.push(word);
      continue;
    }
    if (!word.includes('=')) at++;
    if (CHOOSING.test(word)) chosen.push(`${word.replace(/=.*/, '')} ${value}`);
    else if (tags || LEAVING.test(word)) left.push(`${word.replace(/=.*/, '')} ${value}`);
  }
  return { rest, chosen, left };
}

/** Whether a program by its name may be told which of its tests to run. */
export function choosesTests(program: string): boolean {
  return RUNNER.test(base(program));
}

/** `./runtest --single unit/x` is one of what `./runtest` runs, and the other way round a part of it. */
export function narrowing(ci: readonly string[], stage: readonly string[]): Coverage {
  const program = stage[0]!;
  if (program !== ci[0] || !choosesTests(program)) return NO;
  const [mine, theirs] = [choiceOf(ci), choiceOf(stage)] as const;
  const alike = mine.rest.length === theirs.rest.length && mine.rest.every((word, at) => word === theirs.rest[at]);
  if (!alike || [...mine.rest, ...mine.chosen, ...mine.left].some(dynamic)) return NO;
  const picks = theirs.chosen.length > 0;
  if (picks && mine.chosen.length > 0 && !theirs.chosen.every(one => mine.chosen.includes(one))) return NO;
  const out = [...(picks ? [] : mine.chosen), ...mine.left.filter(one => !theirs.left.includes(one))];
  return out.length > 0
    ? {
        covers: 'part',
        why: `CI runs part of ${code(program)}`,
        rest: `the only new part is what CI's ${code(out.join(' '))} leaves out`,
      }
    : { covers: 'whole', why: `CI runs ${code(program)}${picks ? ' with these and more' : ''}` };
}
