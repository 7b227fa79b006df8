import {
  type Assignment,
  type Command,
  type CommandNode,
  type CompoundList,
  type If,
  type ParsedScript,
  type Pipeline,
  type PipelineNode,
  parse,
  type Redirection,
  type Statement,
  type Word,
  type WordPart,
} from 'unbash';
import type { Assigned, Redirect, SimpleCommand, Start } from './commands.ts';
import type { Construct, ShellKind, Span } from './construct.ts';
import { resolvePath } from './directory.ts';
import { type Switch, setSwitches, shoptSwitches } from './set.ts';
import { contextOf, copy, forget, type State } from './state.ts';
import { testPieces } from './test-words.ts';
import { unwrapped } from './unwrapped.ts';
import { readWord, type ShellWord, type Variables } from './words.ts';

const DEEPEST = 12;

/** The text being read, and how a position in it maps to the text first given. */
interface Frame {
  readonly text: string;
  readonly locate: (position: number) => number;
}

type Omitted<T> = T extends unknown ? Omit<T, 'context' | 'at' | 'start' | 'end'> : never;

/** One reading of a text; `commands.ts` is its door. */
export class Walk {
  readonly found: SimpleCommand[] = [];
  readonly constructs: Construct[] = [];
  readonly errors: { message: string; at: number }[] = [];
  readonly #functions = new Map<string, (state: State) => void>();
  readonly #running = new Set<string>();
  #depth = 0;
  #shells = 0;

  constructor(text: string, variables: Variables, { errexit, pipefail, root = false }: Start) {
    const state: State = {
      cwd: '',
      variables: new Map(variables),
      conditional: false,
      options: { errexit, pipefail, nullglob: false, shell: 0, kind: 'text' },
      last: true,
      asked: false,
      value: false,
      trap: false,
      root,
      loops: 0,
    };
    this.#text(text, state, position => position);
  }

  #text(text: string, state: State, locate: (position: number) => number): void {
    if (this.#depth > DEEPEST) return;
    this.#depth++;
    const script = parse(text);
    for (const { message, pos } of script.errors ?? []) this.errors.push({ message, at: locate(pos) });
    this.#statements(script.commands, state, { text, locate });
    this.#depth--;
  }

