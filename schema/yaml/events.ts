import {
  CHOMPING_MODE,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import type { Comment } from '../read.ts';
import type { Range, Source } from '../source.ts';
import { CommentFinder, skipBlanks } from './comments.ts';
import { parseEveryday } from './everyday.ts';
import { MAX_DEPTH, type Properties, TreeBuilder } from './tree.ts';
import type { Written } from './written.ts';

/** The first fault that the fast parser meets: it stops there. */
export interface FirstFault {
  readonly message: string;
  readonly offset: number;
}

export interface Parsed {
  readonly tree: TreeBuilder;
  readonly comments: readonly Comment[];
  /** Where a second document begins. */
  readonly second?: Range;
}

/** Parses a text in one pass; a text with a syntax fault gives that fault alone. */
export function parseFast(source: Source, text = source.text): Parsed | FirstFault {
  return parseEveryday(source, text) ?? parseFully(source, text);
}

/** As `parseFast`, for all of YAML, and alone what says what is wrong with a text. */
export function parseFully(source: Source, text = source.text): Parsed | FirstFault {
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { message: error.reason, offset: error.mark?.position ?? 0 };
  }
  return grow(source, text, events);
}

const STYLES = new Map<number, Written['style']>([
  [SCALAR_STYLE.PLAIN, 'plain'],
  [SCALAR_STYLE.SINGLE_QUOTED, 'single'],
  [SCALAR_STYLE.DOUBLE_QUOTED, 'double'],
  [SCALAR_STYLE.LITERAL_BLOCK, 'literal'],
  [SCALAR_STYLE.FOLDED_BLOCK, 'folded'],
]);

const CHOMPING = new Map<number, Written['chomping']>([
  [CHOMPING_MODE.CLIP, 'clip'],
  [CHOMPING_MODE.STRIP, 'strip'],
  [CHOMPING_MODE.KEEP, 'keep'],
]);

interface Open {
  readonly kind: 'document' | 'map' | 'sequence';
  readonly flow: boolean;
  children: number;
}

function grow(source: Source, text: string, events: readonly Event[]): Parsed {
  const tree = new TreeBuilder(source);
  const comments = new CommentFinder(source.text);
  const open: Open[] = [];
  /** The end of what has been read: events of collections do not say where they end, nor empty scalars where they are. */
  let end = 0;
  for (const event of events) {
    const parent = open.at(-1);
    if (event.type === EVENT_ID.DOCUMENT) {
      if (tree.root) return { tree, comments: comments.finish(), second: documentMark(text, end) };
      open.push({ kind: 'document', flow: false, children: 0 });
      continue;
    }
    if (event.type === EVENT_ID.POP) {
      if (parent?.flow) end = Math.min(skipBlanks(text, end, ',') + 1, text.length);
      open.pop();
      if (parent && parent.kind !== 'document') tree.close(end);
      continue;
    }
    if (parent) parent.children++;
    if (event.type === EVENT_ID.ALIAS) {
      const range = { start: event.anchorStart, end: event.anchorEnd };
      comments.gap(end, range.start);
      end = range.end;
      tree.alias(range);
    } else if (event.type === EVENT_ID.SCALAR) {
      const placed = event.valueStart < 0 ? emptyAt(text, event, parent, end) : placeOf(text, event);
      comments.gap(end, placed.range.start);
      comments.gap(placed.range.start, placed.written.start);
      end = placed.range.end;
      tree.scalar(placed.range, getScalarValue(text, event), placed.written, properties(event));
    } else {
      const kind = event.type === EVENT_ID.MAPPING ? 'map' : 'sequence';
      comments.gap(end, event.start);
      // `[a: b]` holds a map without brackets of its own.
      const flow = event.style === COLLECTION_STYLE.FLOW && text[event.start] === (kind === 'map' ? '{' : '[');
      end = Math.max(end, flow ? event.start + 1 : event.start);
      open.push({ kind, flow, children: 0 });
      tree.open(kind, event.start, properties(event));
    }
  }
  comments.gap(end, text.length);
  return { tree, comments: comments.finish() };
}

function properties(event: { anchorStart: number; anchorEnd: number; tagStart: number; tagEnd: number }): Properties {
  return {
    ...(event.anchorStart >= 0 && { anchor: { start: event.anchorStart, end: event.anchorEnd } }),
    ...(event.tagStart >= 0 && { tag: { start: event.tagStart, end: event.tagEnd } }),
  };
}

interface Placed {
  readonly range: Range;
  readonly written: Written;
}

function placeOf(text: string, event: ScalarEvent): Placed {
  const style = STYLES.get(event.style) ?? 'plain';
  const { valueStart: start, valueEnd: end } = event;
  const written: Written = {
    style,
    start,
    end,
    indent: event.indent,
    chomping: CHOMPING.get(event.chomping) ?? 'clip',
  };
  if (style === 'plain') return { range: { start, end }, written };
  if (style === 'single' || style === 'double') return { range: { start: start - 1, end: end + 1 }, written };
  // A block scalar begins at its header, one line up; its header holds no second `|` or `>` except in a comment.
  const lineEnd =
    start -
    (text[start - 1] === '\n' && text[start - 2] === '\r'
      ? 2
      : text[start - 1] === '\n' || text[start - 1] === '\r'
        ? 1
        : 0);
  let header = lineEnd;
  const mark = style === 'literal' ? '|' : '>';
  for (let at = lineEnd - 1; at >= 0 && text[at] !== '\n' && text[at] !== '\r'; at--) {
    if (text[at] === mark && /^[|>][-+0-9]*(?:[ \t]+#.*|[ \t]*)$/.test(text.slice(at, lineEnd))) header = at;
  }
  return { range: { start: header, end: Math.max(end, lineEnd) }, written };
}

/** A value that is not written (`key:`) is the point after its indicator. */
function emptyAt(text: string, event: ScalarEvent, parent: Open | undefined, end: number): Placed {
  let at = Math.max(end, event.anchorEnd, event.tagEnd);
  if (at === end && parent) {
    const indicator = parent.kind === 'sequence' ? '-' : parent.children % 2 === 0 ? ':' : '';
    const next = skipBlanks(text, end, parent.flow ? ',' : '');
    if (indicator !== '' && text[next] === indicator) at = next + 1;
  }
  const written: Written = { style: 'plain', start: at, end: at, indent: -1, chomping: 'clip' };
  return { range: { start: at, end: at }, written };
}

function documentMark(text: string, from: number): Range {
  const mark = /^(?:---|\.\.\.)/m;
  const found = mark.exec(text.slice(from));
  const start = found ? from + found.index : from;
  return { start, end: Math.min(start + 3, text.length) };
}
