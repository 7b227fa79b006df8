import { bracket } from './bracket.ts';

/** Why a pattern cannot be used; offsets are into its text. */
export interface PatternFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly help?: string;
}

/**
 * Translates a regular expression as JavaScript writes it into a POSIX extended one with the same meaning on single lines,
 * for `grep -E` on the box. What has no such form is a fault. `\b` and `\B` are extensions of GNU grep.
 * Source: POSIX.1-2017, XBD 9.4; ECMAScript 2023, 22.2.1 and annex B.1.2.
 */
export function toPosixEre(pattern: string): { readonly ere: string } | { readonly fault: PatternFault } {
  try {
    return { ere: new Translator(pattern).translate() };
  } catch (error) {
    if (error instanceof Untranslatable) return { fault: error.fault };
    throw error;
  }
}

export class Untranslatable extends Error {
  readonly fault: PatternFault;
  constructor(message: string, start: number, end: number, help?: string) {
    super(message);
    this.fault = { message, start, end, ...(help !== undefined && { help }) };
  }
}

/** The most often that `grep` repeats anything (RE_DUP_MAX of the GNU C library). */
const MOST_REPEATS = 32_767;
const CLASSES: Readonly<Record<string, string>> = {
  d: '[0-9]',
  D: '[^0-9]',
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: '[[:space:]]',
  S: '[^[:space:]]',
};

class Translator {
  readonly #text: string;
  #at = 0;
  #ere = '';
  /** Whether a quantifier may follow. */
  #repeatable = false;
  readonly #groups: number[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  translate(): string {
    while (this.#at < this.#text.length) this.#next();
    const open = this.#groups.pop();
    if (open !== undefined)
      throw new Untranslatable(
        'this `(` is never closed',
        open,
        open + 1,
        'close it, or write `\\(` for the character',
      );
    return this.#ere;
  }