  /** What `work` finds, and where it stands. */
  #span(node: { pos: number; end: number }, { locate }: Frame, work: () => void): Span {
    const from = this.found.length;
    work();
    return { from, to: this.found.length, start: locate(node.pos), end: locate(node.end) };
  }

  #note(
    construct: Omitted<Construct>,
    node: { pos: number; end: number },
    at: number,
    state: State,
    { locate }: Frame,
  ): void {
    const place = { start: locate(node.pos), end: locate(node.end), at, context: contextOf(state) };
    this.constructs.push({ ...construct, ...place } as Construct);
  }

  #statements(statements: readonly Statement[], state: State, frame: Frame): void {
    const { last } = state;
    for (const [index, statement] of statements.entries()) {
      const { command, background } = statement;
      state.last = last && index === statements.length - 1;
      if (!background) {
        this.#list(command, state, frame);
        continue;
      }
      const at = this.found.length;
      const body = this.#span(command, frame, () => this.#list(command, this.#subshell(state), frame));
      this.#note({ kind: 'background', body }, statement, at, state, frame);
    }
    state.last = last;
  }

  #list(node: Statement['command'], state: State, frame: Frame): void {
    if (node.type !== 'AndOr') {
      this.#pipeline(node, state, frame);
      return;
    }
    const at = this.found.length;
    const { asked, last } = state;
    const parts: Span[] = [];
    let before = copy(state);
    for (const [index, part] of node.commands.entries()) {
      const operator = node.operators[index - 1];
      const final = index === node.commands.length - 1;
      const own = { asked: asked || !final, last: last && final };
      const walk = (inner: State) => {
        Object.assign(inner, own);
        parts.push(this.#span(part, frame, () => this.#pipeline(part, inner, frame)));
      };
      if (operator === '||') {
        const branch = { ...before, variables: new Map(before.variables), conditional: true };
        walk(branch);
        forget(state, branch);
      } else {
        before = copy(state);
        const after = index > 0 && (node.operators.slice(0, index).includes('||') || asks(node.commands[index - 1]!));
        const inner = after ? { ...copy(state), conditional: true } : state;
        walk(inner);
        if (after) forget(state, inner);
      }
    }
    state.asked = asked;
    state.last = last;
    const marks = node.operators.map((operator, index) => {
      const end = node.commands[index]!.end;
      const mark = frame.text.indexOf(operator, end);
      return frame.locate(mark < 0 || mark > node.commands[index + 1]!.pos ? end : mark);
    });
    this.#note({ kind: 'list', parts, operators: node.operators, marks }, node, at, state, frame);
  }

  #pipeline(node: PipelineNode, state: State, frame: Frame): void {
    if (node.type !== 'Pipeline') {
      this.#node(node, state, frame);
      return;
    }
    const at = this.found.length;
    const negated = isNegated(node);
    const asked = state.asked;
    if (negated) state.asked = true;
    const alone = node.commands.length === 1;
    const parts = node.commands.map(part =>
      this.#span(part, frame, () => this.#node(part, alone ? state : this.#subshell(state), frame)),
    );
    state.asked = asked;
    this.#note({ kind: 'pipe', parts, negated }, node, at, state, frame);
  }

  #node(node: CommandNode | CompoundList, state: State, frame: Frame): void {
    switch (node.type) {
      case 'Command':
        this.#command(node, state, frame);
        break;
      case 'CompoundList':
        this.#statements(node.commands, state, frame);
        break;
      case 'Redirected': {
        const at = this.found.length;
        const body = this.#span(node.command, frame, () => this.#node(node.command, state, frame));
        const redirects = this.#redirects(node.redirects, state, frame);
        if (redirects.length === 0) break;
        this.#keep([], [], [], redirects, node, state, frame);
        this.#note({ kind: 'redirected', body, redirects }, node, at, state, frame);
        break;
      }
      case 'BraceGroup':
        this.#node(node.body, state, frame);
        break;
      case 'Subshell':
        this.#node(node.body, { ...this.#subshell(state), last: true }, frame);
        break;
      case 'If':
        this.#if(node, state, frame);
        break;
      case 'Case':
        this.#word(node.word, state, frame);
        this.#branches(
          node.items.map(item => item.body),
          state,
          frame,
        );
        break;
      case 'While':
      case 'For':
      case 'Select':
      case 'ArithmeticFor':
        this.#loop(node, state, frame);
        break;
      case 'Function': {
        const { body, name } = node;
        this.#functions.set(name.value, at => this.#node(body, at, frame));
        break;
      }
      case 'Coproc':
        this.#node(node.body, this.#subshell(state), frame);
        break;
      case 'TestCommand': {
        const words = testPieces(node.expression).map(piece =>
          typeof piece === 'string' ? this.#piece(piece, node, frame) : this.#word(piece, state, frame),
        );
        this.#keep([this.#piece('[[', node, frame), ...words], [], [], [], node, state, frame, 'test');
        break;
      }
      case 'ArithmeticCommand':
        this.#keep(
          [this.#piece('((', node, frame), this.#piece(node.body, node, frame)],
          [],
          [],
          [],
          node,
          state,
          frame,
          'test',
        );
        break;
    }
  }

  #if(node: If, state: State, frame: Frame): void {
    const at = this.found.length;
    const clause = this.#span(node.clause, frame, () => this.#asked(node.clause, state, frame));
    const branch = (body: CompoundList) => this.#span(body, frame, () => this.#branches([body], state, frame));
    const then = branch(node.then);
    const otherwise = node.else && branch(node.else);
    for (const other of node.elif) {
      this.#asked(other.clause, { ...copy(state), conditional: true }, frame);
      this.#branches([other.then], state, frame);
    }
    const [only, ...others] = node.clause.commands;
    const negated = others.length === 0 && only?.command.type === 'Pipeline' && isNegated(only.command);
    const more = node.elif.length > 0;
    this.#note({ kind: 'if', negated, clause, then, otherwise, more }, node, at, state, frame);
  }

  #loop(
    node: Extract<CommandNode, { type: 'While' | 'For' | 'Select' | 'ArithmeticFor' }>,
    state: State,
    frame: Frame,
  ): void {
    const at = this.found.length;
    const values = node.type === 'For' || node.type === 'Select' ? (node.wordlist ?? []) : [];
    const words = values.map(word => this.#word(word, state, frame));
    const variable = node.type === 'For' || node.type === 'Select' ? node.name.value : undefined;
    if (variable !== undefined) state.variables.set(variable, undefined);
    const inner = { ...copy(state), loops: state.loops + 1, conditional: true };
    const clause =
      node.type === 'While' ? this.#span(node.clause, frame, () => this.#asked(node.clause, inner, frame)) : undefined;
    const body = this.#span(node.body, frame, () => this.#branches([node.body], inner, frame));
    forget(state, inner);
    const how = node.type === 'While' ? node.kind : node.type === 'Select' ? 'select' : 'for';
    const more = { ...(clause && { clause }), ...(variable !== undefined && { variable }) };
    this.#note({ kind: 'loop', how, words, body, ...more }, node, at, state, frame);
  }

  #asked(clause: CompoundList, state: State, frame: Frame): void {
    const { asked, last } = state;
    state.asked = true;
    state.last = false;
    this.#node(clause, state, frame);
    state.asked = asked;
    state.last = last;
  }

  /** Each may run or not; what any of them sets or where it goes is not known afterwards. */
  #branches(bodies: readonly (CompoundList | undefined)[], state: State, frame: Frame): void {
    const seen = copy(state);
    for (const body of bodies) {
      if (!body) continue;
      const branch = { ...copy(seen), conditional: true };
      this.#node(body, branch, frame);
      forget(state, branch);
      forget(seen, branch);
    }
  }

  /** A process of its own: what it sets and where it goes is lost with it. */
  #subshell(state: State, kind: ShellKind = 'subshell'): State {
    return { ...copy(state), options: { ...state.options, shell: ++this.#shells, kind } };
  }

  /** `bash -c`, a here-document for a shell: it starts without `set -e`, unless its own options say so. */
  #child(state: State, args: readonly ShellWord[]): State {
    const inner = this.#subshell(state, 'string');
    Object.assign(inner.options, { errexit: false, pipefail: false, nullglob: false });
    for (const { option, on } of setSwitches(args.map(({ value }) => value))) inner.options[option] = on;
    return { ...inner, last: true, asked: false };
  }

  #piece(text: string, node: { pos: number; end: number }, { locate }: Frame): ShellWord {
    return { value: text, text, glob: false, start: locate(node.pos), end: locate(node.end) };
  }

  #word(word: Word, state: State, frame: Frame): ShellWord {
    const { scripts, ...read } = readWord(word, state.variables);
    for (const script of scripts) this.#substitution(script, state, frame);
    return { ...read, start: frame.locate(read.start), end: frame.locate(read.end) };
  }

  #substitution(script: ParsedScript, state: State, frame: Frame): void {
    // Escaped backticks are decoded into a text of their own; their commands stand where the text begins.
    const start = frame.locate(script.pos);
    const inner = script.source === undefined ? frame : { text: script.source, locate: () => start };
    this.#statements(script.commands, { ...this.#subshell(state), value: true, last: true }, inner);
  }

  #redirects(redirections: readonly Redirection[], state: State, frame: Frame): readonly Redirect[] {
    return redirections.flatMap((redirection): Redirect[] => {
      const number = redirection.descriptor?.type === 'FileDescriptor' ? redirection.descriptor.value : undefined;
      if (redirection.type === 'HereDoc') {
        for (const part of redirection.body.parts ?? []) this.#hereText(part, state, frame);
        return [{ operator: '<<', descriptor: number, target: this.#piece('', redirection, frame) }];
      }
      if (!redirection.target) return [];
      const target = this.#word(redirection.target, state, frame);
      return [{ operator: redirection.operator, descriptor: number, target }];
    });
  }

  #hereText(part: WordPart, state: State, frame: Frame): void {
    if (part.type === 'CommandExpansion' && part.script) this.#substitution(part.script, state, frame);
  }

  #assigned(item: Assignment, state: State, frame: Frame): Assigned {
    const value = item.value.type === 'Word' ? this.#word(item.value, state, frame).value : undefined;
    if (item.value.type === 'ArrayValue') for (const element of item.value.elements) this.#word(element, state, frame);
    const whole = item.append || item.index ? undefined : value;
    return { name: item.name, value: whole, start: frame.locate(item.pos), end: frame.locate(item.end) };
  }

  #command(node: Command, state: State, frame: Frame): void {
    const assigns: Assigned[] = [];
    for (const item of node.prefix)
      if (item.type === 'Assignment') {
        const assigned = this.#assigned(item, state, frame);
        assigns.push(assigned);
        if (!node.name) state.variables.set(assigned.name, assigned.value);
      }
    const all: ShellWord[] = node.name ? [this.#word(node.name, state, frame)] : [];
    for (const item of node.args) {
      if (item.type === 'Word') all.push(this.#word(item, state, frame));
      else {
        const assigned = this.#assigned(item, state, frame);
        assigns.push(assigned);
        state.variables.set(assigned.name, assigned.value);
      }
    }
    const redirects = this.#redirects(node.redirects, state, frame);
    const { words, cwd, root, assigns: more } = unwrapped(all, state.cwd);
    for (const { value, text, start, end } of more) {
      const name = text.slice(0, text.indexOf('='));
      assigns.push({ name, value: value?.slice(name.length + 1), start, end });
    }
    if (words.length === 0 && redirects.length === 0 && assigns.length === 0) return;
    const here = { ...copy(state), cwd, root: state.root || root };
    const at = this.found.length;
    this.#keep(words, all, assigns, redirects, node, here, frame);
    if (words.length > 0) this.#effect(words, node, here, state, frame);
    const inner = this.found.length - at > 1 && words[0]?.value !== 'trap';
    if (inner) this.found[at] = { ...this.found[at]!, calls: true };
  }

  #keep(
    words: readonly ShellWord[],
    written: readonly ShellWord[],
    assigns: readonly Assigned[],
    redirects: readonly Redirect[],
    node: { pos: number; end: number },
    state: State,
    { locate }: Frame,
    kind: SimpleCommand['kind'] = words.length === 0 && redirects.length === 0 ? 'assignment' : 'command',
  ) {
    const { cwd, conditional } = state;
    const calls = words[0]?.value !== undefined && this.#functions.has(words[0].value);
    const place = { start: locate(node.pos), end: locate(node.end) };
    const context = contextOf(state);
    this.found.push({ kind, words, written, redirects, assigns, ...place, cwd, conditional, calls, context });
  }

  /** What a command does to the shell that runs it, or runs in turn. `here` is the state behind its wrappers. */
  #effect(words: readonly ShellWord[], node: Command, here: State, state: State, frame: Frame): void {
    const name = words[0]!.value;
    const args = words.slice(1);
    if (name === undefined) return;
    const called = this.#functions.get(name);
    if (called) {
      const at = this.found.length;
      const body = this.#span(node, frame, () => this.#call(name, called, state));
      this.#note({ kind: 'call', name, body }, node, at, state, frame);
      return;
    }
    switch (name) {
      case 'cd':
      case 'pushd': {
        const target = args.find(arg => arg.value === undefined || !/^-[LPe@]+$|^--$/.test(arg.value))?.value;
        state.cwd = target === undefined || target === '-' ? undefined : resolvePath(state.cwd, target);
        break;
      }
      case 'popd':
        state.cwd = undefined;
        break;
      case 'unset':
      case 'read':
      case 'mapfile':
      case 'readarray':
      case 'getopts':
        for (const { value } of args) if (value !== undefined) state.variables.set(value, undefined);
        break;
      case 'printf':
        if (args[0]?.value === '-v') state.variables.set(args[1]?.value ?? '', undefined);
        break;
      case 'set':
      case 'shopt':
        this.#switch(
          (name === 'set' ? setSwitches : shoptSwitches)(args.map(({ value }) => value)),
          node,
          state,
          frame,
        );
        break;
      case 'eval':
        if (args.length === 1) this.#string(args[0], state);
        break;
      case 'trap': {
        const [body, ...signals] = args.filter(arg => arg.value !== '--');
        const at = this.found.length;
        const span = this.#span(node, frame, () =>
          this.#string(body, { ...here, conditional: true, trap: true, asked: false, last: true }),
        );
        const names = signals.map(({ value }) => value?.replace(/^SIG/, '') ?? '');
        this.#note({ kind: 'trap', signals: names, body: span }, node, at, state, frame);
        break;
      }
      default:
        if (/^(.*\/)?(ba|da|z|k)?sh$/.test(name)) this.#shell(args, node, here, frame);
        else if (/^(su|runuser)$/.test(name)) this.#su(args, here);
    }
  }

  #switch(switches: readonly Switch[], node: Command, state: State, frame: Frame): void {
    for (const { option, on } of switches) {
      const was = state.options[option];
      state.options[option] = on;
      this.#note({ kind: 'option', option, was, on }, node, this.found.length, state, frame);
    }
  }

  #call(name: string, body: (state: State) => void, state: State): void {
    if (this.#running.has(name)) return;
    this.#running.add(name);
    const { last } = state;
    // Where a function ends with a failure, the call itself is what fails.
    state.last = true;
    body(state);
    state.last = last;
    this.#running.delete(name);
  }

  /** `bash -c '…'` and `bash <<EOF`; a script file is for the caller to read. */
  #shell(args: readonly ShellWord[], node: Command, state: State, frame: Frame): void {
    const option = args.findIndex(arg => arg.value !== undefined && /^-[a-zA-Z]*c$/.test(arg.value));
    if (option >= 0) {
      const text = args.slice(option + 1).find(arg => !arg.value?.startsWith('-'));
      this.#string(text, this.#child(state, args.slice(0, option + 1)));
      return;
    }
    if (args.some(arg => !arg.value?.startsWith('-') && !isOptionValue(arg, args))) return;
    for (const item of node.redirects)
      if (item.type === 'HereDoc')
        this.#text(item.body.text, this.#child(state, args), at => frame.locate(item.body.pos + at));
  }

  /** `su - user -c '…'`, `runuser -u user -c '…'`. */
  #su(args: readonly ShellWord[], state: State): void {
    const option = args.findIndex(({ value }) => value === '-c' || value === '--command');
    if (option >= 0) this.#string(args[option + 1], { ...this.#child(state, []), root: false });
  }

  /** A word that is itself bash. Its letters stand where they are written when nothing in it is escaped; else at its start. */
  #string(word: ShellWord | undefined, state: State): void {
    if (word?.value === undefined) return;
    const { value, start, end } = word;
    const quotes = end - start - value.length;
    const first = start + quotes / 2;
    this.#text(value, copy(state), at => (quotes === 0 || quotes === 2 ? first + at : start));
  }
}

/** `pipefail` of `bash -o pipefail`. */
function isOptionValue(arg: ShellWord, args: readonly ShellWord[]): boolean {
  return /^[-+][a-zA-Z]*[oO]$/.test(args[args.indexOf(arg) - 1]?.value ?? '');
}

function isNegated({ prefixes }: Pipeline): boolean {
  return prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
}

/** Whether a command only asks a question, so that what follows its `&&` may not run. */
function asks(node: PipelineNode): boolean {
  if (node.type === 'TestCommand' || node.type === 'ArithmeticCommand') return true;
  if (node.type === 'Pipeline') return isNegated(node) || asks(node.commands.at(-1)!);
  return node.type === 'Command' && /^(\[|test|command|type|which|grep)$/.test(node.name?.value ?? '');
}
