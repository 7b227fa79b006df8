/** What a language writes otherwise than the others. */
export interface Spelling {
  readonly name: 'go' | 'python' | 'rust' | 'javascript';
  /** What begins a comment that ends with its line. */
  readonly comment: '//' | '#';
  /** Whether a block is what is indented. */
  readonly indents: boolean;
}

export const GO: Spelling = { name: 'go', comment: '//', indents: false };
export const PYTHON: Spelling = { name: 'python', comment: '#', indents: true };
export const RUST: Spelling = { name: 'rust', comment: '//', indents: false };
export const JAVASCRIPT: Spelling = { name: 'javascript', comment: '//', indents: false };

export type Node = Token | Text | Group;

/** A name, a number, a mark (`::`, `=>`), or the end of a line that may end a statement. */
export interface Token {
  readonly kind: 'name' | 'number' | 'mark' | 'line';
  readonly text: string;
}

/** A string; what is put into it while the program runs is an expression. */
export interface Text {
  readonly kind: 'text';
  readonly pieces: readonly (string | readonly Node[])[];
}

/** What stands in brackets, or in an indented block. */
export interface Group {
  readonly kind: 'group';
  readonly open: '(' | '[' | '{';
  readonly items: readonly Node[];
}

const TOKEN = /([A-Za-z_$][\w$]*)|(\d[\w.]*)|(?:\.\.\.|\*\*|::|=>|->|:=|===?|!==?|<=|>=|&&|\|\||\?\?|\?\.|\+=|[\s\S])/y;
const BLANK = {
  '//': /(?:[^\S\n]|\\\n|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y,
  '#': /(?:[^\S\n]|\\\n|#[^\n]*)+/y,
};
/** Lines that say nothing, and how far the first that says something stands in. */
const INDENTATION = /(?:[^\S\n]*(?:#[^\n]*)?\n)*([^\S\n]*)(?=[^\s#])/y;
const OPENS_BLOCK = /:[ \t]*(?:#[^\n]*)?\n/y;
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** A program's text as names, strings and brackets; what does not close is closed at the end. */
export function treeOf(text: string, spelling: Spelling): readonly Node[] {
  return new Reader(text, spelling).block(undefined, -1);
}

class Reader {
  private at = 0;
  private readonly text: string;
  private readonly spelling: Spelling;

  constructor(text: string, spelling: Spelling) {
    this.text = text;
    this.spelling = spelling;
  }

  /** Reads until `close`, or, in a block by indentation, until a line that is not deeper than `margin`. */
  block(close: string | undefined, margin: number, declares = false): readonly Node[] {
    const items: Node[] = [];
    // How far the statement stands in that is being read, also where brackets break its line.
    let inset = 0;
    const isLoose = close === undefined || close === '}' || declares;
    while (this.at < this.text.length) {
      const letter = this.text[this.at]!;
      if (letter === close) {
        this.at++;
        return items;
      }
      if (letter === '\n') {
        this.at++;
        if (!isLoose || (this.spelling.indents && close !== undefined)) continue;
        if (this.spelling.indents && (inset = this.indentation()) <= margin) return items;
        if (items.at(-1)?.kind !== 'line') items.push({ kind: 'line', text: '\n' });
        continue;
      }
      if (this.matched(BLANK[this.spelling.comment]) !== null) continue;
      const string = this.string(items.at(-1));
      if (string !== undefined) {
        items.push(string);
        continue;
      }
      const closing = CLOSING[letter];
      if (closing !== undefined) {
        this.at++;
        // Go's `var (…)` holds one declaration a line.
        const declares = this.spelling.name === 'go' && is(items.at(-1), 'var', 'const');
        items.push({ kind: 'group', open: letter as Group['open'], items: this.block(closing, -1, declares) });
      } else if (/[)\]}]/.test(letter)) this.at++;
      else if (this.spelling.indents && letter === ':' && close === undefined && this.found(OPENS_BLOCK) !== null) {
        this.at = this.text.indexOf('\n', this.at);
        items.push({ kind: 'group', open: '{', items: this.block(undefined, inset) }, { kind: 'line', text: '\n' });
        if (this.at < this.text.length && (inset = this.indentation()) <= margin) return items;
      } else items.push(this.token());
    }
    return items;
  }

  /** What an expression finds here, which is then taken. */
  private matched(expression: RegExp): RegExpExecArray | null {
    const found = this.found(expression);
    this.at += found?.[0].length ?? 0;
    return found;
  }

  private found(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    return expression.exec(this.text);
  }

  /** How far the line that comes next and is not empty stands in. */
  private indentation(): number {
    const found = this.found(INDENTATION);
    return found === null ? -1 : found[1]!.length;
  }

  private string(before: Node | undefined): Text | undefined {
    const { name } = this.spelling;
    const rest = this.text.slice(this.at, this.at + 20);
    if (name === 'python') {
      const open = /^([rRbBuUfF]{0,2})("""|'''|"|')/.exec(rest);
      return open === null
        ? undefined
        : this.quoted(open[0].length, open[2]!, !/r/i.test(open[1]!), /f/i.test(open[1]!) ? '{' : undefined);
    }
    if (name === 'rust') {
      const raw = /^b?r(#*)"/.exec(rest);
      if (raw !== null) return this.quoted(raw[0].length, `"${raw[1]}`, false);
      // `'a` is a lifetime, `'a'` a letter.
      const letter = /^b?'(\\.[^']*|[^'\\])'/.exec(rest);
      if (letter !== null) return this.quoted(letter[0].indexOf("'") + 1, "'", true);
      return /^b?"/.test(rest) ? this.quoted(rest.indexOf('"') + 1, '"', true) : undefined;
    }
    if (rest.startsWith('`')) return this.quoted(1, '`', name !== 'go', name === 'go' ? undefined : '${');
    if (/^["']/.test(rest)) return this.quoted(1, rest[0]!, true);
    if (name === 'javascript' && rest.startsWith('/') && beginsExpression(before)) {
      const expression = /^\/(\\.|\[(\\.|[^\]\n\\])*\]|[^/\n\\[])+\/\w*/.exec(this.text.slice(this.at, this.at + 2000));
      if (expression === null) return undefined;
      this.at += expression[0].length;
      return { kind: 'text', pieces: [[]] };
    }
    return undefined;
  }

  private quoted(from: number, close: string, escapes: boolean, embeds?: '{' | '${'): Text {
    this.at += from;
    const pieces: (string | readonly Node[])[] = [];
    let text = '';
    while (this.at < this.text.length && !this.text.startsWith(close, this.at)) {
      const letter = this.text[this.at]!;
      if (letter === '\\' && escapes) {
        text += escaped(this.text[this.at + 1] ?? '');
        // A line that goes on begins, in Rust, at its first letter.
        this.at += 2;
        if (this.text[this.at - 1] === '\n' && this.spelling.name === 'rust')
          while (/\s/.test(this.text[this.at] ?? '')) this.at++;
      } else if (embeds !== undefined && this.text.startsWith(embeds, this.at)) {
        if (this.text.startsWith('{{', this.at)) {
          text += '{';
          this.at += 2;
          continue;
        }
        this.at += embeds.length;
        pieces.push(text, this.block('}', -1));
        text = '';
      } else {
        if (embeds === '{' && this.text.startsWith('}}', this.at)) this.at++;
        text += letter;
        this.at++;
      }
    }
    this.at += close.length;
    return { kind: 'text', pieces: [...pieces, text] };
  }

  private token(): Token {
    const [text, name, number] = this.matched(TOKEN)!;
    return { kind: name !== undefined ? 'name' : number !== undefined ? 'number' : 'mark', text };
  }
}

function escaped(letter: string): string {
  return letter === 'n' ? '\n' : letter === 't' ? '\t' : letter === '\n' ? '' : letter;
}

/** Whether what comes next can only be an expression, so that `/` begins a pattern. */
function beginsExpression(before: Node | undefined): boolean {
  if (before === undefined || before.kind === 'line') return true;
  if (before.kind === 'name') return /^(return|case|typeof|of|in)$/.test(before.text);
  return before.kind === 'mark' && before.text !== '.';
}

/** Whether a node is that mark or name. */
export function is(node: Node | undefined, ...texts: readonly string[]): boolean {
  return (node?.kind === 'mark' || node?.kind === 'name') && texts.includes(node.text);
}

/** Whether a node is such a bracket. */
export function isGroup(node: Node | undefined, open?: Group['open']): node is Group {
  return node?.kind === 'group' && (open === undefined || node.open === open);
}

/** Nodes at the marks that part them; empty parts are left out. */
export function partedAt(nodes: readonly Node[], ...marks: readonly string[]): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]];
  for (const node of nodes)
    if (is(node, ...marks)) parts.push([]);
    else if (node.kind !== 'line') parts.at(-1)!.push(node);
  return parts.filter(part => part.length > 0);
}

/** Nodes without the ends of lines between them. */
export function withoutLines(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter(node => node.kind !== 'line');
}

/** A string as it is written, where nothing is put into it; otherwise what stands around that. */
export function filledPlain({ pieces }: Text): string {
  return pieces.map(piece => (typeof piece === 'string' ? piece : '')).join('');
}
