import { assign } from './assigning.ts';
import { attempt, blockAfter, choice, condition, isInline, loop } from './branches.ts';
import { type Definition, definedAt } from './functions.ts';
import type { Draft } from './launches.ts';
import { named } from './naming.ts';
import type { Course, Line, Program, Reader } from './reader.ts';
import { statementsOf } from './statements.ts';
import { is, type Node, withoutLines } from './tokens.ts';
import { type Arguments, evaluated, type Scope, type Value } from './values.ts';

const MAX_DEPTH = 12;
const MAX_LINES = 400;
const NOTHING: Arguments = { values: [], named: new Map(), open: false };

/** Reads what a program does as commands, from one of its functions or from its outermost level. */
export class Reading implements Reader {
  readonly lines: Line[] = [];
  complete = true;
  readonly program: Program;
  readonly rest: string[];
  readonly drafts = new Map<string, Draft>();
  readonly typeOf = new Map<string, string>();
  escaping: Draft | undefined;
  private readonly globals = new Map<string, Value>();
  private depth = 0;
  private isLast = false;

  constructor(program: Program) {
    this.program = program;
    this.rest = program.words.filter(word => !word.startsWith('-'));
    const scope = this.scope();
    for (const statement of statementsOf(program.top, program.spelling)) assign(statement, scope, this.drafts, true);
    for (const [name, value] of scope.values) this.globals.set(name, value);
  }

  /** Reads a function as it is called from outside. */
  start(definition: Definition): void {
    this.run(definition, NOTHING, { maybe: false, cwd: undefined, astray: false });
  }

  /** Reads what runs when the file is started. */
  whole(): void {
    this.block(this.program.top, this.scope(), { maybe: false, cwd: undefined, astray: false });
  }

  run(definition: Definition, args: Arguments, course: Course): Draft | undefined {
    if (this.depth > MAX_DEPTH || this.lines.length > MAX_LINES) {
      this.complete = false;
      return undefined;
    }
    const scope = this.scope();
    for (const [index, { name, spread, usual }] of definition.parameters.entries()) {
      if (spread) scope.values.set(name, args.values.slice(index));
      else if (args.named.has(name)) scope.values.set(name, args.named.get(name));
      else if (index < args.values.length) scope.values.set(name, args.values[index]);
      else scope.values.set(name, usual && evaluated(usual, scope));
    }
    const outer = this.escaping;
    this.escaping = undefined;
    this.depth++;
    // What a function does only in some case does not make what its caller does uncertain.
    const inner = { ...course };
    this.block(definition.body, scope, inner);
    Object.assign(course, { cwd: inner.cwd, astray: inner.astray });
    this.depth--;
    const draft = this.escaping;
    this.escaping = outer;
    return draft;
  }

  block(nodes: readonly Node[], scope: Scope, course: Course): boolean {
    const statements = statementsOf(nodes, this.program.spelling);
    for (const [index, statement] of statements.entries()) {
      const rest = statement.slice(this.definitionEnd(statement));
      if (rest.length === 0) continue;
      assign(rest, scope, this.drafts, !course.maybe);
      this.isLast = index === statements.length - 1;
      if (this.scan(rest, scope, course)) return true;
    }
    return false;
  }

  scan(nodes: readonly Node[], scope: Scope, course: Course): boolean {
    const last = this.isLast;
    let ends = false;
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at]!;
      if (is(node, 'if', 'while') && !isInline(nodes, at)) {
        const { end, ended } = condition(this, nodes, at, scope, course);
        if (ended) return true;
        at = end;
      } else if (is(node, 'for') && !isInline(nodes, at)) at = loop(this, nodes, at, scope, course);
      else if (is(node, 'match', 'switch') && blockAfter(nodes, at) > at) at = choice(this, nodes, at, scope, course);
      else if (is(node, 'try')) at = attempt(this, nodes, at, scope, course);
      else if (is(node, 'return', 'raise', 'throw', 'exit', 'bail')) ends = true;
      else if (node.kind === 'group') {
        const { open, items } = node;
        if (open === '{') ends = this.block(items, scope, course) || ends;
        else this.scan(withoutLines(items), scope, course);
      } else if (node.kind === 'text') {
        for (const piece of node.pieces) if (typeof piece !== 'string') this.scan(piece, scope, course);
      } else if (node.kind === 'name' && !is(nodes[at - 1], '.', '?.'))
        at = named(this, { nodes, from: at, scope, course, last }) - 1;
    }
    return ends;
  }

  private scope(): Scope {
    const { spelling, env, directory, words } = this.program;
    const told = this.rest.length === 0 && !words.some(word => word.startsWith('-'));
    return {
      values: new Map(this.globals),
      spelling,
      env,
      directory,
      told,
      returned: (name, args) => this.returned(name, args),
    };
  }

  /** What a function that does nothing but return something returns. */
  private returned(name: string, args: readonly Value[]): Value {
    const definition = this.program.functions.get(name);
    if (definition === undefined || this.depth > MAX_DEPTH) return undefined;
    // `argsToStrings(args...)`: words as words.
    if (definition.parameters.length === 1 && definition.parameters[0]!.spread && /str/i.test(name)) return args;
    const [only, other, ...more] = statementsOf(definition.body, this.program.spelling);
    if (only === undefined || more.length > 0) return undefined;
    const last = other ?? only;
    // `if tags := os.Getenv("TAGS"); tags != "" { return tags }` before it: what the variable says, where it is set.
    if (other !== undefined) {
      const asked = /"(?:Getenv|get|getenv)"\D*?"pieces":\["(\w+)"\]/.exec(JSON.stringify(only))?.[1];
      if (!is(only[0], 'if') || asked === undefined) return undefined;
      const set = this.program.env.get(asked);
      if (set !== undefined) return set;
    }
    this.depth++;
    const value = evaluated(is(last[0], 'return') ? last.slice(1) : last, this.scope());
    this.depth--;
    return value;
  }

  /** Where a function or a type that is only said here ends; 0 where the statement is none. */
  private definitionEnd(statement: readonly Node[]): number {
    let at = 0;
    while (is(statement[at], 'async', 'export', 'pub', 'default')) at++;
    if (is(statement[at], 'class', 'impl', 'struct', 'enum', 'interface', 'type', 'use', 'mod'))
      return statement.length;
    const defined = definedAt(statement, at, this.program.spelling);
    return defined === undefined ? 0 : defined.end + 1;
  }
}
