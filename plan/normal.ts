import { expandBraces } from './braces.ts';
import { isPattern, plainName } from './glob.ts';

/** One word without braces that expand, normalised; escapes stay. */
export function normalise(word: string): string {
  const absolute = word.startsWith('/');
  const kept: string[] = [];
  const parts = word.split('/');
  for (const part of parts) {
    const name = part.includes('\\') && !isPattern(part) ? plainName(part) : part;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
      else if (!absolute) kept.push('..');
    } else if (part !== '**' || kept.at(-1) !== '**') kept.push(part);
  }
  const last = parts.at(-1)!;
  const directory = last === '' || last === '.' || last === '..';
  if (kept.length === 0) return absolute ? '/' : './';
  return (absolute ? '/' : '') + kept.join('/') + (directory ? '/' : '');
}

/**
 * The shortest honest text for a set of words: as written where normalising it as a whole says the same, else the words
 * in braces.
 */
export function compact(text: string, distinct: readonly string[]): string {
  const whole = normalise(text);
  const again = expandBraces(whole);
  if (
    again?.every(word => normalise(word) === word) &&
    new Set(again).size === distinct.length &&
    again.every(word => distinct.includes(word))
  ) {
    return whole;
  }
  return distinct.length === 1 ? distinct[0]! : inBraces(distinct);
}

/** Words as one text: what would end or split the braces in them is escaped. */
export function inBraces(words: readonly string[]): string {
  const guarded = words.map(word => word.replace(/\\.|[{},]/gs, found => (found.length > 1 ? found : `\\${found}`)));
  return `{${guarded.join(',')}}`;
}
