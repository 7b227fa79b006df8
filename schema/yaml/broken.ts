import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type ParsedNode,
  parseDocument,
  Scalar,
  type YAMLError,
} from 'yaml';
import type { Diagnostic } from '../diagnostic.ts';
import type { Comment } from '../read.ts';
import { positionAt, type Range, type Source } from '../source.ts';
import { CommentFinder } from './comments.ts';
import { brokenExpression, syntaxFault, tornExpression, unclosed } from './faults.ts';
import { type Properties, TreeBuilder } from './tree.ts';
import type { Written } from './written.ts';

export interface Salvaged {
  readonly tree: TreeBuilder;
  readonly comments: readonly Comment[];
  readonly faults: readonly Diagnostic[];
}

/** How often a text is read again without the piece that stopped the parser, and how much text that may be in all. */
const ROUNDS = 40;
const WORK = 400_000;

/**
 * Reads what can be read of a text that is broken, and finds all of its faults. `text` is the beginning of the source's, the
 * part to look at; nothing comes back when it is nested too deep. Costs a multiple of the fast parser's time. Only this file imports `yaml`, and only parse.ts imports it.
 */
export function salvage(source: Source, text: string): Salvaged | undefined {
  const faults: Diagnostic[] = [];
  const rounds = Math.min(ROUNDS, Math.ceil(WORK / (text.length + 1)));
  if (isDeep(text)) return undefined;
  let rest = text;
  for (let round = 1; ; round++) {
    const document = parsed(rest);
    if (document.errors.some(({ message }) => OVERFLOW.test(message))) return undefined;
    const errors = firstOfEachLine(source, document.errors, ({ pos }) => Math.min(pos[0], text.length));
    const mend = round < rounds ? mendOf(source, rest, errors) : undefined;
    if (mend) {
      faults.push(mend.fault);
      rest = rest.slice(0, mend.start) + mend.filler.repeat(mend.end - mend.start) + rest.slice(mend.end);
      continue;
    }
    const salvaged = grow(source, text.length, document);
    for (const { code, message, pos } of errors) {
      if (!OURS.test(message))
        faults.push(syntaxFault(source, { code, message, offset: Math.min(pos[0], text.length) }));
    }
    const all = [...salvaged.faults, ...faults];
    return { ...salvaged, faults: firstOfEachLine(source, all, ({ place }) => place.range.start) };
  }
}

function parsed(text: string): Document.Parsed {
  const options = {
    prettyErrors: false,
    uniqueKeys: false,
    keepSourceTokens: true,
    logLevel: 'silent',
    version: '1.2',
  } as const;
  const { stackTraceLimit } = Error;
  // A fault is an Error here, and there may be thousands: their stacks would cost more than the parsing.
  Error.stackTraceLimit = 0;
  try {
    // The comment offers a quote to every quote that is never closed: without one the lexer takes all the rest for text.
    return parseDocument(`${text}\n#"'`, options);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Far more than a campaign needs; `yaml` recurses, and takes seconds before it gives up. */
const MAX_DEPTH = 200;

function isDeep(text: string): boolean {
  if (/^[ \t]*(?:[-?:][ \t]+){200}/m.test(text)) return true;
  let depth = 0;
  for (const [bracket] of text.matchAll(/^\S|[[\]{}]/gm)) {
    // What begins at the first column lies in no bracket, whatever was left open before.
    if (!/[[\]{}]/.test(bracket)) depth = 0;
    else depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1));
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** `yaml` catches its own overflow and reports it as a fault. */
const OVERFLOW = /call stack/i;

/** What the tree itself shows better: brackets and quotes without an end, further documents, tags and aliases. */
const OURS =
  /^(?:Flow (?:map|sequence) (?:in block|must end)|Missing closing|Source contains multiple documents|Unresolved tag|Unresolved alias)/;

interface Mend extends Range {
  readonly fault: Diagnostic;
  /** What stands in the piece's place when the text is read again. */
  readonly filler: ' ' | '_';
}

/** The first fault that hides what comes after it, and the piece to read over so that the rest can be seen. */
function mendOf(source: Source, text: string, errors: readonly YAMLError[]): Mend | undefined {
  const torn = errors.map(({ pos }) => brokenExpression(text, pos[0])).find(range => range !== undefined);
  if (torn) return { ...torn, filler: '_', fault: tornExpression(source, torn) };
  const told = ({ code, message, pos }: YAMLError) => syntaxFault(source, { code, message, offset: pos[0] });
  const nested = errors.find(({ code }) => code === 'BLOCK_AS_IMPLICIT_KEY');
  const colon = nested ? text.slice(nested.pos[0]).search(/:(?=\s)/) : -1;
  if (nested && colon >= 0) {
    const start = nested.pos[0] + colon;
    return { start, end: start + 1, filler: '_', fault: told(nested) };
  }
  const stop = errors.find(({ message, pos }) => message.includes(' token in YAML stream') && pos[0] < text.length);
  if (!stop) return undefined;
  const [start] = stop.pos;
  // A bracket too many goes alone; of anything else the rest of its line goes with it.
  const length = /^(?:[\]}]|[^\r\n]+|[\r\n])/.exec(text.slice(start))?.[0].length ?? 1;
  return { start, end: start + length, filler: ' ', fault: told(stop) };
}

