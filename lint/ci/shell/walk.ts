import type {
  AndOr,
  Case,
  Command as CommandNode,
  CompoundList,
  PipelineNode,
  Redirection,
  Statement,
  Word,
} from 'unbash';
import { parse } from 'unbash';
import type { Range, Source } from '../../../schema/source.ts';
import { type Command, dynamic, type Hop, UNKNOWN } from '../command.ts';
import { expand, single } from './expand.ts';
import { resolvePath } from './path.ts';
import { matches } from './pattern.ts';
import { type Body, copy, type Frame, type State, variable } from './state.ts';
import { unwrap } from './wrappers.ts';

/** A text that a command runs in turn: a recipe, a script of package.json, a file of the repository. */
export interface Called {
  readonly hop: Hop;
  readonly text: string;
  /** Absolute. */
  readonly cwd: string | undefined;
  /** The file, where commands in it have lines of their own. */
  readonly source?: Source;
  /** `$0`, `$1`, … */
  readonly positional?: readonly string[];
  /** What its text may expand. */
  readonly variables?: ReadonlyMap<string, string>;
  /** What its programs see as well. */
  readonly env?: ReadonlyMap<string, string>;
}

export interface Surroundings {
  /** Absolute. */
  readonly cwd: string | undefined;
  readonly env: ReadonlyMap<string, string>;
  /** Names in `env` that belong to this text alone. */
  readonly own?: ReadonlySet<string>;
  readonly via?: readonly Hop[];
  /** What a command runs in turn; `undefined` when it is not known to run anything of the repository. */
  readonly calls: (command: Command) => readonly Called[];
  /** The text of a script by its absolute path. */
  readonly script: (path: string) => Source | undefined;
  /** Variables that a command hands to the steps after it (`>> $GITHUB_ENV`). */
  readonly handsOn?: (name: string, value: string) => void;
}

const MAX_DEPTH = 8;
const MAX_COMMANDS = 4000;

/** All simple commands that a bash text would run, in order, through its control flow and through what it calls. */
export function commandsOf(text: string, surroundings: Surroundings): readonly Command[] {
  const walker = new Walker(surroundings);
  const state: State = {
    cwd: surroundings.cwd,
    variables: new Map(surroundings.env),
    exported: new Set(surroundings.env.keys()),
    own: new Set(surroundings.own),
    functions: new Map(),
    directories: [],
    positional: ['bash'],
    positionalKnown: true,
    aliases: new Map(),
  };
  walker.text({ text, offset: 0, via: surroundings.via ?? [], depth: 0 }, state);
  return walker.found;
}

class Walker {
  readonly found: Command[] = [];
  private readonly surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  text(frame: Frame, state: State): void {
    if (frame.depth > MAX_DEPTH || this.found.length > MAX_COMMANDS) return;
    this.statements(parse(frame.text).commands, frame, state, false);
  }

  private statements(statements: readonly Statement[], frame: Frame, state: State, swallowed: boolean): boolean {
    for (const statement of statements) {
      if (this.node(statement.command, frame, statement.background ? copy(state) : state, swallowed)) return true;
    }
    return false;
  }

  private list(list: CompoundList, frame: Frame, state: State, swallowed: boolean): boolean {
    return this.statements(list.commands, frame, state, swallowed);
  }

