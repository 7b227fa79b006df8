import type { Diagnostic } from './diagnostic.ts';
import type { ScalarNode } from './node.ts';
import type { Place, Range } from './source.ts';
import { rangeIn } from './template.ts';

/** A stage's `if`, parsed. */
export interface Condition {
  readonly place: Place;
  readonly text: string;
  readonly expression: ConditionExpression;
}

export type ConditionExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** `params.x`, `matrix.x`, `profile`, or `env.NAME` of the box. */
  | { readonly kind: 'name'; readonly name: string; readonly range: Range }
  | { readonly kind: 'not'; readonly operand: ConditionExpression }
  | {
      readonly kind: 'binary';
      readonly operator: '==' | '!=' | '&&' | '||';
      readonly left: ConditionExpression;
      readonly right: ConditionExpression;
    };

/** Parses a bare condition; what is wrong with it comes instead, as a diagnostic. `!` binds before `==`, that before `&&`, that before `||`. */
export function condition(node: ScalarNode): Condition | Diagnostic {
  const place = { source: node.source, range: node.range };
  if (typeof node.value === 'boolean')
    return { place, text: node.text, expression: { kind: 'literal', value: node.value } };
  try {
    return { place, text: node.text, expression: new Parser(node).parse() };
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    const { start, end, message, help } = error;
    return { code: 'schema', message, place: { source: node.source, range: rangeIn(node, start, end) }, help };
  }
}

/** Every name in a condition, in the order of the text. */
export function namesIn(expression: ConditionExpression): readonly { readonly name: string; readonly range: Range }[] {
  switch (expression.kind) {
    case 'name':
      return [expression];
    case 'not':
      return namesIn(expression.operand);
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    default:
      return [];
  }
}

const TOKEN =
  /\s*(?:(?<string>'(?:[^']|'')*'|"[^"]*")|(?<number>-?\d+(?:\.\d+)?)(?![\w.])|(?<name>[A-Za-z_][\w-]*(?:\.[\w-]+)*)|(?<symbol>==|!=|&&|\|\||[!()]))/y;
/** Keeps the recursion of the parser, and of whoever walks its result, far from the end of the stack. */
const MAX_TOKENS = 500;

interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'symbol' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

class Unexpected extends Error {
  readonly start: number;
  readonly end: number;
  readonly help: string;
  constructor(start: number, end: number, message: string, help: string) {
    super(message);
    this.start = start;
    this.end = end;
    this.help = help;
  }
}

const HELP = "write a bare condition, such as `params.mode == 'full' && matrix.sf != 1`";

class Parser {
  readonly #node: ScalarNode;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(node: ScalarNode) {
    this.#node = node;
    this.#tokens = tokens(node.text);
  }

  parse(): ConditionExpression {
    const expression = this.#or();
    const rest = this.#token;
    if (rest.kind !== 'end') this.#unexpected(rest);
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(...symbols: string[]): string | undefined {
    const { kind, text } = this.#token;
    if (kind !== 'symbol' || !symbols.includes(text)) return undefined;
    this.#at++;
    return text;
  }

  #or(): ConditionExpression {
    let left = this.#and();
    while (this.#take('||')) left = { kind: 'binary', operator: '||', left, right: this.#and() };
    return left;
  }

  #and(): ConditionExpression {
    let left = this.#equal();
    while (this.#take('&&')) left = { kind: 'binary', operator: '&&', left, right: this.#equal() };
    return left;
  }

  #equal(): ConditionExpression {
    let left = this.#not();
    for (;;) {
      const operator = this.#take('==', '!=');
      if (operator !== '==' && operator !== '!=') return left;
      left = { kind: 'binary', operator, left, right: this.#not() };
    }
  }

  #not(): ConditionExpression {
    return this.#take('!') ? { kind: 'not', operand: this.#not() } : this.#operand();
  }

  #operand(): ConditionExpression {
    const token = this.#token;
    if (this.#take('(')) {
      const inner = this.#or();
      if (!this.#take(')')) this.#unexpected(this.#token, 'expected `)`');
      return inner;
    }
    if (token.kind === 'symbol' || token.kind === 'end') this.#unexpected(token);
    this.#at++;
    const { text } = token;
    if (token.kind === 'number') return { kind: 'literal', value: Number(text) };
    if (token.kind === 'string') {
      return { kind: 'literal', value: text[0] === "'" ? text.slice(1, -1).replaceAll("''", "'") : text.slice(1, -1) };
    }
    if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' };
    return { kind: 'name', name: text, range: rangeIn(this.#node, token.start, token.end) };
  }

  #unexpected({ kind, text, start, end }: Token, expected?: string): never {
    const what = kind === 'end' ? 'the condition ends too early' : `\`${text}\` is unexpected in a condition`;
    throw new Unexpected(start, end, expected === undefined ? what : `${what}: ${expected}`, HELP);
  }
}

function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    if (!match) {
      const wrapped = text.startsWith('${{', start);
      const single = { '=': '`==`', '&': '`&&`', '|': '`||`' }[text[start]!];
      const end = Math.min(text.length, start + (wrapped ? 3 : 1));
      const message = /^['"]/.test(text.slice(start))
        ? 'this text is never closed'
        : `\`${text.slice(start, end)}\` is no part of a condition`;
      throw new Unexpected(
        start,
        end,
        message,
        wrapped ? 'write the condition bare, without `${{ }}`' : single ? `write ${single}` : HELP,
      );
    }
    const [kind, value] = Object.entries(match.groups ?? {}).find(([, group]) => group !== undefined)!;
    at = TOKEN.lastIndex;
    found.push({ kind: kind as Token['kind'], text: value, start, end: at });
    if (found.length > MAX_TOKENS) throw new Unexpected(start, at, `a condition has at most ${MAX_TOKENS} words`, HELP);
  }
  const end = text.trimEnd().length;
  found.push({ kind: 'end', text: '', start: end, end });
  return found;
}
