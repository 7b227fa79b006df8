/** The little of jq's language (jqlang.org/manual) with which workflows put lists of texts together. */
type Filter = (input: unknown) => readonly unknown[];

/** Thrown at what of the language is not read. */
class NotRead extends Error {}

/** What `jq` prints of an input; `undefined` where an option, a filter or the input is not read. */
export function jq(words: readonly string[], input: string): string | undefined {
  try {
    return printed(words, input);
  } catch (error) {
    if (error instanceof NotRead || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function printed(words: readonly string[], input: string): string {
  const flags = new Set<string>();
  const names = new Map<string, unknown>();
  const others: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--arg' || word === '--argjson') {
      const [name = '', value = ''] = words.slice(at + 1, at + 3);
      names.set(name, word === '--arg' ? value : JSON.parse(value));
      at += 2;
    } else if (word.startsWith('--')) flags.add(LONG[word] ?? refuse());
    else if (/^-[Rscnr]+$/.test(word)) for (const flag of word.slice(1)) flags.add(flag);
    else if (word.startsWith('-')) refuse();
    else others.push(word);
  }
  if (others.length !== 1) refuse();
  const filter = new Reader(others[0]!, names).whole();
  const lines = input.replace(/\n$/, '').split('\n');
  const raw = flags.has('R');
  const inputs = flags.has('n') ? [null] : raw ? (flags.has('s') ? [input] : lines) : valuesIn(input);
  return (flags.has('s') && !raw ? [inputs] : inputs)
    .flatMap(filter)
    .map(value => {
      if (flags.has('r') && typeof value === 'string') return `${value}\n`;
      return `${JSON.stringify(value, null, flags.has('c') ? undefined : 2)}\n`;
    })
    .join('');
}

const LONG: Readonly<Record<string, string>> = {
  '--raw-input': 'R',
  '--slurp': 's',
  '--compact-output': 'c',
  '--null-input': 'n',
  '--raw-output': 'r',
};

function refuse(): never {
  throw new NotRead();
}

/** Values of JSON behind each other. */
function valuesIn(text: string): readonly unknown[] {
  const values: unknown[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:\\.|[^"\\])*"|[[\]{}]|\s+|[^\s[\]{}"]+/g)) {
    depth += /^[[{]$/.test(token) ? 1 : /^[\]}]$/.test(token) ? -1 : 0;
    const end = index + token.length;
    if (depth > 0 || (end < text.length && !/^\s/.test(text.slice(end, end + 1)))) continue;
    const piece = text.slice(start, end).trim();
    if (piece !== '') values.push(JSON.parse(piece));
    start = end;
  }
  return values;
}

const TOKENS = /"(?:\\.|[^"\\])*"|\d+|\$?[A-Za-z_]\w*|\.[A-Za-z_]\w*|==|!=|<=|>=|[.|+()[\]{}:,<>]|\S/g;

class Reader {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly names: ReadonlyMap<string, unknown>;

  constructor(text: string, names: ReadonlyMap<string, unknown>) {
    this.tokens = text.match(TOKENS) ?? [];
    this.names = names;
  }

  whole(): Filter {
    const filter = this.pipe();
    return this.at === this.tokens.length ? filter : refuse();
  }

  private pipe(): Filter {
    let left = this.several();
    while (this.take('|')) {
      const [first, second] = [left, this.several()];
      left = input => first(input).flatMap(second);
    }
    return left;
  }

  private several(): Filter {
    const all = [this.compared()];
    while (this.take(',')) all.push(this.compared());
    return input => all.flatMap(filter => filter(input));
  }

  private compared(): Filter {
    const left = this.sum();
    const operator = this.tokens[this.at];
    if (operator === undefined || !/^([!=]=|[<>]=?)$/.test(operator)) return left;
    this.at++;
    const right = this.sum();
    return input => left(input).flatMap(one => right(input).map(other => compare(one, operator, other)));
  }

  private sum(): Filter {
    let left = this.term();
    while (this.take('+')) {
      const [first, second] = [left, this.term()];
      left = input => first(input).flatMap(one => second(input).map(other => plus(one, other)));
    }
    return left;
  }

  private term(): Filter {
    let value = this.primary();
    for (;;) {
      const before = value;
      const name = /^\.(\w+)$/.exec(this.tokens[this.at] ?? '')?.[1];
      if (name !== undefined) {
        this.at++;
        value = input => before(input).map(one => member(one, name));
      } else if (this.tokens[this.at] === '[' && this.tokens[this.at + 1] === ']') {
        this.at += 2;
        value = input => before(input).flatMap(listOf);
      } else return value;
    }
  }

  private primary(): Filter {
    const token = this.tokens[this.at++] ?? refuse();
    if (token === '.') return input => [input];
    if (/^\.\w/.test(token)) return input => [member(input, token.slice(1))];
    if (token.startsWith('"')) return this.constant(token.includes('\\(') ? refuse() : JSON.parse(token));
    if (/^(\d+|true|false|null)$/.test(token)) return this.constant(JSON.parse(token));
    if (token.startsWith('$')) return this.constant(this.names.get(token.slice(1)) ?? refuse());
    if (token === '(') return this.closed(')');
    if (token === '[') {
      if (this.take(']')) return this.constant([]);
      const inner = this.closed(']');
      return input => [inner(input)];
    }
    return token === '{' ? this.object() : this.call(token);
  }

  private object(): Filter {
    const fields: (readonly [string, Filter])[] = [];
    while (!this.take('}')) {
      const key = this.tokens[this.at++] ?? refuse();
      if (!/^("|[A-Za-z_])/.test(key) || !this.take(':')) refuse();
      fields.push([key.startsWith('"') ? JSON.parse(key) : key, this.sum()]);
      if (!this.take(',') && this.tokens[this.at] !== '}') refuse();
    }
    return input => [
      Object.fromEntries(
        fields.map(([key, filter]) => {
          const values = filter(input);
          return [key, values.length === 1 ? values[0] : refuse()];
        }),
      ),
    ];
  }

  private call(name: string): Filter {
    const argument = this.take('(') ? this.closed(')') : undefined;
    const known = argument === undefined ? PLAIN[name] : undefined;
    if (known !== undefined) return input => [known(input)];
    if (argument === undefined) return refuse();
    switch (name) {
      case 'map':
        return input => [listOf(input).flatMap(argument)];
      case 'select':
        return input => argument(input).flatMap(said => (said === false || said === null ? [] : [input]));
      case 'split':
        return input => argument(input).map(by => (textOf(input) === '' ? [] : textOf(input).split(textOf(by))));
      default:
        return refuse();
    }
  }

  private constant(value: unknown): Filter {
    return () => [value];
  }

  private closed(end: string): Filter {
    const inner = this.pipe();
    return this.take(end) ? inner : refuse();
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }
}

const PLAIN: Readonly<Record<string, (input: unknown) => unknown>> = {
  add: input => (listOf(input).length === 0 ? null : listOf(input).reduce(plus)),
  length: input => (typeof input === 'string' ? [...input].length : listOf(input).length),
  tojson: input => JSON.stringify(input),
};

function plus(left: unknown, right: unknown): unknown {
  if (left === null) return right;
  if (right === null) return left;
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  return refuse();
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '==' || operator === '!=')
    return (JSON.stringify(left) === JSON.stringify(right)) === (operator === '==');
  if (typeof left !== 'number' || typeof right !== 'number') return refuse();
  if (operator.endsWith('=') && left === right) return true;
  return operator.startsWith('<') ? left < right : left > right;
}

function member(of: unknown, name: string): unknown {
  if (typeof of !== 'object' || of === null || Array.isArray(of)) return refuse();
  return (of as Readonly<Record<string, unknown>>)[name] ?? null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : refuse();
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : refuse();
}
