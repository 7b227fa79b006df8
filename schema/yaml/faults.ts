import type { Diagnostic } from '../diagnostic.ts';
import type { Range, Source } from '../source.ts';

/** A syntax fault as one of the parsers tells it: the fast one has only its reason, `yaml` a code as well. */
export interface Told {
  readonly code?: string;
  readonly message: string;
  readonly offset: number;
}

/** Says what is wrong in our words, at the whole token at fault. */
export function syntaxFault(source: Source, told: Told): Diagnostic {
  const start = firstInk(source.text, told.offset);
  const expression = brokenExpression(source.text, start);
  if (expression) {
    return tornExpression(source, expression);
  }
  const range = { start, end: tokenEnd(source.text, start) };
  const token = source.text.slice(range.start, range.end);
  if (/^(<{7}|={7}|>{7}|\|{7})$/.test(token))
    return fault(
      source,
      range,
      'a merge conflict is left here',
      'keep one of the two sides, and delete the lines of `<<<<<<<`, `=======` and `>>>>>>>`',
    );
  switch (told.code) {
    case 'TAB_AS_INDENT':
      return fault(
        source,
        { start: told.offset, end: told.offset + 1 },
        'a tab indents this line',
        'indent with spaces',
      );
    case 'BAD_INDENT':
      return fault(
        source,
        range,
        'this line is indented like none of the lines above it',
        'line it up with the keys it belongs to',
      );
    case 'BAD_SCALAR_START':
      return fault(
        source,
        { start, end: start + 1 },
        `a text cannot begin with \`${source.text[start]}\` unless it is in quotes`,
        'put it in quotes',
      );
    case 'BAD_DQ_ESCAPE': {
      const pair = source.text.slice(start, start + 2);
      return fault(
        source,
        { start, end: start + pair.length },
        `\`${pair}\` is no escape that double quotes know`,
        `write \`\\${pair}\`, or use single quotes`,
      );
    }
    case 'BLOCK_AS_IMPLICIT_KEY':
      return fault(
        source,
        { start, end: lineEnd(source.text, start) },
        'there is a second `: ` in this value',
        'put the value in quotes',
      );
    case 'BLOCK_IN_FLOW':
      return fault(
        source,
        range,
        'inside `{ }` and `[ ]` a comma is missing here, or a text with `: ` has no quotes',
        'put a comma between the entries, or the text in quotes',
      );
    case 'MULTIPLE_ANCHORS':
      return fault(source, range, 'a value can have but one anchor', 'keep one of the two');
    case 'MULTILINE_IMPLICIT_KEY':
      if (/(^|\s)[|>][-+\d]*\s*\n\s*$/.test(source.text.slice(Math.max(0, start - NEAR), start)))
        return fault(
          source,
          range,
          'this line is not indented deeper than the key of the text that begins above it',
          'indent every line of the text by two more spaces',
        );
      return fault(
        source,
        range,
        'a key must be on one line',
        'put the text in quotes, use `|`, or indent it like the lines above',
      );
    case 'MISSING_CHAR':
      if (/^-[^\s-]/.test(token))
        return fault(
          source,
          range,
          `after the \`-\` of \`${token}\` a space is missing`,
          `write \`- ${token.slice(1)}\``,
        );
      return fault(
        source,
        range,
        `after \`${token}\` a \`:\` is missing`,
        `write \`${token}:\` and its value, or indent the line to belong to what is above`,
      );
    case 'UNEXPECTED_TOKEN':
      return fault(
        source,
        range,
        token === '' ? 'the file ends too early' : `\`${token}\` is unexpected here`,
        'close what is open before it, or put the text in quotes',
      );
    default:
      return byReason(source, told, range);
  }
}

/** The fast parser's reasons, where they can be said better. */
function byReason(source: Source, told: Told, range: Range): Diagnostic {
  const { message } = told;
  if (message.startsWith('tab characters')) {
    return fault(
      source,
      { start: told.offset, end: Math.min(told.offset + 1, source.text.length) },
      'a tab indents this line',
      'indent with spaces',
    );
  }
  if (message.startsWith('bad indentation')) {
    const token = source.text.slice(range.start, range.end);
    return fault(
      source,
      range,
      `\`${token}\` does not fit here`,
      'check its indentation, and whether the text needs quotes',
    );
  }
  if (message.startsWith('deficient indentation')) {
    return fault(
      source,
      range,
      'a quote or bracket opened before this line is not closed',
      'close it, or indent this line to belong to it',
    );
  }
  if (message.startsWith('unexpected end of the stream')) {
    return fault(source, range, 'the file ends inside a quote or a bracket', 'close it');
  }
  if (message.startsWith('name of an alias')) {
    return fault(source, range, '`*` begins an alias, and no name follows', 'put globs in quotes');
  }
  if (/^(name of an anchor|anchor cannot be)/i.test(message)) {
    return fault(source, range, '`&` begins an anchor, and no name follows', 'put the text in quotes');
  }
  if (message.startsWith('nesting exceeded')) {
    return fault(
      source,
      range,
      'lists and maps lie too deep in each other here',
      'a campaign never needs more than a few levels',
    );
  }
  return fault(source, range, message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, ''));
}

/** An opening bracket or quote that nothing closes. */
export function unclosed(source: Source, offset: number): Diagnostic {
  const mark = source.text[offset];
  const expression = brokenExpression(source.text, offset);
  if (expression) {
    return tornExpression(source, expression);
  }
  const closing = mark === '[' ? ']' : mark === '{' ? '}' : mark;
  return fault(
    source,
    { start: offset, end: offset + 1 },
    `this \`${mark}\` is never closed`,
    `close it with \`${closing}\``,
  );
}

/** An expression that stands bare where its braces mean a map. */
export function tornExpression(source: Source, range: Range): Diagnostic {
  return fault(
    source,
    range,
    '`${{ }}` needs quotes inside `[ ]` and `{ }`, and so does a value that begins with a brace',
    'put the whole text in double quotes',
  );
}

export function fault(source: Source, range: Range, message: string, help?: string): Diagnostic {
  return { code: 'syntax', message, place: { source, range }, ...(help !== undefined && { help }) };
}

/** A `${{ }}` around an offset that YAML took apart because it stands bare in a flow collection. */
export function brokenExpression(text: string, offset: number): Range | undefined {
  const from = Math.max(offset - NEAR, text.lastIndexOf('\n', offset - 1) + 1, 0);
  const near = /^[^\r\n]*/.exec(text.slice(from, offset + NEAR))?.[0] ?? '';
  for (const match of near.matchAll(/\$?\{\{[^{}'"]*\}\}/g)) {
    const start = from + match.index;
    const end = start + match[0].length;
    if (start - 1 <= offset && offset <= end && !insideQuotes(near, match.index)) return { start, end };
  }
  return undefined;
}

function insideQuotes(line: string, at: number): boolean {
  const before = line.slice(0, at);
  return (before.split('"').length - 1) % 2 === 1 || (before.split("'").length - 1) % 2 === 1;
}

/** How far around a fault its expression is looked for. */
const NEAR = 300;

/** From a blank to the first character of its line that is none. */
function firstInk(text: string, offset: number): number {
  let at = Math.min(offset, text.length);
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at < text.length && text[at] !== '\n' && text[at] !== '\r' ? at : Math.min(offset, text.length);
}

function tokenEnd(text: string, start: number): number {
  const token = /^(?:[[\]{},:]|[^\s[\]{},:]+)/.exec(text.slice(start, start + 200));
  return Math.min(text.length, start + (token?.[0].length ?? 1));
}

function lineEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}
