/** How many words the braces of one path may expand to; a path with more is a brace bomb. */
const MOST_WORDS = 256;
const MOST_BRACES = 1000;

/**
 * The words that bash's brace expansion makes of a text: `{a,b}` nested, `{1..9}`, `{a..e}`, `{01..10..3}`. Escapes
 * stay as they are. `undefined` where there are more than 256: a reader must then take each group for any text at all.
 */
export function expandBraces(text: string): readonly string[] | undefined {
  if (text.split('{').length > MOST_BRACES) return undefined;
  const words = expand(text);
  // Bash drops words that come out empty.
  const named = words?.filter(word => word !== '');
  return named?.length === 0 ? [''] : named;
}

function expand(text: string): readonly string[] | undefined {
  const group = firstGroup(text);
  if (group === undefined) return [text];
  const rest = expand(text.slice(group.end));
  if (rest === undefined) return undefined;
  const words: string[] = [];
  for (const alternative of group.alternatives) {
    const inner = expand(alternative);
    if (inner === undefined || words.length + inner.length * rest.length > MOST_WORDS) return undefined;
    for (const middle of inner) for (const tail of rest) words.push(text.slice(0, group.start) + middle + tail);
  }
  return words;
}

interface Group {
  readonly start: number;
  readonly end: number;
  readonly alternatives: readonly string[];
}

/** The first `{…}` that expands; braces without a comma or a sequence are letters to bash. */
function firstGroup(text: string): Group | undefined {
  const open: { at: number; commas: number[] }[] = [];
  let best: { start: number; end: number; commas: readonly number[] } | undefined;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '\\') at++;
    else if (letter === '{') open.push({ at, commas: [] });
    else if (letter === ',') open.at(-1)?.commas.push(at);
    else if (letter === '}') {
      const group = open.pop();
      if (group === undefined) continue;
      const expands = group.commas.length > 0 || sequence(text.slice(group.at + 1, at)) !== undefined;
      if (expands && (best === undefined || group.at < best.start)) {
        best = { start: group.at, end: at + 1, commas: group.commas };
      }
      if (best !== undefined && open.length === 0) break;
    }
  }
  if (best === undefined) return undefined;
  const body = text.slice(best.start + 1, best.end - 1);
  const listed = best.commas.length > 0 ? undefined : sequence(body);
  if (listed !== undefined) return { start: best.start, end: best.end, alternatives: listed };
  const cuts = [best.start, ...best.commas, best.end - 1];
  const alternatives = cuts.slice(1).map((cut, index) => text.slice(cuts[index]! + 1, cut));
  return { start: best.start, end: best.end, alternatives };
}

/** `1..9`, `a..e`, each with an optional `..step`; bash pads with zeros where an end has one. */
function sequence(body: string): readonly string[] | undefined {
  const found = /^(?:(-?\d{1,9})\.\.(-?\d{1,9})|([a-zA-Z])\.\.([a-zA-Z]))(?:\.\.(-?\d{1,9}))?$/.exec(body);
  if (found === null) return undefined;
  const [, first, last, from, to, by] = found;
  const start = first === undefined ? from!.codePointAt(0)! : Number(first);
  const end = last === undefined ? to!.codePointAt(0)! : Number(last);
  const step = Math.abs(Number(by ?? 1)) || 1;
  const count = Math.min(Math.floor(Math.abs(end - start) / step) + 1, MOST_WORDS + 1);
  const padded = [first, last].some(text => text !== undefined && /^-?0\d/.test(text));
  const width = padded ? Math.max(first?.length ?? 0, last?.length ?? 0) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = start + (end < start ? -index : index) * step;
    if (first === undefined) return String.fromCodePoint(value);
    const digits = String(Math.abs(value));
    return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
  });
}
