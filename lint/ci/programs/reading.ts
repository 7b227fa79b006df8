import { assign } from './assigning.ts';
import { attempt, blockAfter, choice, condition, isInline, loop, scoped } from './branches.ts';
import { namesIn, textsIn } from './choices.ts';
import { type Definition, definedAt } from './functions.ts';
import { isHarmless } from './harmless.ts';
import type { Draft } from './launches.ts';
import { named } from './naming.ts';
import type { Course, Line, Place, Program } from './program.ts';
import { statementsOf } from './statements.ts';
import { is, isGroup, type Node, withoutLines } from './tokens.ts';
import { type Arguments, evaluated, type Scope, type Value } from './values.ts';

const MAX_DEPTH = 12;
const MAX_LINES = 400;
/** A program that calls more of its own functions is none that only starts others. */
const MAX_CALLS = 300;

const DECLARES = 'class impl struct enum interface type use mod from import package'.split(' ');

/** Reads what a program does as commands, from one of its functions or from its outermost level. */
export class Reading {
  readonly program: Program;
  readonly lines: Line[] = [];
  /** Whether all that the program does was read. */
  complete = true;
  /** What it is told and nothing has asked for yet. */
  readonly rest: string[];
  /** Commands that variables hold. */
  readonly drafts = new Map<string, Draft>();
  /** A command that a function hands to its caller. */
  escaping: Draft | undefined;
  /** Functions that stand in others. */
  readonly nested = new Map<string, Definition>();
  /** Types of variables, as far as a pattern says them. */
  readonly typeOf = new Map<string, string>();
  /** Within how many brackets of its statement the reading is. */
  brackets = 0;
  private readonly globals = new Map<string, Value>();
  private depth = 0;
  private calls = 0;
  private isLast = false;

  /** `rest`: what of its words nothing has taken yet, when that is known. */
  constructor(program: Program, rest: readonly string[] = program.words.filter(word => !word.startsWith('-'))) {
    this.program = program;
    this.rest = [...rest];
    const scope = this.scope();
    for (const statement of statementsOf(program.top, program.spelling)) assign(statement, scope, this.drafts, true);
    for (const [name, value] of scope.values) this.globals.set(name, value);
  }

  /** Reads a function as it is called from outside. `named`: what its parameters are. */
  start(definition: Definition, named: ReadonlyMap<string, Value> = new Map()): void {
    this.run(definition, { values: [], named, open: false }, { maybe: false, cwd: undefined, astray: false });
  }

  /** Reads what runs when the file is started. */
  whole(): void {
    this.block(this.program.top, this.scope(), { maybe: false, cwd: undefined, astray: false });
  }

  /** Reads a function. Returns the command that it hands back. */
  run(definition: Definition, args: Arguments, course: Course): Draft | undefined {
    if (this.depth > MAX_DEPTH || this.lines.length > MAX_LINES || ++this.calls > MAX_CALLS) {
      this.complete = false;
      return undefined;
    }
    const scope = this.called(definition, args);
    const types = [...this.typeOf];
    if (definition.of !== undefined) for (const self of ['self', 'Self']) this.typeOf.set(self, definition.of);
    if (this.program.spelling.name === 'rust')
      for (const { name, type } of definition.parameters) {
        const last = type.filter(node => node.kind === 'name').at(-1);
        if (last?.kind === 'name') this.typeOf.set(name, last.text);
      }
    const outer = this.escaping;
    this.escaping = undefined;
    this.depth++;
    // What a function does only in some case does not make what its caller does uncertain.
    const inner = { ...course };
    this.block(definition.body, scope, inner);
    // A directory that Rust pushes is left where its guard ends.
    if (this.program.spelling.name !== 'rust') Object.assign(course, { cwd: inner.cwd, astray: inner.astray });
    for (const [name, type] of types) this.typeOf.set(name, type);
    this.depth--;
    const draft = this.escaping;
    this.escaping = outer;
    return draft;
  }

  /** Reads statements. Returns whether nothing after them runs. */
  block(nodes: readonly Node[], scope: Scope, course: Course): boolean {
    const statements = statementsOf(nodes, this.program.spelling);
    const outer = this.brackets;
    this.brackets = 0;
    try {
      return this.all(statements, scope, course);
    } finally {
      this.brackets = outer;
    }
  }

  private all(statements: readonly (readonly Node[])[], scope: Scope, course: Course): boolean {
    for (const [index, statement] of statements.entries()) {
      const rest = statement.slice(this.definitionEnd(statement));
      if (rest.length === 0) continue;
      assign(rest, scope, this.drafts, !course.maybe);
      this.isLast = index === statements.length - 1;
      if (this.scan(rest, scope, course)) return true;
    }
    return false;
  }

