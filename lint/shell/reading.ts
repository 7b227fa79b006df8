import {
  type Assignment,
  type Command,
  type ParsedScript,
  parse,
  type Redirection,
  type Statement,
  type Word,
  type WordPart,
} from 'unbash';
import type { Assigned, Redirect, SimpleCommand, Start } from './commands.ts';
import type { Construct, Omitted, ShellKind, Span } from './construct.ts';
import { effect, type Frame, type Reader } from './effect.ts';
import { contextOf, copy, type State } from './state.ts';
import { unwrapped } from './unwrapped.ts';
import { readWord, type ShellWord, type Variables } from './words.ts';

const DEEPEST = 12;

/** What stands where in a text. */
interface Node {
  readonly pos: number;
  readonly end: number;
}

/** Reads simple commands with their words; the structures around them are for `walk.ts`. */
export abstract class Reading implements Reader {
  readonly found: SimpleCommand[] = [];
  readonly constructs: Construct[] = [];
  readonly errors: { message: string; at: number }[] = [];
  readonly functions = new Map<string, (state: State) => void>();
  readonly #running = new Set<string>();
  #depth = 0;
  #shells = 0;

  protected abstract statements(statements: readonly Statement[], state: State, frame: Frame): void;

  /** Reads a whole text as a shell of its own would that starts so. */
  protected begin(text: string, variables: Variables, { errexit, pipefail, root = false, functions }: Start): void {
    const state: State = {
      cwd: '',
      variables: new Map(variables),
      args: undefined,
      conditional: false,
      options: { errexit, pipefail, nullglob: false, shell: 0, kind: 'text' },
      last: true,
      asked: false,
      value: false,
      trap: false,
      root,
      elsewhere: false,
      loops: 0,
    };
    this.text(text, state, position => position);
    const frame = { text, locate: (position: number) => position };
    const nowhere = { pos: 0, end: 0 };
    for (const name of functions ?? []) {
      const run = this.functions.get(name);
      if (!run) continue;
      const at = this.found.length;
      const body = this.span(nowhere, frame, () => run({ ...copy(state), conditional: true }));
      this.note({ kind: 'call', name, body }, nowhere, at, state, frame);
    }
  }