  /** Returns whether the shell has surely ended here (`exit`), so that nothing after it runs. */
  private node(node: PipelineNode | AndOr | Body, frame: Frame, state: State, swallowed: boolean): boolean {
    switch (node.type) {
      case 'AndOr': {
        const first = literal(node.commands[0]!);
        const hidden = swallowed || swallows(node);
        for (const [index, command] of node.commands.entries()) {
          const operator = node.operators[index - 1];
          if (
            index === 1 &&
            ((operator === '&&' && first === 'false') || (operator === '||' && (first === 'true' || first === ':')))
          )
            break;
          const ended = this.node(command, frame, state, hidden);
          if (ended && index === 0) return true;
        }
        return false;
      }
      case 'Pipeline':
        for (const [index, command] of node.commands.entries()) {
          const input = index === 0 ? undefined : producedText(node.commands[index - 1]!, state);
          this.node(command, frame, node.commands.length > 1 ? copy(state) : state, swallowed);
          if (input !== undefined && command.type === 'Command') this.pipedScript(command, input, frame, state);
        }
        return false;
      case 'Command':
        return this.command(node, frame, state, swallowed);
      case 'CompoundList':
        return this.list(node, frame, state, swallowed);
      case 'If': {
        const decided = this.condition(node.clause, state);
        this.list(node.clause, frame, state, swallowed);
        if (decided !== false && this.list(node.then, frame, state, swallowed) && decided === true) return true;
        if (decided === true) return false;
        for (const elif of node.elif) {
          this.list(elif.clause, frame, state, swallowed);
          this.list(elif.then, frame, state, swallowed);
        }
        return node.else !== undefined && this.list(node.else, frame, state, swallowed) && decided === false;
      }
      case 'For':
      case 'Select': {
        const values = node.wordlist?.flatMap(word => expand(word, state, () => {})) ?? state.positional.slice(1);
        for (const value of values.slice(0, 64)) {
          state.variables.set(node.name.value, value);
          if (this.list(node.body, frame, state, swallowed)) break;
        }
        return false;
      }
      case 'ArithmeticFor':
        this.list(node.body, frame, state, swallowed);
        return false;
      case 'While':
        this.list(node.clause, frame, state, swallowed);
        this.list(node.body, frame, state, swallowed);
        return false;
      case 'Subshell':
        this.list(node.body, frame, copy(state), swallowed);
        return false;
      case 'BraceGroup':
        return this.list(node.body, frame, state, swallowed);
      case 'Case':
        this.choice(node, frame, state, swallowed);
        return false;
      case 'Function':
        state.functions.set(node.name.value, node.body);
        return false;
      case 'Redirected':
        return this.node(node.command, frame, state, swallowed);
      case 'Coproc':
        this.node(node.body, frame, copy(state), swallowed);
        return false;
      default:
        return false;
    }
  }

  private choice(node: Case, frame: Frame, state: State, swallowed: boolean): void {
    const value = single(node.word, state, () => {});
    for (const item of node.items) {
      const decided = dynamic(value) ? undefined : item.pattern.some(pattern => matches(pattern.value, value));
      if (decided === false) continue;
      this.list(item.body, frame, decided ? state : copy(state), swallowed);
      if (decided && item.terminator !== ';;&' && item.terminator !== ';&') return;
    }
  }

  /** What a test of known words says; `undefined` when that is not known. */
  private condition(clause: CompoundList, state: State): boolean | undefined {
    if (clause.commands.length !== 1) return undefined;
    const node = clause.commands[0]!.command;
    const words = (...parts: readonly Word[]): readonly string[] => parts.map(part => single(part, state, () => {}));
    if (node.type === 'TestCommand') {
      const test = node.expression;
      if (test.type === 'TestBinary')
        return compare(...(words(test.left, test.right) as [string, string]), test.operator, matches);
      if (test.type === 'TestUnary' && (test.operator === '-z' || test.operator === '-n'))
        return emptiness(words(test.operand)[0]!, test.operator);
      return undefined;
    }
    if (node.type !== 'Command' || node.name === undefined) return undefined;
    if (node.name.value === 'true' || node.name.value === 'false') return node.name.value === 'true';
    if (node.name.value !== '[' && node.name.value !== 'test') return undefined;
    const args = words(...node.suffix.filter(item => item.type === 'Word')).filter(word => word !== ']');
    if (args.length === 3) return compare(args[0]!, args[2]!, args[1]!, (pattern, text) => pattern === text);
    if (args.length === 2 && (args[0] === '-z' || args[0] === '-n')) return emptiness(args[1]!, args[0]);
    return undefined;
  }