  /** Reads an expression from left to right. Returns whether nothing after it runs. */
  scan(nodes: readonly Node[], scope: Scope, course: Course): boolean {
    const last = this.isLast;
    let ends = false;
    for (let at = 0; at < nodes.length; at++) {
      const node = nodes[at]!;
      const place: Place = { nodes, from: at, scope, course, last };
      if (is(node, 'if', 'while') && !isInline(nodes, at)) {
        const { end, ended } = condition(this, place);
        if (ended) return true;
        at = end;
      } else if (is(node, 'for') && !isInline(nodes, at)) at = loop(this, place);
      else if (is(node, 'match', 'switch') && blockAfter(nodes, at) > at) at = choice(this, place);
      else if (is(node, 'with') && this.program.spelling.indents) at = scoped(this, place);
      else if (is(node, 'try')) at = attempt(this, place);
      else if (is(node, 'return', 'raise', 'throw') || (is(node, 'exit') && isGroup(nodes[at + 1], '('))) ends = true;
      else if (node.kind === 'group') {
        const { open, items } = node;
        if (open === '{') ends = this.braced(items, scope, course) || ends;
        else this.within(items, scope, course);
      } else if (node.kind === 'text') {
        for (const piece of node.pieces) if (typeof piece !== 'string') this.scan(piece, scope, course);
      } else if (is(node, 'lambda')) at = nodes.findIndex((one, index) => index > at && is(one, ',')) >>> 0;
      else if (node.kind === 'name' && is(nodes[at - 1], '.', '?.')) {
        // What is asked of what another call has said.
        if (isGroup(nodes[at + 1], '(') && !isHarmless(node.text)) this.complete = false;
      } else if (node.kind === 'name') at = named(this, place) - 1;
    }
    return ends;
  }

  private braced(items: readonly Node[], scope: Scope, course: Course): boolean {
    const inner = { ...course };
    const ended = this.block(items, scope, this.program.spelling.name === 'rust' ? inner : course);
    course.maybe ||= inner.maybe;
    return ended;
  }

  /** Reads what stands in brackets of a statement. */
  within(items: readonly Node[], scope: Scope, course: Course): void {
    this.brackets++;
    this.scan(withoutLines(items), scope, course);
    this.brackets--;
  }

  private scope(): Scope {
    const { spelling, env, directory, root, words, options } = this.program;
    const told = this.rest.length === 0 && !words.some(word => word.startsWith('-'));
    return {
      values: new Map(this.globals),
      spelling,
      env,
      directory,
      root,
      words,
      options,
      told,
      returned: (name, args) => this.returned(name, args),
    };
  }

  /** A function's own scope: what its parameters are. */
  private called({ parameters }: Definition, args: Arguments): Scope {
    const scope = this.scope();
    const known = new Set(parameters.map(({ name }) => name));
    for (const [index, { name, spread, others, usual }] of parameters.entries()) {
      if (others) scope.values.set(name, new Map([...args.named].filter(([key]) => !known.has(key))));
      else if (spread) scope.values.set(name, args.values.slice(index));
      else if (args.named.has(name)) scope.values.set(name, args.named.get(name));
      else if (index < args.values.length) scope.values.set(name, args.values[index]);
      else scope.values.set(name, usual && evaluated(usual, scope));
    }
    return scope;
  }

  /** What a function that does nothing but return something returns. */
  private returned(name: string, values: readonly Value[]): Value {
    const { functions, spelling, env } = this.program;
    const definition = functions.get(name);
    if (definition === undefined || this.depth > MAX_DEPTH || ++this.calls > MAX_CALLS) return undefined;
    const { parameters, body } = definition;
    // `argsToStrings(args...)`: words as words.
    if (parameters.length === 1 && parameters[0]!.spread && /str/i.test(name)) return values;
    // Who looks for a program finds it.
    const isLookUp = body.length < 40 && [...namesIn(body), ...textsIn(body)].includes('which');
    if (isLookUp && typeof values[0] === 'string') return values[0];
    const [first, second, ...more] = statementsOf(body, spelling);
    if (first === undefined || more.length > 0) return undefined;
    // `if tags := os.Getenv("TAGS"); tags != "" { return tags }` before it: what the variable says, where it is set.
    if (second !== undefined) {
      const [variable] = textsIn(first);
      const asks = is(first[0], 'if') && namesIn(first).some(one => /^(get|[Gg]etenv)$/.test(one));
      if (!asks || variable === undefined) return undefined;
      const set = env.get(variable);
      if (set !== undefined) return set;
    }
    const last = second ?? first;
    this.depth++;
    const scope = this.called(definition, { values, named: new Map(), open: false });
    const value = evaluated(is(last[0], 'return') ? last.slice(1) : last, scope);
    this.depth--;
    return value;
  }

  /** Where a function or a type that is only said here ends; 0 where the statement is none. */
  private definitionEnd(statement: readonly Node[]): number {
    let at = 0;
    while (is(statement[at], 'async', 'export', 'pub', 'default')) at++;
    if (is(statement[at], ...DECLARES)) return statement.length;
    const defined = definedAt(statement, at, this.program.spelling);
    if (defined !== undefined && this.depth > 0) this.nested.set(defined.definition.name, defined.definition);
    return defined === undefined ? 0 : defined.end + 1;
  }
}
