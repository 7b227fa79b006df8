import type { Source } from '../schema/source.ts';
import { ITEM, type Path, type Step } from './shape.ts';

/** A key or the dash of a list entry, as the lines of a text show it. */
export interface Mark {
  readonly step: Step;
  /** From 0. */
  readonly line: number;
  /** From 0: what is deeper belongs to it. */
  readonly column: number;
  readonly parent: Mark | undefined;
}

/** A stretch of lines that is the text of one value: a block scalar, or a bracket that is not closed on its line. */
export interface Stretch {
  readonly kind: 'block' | 'flow';
  readonly owner: Mark | undefined;
  /** Offset of its first character: of the header of a block scalar, or of the outermost bracket. */
  readonly start: number;
}

/**
 * The outline of a text by its indentation alone, so that it is there also while a line is being typed and the text is no YAML.
 * Keys inside brackets and texts are not in it.
 */
export interface Lines {
  readonly marks: readonly Mark[];
  /** The stretch that a line (from 0) continues. */
  stretchOf(line: number): Stretch | undefined;
}

const KEY = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s'"[\]{},#&*!|>]\S*?))[ \t]*:(?=\s|$)/;

/** The key that a text begins with, as `key: value` does. */
export function keyAt(text: string): { readonly key: string; readonly length: number } | undefined {
  const found = KEY.exec(text);
  if (!found) return undefined;
  return { key: found[1] ?? found[2] ?? found[3]!, length: found[0].length };
}

/** Dashes of list entries at the beginning of a text: their columns, and where they end. */
export function dashesAt(text: string, from: number): { readonly columns: readonly number[]; readonly end: number } {
  const columns: number[] = [];
  let at = from;
  for (let dash = /^-(?:[ \t]+|$)/.exec(text.slice(at)); dash; dash = /^-(?:[ \t]+|$)/.exec(text.slice(at))) {
    columns.push(at);
    at += dash[0].length;
  }
  return { columns, end: at };
}

export function linesOf(source: Source): Lines {
  const { text, lineStarts } = source;
  const marks: Mark[] = [];
  const stretches = new Map<number, Stretch>();
  let top: Mark | undefined;
  let stretch: (Stretch & { readonly column: number; depth: number }) | undefined;
  for (const [line, start] of lineStarts.entries()) {
    const content = text.slice(start, lineStarts[line + 1]).replace(/[\r\n]+$/, '');
    const indent = /^[ ]*/.exec(content)![0].length;
    const blank = indent === content.length;
    if (stretch?.kind === 'block' && (blank || indent > stretch.column)) {
      stretches.set(line, stretch);
      continue;
    }
    if (stretch?.kind === 'flow') {
      // A key that is no deeper than the one whose bracket is open ends it: the bracket is being typed.
      if (blank || indent > stretch.column || !(keyAt(content.slice(indent)) ?? /^- /.test(content.slice(indent)))) {
        stretches.set(line, stretch);
        stretch.depth += depthOf(content);
        if (stretch.depth <= 0) stretch = undefined;
        continue;
      }
    }
    stretch = undefined;
    if (blank || content[indent] === '#' || /^(?:---|\.\.\.)/.test(content)) continue;
    const { columns, end } = dashesAt(content, indent);
    for (const column of columns) marks.push((top = { step: ITEM, line, column, parent: above(top, column, true) }));
    const found = keyAt(content.slice(end));
    const column = found ? end : (columns.at(-1) ?? indent);
    if (found) marks.push((top = { step: found.key, line, column, parent: above(top, column, false) }));
    const value = content.slice(end + (found?.length ?? 0));
    const rest = value.replace(/^\s*(?:[&!]\S*\s+)*/, '');
    const at = start + content.length - rest.length;
    if (/^[|>][-+0-9]*(?:\s+#.*|\s*)$/.test(rest)) stretch = { kind: 'block', owner: top, start: at, column, depth: 0 };
    else if (/^[[{]/.test(rest)) {
      const depth = depthOf(rest);
      if (depth > 0) stretch = { kind: 'flow', owner: top, start: at, column, depth };
    }
  }
  return { marks, stretchOf: line => stretches.get(line) };
}

/** The mark that something at a column belongs to. A dash may stand right below its key. */
export function above(top: Mark | undefined, column: number, dash: boolean): Mark | undefined {
  let mark = top;
  while (mark && (mark.column > column || (mark.column === column && !(dash && mark.step !== ITEM))))
    mark = mark.parent;
  return mark;
}

export function pathOf(mark: Mark | undefined): Path {
  const path: Step[] = [];
  for (let at = mark; at; at = at.parent) path.push(at.step);
  return path.reverse();
}

/** How many brackets a line opens more than it closes. */
function depthOf(line: string): number {
  let depth = 0;
  for (const [found] of line.matchAll(/"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|(?:^|\s)#.*|[[\]{}]/g))
    if (found === '[' || found === '{') depth++;
    else if (found === ']' || found === '}') depth--;
  return depth;
}