  private command(node: CommandNode, frame: Frame, state: State, swallowed: boolean): boolean {
    const end = node.name === undefined ? node.end : lastWord(node);
    const range = frame.at ?? { start: node.pos + frame.offset, end: end + frame.offset };
    const nested = { ...frame, at: range, depth: frame.depth + 1 };
    const substitution = (script: { commands: readonly Statement[] }): void => {
      if (nested.depth <= MAX_DEPTH) this.statements(script.commands, nested, copy(state), swallowed);
    };
    const assigned: [string, string | readonly string[]][] = [];
    for (const item of node.prefix) {
      if (item.type !== 'Assignment') continue;
      const value =
        item.value.type === 'ArrayValue'
          ? item.value.elements.flatMap(element => expand(element, state, substitution))
          : single(item.value, state, substitution);
      const before = item.append ? state.variables.get(item.name) : undefined;
      assigned.push([
        item.name,
        typeof value === 'string'
          ? String(before ?? '') + value
          : [...(typeof before === 'string' ? [before] : (before ?? [])), ...value],
      ]);
    }
    if (node.name === undefined) {
      for (const [name, value] of assigned) state.variables.set(name, value);
      return false;
    }
    const head = node.name;
    const text = frame.text.slice(head.pos, lastWord(node));
    const plain = [...expand(head, state, substitution)];
    const alias = state.aliases.get(plain[0] ?? '');
    if (alias !== undefined) plain.splice(0, 1, ...alias.split(/\s+/));
    for (const item of node.suffix) {
      if (item.type === 'Word') plain.push(...expand(item, state, substitution));
      else if (item.type === 'Assignment')
        plain.push(`${item.name}=${item.value.type === 'Word' ? single(item.value, state, substitution) : UNKNOWN}`);
    }
    if (this.builtin(plain, node, frame, state)) return false;
    if (plain[0] === 'exit' || plain[0] === 'return') return true;
    if (plain[0] === 'exec' && plain.length === 1) return false;
    const { words, env, cwd, cleared } = unwrap(plain, state.cwd);
    if (words.length === 0) return false;
    const body = state.functions.get(words[0]!);
    if (body !== undefined) {
      if (frame.depth < MAX_DEPTH) {
        const inner: State = {
          ...state,
          positional: [state.positional[0] ?? 'bash', ...words.slice(1)],
          positionalKnown: true,
        };
        for (const [name, value] of assigned) inner.variables.set(name, value);
        this.node(body, { ...frame, depth: frame.depth + 1 }, inner, swallowed);
        state.cwd = inner.cwd;
      }
      return false;
    }
    const visible = new Map<string, string>();
    if (!cleared) for (const name of state.exported) visible.set(name, variable(state, name) ?? '');
    const own = new Set(state.own);
    for (const [name, value] of [...assigned, ...env]) {
      visible.set(name, typeof value === 'string' ? value : UNKNOWN);
      own.add(name);
    }
    const command: Command = {
      words,
      text,
      cwd,
      env: visible,
      own,
      range,
      ...(frame.source && { source: frame.source }),
      via: frame.via,
      ...(frame.caller && { caller: frame.caller }),
      swallowed,
    };
    this.run(command, node.redirects, frame, nested, state);
    return plain[0] === 'exec';
  }

  /** Reports a command and walks what it runs in turn. */
  private run(command: Command, redirects: readonly Redirection[], frame: Frame, nested: Frame, state: State): void {
    const [name, ...args] = command.words as [string, ...string[]];
    const program = name.slice(name.lastIndexOf('/') + 1);
    if (/^(ba|da|z|k)?sh$/.test(program)) {
      this.shell(command, args, redirects, frame, nested);
      return;
    }
    if (
      program === 'su' ||
      program === 'runuser' ||
      program === 'nix-shell' ||
      program === 'npx' ||
      program === 'script'
    ) {
      const at = args.findIndex(arg => arg === '-c' || arg === '--command' || arg === '--run');
      const inner = args[at + 1];
      if (at >= 0 && inner !== undefined) {
        this.inner(inner, command, nested);
        return;
      }
    }
    if (program === 'eval') {
      this.text({ ...nested, text: args.join(' ') }, state);
      return;
    }
    const script = name.includes('/') ? this.scriptAt(command, name) : undefined;
    if (script !== undefined) {
      this.found.push(command);
      this.file(script, command, [name, ...args], nested);
      return;
    }
    this.found.push(command);
    for (const called of this.surroundings.calls(command)) {
      const inner: State = {
        ...fresh(command),
        cwd: called.cwd,
        ...(called.positional && { positional: called.positional }),
      };
      for (const [key, value] of called.variables ?? []) inner.variables.set(key, value);
      for (const [key, value] of called.env ?? []) {
        inner.variables.set(key, value);
        inner.exported.add(key);
      }
      const via = [...nested.via, called.hop];
      if (called.source === undefined)
        this.text({ ...nested, text: called.text, offset: 0, via, caller: command }, inner);
      else
        this.text(
          { text: called.text, offset: 0, source: called.source, via, caller: command, depth: nested.depth },
          inner,
        );
    }
  }

