import type { Command, CommandNode, PipelineNode, Statement } from 'unbash';
import { base } from '../lint/path.ts';
import { readShell } from '../lint/shell/commands.ts';
import { type Around, deeper } from './around.ts';
import { takeCall } from './call.ts';
import { takeCase, takeIf } from './choice.ts';
import type { Draft, Group } from './draft.ts';
import { slug } from './draft.ts';
import { extentOf, headingIn } from './extent.ts';
import { takeLeaf } from './leaf.ts';
import { commandsOf } from './ledger.ts';
import { takeFor, takeWhile } from './loop.ts';
import { paramFor } from './outside.ts';
import { roleOf } from './roles.ts';
import { type Routine, routineOf, wordsOf } from './runner.ts';
import { lineAt, type Script } from './script.ts';
import { keepsResult, takeWrapper } from './wrapper.ts';

const DEEPEST = 12;

/** Walks a harness in the order in which it runs, through what it calls, and hands each statement to the draft. */
export class Flow {
  readonly draft: Draft;
  readonly routines = new Map<string, Routine>();
  readonly called = new Set<string>();
  /** Scripts that were given, or that the harness writes: by path and by name. */
  readonly scripts = new Map<string, Script>();
  readonly visited = new Set<Script>();
  /** Where the walk is, `''` for the directory in which the harness starts; `undefined` when it is not known. */
  cwd: string | undefined = '';
  /** The section of the script that has begun last. */
  section: Group | undefined;
  /** Directories to which `cd -` and `popd` go back. */
  readonly earlier: (string | undefined)[] = [];
  readonly exported = new Set<string>();
  /** Something has been started that goes on beside what comes next. */
  background = false;
  readonly running = new Set<string>();
  /** Variables that hold when something was, or how it ended: each is right only where it is set. */
  readonly moments = new Set<string>();

  /** A file of the repository that nobody named, for what is sourced. */
  readonly read: (path: string) => string | undefined;

  constructor(draft: Draft, read: (path: string) => string | undefined) {
    this.draft = draft;
    this.read = read;
  }

  /** A value that comes from outside becomes a param. */
  outside(variable: string, fallback: string | undefined, line: number): void {
    paramFor(this.draft, variable, fallback, line);
  }

  variablesOf(text: string): readonly string[] {
    return [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!);
  }

  /** All that has been read of the harness. */
  get text(): string {
    return [...this.visited].map(({ text }) => text).join('\n');
  }

  script(script: Script, around: Around): void {
    if (this.visited.has(script)) return;
    this.visited.add(script);
    this.draft.ledger.enter(script);
    this.section = undefined;
    this.statements(script, script.parsed.commands, around);
  }

  statements(script: Script, statements: readonly Statement[], around: Around, from = statements[0]?.pos ?? 0): void {
    for (const { command } of statements)
      if (command.type === 'Function') this.routines.set(command.name.value, routineOf(script, command));
    let before = from === (statements[0]?.pos ?? 0) && statements === script.parsed.commands ? 0 : from;
    for (const statement of statements) {
      const heading = headingIn(script.text.slice(before, statement.pos));
      if (heading !== undefined && around.group === undefined) this.begin(heading, script, statement.pos);
      before = extentOf(statement);
      this.#statement(script, statement, around);
    }
  }

  /** Functions of the harness that only upload. */
  get uploaders(): ReadonlySet<string> {
    return new Set([...this.routines.values()].filter(one => !one.runs && this.#uploads(one)).map(({ name }) => name));
  }

  #uploads({ script, node }: Routine): boolean {
    const text = script.text.slice(node.body.pos, node.body.end);
    if (!/\baws\s+s3\b/.test(text)) return false;
    const roles = readShell(text, this.draft.variables)
      .commands.filter(({ calls, context }) => !calls && !context.value)
      .map(roleOf);
    return roles.includes('upload') && !roles.some(role => role === 'work' || role === 'build');
  }

  /** A part of the script that a comment or an announcement begins. */
  begin(heading: string, script: Script, at: number): void {
    this.section = { name: slug(heading, 40) || 'part', line: lineAt(script, at), how: 'section' };
  }

  #statement(script: Script, statement: Statement, around: Around): undefined {
    const { command } = statement;
    if (around.depth > DEEPEST) return takeLeaf(this, script, statement, around);
    if (command.type === 'AndOr' && !statement.background) {
      const splits = command.operators.every(operator => operator === '&&') && !asksFirst(command.commands[0]!);
      if (splits) {
        for (const part of command.commands) this.#statement(script, asStatement(part), around);
        return;
      }
    }
    const node = this.#startsScript(statement) ?? this.#inner(script, statement);
    if (node && !keepsResult(this, script, statement, node) && this.#structure(script, node, statement, around)) {
      // Whatever stood around it, a pipe into `tee` or an `|| true`, is not part of it.
      takeWrapper(this.draft, script, statement, node);
      return;
    }
    takeLeaf(this, script, statement, around);
  }