/** One fault makes others in its line; the first is the one to mend. */
function firstOfEachLine<T>(source: Source, faults: readonly T[], offsetOf: (fault: T) => number): readonly T[] {
  const byLine = new Map<number, T>();
  for (const each of [...faults].sort((a, b) => offsetOf(a) - offsetOf(b))) {
    const { line } = positionAt(source, offsetOf(each));
    if (!byLine.has(line)) byLine.set(line, each);
  }
  return [...byLine.values()];
}

const STYLES: Readonly<Record<string, Written['style']>> = {
  [Scalar.PLAIN]: 'plain',
  [Scalar.QUOTE_SINGLE]: 'single',
  [Scalar.QUOTE_DOUBLE]: 'double',
  [Scalar.BLOCK_LITERAL]: 'literal',
  [Scalar.BLOCK_FOLDED]: 'folded',
};

function grow(source: Source, limit: number, document: Document.Parsed): Salvaged {
  const tree = new TreeBuilder(source);
  const comments = new CommentFinder(source.text.slice(0, limit));
  const faults: Diagnostic[] = [];
  let end = 0;
  const clamp = (offset: number) => Math.min(offset, limit);

  const visit = (node: ParsedNode | null, at: number): void => {
    if (!isNode(node)) {
      const point = clamp(at);
      tree.scalar(
        { start: point, end: point },
        '',
        { style: 'plain', start: point, end: point, indent: -1, chomping: 'clip' },
        {},
      );
      return;
    }
    const [start, stop] = [clamp(node.range[0]), clamp(node.range[1])];
    comments.gap(end, start);
    end = Math.max(end, start);
    if (isAlias(node)) {
      tree.alias({ start: clamp(start + 1), end: stop });
    } else if (isScalar(node)) {
      const written = writtenOf(source.text, node, start, stop, limit);
      if (written.open && start < limit) faults.push(unclosed(source, start));
      comments.gap(start, written.start);
      tree.scalar(
        { start, end: stop },
        typeof node.source === 'string' ? node.source : String(node.value ?? ''),
        written,
        properties(source.text, node),
      );
    } else {
      tree.open(isMap(node) ? 'map' : 'sequence', start, properties(source.text, node));
      if (node.flow && start < limit && /[[{]/.test(source.text[start]!) && !/[\]}]/.test(source.text[stop - 1] ?? ''))
        faults.push(unclosed(source, start));
      if (isMap(node)) {
        for (const { key, value } of node.items) {
          visit(key, end);
          visit(value, end);
        }
      } else if (isSeq(node)) for (const item of node.items) visit(item as ParsedNode, end);
      tree.close(Math.max(stop, end));
    }
    end = Math.max(end, stop);
  };
  if (document.contents) visit(document.contents as ParsedNode, 0);
  comments.gap(end, limit);
  return { tree, comments: comments.finish(), faults };
}

function writtenOf(
  text: string,
  node: Scalar.Parsed,
  start: number,
  stop: number,
  limit: number,
): Written & { readonly open?: boolean } {
  const style = STYLES[node.type ?? ''] ?? 'plain';
  if (style === 'plain') return { style, start, end: stop, indent: -1, chomping: 'clip' };
  if (style === 'single' || style === 'double') {
    const closed = stop - start >= 2 && text[stop - 1] === text[start];
    return {
      style,
      start: Math.min(start + 1, stop),
      end: closed ? stop - 1 : stop,
      indent: -1,
      chomping: 'clip',
      open: !closed,
    };
  }
  const header = /^[|>]([-+0-9]*)[^\r\n]*(?:\r\n|\n|\r|$)/.exec(text.slice(start, Math.min(limit, start + 1000)));
  const content = Math.min(start + (header?.[0].length ?? 1), limit);
  const indicators = header?.[1] ?? '';
  const token = node.srcToken;
  const parent = token?.type === 'block-scalar' ? token.indent : 0;
  const digit = /[1-9]/.exec(indicators)?.[0];
  const lead = /^(?:[ \t]*(?:\r\n|\n|\r))*( *)[^\s]/.exec(text.slice(content, stop));
  const indent = digit !== undefined ? Math.max(0, parent) + Number(digit) : (lead?.[1]?.length ?? -1);
  const chomping = indicators.includes('-') ? 'strip' : indicators.includes('+') ? 'keep' : 'clip';
  return { style, start: content, end: Math.max(content, stop), indent, chomping };
}

function properties(text: string, node: ParsedNode): Properties {
  const before = text.slice(Math.max(0, node.range[0] - 500), node.range[0]);
  const lineFrom = Math.max(0, node.range[0] - 500);
  const found: { anchor?: Range; tag?: Range } = {};
  const anchor = 'anchor' in node ? node.anchor : undefined;
  if (anchor !== undefined) {
    const at = before.lastIndexOf(`&${anchor}`);
    if (at >= 0) found.anchor = { start: lineFrom + at + 1, end: lineFrom + at + 1 + anchor.length };
  }
  const tag = /(?:^|\s)(![^\s]*)\s(?:&\S+\s+)?$/.exec(before);
  if (tag && node.tag !== undefined) {
    const start = lineFrom + tag.index + tag[0].indexOf('!');
    found.tag = { start, end: start + tag[1]!.length };
  }
  return found;
}
