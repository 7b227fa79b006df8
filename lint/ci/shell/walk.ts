import type { AndOr, Command as CommandNode, CompoundList, PipelineNode, Statement } from 'unbash';
import { type Command, dynamic, UNKNOWN } from '../command.ts';
import { builtin, toEnvironment } from './builtins.ts';
import { swallows, truthOf, unheeded } from './condition.ts';
import { branches, choice, type End, each, isOver, loop, type Run } from './control.ts';
import { expand, producedText, single } from './expand.ts';
import { launch, pipedScript } from './launch.ts';
import { inputOf, lineByLine, reads } from './lines.ts';
import { Given, type Output, printedBy, teesToOutputs, toOutputs } from './outputs.ts';
import { type Body, copy, type Definition, doubt, type Frame, type State, setList, variable } from './state.ts';
import type { Shell, Surroundings } from './surroundings.ts';
import { unwrap } from './wrappers.ts';
import { keepWritten } from './written.ts';
import { fedCommands, listedCommands } from './xargs.ts';

const MAX_DEPTH = 8;
const MAX_COMMANDS = 4000;

/** All simple commands that a bash text would run, in order, through its control flow and through what it calls. */
export function commandsOf(text: string, surroundings: Surroundings): readonly Command[] {
  return walked(text, surroundings).walker.found;
}

/** What a step with this text gives to others by `$GITHUB_OUTPUT`. */
export function outputsOf(text: string, surroundings: Surroundings): ReadonlyMap<string, Output> {
  const { walker, state } = walked(text, surroundings);
  return walker.given.found(state, text);
}

function walked(text: string, surroundings: Surroundings): { readonly walker: Walker; readonly state: State } {
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
    doubts: new Map(),
    listing: surroundings.listing,
  };
  walker.text({ text, offset: 0, via: surroundings.via ?? [], depth: 0 }, state);
  return { walker, state };
}

class Walker implements Shell {
  readonly found: Command[] = [];
  readonly written = new Map<string, string>();
  readonly handed = new Map<string, Definition>();
  readonly given = new Given();
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

  private statements(statements: readonly Statement[], frame: Frame, state: State, swallowed: boolean): End {
    for (const statement of statements) {
      const inner = statement.background && !isAwaited(statement, frame.text) ? { ...frame, means: true } : frame;
      const end = this.node(statement.command, inner, statement.background ? copy(state) : state, swallowed);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  private list(list: CompoundList, frame: Frame, state: State, swallowed: boolean): End {
    return this.statements(list.commands, frame, state, swallowed);
  }

  private node(node: PipelineNode | AndOr | Body, frame: Frame, state: State, swallowed: boolean): End {
    const run: Run = (list, inner, hidden) => this.list(list, frame, inner, hidden);
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
          const before = surely ? undefined : new Map(state.variables);
          const end = this.node(command, frame, state, hidden);
          if (end !== undefined && surely) return end;
          if (before !== undefined) doubt(state, before);
        }
        return undefined;
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
            for (const _ of lineByLine(command, input, inner))
              if (isOver(this.list(command.body, frame, inner, swallowed))) break;
            continue;
          }
          const feeds = node.commands.slice(index + 1).some(isOwnProgram);
          const inner = feeds ? { ...frame, means: true } : frame;
          this.node(command, inner, node.commands.length > 1 ? copy(state) : state, swallowed);
          if (command.type === 'Command' && teesToOutputs(command)) this.given.write(input && `${input}\n`, state);
          if (input !== undefined && command.type === 'Command') pipedScript(this, command, input, frame, state);
        }
        return undefined;
      case 'Command':
        return this.command(node, frame, state, swallowed);
      case 'CompoundList':
        return this.list(node, frame, state, swallowed);
      case 'If':
        return branches(node, state, swallowed, run);
      case 'For':
      case 'Select':
        return each(node, state, swallowed, run);
      case 'ArithmeticFor':
        this.list(node.body, frame, state, swallowed);
        return undefined;
      case 'While':
        return loop(node, state, swallowed, run);
      case 'Subshell':
        this.list(node.body, frame, copy(state), swallowed);
        return undefined;
      case 'BraceGroup':
        return this.list(node.body, frame, state, swallowed);
      case 'Case':
        return choice(node, state, swallowed, run);
      case 'Function':
        state.functions.set(node.name.value, { body: node.body, frame });
        return undefined;
      case 'Redirected': {
        const input = node.command.type === 'While' ? inputOf(node.redirects, state) : undefined;
        if (node.command.type === 'While' && input !== undefined && reads(node.command)) {
          for (const _ of lineByLine(node.command, input, state))
            if (isOver(this.list(node.command.body, frame, state, swallowed))) break;
          return undefined;
        }
        const to = {
          ...(toEnvironment(node.redirects) && { handsOn: true }),
          ...(toOutputs(node.redirects) && { gives: true }),
        };
        return this.node(node.command, { ...frame, ...to }, state, swallowed);
      }
      case 'Coproc':
        this.node(node.body, frame, copy(state), swallowed);
        return undefined;
      default:
        return undefined;
    }
  }

  private command(node: CommandNode, frame: Frame, state: State, swallowed: boolean): End {
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
      return undefined;
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
    if (toOutputs(node.redirects) || (frame.gives && !node.redirects.some(other => other.type === 'Redirect')))
      this.given.write(printedBy(node, state), state);
    if (listedCommands(this, plain, nested, state)) return undefined;
    if (builtin(this, plain, node, frame, state)) return undefined;
    if (plain[0] === 'exit' || plain[0] === 'return') return 'exit';
    if (plain[0] === 'break' || plain[0] === 'continue') return plain[0];
    if (plain[0] === 'exec' && plain.length === 1) return undefined;
    const { words: given, env, cwd, cleared } = unwrap(plain, state.cwd, this.surroundings.named);
    if (given.length === 0) return undefined;
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
      return undefined;
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
    return plain[0] === 'exec' ? 'exit' : undefined;
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

/** Whether a text waits for what it has started in the background; what it leaves running, or kills, is there for what comes after: a server. */
function isAwaited({ end }: Statement, text: string): boolean {
  const after = text.slice(end);
  return /(^|[\s;&|(])wait\b/.test(after) && !/\b(p?kill|killall)\b/.test(after);
}
