import type { Diagnostic } from './diagnostic.ts';
import type { Scalar, ScalarNode } from './node.ts';
import type { Place, Range } from './source.ts';

/** A scalar that may hold `${{ … }}`. `$${{` has become a literal `${{` in its parts. */
export interface Template {
  readonly place: Place;
  readonly node: ScalarNode;
  /** The scalar's text as written, expressions unevaluated. */
  readonly text: string;
  /** The typed scalar; meaningful only where there is no expression. */
  readonly scalar: Scalar;
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart = TextPart | ExpressionPart;

export interface TextPart {
  readonly kind: 'text';
  readonly value: string;
}

export interface ExpressionPart {
  readonly kind: 'expression';
  /** For example `params.bucket`, `source.commit`, `campaign`. */
  readonly name: string;
  /** From `${{` to `}}`, in the source. */
  readonly range: Range;
}

const OPEN = '${{';
const CLOSE = '}}';
const NAME = /^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$/;

/**
 * Reads a scalar as a template. An expression that is none stays in `parts` as text; what is wrong with it is reported.
 * Whether names exist is for the caller to say.
 */
export function template(node: ScalarNode, report: (fault: Diagnostic) => void = () => {}): Template {
  return {
    place: { source: node.source, range: node.range },
    node,
    text: node.text,
    scalar: node.value,
    parts: split(node, report),
  };
}

/** Whether an expression may be in it; cheap. */
export function mayHoldExpression(text: string): boolean {
  return text.includes(OPEN);
}

function split(node: ScalarNode, report: (fault: Diagnostic) => void): TemplatePart[] {
  const { text } = node;
  if (!mayHoldExpression(text)) return [{ kind: 'text', value: text }];
  const parts: TemplatePart[] = [];
  let literal = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf(OPEN, at);
    if (open < 0) break;
    if (open > at && text[open - 1] === '$') {
      literal += text.slice(at, open - 1) + OPEN;
      at = open + OPEN.length;
      continue;
    }
    literal += text.slice(at, open);
    const close = text.indexOf(CLOSE, open);
    const again = text.indexOf(OPEN, open + OPEN.length);
    if (close < 0 || (again >= 0 && again < close)) {
      const lineEnd = text.indexOf('\n', open);
      const stop = Math.min(lineEnd < 0 ? text.length : lineEnd, again < 0 ? text.length : again);
      report(
        fault(
          node,
          'syntax',
          open,
          stop,
          '`${{` is never closed',
          'close it with `}}`, or write `$${{` for the text itself',
        ),
      );
      literal += OPEN;
      at = open + OPEN.length;
      continue;
    }
    const end = close + CLOSE.length;
    const name = text.slice(open + OPEN.length, close).trim();
    if (NAME.test(name)) {
      if (literal !== '') parts.push({ kind: 'text', value: literal });
      literal = '';
      parts.push({ kind: 'expression', name, range: rangeIn(node, open, end) });
    } else {
      report(wrongExpression(node, name, open, end));
      literal += text.slice(open, end);
    }
    at = end;
  }
  literal += text.slice(at);
  if (literal !== '' || parts.length === 0) parts.push({ kind: 'text', value: literal });
  return parts;
}

function wrongExpression(node: ScalarNode, name: string, open: number, end: number): Diagnostic {
  if (name === '')
    return fault(node, 'syntax', open, end, '`${{ }}` names nothing', 'write a name, such as `${{ params.x }}`');
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  return fault(
    node,
    'unknown-name',
    open,
    end,
    `\`${shown}\` is no name: an expression has neither functions nor operators`,
    'write one name, such as `${{ params.x }}`; decide with `if`, compute in the shell; `$${{` is a literal `${{`',
  );
}

function fault(
  node: ScalarNode,
  code: Diagnostic['code'],
  start: number,
  end: number,
  message: string,
  help: string,
): Diagnostic {
  return { code, message, place: { source: node.source, range: rangeIn(node, start, end) }, help };
}

/** The source range of a stretch of a scalar's text. */
export function rangeIn(node: ScalarNode, start: number, end: number): Range {
  const from = node.offsetAt(start);
  return { start: from, end: end > start ? Math.max(from, node.offsetAt(end - 1) + 1) : from };
}