  private scriptAt(command: Command, name: string): Source | undefined {
    const path = resolvePath(command.cwd, name);
    const script = path === undefined ? undefined : this.surroundings.script(path);
    return script !== undefined && /^#!.*\b(ba|da|z)?sh\b/.test(script.text)
      ? script
      : script !== undefined && /\.(ba)?sh$/.test(name)
        ? script
        : undefined;
  }

  /** `bash -c '…'`, `bash script.sh`, `bash <<EOF`. */
  private shell(
    command: Command,
    args: readonly string[],
    redirects: readonly Redirection[],
    frame: Frame,
    nested: Frame,
  ): void {
    let at = 0;
    for (; at < args.length && /^[-+]/.test(args[at]!); at++) {
      if (/^-[a-zA-Z]*c$/.test(args[at]!)) {
        const inner = args.slice(at + 1).find(arg => !/^[-+]/.test(arg));
        if (inner !== undefined) this.inner(inner, command, nested, args.slice(args.indexOf(inner) + 1));
        return;
      }
      if (/^[-+][a-zA-Z]*[oO]$/.test(args[at]!)) at++;
    }
    const file = args[at];
    if (file !== undefined && file !== '-') {
      const path = resolvePath(command.cwd, file);
      const script = path === undefined ? undefined : this.surroundings.script(path);
      const direct = { ...command, words: [file.includes('/') ? file : `./${file}`, ...args.slice(at + 1)] };
      this.found.push(direct);
      if (script !== undefined) this.file(script, direct, args.slice(at), nested);
      return;
    }
    for (const redirect of redirects) {
      if (redirect.type === 'HereDoc') {
        const place = frame.at === undefined ? { ...frame, offset: frame.offset + redirect.body.pos } : nested;
        this.text({ ...place, text: redirect.body.text, depth: nested.depth }, fresh(command));
      } else if (redirect.type === 'HereString' && redirect.target !== undefined) {
        this.inner(
          single(redirect.target, fresh(command), () => {}),
          command,
          nested,
        );
      }
    }
  }

  private inner(text: string, command: Command, nested: Frame, positional: readonly string[] = []): void {
    this.text(
      { ...nested, text, offset: 0 },
      { ...fresh(command), positional: positional.length > 0 ? positional : ['bash'] },
    );
  }

  private file(script: Source, command: Command, positional: readonly string[], nested: Frame): void {
    const { at: _, ...frame } = nested;
    const hop = { label: script.path, place: { source: script, range: { start: 0, end: 0 } } };
    if (nested.via.some(known => known.place?.source.path === script.path)) return;
    const first = resolvePath(command.cwd, positional[0]!) ?? positional[0]!;
    this.text(
      { ...frame, text: script.text, offset: 0, source: script, via: [...nested.via, hop], caller: command },
      { ...fresh(command), positional: [first, ...positional.slice(1)] },
    );
  }

  /** `echo 'cargo test' | bash` */
  private pipedScript(node: CommandNode, input: string, frame: Frame, state: State): void {
    if (node.name === undefined || !/^(ba|da)?sh$/.test(node.name.value)) return;
    if (node.suffix.some(item => item.type === 'Word' && !/^-/.test(item.value))) return;
    const at: Range = frame.at ?? { start: node.pos + frame.offset, end: node.end + frame.offset };
    this.text({ ...frame, text: input, offset: 0, at, depth: frame.depth + 1 }, copy(state));
  }