  #next(): void {
    const char = this.#text[this.#at]!;
    switch (char) {
      case '\\':
        this.#escape();
        return;
      case '[': {
        const { ere, end } = bracket(this.#text, this.#at);
        this.#emit(ere, end, true);
        return;
      }
      case '(':
        this.#open();
        return;
      case ')':
        if (this.#groups.pop() === undefined)
          throw new Untranslatable('this `)` closes nothing', this.#at, this.#at + 1, 'write `\\)` for the character');
        this.#emit(')', this.#at + 1, true);
        return;
      case '*':
      case '+':
      case '?':
        this.#repeat(char, this.#at + 1);
        return;
      case '{':
        this.#brace();
        return;
      case '^':
      case '$':
      case '|':
        this.#emit(char, this.#at + 1, false);
        return;
      case '\n':
      case '\r':
        throw new Untranslatable(
          'a pattern is about one line, and this one holds a line break',
          this.#at,
          this.#at + 1,
          'write it on one line, in single quotes',
        );
      default:
        this.#emit(char, this.#at + 1, true);
    }
  }

  #emit(ere: string, end: number, repeatable: boolean): void {
    this.#ere += ere;
    this.#at = end;
    this.#repeatable = repeatable;
  }

  #open(): void {
    const start = this.#at;
    const rest = this.#text.slice(start);
    const [prefix] = /^\((?:\?(?::|<[A-Za-z_$][\w$]*>|<?[=!]|[a-z-]*[:)])?)?/.exec(rest) ?? ['('];
    if (/^\(\?<?[=!]/.test(prefix))
      throw new Untranslatable(
        'look-around has no form in POSIX expressions',
        start,
        start + prefix.length,
        'match the whole, or use several `matches`',
      );
    if (prefix !== '(' && prefix !== '(?:' && !prefix.endsWith('>')) {
      throw new Untranslatable(
        `\`${prefix}\` has no form in POSIX expressions`,
        start,
        start + prefix.length,
        'write `[Aa]` where case does not matter',
      );
    }
    this.#groups.push(start);
    this.#emit('(', start + prefix.length, false);
  }

  #brace(): void {
    const match = /^\{(\d+)(,?)(\d*)\}/.exec(this.#text.slice(this.#at));
    if (!match) {
      // Annex B: a brace that begins no quantifier is the character.
      this.#emit('\\{', this.#at + 1, true);
      return;
    }
    const [whole, low, comma, high] = match;
    const end = this.#at + whole.length;
    if (Number(low) > MOST_REPEATS || Number(high) > MOST_REPEATS) {
      throw new Untranslatable(`\`${whole}\` repeats more than ${MOST_REPEATS} times`, this.#at, end, 'use `*` or `+`');
    }
    if (comma === '' && high !== '') throw new Untranslatable(`\`${whole}\` is no quantifier`, this.#at, end);
    if (high !== '' && Number(high) < Number(low))
      throw new Untranslatable(`\`${whole}\` ends before it begins`, this.#at, end, 'swap the numbers');
    this.#repeat(whole, end);
  }

  #repeat(quantifier: string, end: number): void {
    const start = this.#at;
    if (!this.#repeatable)
      throw new Untranslatable(
        `\`${quantifier}\` has nothing to repeat`,
        start,
        end,
        `write \`\\${quantifier[0]}\` for the character`,
      );
    if (this.#text[end] === '?')
      throw new Untranslatable(
        'lazy quantifiers have no form in POSIX expressions',
        start,
        end + 1,
        'whether a line matches does not depend on it: remove the `?`',
      );
    this.#emit(quantifier, end, false);
  }

  #escape(): void {
    const start = this.#at;
    const letter = this.#text[start + 1];
    if (letter === undefined)
      throw new Untranslatable(
        'a backslash at the end escapes nothing',
        start,
        start + 1,
        'write `\\\\` for the character',
      );
    if (letter === 'b' || letter === 'B') {
      this.#emit(`\\${letter}`, start + 2, false);
      return;
    }
    const known = CLASSES[letter];
    if (known !== undefined) {
      this.#emit(known, start + 2, true);
      return;
    }
    const { char, end } = escapedChar(this.#text, start);
    this.#emit(literal(char), end, true);
  }
}

/** A character that stands for itself outside brackets. */
export function literal(char: string): string {
  return /[.[\\()*+?{|^$]/.test(char) ? `\\${char}` : char;
}

const CONTROLS: Readonly<Record<string, string>> = { t: '\t', f: '\f', v: '\v', r: '\r' };

/** The one character that an escape stands for, in brackets or outside. */
export function escapedChar(text: string, start: number): { readonly char: string; readonly end: number } {
  const code = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})/.exec(text.slice(start));
  if (code) {
    const end = start + code[0].length;
    const value = Number.parseInt(code[1] ?? code[2] ?? code[3]!, 16);
    if (value === 0 || value === 10 || value > 0x10ffff)
      throw new Untranslatable(`\`${code[0]}\` cannot be in a line`, start, end);
    return { char: String.fromCodePoint(value), end };
  }
  const letter = text[start + 1]!;
  const control = CONTROLS[letter];
  if (control !== undefined) return { char: control, end: start + 2 };
  if (/[1-9]/.test(letter))
    throw new Untranslatable(
      `the back-reference \`\\${letter}\` has no form here`,
      start,
      start + 2,
      'write the text again',
    );
  if (letter === 'n' || letter === '0')
    throw new Untranslatable(
      `\`\\${letter}\` cannot be in a line`,
      start,
      start + 2,
      'a pattern is tried on each line by itself',
    );
  if (/[A-Za-z]/.test(letter)) {
    throw new Untranslatable(
      `\`\\${letter}\` has no form in POSIX expressions`,
      start,
      start + 2,
      'use `\\d`, `\\w`, `\\s`, `\\b` or a list in brackets',
    );
  }
  return { char: letter, end: start + 2 };
}
