import { escapedChar, literal, Untranslatable } from './pattern.ts';

type Item =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'range'; readonly low: string; readonly high: string }
  /** `\d`, `\w`, `\s`; in capitals, all other characters. */
  | { readonly kind: 'class'; readonly letter: string };

const WITHIN: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', s: '[:space:]' };

/**
 * A list in brackets, in the form of POSIX: there a backslash is a character like any other, so `]`, `^`, `-` and `[` are
 * told apart by their position alone. `start` is at the `[`.
 */
export function bracket(text: string, start: number): { readonly ere: string; readonly end: number } {
  const negated = text[start + 1] === '^';
  const items: Item[] = [];
  let at = start + (negated ? 2 : 1);
  while (text[at] !== ']') {
    if (at >= text.length)
      throw new Untranslatable(
        'this `[` is never closed',
        start,
        start + 1,
        'close it, or write `\\[` for the character',
      );
    const first = itemAt(text, at);
    at = first.end;
    if (text[at] === '-' && at + 1 < text.length && text[at + 1] !== ']') {
      const last = itemAt(text, at + 1);
      if (first.item.kind === 'char' && last.item.kind === 'char') {
        const from = at - 1;
        at = last.end;
        const [low, high] = [first.item.char, last.item.char];
        if (low.codePointAt(0)! > high.codePointAt(0)!)
          throw new Untranslatable(`the range \`${low}-${high}\` ends before it begins`, from, at, 'swap its ends');
        items.push({ kind: 'range', low, high });
        continue;
      }
    }
    items.push(first.item);
  }
  const end = at + 1;
  return { ere: write(items, negated, text.slice(start, end), start), end };
}

function itemAt(text: string, at: number): { readonly item: Item; readonly end: number } {
  const char = String.fromCodePoint(text.codePointAt(at)!);
  if (char === '\n' || char === '\r')
    throw new Untranslatable(
      'a pattern is about one line, and this one holds a line break',
      at,
      at + 1,
      'write it on one line',
    );
  if (char !== '\\') return { item: { kind: 'char', char }, end: at + char.length };
  const letter = text[at + 1];
  if (letter === undefined) throw new Untranslatable('a backslash at the end escapes nothing', at, at + 1);
  if (/[dDwWsS]/.test(letter)) return { item: { kind: 'class', letter }, end: at + 2 };
  if (letter === 'b') return { item: { kind: 'char', char: '\b' }, end: at + 2 };
  const { char: escaped, end } = escapedChar(text, at);
  return { item: { kind: 'char', char: escaped }, end };
}

function write(items: readonly Item[], negated: boolean, written: string, start: number): string {
  const help = 'write what the line may hold, character by character';
  if (items.length === 0)
    throw new Untranslatable(
      negated ? '`[^]` has no form in POSIX expressions' : '`[]` matches nothing',
      start,
      start + written.length,
      negated ? 'write `.`' : help,
    );
  const letters = new Set(items.map(item => (item.kind === 'class' ? item.letter : '')));
  if (['d', 'w', 's'].some(each => letters.has(each) && letters.has(each.toUpperCase()))) {
    if (negated) throw new Untranslatable(`\`${written}\` matches nothing`, start, start + written.length, help);
    return '.';
  }
  const outside = [...letters].filter(letter => /[DWS]/.test(letter));
  if (outside.length > 0) {
    if (letters.size > 1)
      throw new Untranslatable(
        `\`\\${outside[0]}\` together with other characters has no form in POSIX expressions`,
        start,
        start + written.length,
        help,
      );
    return `[${negated ? '' : '^'}${WITHIN[outside[0]!.toLowerCase()]}]`;
  }
  return compose(items, negated);
}

function compose(items: readonly Item[], negated: boolean): string {
  const singles = new Set<string>();
  let body = '';
  for (const item of items) {
    if (item.kind === 'class') body += WITHIN[item.letter];
    else if (item.kind === 'char') singles.add(item.char);
    else body += range(item.low, item.high, singles);
  }
  const special = (char: string) => (singles.delete(char) ? char : '');
  const [close, open, caret, dash] = [special(']'), special('['), special('^'), special('-')];
  body = close + body + [...singles].join('') + open;
  if (body === '' && !negated && caret !== '') return dash === '' ? literal('^') : '[-^]';
  return `[${negated ? '^' : ''}${body}${caret}${dash}]`;
}

/** A range between characters that mean nothing in a list; special ends become characters of their own. */
function range(low: string, high: string, singles: Set<string>): string {
  let [from, to] = [low.codePointAt(0)!, high.codePointAt(0)!];
  const isSpecial = (code: number) => /[\][^\\-]/.test(String.fromCodePoint(code));
  while (from <= to && isSpecial(from)) singles.add(String.fromCodePoint(from++));
  while (to >= from && isSpecial(to)) singles.add(String.fromCodePoint(to--));
  if (from > to) return '';
  return from === to ? String.fromCodePoint(from) : `${String.fromCodePoint(from)}-${String.fromCodePoint(to)}`;
}
