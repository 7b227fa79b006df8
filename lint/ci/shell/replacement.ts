import type { ParameterExpansionPart } from 'unbash';
import { dynamic, UNKNOWN } from '../command.ts';
import { matches } from './pattern.ts';

/** `${name#pattern}` and `${name%pattern}`; twice the sign: as much as the pattern can match. */
export function removed(value: string, operator: '#' | '##' | '%' | '%%', pattern: string): string {
  const most = operator.length > 1;
  const lengths = Array.from({ length: value.length + 1 }, (_, index) => (most ? value.length - index : index));
  const front = operator.startsWith('#');
  const cut = lengths.find(length =>
    matches(pattern, front ? value.slice(0, length) : value.slice(value.length - length)),
  );
  if (cut === undefined) return value;
  return front ? value.slice(cut) : value.slice(0, value.length - cut);
}

/** `${name//a/b}`, of a text and not of a pattern. */
export function replaced(value: string, operator: '/' | '//' | '/#' | '/%', text: string, by: string): string {
  if (dynamic(text) || dynamic(by) || /[*?[\\&]/.test(text + by)) return UNKNOWN;
  if (text === '') return value;
  if (operator === '//') return value.replaceAll(text, () => by);
  if (operator === '/') return value.replace(text, () => by);
  if (operator === '/#') return value.startsWith(text) ? by + value.slice(text.length) : value;
  return value.endsWith(text) ? value.slice(0, -text.length) + by : value;
}

type Slice = Extract<ParameterExpansionPart['operation'], { type: 'Slice' }>;

/** `${name[@]:offset:length}`, counted from the front, and of `$@` from its first; `undefined` where the list or a number is not known. */
export function sliced(
  values: readonly string[] | undefined,
  name: string,
  { offset, length }: Slice,
): readonly string[] | undefined {
  const numbers = [offset, ...(length === undefined ? [] : [length])].map(({ value }) => value.trim());
  if (!numbers.every(text => /^\d+$/.test(text))) return undefined;
  const [given = 0, count = Infinity] = numbers.map(Number);
  // Before `$1` comes the name of the script.
  const from = /^[@*]$/.test(name) ? given - 1 : given;
  return from < 0 ? undefined : values?.slice(from, from + count);
}
