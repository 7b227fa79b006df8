/**
 * What the path automata read: one character (a code point), the symbol of something unknown (plan/symbol.ts), which is
 * equal only to itself; `UP`, the segment `..`; or `ROOT`, the slash that begins an absolute path. No wildcard matches
 * these two.
 */
export type Letter = string;

export const UP: Letter = '..';
export const ROOT: Letter = '//';
export const SLASH: Letter = '/';

/** The letters of a text; a symbol is one letter. */
export function letters(text: string): readonly Letter[] {
  return text.match(/\u{F0000}[^\u{F0001}]*\u{F0001}|./gsu) ?? [];
}

/** Ranges of code points, both ends included. */
export type Ranges = readonly (readonly [number, number])[];

/** What one step of a pattern accepts. None but `anything` and a literal `/` accepts the slash. */
export type Matcher =
  | { readonly kind: 'letter'; readonly letter: Letter }
  /** Any letter of a name: what `?` and each step of `*` take. */
  | { readonly kind: 'name' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: Ranges }
  /** Any letter, the slash too: what stands in for a text that is not known. */
  | { readonly kind: 'anything' };

export const NAME: Matcher = { kind: 'name' };
export const ANYTHING: Matcher = { kind: 'anything' };

export function accepts(matcher: Matcher, letter: Letter): boolean {
  if (matcher.kind === 'letter') return matcher.letter === letter;
  if (matcher.kind === 'anything') return letter !== UP && letter !== ROOT;
  if (letter === SLASH || letter === UP || letter === ROOT) return false;
  if (matcher.kind === 'name') return true;
  return inRanges(matcher.ranges, letter) !== matcher.negated;
}

function inRanges(ranges: Ranges, letter: Letter): boolean {
  if (isSymbol(letter)) return false;
  const code = letter.codePointAt(0)!;
  return ranges.some(([low, high]) => low <= code && code <= high);
}

function isSymbol(letter: Letter): boolean {
  return letter.startsWith('\u{F0000}');
}

/** Letters people read easily, in the order in which a witness prefers them. */
const READABLE = [...'xabcdefghijklmnopqrstuvwyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-'].map(c => c.codePointAt(0)!);

/**
 * One letter for each class of letters that the matchers cannot tell apart, so that a search over these letters is a
 * search over all texts. Readable ones first.
 */
export function alphabet(matchers: Iterable<Matcher>): readonly Letter[] {
  const starts = new Set([1, 0x2f, 0x30, 0xd800, 0xe000]);
  const special = new Set<Letter>();
  for (const matcher of matchers) {
    if (matcher.kind === 'class') {
      for (const [low, high] of matcher.ranges) starts.add(low).add(high + 1);
    } else if (matcher.kind === 'letter') {
      if (isSymbol(matcher.letter) || matcher.letter === UP || matcher.letter === ROOT) special.add(matcher.letter);
      else starts.add(matcher.letter.codePointAt(0)!).add(matcher.letter.codePointAt(0)! + 1);
    }
  }
  // Dots make names that are none (`.` and `..`), so they stand apart.
  starts.add(0x2e);
  const sorted = [...starts].filter(start => start <= 0x10ffff).sort((a, b) => a - b);
  const chosen = sorted.map((start, index) => {
    const end = (sorted[index + 1] ?? 0x110000) - 1;
    return READABLE.find(code => start <= code && code <= end) ?? start;
  });
  const rank = (code: number) => (READABLE.includes(code) ? READABLE.indexOf(code) : 1000 + code);
  return [...chosen.sort((a, b) => rank(a) - rank(b)).map(code => String.fromCodePoint(code)), ...special];
}
