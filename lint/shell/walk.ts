import {
  type Command,
  type CommandNode,
  type CompoundList,
  type ParsedScript,
  type PipelineNode,
  parse,
  type Redirection,
  type Statement,
  type Word,
  type WordPart,
} from 'unbash';
import type { SimpleCommand } from './commands.ts';
import { resolvePath } from './directory.ts';
import { copy, forget, type State } from './state.ts';
import { unwrapped } from './unwrapped.ts';
import { readWord, type ShellWord, type Variables } from './words.ts';

const DEEPEST = 12;

/** Maps a position in the text being read to the text first given. */
type Locate = (position: number) => number;

/** One reading of a text; `commands.ts` is its door. */
export class Walk {
  readonly found: SimpleCommand[] = [];
  readonly #functions = new Map<string, (state: State) => void>();
  readonly #running = new Set<string>();
  #depth = 0;

  constructor(text: string, variables: Variables) {
    this.#text(text, { cwd: '', variables: new Map(variables), conditional: false }, position => position);
  }

  #text(text: string, state: State, locate: Locate): void {
    if (this.#depth > DEEPEST) return;
    this.#depth++;
    this.#statements(parse(text).commands, state, locate);
    this.#depth--;
  }

  #statements(statements: readonly Statement[], state: State, locate: Locate): void {
    for (const { command, background } of statements) this.#list(command, background ? copy(state) : state, locate);
  }

  #list(node: Statement['command'], state: State, locate: Locate): void {
    if (node.type !== 'AndOr') {
      this.#pipeline(node, state, locate);
      return;
    }
    let before = copy(state);
    for (const [index, part] of node.commands.entries()) {
      const operator = node.operators[index - 1];
      if (operator === '||') {
        const branch = { ...before, variables: new Map(before.variables), conditional: true };
        this.#pipeline(part, branch, locate);
        forget(state, branch);
      } else {
        before = copy(state);
        const after = index > 0 && (node.operators.slice(0, index).includes('||') || asks(node.commands[index - 1]!));
        const inner = after ? { ...copy(state), conditional: true } : state;
        this.#pipeline(part, inner, locate);
        if (after) forget(state, inner);
      }
    }
  }

  #pipeline(node: PipelineNode, state: State, locate: Locate): void {
    if (node.type !== 'Pipeline') {
      this.#node(node, state, locate);
      return;
    }
    const alone = node.commands.length === 1;
    for (const part of node.commands) this.#node(part, alone ? state : copy(state), locate);
  }

  #node(node: CommandNode | CompoundList, state: State, locate: Locate): void {
    switch (node.type) {
      case 'Command':
        this.#command(node, state, locate);
        break;
      case 'CompoundList':
        this.#statements(node.commands, state, locate);
        break;
      case 'Redirected':
        this.#node(node.command, state, locate);
        this.#redirectsAlone(node.redirects, node, state, locate);
        break;
      case 'BraceGroup':
        this.#node(node.body, state, locate);
        break;
      case 'Subshell':
        this.#node(node.body, copy(state), locate);
        break;
      case 'If':
        this.#node(node.clause, state, locate);
        this.#branches([node.then, node.else], state, locate);
        for (const other of node.elif) this.#branches([other.clause, other.then], state, locate);
        break;
      case 'Case':
        this.#word(node.word, state, locate);
        this.#branches(
          node.items.map(item => item.body),
          state,
          locate,
        );
        break;
      case 'While':
        this.#branches([node.clause, node.body], state, locate);
        break;
      case 'For':
      case 'Select':
        for (const word of node.wordlist ?? []) this.#word(word, state, locate);
        state.variables.set(node.name.value, undefined);
        this.#branches([node.body], state, locate);
        break;
      case 'ArithmeticFor':
        this.#branches([node.body], state, locate);
        break;
      case 'Function': {
        const { body, name } = node;
        this.#functions.set(name.value, at => this.#node(body, at, locate));
        break;
      }
      case 'Coproc':
        this.#node(node.body, copy(state), locate);
        break;
      case 'TestCommand':
      case 'ArithmeticCommand':
        break;
    }
  }

  /** Each may run or not; what any of them sets or where it goes is not known afterwards. */
  #branches(bodies: readonly (CompoundList | undefined)[], state: State, locate: Locate): void {
    const seen = copy(state);
    for (const body of bodies) {
      if (!body) continue;
      const branch = { ...copy(seen), conditional: true };
      this.#node(body, branch, locate);
      forget(state, branch);
      forget(seen, branch);
    }
  }

  #word(word: Word, state: State, locate: Locate): ShellWord {
    const { value, glob, start, end, scripts } = readWord(word, state.variables);
    for (const script of scripts) this.#substitution(script, state, locate);
    return { value, glob, start: locate(start), end: locate(end) };
  }

  #substitution(script: ParsedScript, state: State, locate: Locate): void {
    // Escaped backticks are decoded into a text of their own; their commands stand where the text begins.
    const start = locate(script.pos);
    this.#statements(script.commands, copy(state), script.source === undefined ? locate : () => start);
  }

  #redirects(redirections: readonly Redirection[], state: State, locate: Locate): SimpleCommand['redirects'] {
    return redirections.flatMap(redirection => {
      if (redirection.type === 'Redirect' && redirection.target)
        return [{ operator: redirection.operator, target: this.#word(redirection.target, state, locate) }];
      if (redirection.type === 'HereDoc')
        for (const part of redirection.body.parts ?? []) this.#hereText(part, state, locate);
      return [];
    });
  }

  #hereText(part: WordPart, state: State, locate: Locate): void {
    if (part.type === 'CommandExpansion' && part.script) this.#substitution(part.script, state, locate);
  }

  #redirectsAlone(redirections: readonly Redirection[], node: CommandNode, state: State, locate: Locate): void {
    const redirects = this.#redirects(redirections, state, locate);
    if (redirects.length > 0) this.#keep([], redirects, node, state, locate);
  }

  #command(node: Command, state: State, locate: Locate): void {
    for (const item of node.prefix)
      if (item.type === 'Assignment') {
        const value = item.value.type === 'Word' ? this.#word(item.value, state, locate).value : undefined;
        if (!node.name) state.variables.set(item.name, item.append || item.index ? undefined : value);
      }
    const all: ShellWord[] = node.name ? [this.#word(node.name, state, locate)] : [];
    for (const item of node.args) {
      if (item.type === 'Word') all.push(this.#word(item, state, locate));
      else {
        const value = item.value.type === 'Word' ? this.#word(item.value, state, locate).value : undefined;
        state.variables.set(item.name, item.append || item.index ? undefined : value);
      }
    }
    const redirects = this.#redirects(node.redirects, state, locate);
    const { words, cwd } = unwrapped(all, state.cwd);
    if (words.length === 0 && redirects.length === 0) return;
    const here = { ...copy(state), cwd };
    this.#keep(words, redirects, node, here, locate);
    if (words.length > 0) this.#effect(words, node, here, state, locate);
  }

  #keep(
    words: readonly ShellWord[],
    redirects: SimpleCommand['redirects'],
    node: { pos: number; end: number },
    state: State,
    locate: Locate,
  ) {
    const { cwd, conditional } = state;
    this.found.push({ words, redirects, start: locate(node.pos), end: locate(node.end), cwd, conditional });
  }

  /** What a command does to the shell that runs it, or runs in turn. `here` is the state behind its wrappers. */
  #effect(words: readonly ShellWord[], node: Command, here: State, state: State, locate: Locate): void {
    const name = words[0]!.value;
    const args = words.slice(1);
    if (name === undefined) return;
    const called = this.#functions.get(name);
    if (called) {
      this.#call(name, called, state);
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
      case 'eval':
        if (args.length === 1) this.#string(args[0], state);
        break;
      case 'trap':
        this.#string(
          args.find(arg => arg.value !== '--'),
          { ...here, conditional: true },
        );
        break;
      default:
        if (/^(.*\/)?(ba|da|z|k)?sh$/.test(name)) this.#shell(args, node, here, locate);
    }
  }

  #call(name: string, body: (state: State) => void, state: State): void {
    if (this.#running.has(name)) return;
    this.#running.add(name);
    body(state);
    this.#running.delete(name);
  }

  /** `bash -c '…'` and `bash <<EOF`; a script file is for the caller to read. */
  #shell(args: readonly ShellWord[], node: Command, state: State, locate: Locate): void {
    const option = args.findIndex(arg => arg.value !== undefined && /^-[a-zA-Z]*c$/.test(arg.value));
    if (option >= 0) {
      this.#string(
        args.slice(option + 1).find(arg => !arg.value?.startsWith('-')),
        state,
      );
      return;
    }
    if (args.some(arg => !arg.value?.startsWith('-'))) return;
    for (const item of node.redirects)
      if (item.type === 'HereDoc') this.#text(item.body.text, copy(state), at => locate(item.body.pos + at));
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

/** Whether a command only asks a question, so that what follows its `&&` may not run. */
function asks(node: PipelineNode): boolean {
  if (node.type === 'TestCommand' || node.type === 'ArithmeticCommand') return true;
  if (node.type === 'Pipeline')
    return node.prefixes.some(({ type }) => type === 'Negation') || asks(node.commands.at(-1)!);
  return node.type === 'Command' && /^(\[|test|command|type|which|grep)$/.test(node.name?.value ?? '');
}