  text(text: string, state: State, locate: (position: number) => number): void {
    if (this.#depth > DEEPEST) return;
    this.#depth++;
    const script = parse(text);
    for (const { message, pos } of script.errors ?? []) this.errors.push({ message, at: locate(pos) });
    this.statements(script.commands, state, { text, locate });
    this.#depth--;
  }

  /** What `work` finds, and where it stands. */
  span(node: Node, { locate }: Frame, work: () => void): Span {
    const from = this.found.length;
    work();
    return { from, to: this.found.length, start: locate(node.pos), end: locate(node.end) };
  }

  note(construct: Omitted<Construct>, node: Node, at: number, state: State, { locate }: Frame): void {
    const place = { start: locate(node.pos), end: locate(node.end), at, context: contextOf(state) };
    this.constructs.push({ ...construct, ...place } as Construct);
  }

  /** A process of its own: what it sets and where it goes is lost with it. */
  subshell(state: State, kind: ShellKind = 'subshell'): State {
    return { ...copy(state), options: { ...state.options, shell: ++this.#shells, kind } };
  }

  /** A function's body, run once at a time however it calls itself. */
  protected define(name: string, body: (state: State) => void): void {
    this.functions.set(name, state => {
      if (this.#running.has(name)) return;
      this.#running.add(name);
      body(state);
      this.#running.delete(name);
    });
  }

  protected piece(text: string, node: Node, { locate }: Frame): ShellWord {
    return { value: text, text, glob: false, start: locate(node.pos), end: locate(node.end) };
  }

  word(word: Word, state: State, frame: Frame): ShellWord {
    const { scripts, ...read } = readWord(word, state.variables);
    for (const script of scripts) this.#substitution(script, state, frame);
    return { ...read, start: frame.locate(read.start), end: frame.locate(read.end) };
  }

  /** A word as the words that it stands for: `"$@"` is as many as were given. */
  protected words(word: Word, state: State, frame: Frame): readonly ShellWord[] {
    const rest = /^"?\$(?:[@*]|\{[@*](?::(\d+))?\})"?$/.exec(word.text);
    if (!rest || !state.args) return [this.word(word, state, frame)];
    const start = frame.locate(word.pos);
    const end = frame.locate(word.end);
    // A pattern has been replaced by what it matches before it becomes an argument.
    return state.args
      .slice(Math.max(0, Number(rest[1] ?? 1) - 1))
      .map(one => ({ ...one, ...(one.glob && { value: undefined, glob: false }), start, end }));
  }

  #substitution(script: ParsedScript, state: State, frame: Frame): void {
    // Escaped backticks are decoded into a text of their own; their commands stand where the text begins.
    const start = frame.locate(script.pos);
    const inner = script.source === undefined ? frame : { text: script.source, locate: () => start };
    this.statements(script.commands, { ...this.subshell(state), value: true, last: true }, inner);
  }

  protected redirects(redirections: readonly Redirection[], state: State, frame: Frame): readonly Redirect[] {
    return redirections.flatMap((redirection): Redirect[] => {
      const number = redirection.descriptor?.type === 'FileDescriptor' ? redirection.descriptor.value : undefined;
      if (redirection.type === 'HereDoc') {
        for (const part of redirection.body.parts ?? []) this.#hereText(part, state, frame);
        const { text, pos } = redirection.body;
        const target = this.piece('', redirection, frame);
        return [{ operator: '<<', descriptor: number, target, body: { text, start: frame.locate(pos) } }];
      }
      if (!redirection.target) return [];
      const target = this.word(redirection.target, state, frame);
      return [{ operator: redirection.operator, descriptor: number, target }];
    });
  }

  #hereText(part: WordPart, state: State, frame: Frame): void {
    if (part.type === 'CommandExpansion' && part.script) this.#substitution(part.script, state, frame);
  }

  #assigned(item: Assignment, state: State, frame: Frame): Assigned {
    const word = item.value.type === 'Word' ? this.word(item.value, state, frame) : undefined;
    const elements =
      item.value.type === 'ArrayValue' ? item.value.elements.map(element => this.word(element, state, frame)) : [];
    const before = state.variables.get(item.name);
    const appended = item.append
      ? word?.value
      : word?.value === undefined
        ? behindItself(item.name, word?.text)
        : undefined;
    const whole = item.index
      ? undefined
      : item.append
        ? before !== undefined && word?.value !== undefined
          ? before + word.value
          : undefined
        : word?.value;
    return {
      name: item.name,
      value: whole,
      start: frame.locate(item.pos),
      end: frame.locate(item.end),
      ...(elements.length > 0 && { elements }),
      ...(appended !== undefined && whole === undefined && !item.index && { appended }),
    };
  }

  protected command(node: Command, state: State, frame: Frame): void {
    const from = this.found.length;
    const assigns: Assigned[] = [];
    for (const item of node.prefix)
      if (item.type === 'Assignment') {
        const assigned = this.#assigned(item, state, frame);
        assigns.push(assigned);
        if (!node.name) state.variables.set(assigned.name, assigned.value);
      }
    const all: ShellWord[] = node.name ? [...this.words(node.name, state, frame)] : [];
    for (const item of node.args) {
      if (item.type === 'Word') all.push(...this.words(item, state, frame));
      else {
        const assigned = this.#assigned(item, state, frame);
        assigns.push(assigned);
        state.variables.set(assigned.name, assigned.value);
      }
    }
    const redirects = this.redirects(node.redirects, state, frame);
    const at = this.found.length;
    this.#run({ all, assigns, redirects, node }, state, frame);
    if (at > from && this.found.length > at) {
      const body = { from, to: at, start: frame.locate(node.pos), end: frame.locate(node.end) };
      this.note({ kind: 'values', body, by: at }, node, at, state, frame);
    }
  }

  run(words: readonly ShellWord[], node: Pick<Command, 'pos' | 'end'>, state: State, frame: Frame): void {
    this.#run({ all: words, assigns: [], redirects: [], node: { ...node, redirects: [] } }, state, frame);
  }

  #run(
    {
      all,
      assigns,
      redirects,
      node,
    }: {
      readonly all: readonly ShellWord[];
      readonly assigns: readonly Assigned[];
      readonly redirects: readonly Redirect[];
      readonly node: Pick<Command, 'pos' | 'end' | 'redirects'>;
    },
    state: State,
    frame: Frame,
  ): void {
    const { words, cwd, root, assigns: more } = unwrapped(all, state.cwd);
    const assigned = [
      ...assigns,
      ...more.map(({ value, text, start, end }) => {
        const name = text.slice(0, text.indexOf('='));
        return { name, value: value?.slice(name.length + 1), start, end };
      }),
    ];
    if (words.length === 0 && redirects.length === 0 && assigned.length === 0) return;
    const here = { ...copy(state), cwd, root: state.root || root };
    const at = this.found.length;
    this.keep({ words, written: all, assigns: assigned, redirects }, node, here, frame);
    if (words.length > 0) effect(this, { words, node, here, state, frame });
    const inner = this.found.length - at > 1 && words[0]?.value !== 'trap';
    if (inner) this.found[at] = { ...this.found[at]!, calls: true };
  }

  protected keep(
    said: Pick<SimpleCommand, 'words' | 'redirects'> & Partial<SimpleCommand>,
    node: Node,
    state: State,
    { locate }: Frame,
  ): void {
    const { words, redirects } = said;
    const name = words[0]?.value;
    this.found.push({
      kind: words.length === 0 && redirects.length === 0 ? 'assignment' : 'command',
      written: [],
      assigns: [],
      calls: name !== undefined && this.functions.has(name),
      ...said,
      start: locate(node.pos),
      end: locate(node.end),
      cwd: state.cwd,
      conditional: state.conditional,
      context: contextOf(state),
    });
  }
}

/** What `"$A b"` and `"${A:-} b"` hold behind the variable that they are assigned to. */
function behindItself(name: string, text: string | undefined): string | undefined {
  const [, rest] = /^"?\$(?:\w+|\{\w+(?::?-)?\})(.*?)"?$/s.exec(text ?? '') ?? [];
  const own = /^"?\$\{?(\w+)/.exec(text ?? '')?.[1] === name;
  return own && rest !== undefined && !/[$`"'\\]/.test(rest) ? rest : undefined;
}
