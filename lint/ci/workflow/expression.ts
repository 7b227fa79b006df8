import { UNKNOWN } from '../command.ts';
import { fromJson, isJson, itemsOf, type Json, memberOf } from './json-value.ts';
import { mayBeDefault } from './triggers.ts';

/**
 * A value of GitHub's expression language: `undefined` is one that is not known; `prefix` is a string known only by its start.
 * Expressions: docs.github.com, "Evaluate expressions in workflows and actions".
 */
export type Value =
  | string
  | number
  | boolean
  | null
  /** `branch`: what follows the prefix is the default branch's name. */
  | { readonly prefix: string; readonly branch?: true }
  | Json
  | undefined;

/** The value of a context name such as `github.event_name` or `matrix.os`. */
export type Context = (name: string) => Value;

/** Evaluates an expression as far as it is known. A syntax it does not understand is not known. */
export function evaluate(text: string, context: Context): Value {
  const tokens = text.match(/'(?:[^']|'')*'|\d+(?:\.\d+)?|&&|\|\||==|!=|<=|>=|[<>!(),[\].*]|[A-Za-z_][\w-]*/g) ?? [];
  const reader = new Reader(tokens, context);
  const value = reader.either();
  return reader.done() ? value : undefined;
}

/** Whether an `if` lets something run; `undefined` when that is not known. `success()` and `always()` hold, `failure()` does not. */
export function holds(text: string, context: Context): boolean | undefined {
  const bare = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(text)?.[1];
  if (bare !== undefined && !bare.includes('${{')) return truth(evaluate(bare, context));
  // Text around an expression makes a non-empty string, which holds.
  if (text.includes('${{')) return truth(evaluate(text.replaceAll(/\$\{\{|\}\}/g, ' '), context));
  return truth(evaluate(text, context));
}

/** Replaces `${{ … }}` in a text; what is not known becomes `UNKNOWN`. */
export function substitute(text: string, context: Context): string {
  if (!text.includes('${{')) return text;
  return text.replaceAll(/\$\{\{((?:'[^']*'|[^'])*?)\}\}/g, (_, inner: string) => shown(evaluate(inner, context)));
}

function shown(value: Value): string {
  if (value === undefined) return UNKNOWN;
  if (value === null) return '';
  if (isJson(value)) return UNKNOWN;
  return typeof value === 'object' ? value.prefix + UNKNOWN : String(value);
}

export function truth(value: Value): boolean | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'object' && value !== null) return true;
  return value !== null && value !== false && value !== 0 && value !== '';
}

class Reader {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly context: Context;

  constructor(tokens: readonly string[], context: Context) {
    this.tokens = tokens;
    this.context = context;
  }

  done(): boolean {
    return this.at >= this.tokens.length;
  }

  either(): Value {
    let left = this.both();
    while (this.take('||')) {
      const right = this.both();
      const known = truth(left);
      left = known === true ? left : known === false ? right : truth(right) === true ? right : undefined;
    }
    return left;
  }

  private both(): Value {
    let left = this.comparison();
    while (this.take('&&')) {
      const right = this.comparison();
      const known = truth(left);
      left = known === false ? left : known === true ? right : truth(right) === false ? right : undefined;
    }
    return left;
  }

  private comparison(): Value {
    const left = this.unary();
    const operator = this.tokens[this.at];
    if (operator === '==' || operator === '!=') {
      this.at++;
      const equal = same(left, this.unary());
      return equal === undefined ? undefined : equal === (operator === '==');
    }
    if (operator !== undefined && /^[<>]=?$/.test(operator)) {
      this.at++;
      this.unary();
      return undefined;
    }
    return left;
  }

  private unary(): Value {
    if (this.take('!')) {
      const known = truth(this.unary());
      return known === undefined ? undefined : !known;
    }
    return this.primary();
  }