  /** Commands that change the shell itself; true when it was one. */
  private builtin(words: readonly string[], node: CommandNode, frame: Frame, state: State): boolean {
    const [name, ...args] = words;
    switch (name) {
      case 'cd':
      case 'pushd': {
        const target = args.filter(arg => !/^-[LPe@]+$|^--$/.test(arg))[0];
        if (name === 'pushd') state.directories.push(state.cwd);
        if (target === '-') state.cwd = state.directories.pop();
        else {
          if (name === 'cd') state.directories[0] = state.cwd;
          state.cwd = target === undefined ? undefined : resolvePath(state.cwd, target);
        }
        return true;
      }
      case 'popd':
        state.cwd = state.directories.pop();
        return true;
      case 'export':
      case 'declare':
      case 'typeset':
      case 'local':
      case 'readonly': {
        const exports = name === 'export' || args.some(arg => /^-[a-z]*x/.test(arg));
        for (const item of node.suffix) {
          if (item.type === 'Redirect' || item.type === 'HereDoc' || item.type === 'HereString') continue;
          const key = item.type === 'Assignment' ? item.name : item.value;
          if (item.type === 'Assignment') {
            state.variables.set(
              item.name,
              item.value.type === 'ArrayValue'
                ? item.value.elements.flatMap(element => expand(element, state, () => {}))
                : single(item.value, state, () => {}),
            );
          }
          if (exports && /^\w+$/.test(key)) state.exported.add(key);
        }
        return true;
      }
      case 'unset':
        for (const arg of args) {
          state.variables.delete(arg);
          state.exported.delete(arg);
        }
        return true;
      case 'alias':
        for (const arg of args) {
          const equals = arg.indexOf('=');
          if (equals > 0) state.aliases.set(arg.slice(0, equals), arg.slice(equals + 1));
        }
        return true;
      case 'source':
      case '.': {
        const path = resolvePath(state.cwd, args[0] ?? '');
        const script = path === undefined ? undefined : this.surroundings.script(path);
        if (script === undefined || frame.via.some(known => known.place?.source.path === script.path)) return true;
        const { at: _, ...base } = frame;
        const hop = { label: script.path, place: { source: script, range: { start: 0, end: 0 } } };
        this.text(
          { ...base, text: script.text, offset: 0, source: script, via: [...frame.via, hop], depth: frame.depth + 1 },
          state,
        );
        return true;
      }
      case 'echo':
      case 'printf': {
        const handed = /^([A-Za-z_]\w*)=(.*)$/s.exec(args.filter(arg => !/^-[neE]+$/.test(arg)).join(' '));
        const target = node.redirects.find(
          redirect => redirect.type === 'Redirect' && redirect.target?.text.includes('GITHUB_ENV'),
        );
        if (handed !== null && target !== undefined) this.surroundings.handsOn?.(handed[1]!, handed[2]!);
        return true;
      }
      case 'shift':
        state.positional = [state.positional[0] ?? 'bash', ...state.positional.slice(1 + Number(args[0] ?? 1))];
        return true;
      case 'set':
      case 'shopt':
      case 'trap':
      case 'true':
      case ':':
      case 'false':
      case 'test':
      case '[':
      case 'read':
      case 'wait':
      case 'ulimit':
      case 'umask':
        return true;
      default:
        return words.length === 0;
    }
  }
}

function fresh(command: Command): State {
  return {
    cwd: command.cwd,
    variables: new Map(command.env),
    exported: new Set(command.env.keys()),
    own: new Set(command.own),
    functions: new Map(),
    directories: [],
    positional: ['bash'],
    positionalKnown: true,
    aliases: new Map(),
  };
}

function literal(node: PipelineNode): string | undefined {
  return node.type === 'Command' && node.suffix.length === 0 ? node.name?.value : undefined;
}

/** `a || true`, `a || :`, `a || echo …`: what comes before the last `||` cannot fail the text. */
function swallows(node: AndOr): boolean {
  if (node.operators.at(-1) !== '||') return false;
  const last = node.commands.at(-1)!;
  return (
    last.type === 'Command' && last.name !== undefined && ['true', ':', 'echo', 'printf'].includes(last.name.value)
  );
}

/** What `echo` or `cat <<EOF` writes into a pipe. */
function producedText(node: PipelineNode, state: State): string | undefined {
  if (node.type !== 'Command' || node.name === undefined) return undefined;
  const document = node.redirects.find(redirect => redirect.type === 'HereDoc');
  if (node.name.value === 'cat' && document?.type === 'HereDoc') return document.body.text;
  if (node.name.value !== 'echo' && node.name.value !== 'printf') return undefined;
  return node.suffix
    .filter(item => item.type === 'Word')
    .map(word => single(word, state, () => {}))
    .join(' ');
}

/** Where the command's own words end: before redirections. */
function lastWord(node: CommandNode): number {
  const words = node.suffix.filter(item => item.type === 'Word' || item.type === 'Assignment');
  return words.at(-1)?.end ?? node.name!.end;
}

function compare(
  left: string,
  right: string,
  operator: string,
  same: (pattern: string, text: string) => boolean,
): boolean | undefined {
  if (dynamic(left) || dynamic(right)) return undefined;
  if (operator === '=' || operator === '==') return same(right, left);
  if (operator === '!=') return !same(right, left);
  return undefined;
}

function emptiness(value: string, operator: string): boolean | undefined {
  if (dynamic(value)) return undefined;
  return (value === '') === (operator === '-z');
}
