import { type Letter, letters, type Matcher, NAME, type Ranges, UP } from './letter.ts';

/** One step of a segment's pattern: a matcher once, or any number of times. */
export interface Step {
  readonly matcher: Matcher;
  readonly many: boolean;
}

/** A segment of a pattern; `any` is `**`: any number of segments, also none. */
export type Segment = readonly Step[] | 'any';

/**
 * Reads one segment (no slash in it) as bash does with `dotglob globstar` and without `extglob`: `*`, `?`, `[a-z]`,
 * `[!x]`, `[[:digit:]]`, `\` before any letter. A `[` that is never closed is a letter.
 */
export function segment(text: string): Segment {
  if (text === '**') return 'any';
  if (text === UP) return [{ matcher: { kind: 'letter', letter: UP }, many: false }];
  const all = letters(text);
  const lastClose = all.lastIndexOf(']');
  const steps: Step[] = [];
  for (let at = 0; at < all.length; ) {
    const letter = all[at]!;
    const found = letter === '[' && at + 1 < lastClose ? bracket(all, at) : undefined;
    if (found !== undefined) {
      steps.push({ matcher: found.matcher, many: false });
      at = found.end;
    } else if (letter === '*') {
      if (steps.at(-1)?.many !== true) steps.push({ matcher: NAME, many: true });
      at++;
    } else if (letter === '?') {
      steps.push({ matcher: NAME, many: false });
      at++;
    } else {
      const escaped = letter === '\\' && at + 1 < all.length;
      steps.push({ matcher: { kind: 'letter', letter: escaped ? all[at + 1]! : letter }, many: false });
      at += escaped ? 2 : 1;
    }
  }
  return steps;
}

/** Whether a text without braces holds an unescaped wildcard. */
export function isPattern(text: string): boolean {
  return text.split('/').some(part => {
    const steps = segment(part);
    return steps === 'any' || steps.some(step => step.matcher.kind !== 'letter');
  });
}

/** A text without wildcards as the name it means. */
export function plainName(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}

/** A name as a pattern that matches only it. */
export function quoted(name: string): string {
  return name.replace(/[\\*?[\]{},]/g, '\\$&');
}

/** POSIX classes in the C locale (POSIX.1-2017, 7.3.1). */
const CLASSES: Readonly<Record<string, Ranges>> = {
  alnum: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  alpha: [
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0x01, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: [[0x30, 0x39]],
  graph: [[0x21, 0x7e]],
  lower: [[0x61, 0x7a]],
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: [[0x41, 0x5a]],
  word: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x5f, 0x5f],
    [0x61, 0x7a],
  ],
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
};

function bracket(all: readonly Letter[], open: number): { matcher: Matcher; end: number } | undefined {
  let at = open + 1;
  const negated = all[at] === '!' || all[at] === '^';
  if (negated) at++;
  const ranges: [number, number][] = [];
  for (let first = true; at < all.length; first = false) {
    if (all[at] === ']' && !first) return { matcher: { kind: 'class', negated, ranges }, end: at + 1 };
    const named = all[at] === '[' && all[at + 1] === ':' ? posixClass(all, at) : undefined;
    if (named !== undefined) {
      ranges.push(...named.ranges.map(([low, high]): [number, number] => [low, high]));
      at = named.end;
      continue;
    }
    const low = member(all, at);
    if (low === undefined) return undefined;
    at = low.end;
    if (all[at] === '-' && all[at + 1] !== ']' && at + 1 < all.length) {
      const high = member(all, at + 1);
      if (high === undefined) return undefined;
      if (low.code <= high.code) ranges.push([low.code, high.code]);
      at = high.end;
    } else {
      ranges.push([low.code, low.code]);
    }
  }
  return undefined;
}

function member(all: readonly Letter[], at: number): { code: number; end: number } | undefined {
  const escaped = all[at] === '\\' && at + 1 < all.length;
  const letter = escaped ? all[at + 1] : all[at];
  return letter === undefined ? undefined : { code: letter.codePointAt(0)!, end: at + (escaped ? 2 : 1) };
}

function posixClass(all: readonly Letter[], at: number): { ranges: Ranges; end: number } | undefined {
  const close = all.indexOf(':', at + 2);
  if (close < 0 || all[close + 1] !== ']') return undefined;
  const ranges = CLASSES[all.slice(at + 2, close).join('')];
  return ranges === undefined ? undefined : { ranges, end: close + 2 };
}