  private primary(): Value {
    const token = this.tokens[this.at++];
    if (token === undefined) return undefined;
    if (token === '(') {
      const value = this.either();
      this.take(')');
      return this.within(value);
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    if (this.take('(')) return this.within(this.call(token));
    let name = token;
    for (;;) {
      if (this.take('.')) name += `.${this.tokens[this.at++] ?? ''}`;
      else if (this.take('[')) {
        const index = this.either();
        this.take(']');
        name += `.${typeof index === 'string' || typeof index === 'number' ? index : '*'}`;
      } else break;
    }
    return this.context(name);
  }

  /** `fromJSON(…).name`, `fromJSON(…)[index]`. */
  private within(of: Value): Value {
    let value = of;
    for (;;) {
      let index: Value;
      if (this.take('.')) index = this.tokens[this.at++];
      else if (this.take('[')) {
        index = this.either();
        this.take(']');
      } else return value;
      const known = isJson(value) && (typeof index === 'string' || typeof index === 'number') && index !== '*';
      value = known ? memberOf(value as Json, String(index)) : undefined;
    }
  }

  private call(name: string): Value {
    const args: Value[] = [];
    const start = this.at;
    if (name.toLowerCase() === 'join') {
      const joined = this.joined();
      if (joined !== undefined) return joined;
      this.at = start;
    }
    while (!this.done() && !this.take(')')) {
      args.push(this.either());
      if (!this.take(',') && this.tokens[this.at] !== ')') {
        this.at = Math.max(this.at, start) + 1;
      }
    }
    const [first, second] = args;
    switch (name.toLowerCase()) {
      case 'always':
      case 'success':
        return true;
      case 'failure':
      case 'cancelled':
        return false;
      case 'startswith': {
        if (typeof second !== 'string' || first === undefined || isJson(first)) return undefined;
        if (typeof first === 'object' && first !== null) {
          if (first.prefix.startsWith(second)) return true;
          if (!second.startsWith(first.prefix)) return false;
          return first.branch && !mayBeDefault(second.slice(first.prefix.length)) ? false : undefined;
        }
        return String(first ?? '')
          .toLowerCase()
          .startsWith(second.toLowerCase());
      }
      case 'endswith':
        return typeof first === 'string' && typeof second === 'string'
          ? first.toLowerCase().endsWith(second.toLowerCase())
          : undefined;
      case 'contains':
        if (first === null || first === false) return false;
        if (isJson(first)) return holdsItem(first, second);
        return typeof first === 'string' && typeof second === 'string'
          ? first.toLowerCase().includes(second.toLowerCase())
          : undefined;
      case 'tojson':
        if (isJson(first)) return JSON.stringify(first.json);
        return first === undefined || (typeof first === 'object' && first !== null) ? undefined : JSON.stringify(first);
      case 'fromjson':
        return fromJson(first);
      case 'join':
        return first === null || first === false ? '' : isJson(first) ? joined(first, second) : undefined;
      case 'format':
        return args.every(isText)
          ? String(first).replaceAll(/\{\{|\}\}|\{(\d+)\}/g, (brace, index: string | undefined) =>
              index === undefined ? brace[0]! : String(args[Number(index) + 1] ?? ''),
            )
          : undefined;
      default:
        return undefined;
    }
  }

  /** `join(matrix.x, ' ')` of a list whose items are known; where it answers `undefined` the reader stands anywhere. */
  private joined(): string | undefined {
    let list = this.tokens[this.at++] ?? '';
    while (this.take('.')) list += `.${this.tokens[this.at++] ?? ''}`;
    const separator = this.take(',') ? /^'(.*)'$/s.exec(this.tokens[this.at++] ?? '')?.[1] : ',';
    if (separator === undefined || !this.take(')')) return undefined;
    const items: string[] = [];
    for (let index = 0; index < 256; index++) {
      const item = this.context(`${list}.${index}`);
      if (item === null) break;
      if (item === undefined || typeof item === 'object') return undefined;
      items.push(String(item));
    }
    return items.length > 0 ? items.join(separator) : undefined;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }
}

function isText(value: Value): value is string | number | boolean | null {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

/** Whether a list has an item; `undefined` where an item that is not known may be it. */
function holdsItem(list: Json, item: Value): boolean | undefined {
  const equal = itemsOf(list)?.map(known => same(known, item));
  if (equal === undefined) return undefined;
  return equal.includes(true) ? true : equal.includes(undefined) ? undefined : false;
}

function joined(list: Json, separator: Value): string | undefined {
  const items = itemsOf(list);
  if (items === undefined || !items.every(isText) || (separator !== undefined && !isText(separator))) return undefined;
  return items.map(item => String(item ?? '')).join(String(separator ?? ','));
}

/** GitHub compares strings without regard to case, and other types as numbers. */
function same(left: Value, right: Value): boolean | undefined {
  if (left === undefined || right === undefined || isJson(left) || isJson(right)) return undefined;
  if (typeof left === 'object' && left !== null && left.branch && typeof right === 'string')
    return right.startsWith(left.prefix) && mayBeDefault(right.slice(left.prefix.length));
  if (typeof left === 'object' && left !== null)
    return typeof right === 'string' && !right.startsWith(left.prefix) ? false : undefined;
  if (typeof right === 'object' && right !== null) return same(right, left);
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase();
  if (left === right) return true;
  const number = (value: string | number | boolean | null): number =>
    value === null || value === '' ? 0 : Number(value);
  return number(left) === number(right);
}