  /** `nohup ./bench.sh > log 2>&1 &` of a script that is read here: nothing of the run waits for a terminal. */
  #startsScript({ command, background }: Statement): Command | undefined {
    if (!background || command.type !== 'Command') return undefined;
    const [program, ...args] = [command.name, ...wordsOf(command)].map(word => word?.value ?? '');
    const detached = /^(nohup|setsid|disown)$/.test(base(program!));
    const words = detached ? args.filter(word => !/^-/.test(word)) : [program!, ...args];
    const named = /^(ba|da)?sh$/.test(base(words[0] ?? '')) ? words[1] : words[0];
    return named !== undefined && this.given(named) ? command : undefined;
  }

  /** What a statement is at its heart: `{ …; } 2>&1 | tee log` is the group, `stage x y || true` the call. */
  #inner(script: Script, { command, background }: Statement): CommandNode | undefined {
    if (background) return undefined;
    let node: Statement['command'] = command;
    if (node.type === 'AndOr') {
      if (node.operators[0] !== '||') return undefined;
      node = node.commands[0]!;
    }
    if (node.type === 'Pipeline') {
      if (node.prefixes.some(({ type }) => type === 'Negation')) return undefined;
      const others = node.commands.slice(1);
      if (!others.every(other => /^(tee|tail|cat|head|ts|sed|grep|logger)\b/.test(script.text.slice(other.pos))))
        return undefined;
      node = node.commands[0]!;
    }
    if (node.type === 'Redirected') node = node.command;
    return node;
  }

  /** Whether the node is one whose parts are handled one by one. */
  #structure(script: Script, node: CommandNode, statement: Statement, around: Around): boolean {
    switch (node.type) {
      case 'Function':
        return true;
      case 'BraceGroup':
        this.statements(script, node.body.commands, deeper(around), node.body.pos);
        return true;
      case 'Command':
        return takeCall(this, script, node, around);
      case 'If':
        return takeIf(this, script, node, around);
      case 'For':
        return takeFor(this, script, node, statement, around);
      case 'Case':
        return takeCase(this, script, node, around);
      case 'While':
        return takeWhile(this, script, node);
      default:
        return false;
    }
  }

  /** Whether statements call functions that have work of their own, or that make stages. */
  conducts(statements: readonly Statement[]): boolean {
    return [...commandsOf(statements)].some(({ node }) => {
      if (node.type !== 'Command' || !node.name) return false;
      const called = this.routines.get(node.name.value);
      return called !== undefined && (called.runs?.named || (!called.runs && this.works(called.name)));
    });
  }

  /** Whether a function does more than to print, to leave, and to look. */
  works(name: string, seen = new Set<string>()): boolean {
    const routine = this.routines.get(name);
    if (!routine || seen.has(name) || this.uploaders.has(name)) return false;
    seen.add(name);
    const { script, node } = routine;
    const commands = [...commandsOf([asStatement(node)])];
    return commands.some(({ node: one, pos, end }) => {
      if (one.type !== 'Command' || !one.name) return false;
      const called = one.name.value;
      if (this.routines.has(called)) return this.routines.get(called)!.runs !== undefined || this.works(called, seen);
      return !/^(echo|printf|date|exit|return|local|export|declare|shift|set|test|\[|true|false|:|cat|tee|usage|read|sleep|basename|dirname|tput|logger)\b/.test(
        script.text.slice(pos, end),
      );
    });
  }

  /** A script that was given, or that the harness has written. */
  given(path: string): Script | undefined {
    return this.scripts.get(path) ?? this.scripts.get(base(path));
  }
}

function asStatement(node: PipelineNode): Statement {
  return { type: 'Statement', pos: node.pos, end: node.end, command: node, background: false } as unknown as Statement;
}

function asksFirst(node: PipelineNode): boolean {
  if (node.type === 'Pipeline') return true;
  return node.type !== 'Command' || /^(\[|test|command|type|which|grep|false)$/.test(node.name?.value ?? '');
}
