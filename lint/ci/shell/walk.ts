import type { AndOr, Case, Command as CommandNode, CompoundList, PipelineNode, Statement } from 'unbash';
import { type Command, dynamic, UNKNOWN } from '../command.ts';
import { builtin, toEnvironment } from './builtins.ts';
import { conditionOf, forgives, swallows, truthOf, unheeded } from './condition.ts';
import { expand, producedText, single } from './expand.ts';
import { launch, pipedScript } from './launch.ts';
import { inputOf, lineByLine, reads } from './lines.ts';
import { matches } from './pattern.ts';
import { type Body, copy, type Definition, type Frame, type State, setList, takeOver, variable } from './state.ts';
import type { Shell, Surroundings } from './surroundings.ts';
import { unwrap } from './wrappers.ts';
import { keepWritten } from './written.ts';
import { fedCommands, listedCommands } from './xargs.ts';

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
    listing: surroundings.listing,
  };
  walker.text({ text, offset: 0, via: surroundings.via ?? [], depth: 0 }, state);
  return walker.found;
}

class Walker implements Shell {
  readonly found: Command[] = [];
  readonly written = new Map<string, string>();
  readonly handed = new Map<string, Definition>();
  readonly surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  text(frame: Frame, state: State): void {
    if (frame.depth > MAX_DEPTH || this.found.length > MAX_COMMANDS) return;
    const { commands } = this.surroundings.parsed(frame.text);
    const hidden = frame.swallowed === true;
    const lost = unheeded(commands, frame.text);
    if (lost === undefined) this.statements(commands, frame, state, hidden);
    else
      for (const [index, command] of commands.entries())
        if (this.statements([command], frame, state, hidden || lost[index]!)) return;
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
        const hidden = swallowed || swallows(node);
        // What the commands so far say: `[ "$FLAVOR" = crun ] && …` of a known word either runs or does not.
        let said: boolean | undefined = true;
        for (const [index, command] of node.commands.entries()) {
          const operator = node.operators[index - 1];
          if (operator !== undefined && said === (operator === '||')) continue;
          const surely = said !== undefined;
          said = truthOf(command, state);
          if (this.node(command, frame, state, hidden) && surely) return true;
        }
        return false;
      }
      case 'Pipeline':
        for (const [index, command] of node.commands.entries()) {
          const input = index === 0 ? undefined : producedText(node.commands[index - 1]!, state);
          const fed =
            input !== undefined &&
            command.type === 'Command' &&
            fedCommands(this, command, input, { ...frame, swallowed }, state);
          if (fed) continue;
          if (input !== undefined && !dynamic(input) && command.type === 'While' && reads(command)) {
            const inner = copy(state);
            for (const _ of lineByLine(command, input, inner)) this.list(command.body, frame, inner, swallowed);
            continue;
          }
          const feeds = node.commands.slice(index + 1).some(isOwnProgram);
          const inner = feeds ? { ...frame, means: true } : frame;
          this.node(command, inner, node.commands.length > 1 ? copy(state) : state, swallowed);
          if (input !== undefined && command.type === 'Command') pipedScript(this, command, input, frame, state);
        }
        return false;
      case 'Command':
        return this.command(node, frame, state, swallowed);
      case 'CompoundList':
        return this.list(node, frame, state, swallowed);
      case 'If': {
        const decided = conditionOf(node.clause, state);
        this.list(node.clause, frame, state, swallowed || forgives(node));
        // Where nobody can tell which branch runs, none knows what another has set.
        const before = decided === undefined && (node.elif.length > 0 || node.else) ? copy(state) : undefined;
        if (decided !== false && this.list(node.then, frame, state, swallowed) && decided === true) return true;
        if (decided === true) return false;
        let surely = decided === false;
        for (const elif of node.elif) {
          const inner = before === undefined ? state : copy(before);
          const other = conditionOf(elif.clause, inner);
          this.list(elif.clause, frame, inner, swallowed);
          if (other === false) continue;
          const ended = this.list(elif.then, frame, inner, swallowed);
          if (before !== undefined) takeOver(state, before, inner);
          if (other === true) return ended && surely;
          surely = false;
        }
        if (node.else === undefined) return false;
        const inner = before === undefined ? state : copy(before);
        const ended = this.list(node.else, frame, inner, swallowed);
        if (before !== undefined) takeOver(state, before, inner);
        return ended && surely;
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
        state.functions.set(node.name.value, { body: node.body, frame });
        return false;
      case 'Redirected': {
        const input = node.command.type === 'While' ? inputOf(node.redirects, state) : undefined;
        if (node.command.type === 'While' && input !== undefined && reads(node.command)) {
          for (const _ of lineByLine(node.command, input, state)) this.list(node.command.body, frame, state, swallowed);
          return false;
        }
        return this.node(
          node.command,
          toEnvironment(node.redirects) ? { ...frame, handsOn: true } : frame,
          state,
          swallowed,
        );
      }
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

  private command(node: CommandNode, frame: Frame, state: State, swallowed: boolean): boolean {
    const end = node.name === undefined ? node.end : lastWord(node);
    const range = frame.at ?? { start: node.pos + frame.offset, end: end + frame.offset };
    const nested = { ...frame, at: range, depth: frame.depth + 1, swallowed };
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
      for (const [name, value] of assigned)
        if (typeof value === 'string') state.variables.set(name, value);
        else setList(state, name, value);
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
    keepWritten(this, node, state);
    if (listedCommands(this, plain, nested, state)) return false;
    if (builtin(this, plain, node, frame, state)) return false;
    if (plain[0] === 'exit' || plain[0] === 'return') return true;
    if (plain[0] === 'exec' && plain.length === 1) return false;
    const { words: given, env, cwd, cleared } = unwrap(plain, state.cwd, this.surroundings.named);
    if (given.length === 0) return false;
    // On Windows a program may be called by the whole name of its file.
    const words = /\.(exe|cmd|bat)$/i.test(given[0]!) ? [given[0]!.replace(/\.\w+$/, ''), ...given.slice(1)] : given;
    const defined = state.functions.get(words[0]!);
    if (defined !== undefined) {
      if (frame.depth < MAX_DEPTH) {
        const inner: State = {
          ...state,
          positional: [state.positional[0] ?? 'bash', ...words.slice(1)],
          positionalKnown: true,
        };
        for (const [name, value] of assigned) inner.variables.set(name, value);
        const { caller, means } = frame;
        const inside = { ...defined.frame, ...(caller && { caller }), ...(means && { means }), depth: frame.depth + 1 };
        this.node(defined.body, inside, inner, swallowed);
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
      ...(frame.means && { means: true }),
      swallowed,
    };
    launch(this, command, node.redirects, frame, nested, state);
    return plain[0] === 'exec';
  }
}

/** Where the command's own words end: before redirections. */
function lastWord(node: CommandNode): number {
  const words = node.suffix.filter(item => item.type === 'Word' || item.type === 'Assignment');
  return words.at(-1)?.end ?? node.name!.end;
}

/** A program of the project itself, which does the work on what it is fed: `./generate | ./compress`. */
function isOwnProgram(node: PipelineNode): boolean {
  return node.type === 'Command' && /^(\.{0,2}|[\w.-]+)\/(?!(usr|bin|opt|dev)\/)/.test(node.name?.value ?? '');
}
