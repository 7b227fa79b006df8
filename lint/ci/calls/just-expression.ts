import { dynamic, UNKNOWN } from '../command.ts';

/** What just knows by a name where an expression stands: a parameter, a variable; `undefined` when nothing is called so. */
export interface JustScope {
  value(name: string): string | undefined;
  /** Of the surroundings. */
  env(name: string): string | undefined;
  /** Where the justfile lies. */
  readonly directory: string;
}

const TOKEN =
  /'''[\s\S]*?'''|"""[\s\S]*?"""|```[\s\S]*?```|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|`[^`]*`|[A-Za-z_][\w-]*|==|!=|=~|!~|&&|\|\||[+/(){},]/g;

/** An expression's value; what only the shell or the machine knows stays a question to the shell (`$(…)`) or is `UNKNOWN`. */
export function justValue(text: string, scope: JustScope): string {
  return new Reader(text, scope).either();
}

/** Expressions side by side, as a dependency is handed them. */
export function justValues(text: string, scope: JustScope): readonly string[] {
  const reader = new Reader(text, scope);
  const values: string[] = [];
  while (!reader.done()) values.push(reader.either());
  return values;
}

/** A stretch of a recipe's line, and what it becomes; `expression`: it stands in `{{ … }}`. */
export interface JustPiece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly expression?: string;
}

/** A line of a recipe piece by piece, with the values of `{{ … }}`; `{{{{` is two brackets. */
export function* justPieces(line: string, scope: JustScope): Iterable<JustPiece> {
  for (let at = 0; at < line.length; at++) {
    const start = at;
    if (!line.startsWith('{{', at)) yield { start, end: at + 1, text: line[at]! };
    else if (line.startsWith('{{{{', at)) {
      at += 3;
      yield { start, end: at + 1, text: '{{' };
    } else {
      const end = closing(line, at + 2);
      const expression = line.slice(at + 2, end);
      at = end + 1;
      yield { start, end: Math.min(at + 1, line.length), text: justValue(expression, scope), expression };
    }
  }
}

/** The same as one text. */
export function interpolated(line: string, scope: JustScope): string {
  let result = '';
  for (const { text } of justPieces(line, scope)) result += text;
  return result;
}

/** Where the `}}` stands that ends an interpolation: in no text and after every bracket of its own. */
function closing(line: string, from: number): number {
  let depth = 0;
  for (let at = from; at < line.length; at++) {
    const letter = line[at]!;
    if (letter === "'" || letter === '"' || letter === '`') {
      for (at++; at < line.length && line[at] !== letter; at++) if (line[at] === '\\' && letter === '"') at++;
    } else if (letter === '{') depth++;
    else if (letter === '}' && depth === 0) return at;
    else if (letter === '}') depth--;
  }
  return line.length;
}

/** Whether a value is not known before a shell has been asked. */
function open(value: string): boolean {
  return dynamic(value) || /\$[({]/.test(value);
}

/** just.systems, "Expressions and Substitutions". */
class Reader {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly scope: JustScope;

  constructor(text: string, scope: JustScope) {
    this.tokens = text.match(TOKEN) ?? [];
    this.scope = scope;
  }

  done(): boolean {
    return this.at >= this.tokens.length;
  }

  either(): string {
    let left = this.both();
    while (this.take('||')) {
      const right = this.both();
      left = open(left) ? UNKNOWN : left || right;
    }
    return left;
  }

  private both(): string {
    let left = this.sum();
    while (this.take('&&')) {
      const right = this.sum();
      left = open(left) ? UNKNOWN : left && right;
    }
    return left;
  }

  private sum(): string {
    let left = this.take('/') ? `/${this.primary()}` : this.primary();
    for (;;) {
      if (this.take('+')) left += this.primary();
      else if (this.take('/')) left += `/${this.primary()}`;
      else return left;
    }
  }

  private primary(): string {
    const token = this.tokens[this.at++] ?? '';
    if (token === '(') {
      const value = this.either();
      this.take(')');
      return value;
    }
    if (token === 'if') return this.choice();
    const quoted = /^('''|"""|```|['"`])([\s\S]*)\1$/.exec(token);
    if (quoted !== null) return textOf(quoted[1]!, quoted[2]!);
    if (!this.take('(')) return this.scope.value(token) ?? UNKNOWN;
    const args: string[] = [];
    while (!this.done() && !this.take(')')) {
      args.push(this.either());
      if (!this.take(',') && this.tokens[this.at] !== ')') this.at++;
    }
    return this.call(token, args);
  }

  private choice(): string {
    const left = this.either();
    const operator = this.tokens[this.at++];
    const right = this.either();
    this.take('{');
    const yes = this.either();
    this.take('}');
    this.take('else');
    let no: string;
    if (this.take('if')) no = this.choice();
    else {
      this.take('{');
      no = this.either();
      this.take('}');
    }
    if (yes === no) return yes;
    if (open(left) || open(right)) return UNKNOWN;
    const same = operator === '==' || operator === '!=' ? left === right : matched(left, right);
    return same === undefined ? UNKNOWN : same === (operator === '==' || operator === '=~') ? yes : no;
  }

  private call(name: string, args: readonly string[]): string {
    const [first = '', second = '', third = ''] = args;
    switch (name) {
      case 'os':
        return 'linux';
      case 'os_family':
        return 'unix';
      case 'arch':
        return 'x86_64';
      case 'quote':
        return open(first) ? `"${first}"` : `'${first.replaceAll("'", "'\\''")}'`;
      case 'join':
        return args.join('/');
      case 'lowercase':
        return open(first) ? first : first.toLowerCase();
      case 'uppercase':
        return open(first) ? first : first.toUpperCase();
      case 'trim':
        return first.trim();
      case 'replace':
        return first.replaceAll(second, third);
      case 'env':
      case 'env_var':
      case 'env_var_or_default':
        return this.scope.env(first) ?? (args.length > 1 ? second : `\${${first}}`);
      case 'justfile_directory':
      case 'justfile_dir':
        return this.scope.directory;
      default:
        // Where something is kept on the machine, or a number made of a text: it matters only that it is the same.
        return /^\w+_dir(ectory)?$|^(sha256|blake3)$/.test(name) ? `/${name}/${args.join('/')}` : UNKNOWN;
    }
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }
}

function textOf(mark: string, text: string): string {
  if (mark.startsWith('`')) return `$(${text.trim()})`;
  return mark.startsWith("'")
    ? text
    : text.replaceAll(/\\([\s\S])/g, (_, letter: string) => ({ n: '\n', t: '\t', r: '', '\n': '' })[letter] ?? letter);
}

function matched(text: string, pattern: string): boolean | undefined {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    // Rust's patterns are not all JavaScript's.
    return undefined;
  }
}
