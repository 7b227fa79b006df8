import { UNKNOWN } from '../command.ts';
import type { Definition } from './functions.ts';
import { isHarmless } from './harmless.ts';
import type { Call, Draft, Launch } from './launches.ts';
import type { Course, Place, Program } from './program.ts';
import type { Reading } from './reading.ts';
import { assignmentOf } from './statements.ts';
import { type Group, is, isGroup, type Node, type Spelling } from './tokens.ts';
import { type Arguments, argumentsOf } from './values.ts';

const NOTHING: Arguments = { values: [], named: new Map(), open: false };

/** Reads a name, and the call that it begins. Returns where that ends. */
export function named(reader: Reading, place: Place): number {
  const { nodes, from, scope, course } = place;
  const { spelling, launcher } = reader.program;
  const chain = chainAt(nodes, from, spelling);
  const { end: at } = chain;
  const group = nodes[at];
  const isTagged = spelling.name === 'javascript' && group?.kind === 'text' && /^(\$|sh|cmd|execa)$/.test(chain.name);
  if (!isGroup(group, '(') && !isTagged && !(chain.name.endsWith('!') && isGroup(group))) return at;
  const inner: Group = isGroup(group) ? group : { kind: 'group', open: '(', items: [group!] };
  const name = isTagged ? `${chain.name}\`` : chain.name;
  const held = reader.drafts.get(name.split('.')[0]!);
  if (held !== undefined && name.includes('.')) return drafting(reader, held, place, at - 2);
  const call: Call = {
    name,
    group: inner,
    args: () => argumentsOf(inner, scope),
    before: nodes.slice(0, from),
    after: nodes.slice(at + 1),
    scope,
    heeded: reader.brackets > 0 || isHeeded(nodes.slice(0, from)),
  };
  // A function of its own by that name is no other's.
  const isOwn = !name.includes('.') && definitionOf(name, reader) !== undefined;
  const deed = isOwn ? undefined : launcher.deed(call);
  if (deed === undefined) reader.within(inner.items, scope, course);
  switch (deed?.does) {
    case 'launch':
      emit(reader, deed.launch, course);
      return at + 1;
    case 'enter':
      course.cwd = deed.cwd;
      course.astray = typeof deed.cwd !== 'string';
      return at + 1;
    case 'draft':
      return drafting(reader, deed.draft, place, at + 1);
    case 'call':
      for (const expression of deed.functions) refer(reader, expression, course);
      return at + 1;
  }
  const made = /^([A-Z]\w*)\.\w+$/.exec(name)?.[1];
  if (made !== undefined && spelling.name === 'rust') {
    const method = nodes[at + 2];
    const asked =
      is(nodes[at + 1], '.') && method?.kind === 'name'
        ? reader.program.functions.get(`${made}.${method.text}`)
        : undefined;
    const bound = assignmentOf(nodes);
    if (bound?.names.length === 1) reader.typeOf.set(bound.names[0]!, made);
    // `Commands::parse().run()`
    if (asked !== undefined && definitionOf(name, reader) === undefined) {
      reader.run(asked, NOTHING, course);
      return at + 4;
    }
  }
  const definition = definitionOf(name, reader);
  if (definition !== undefined) {
    const made = reader.run(definition, call.args(), course);
    return made === undefined ? at + 1 : drafting(reader, made, place, at + 1);
  }
  const handler = dispatched(reader, name);
  if (handler !== undefined) {
    const { named, ...args } = call.args();
    reader.run(handler, { ...args, named: new Map([...reader.program.options, ...named]) }, course);
    return at + 1;
  }
  if (!name.endsWith('!')) launchHanded(reader, inner.items, course);
  if (!isHarmless(name.replace(/!$/, ''))) reader.complete = false;
  return at + 1;
}

/** Whether what stands before a call takes what it says. */
function isHeeded(before: readonly Node[]): boolean {
  return !is(before[0], '_') && before.some(node => node.kind !== 'line' && !is(node, 'await'));
}

/** What somebody else is handed he starts. */
function launchHanded(reader: Reading, items: readonly Node[], course: Course): void {
  for (const [at, node] of items.entries()) {
    const draft = node.kind === 'name' && !is(items[at + 1], '.') ? reader.drafts.get(node.text) : undefined;
    if (draft !== undefined) launch(reader, draft, course, false);
  }
}

function definitionOf(name: string, { program: { functions }, typeOf, nested }: Reading): Definition | undefined {
  const own = nested.get(name);
  if (own !== undefined) return own;
  const parts = name.split('.');
  const type = parts.length === 2 ? typeOf.get(parts[0]!) : undefined;
  const typed = type === undefined ? undefined : functions.get(`${type}.${parts[1]!}`);
  if (typed !== undefined) return typed;
  return functions.get(name) ?? functions.get(parts.slice(-2).join('.')) ?? ofModule(parts, functions);
}

/** `tests::run(…)`, `self.measure()`, `util.run(…)`: a function that the program has; not a method of a type that it has not. */
function ofModule(parts: readonly string[], functions: Program['functions']): Definition | undefined {
  const definition = functions.get(parts.at(-1)!);
  const owner = parts.at(-2);
  const isMethod =
    definition?.of !== undefined && owner !== 'self' && owner !== 'this' && owner !== 'Self' && owner !== 't';
  return definition === undefined || isMethod || (owner !== undefined && /^[A-Z]/.test(owner)) ? undefined : definition;
}

/** `args.func(args)` of argparse: the function that the program's words ask for. */
function dispatched({ program: { functions, options } }: Reading, name: string): Definition | undefined {
  const asked = options.get('func');
  const isAsked = /^\w+\.(func|fn|handler|cmd|callback)$/.test(name) && typeof asked === 'string';
  return isAsked ? functions.get(asked) : undefined;
}

/** Calls a function by an expression that names it: `Lint`, `Test{}.Unit`, `mg.F(Build, "a")`. */
function refer(reader: Reading, expression: readonly Node[], course: Course): void {
  const { functions } = reader.program;
  const names = expression.flatMap(node => (node.kind === 'name' ? [node.text] : []));
  const definition = functions.get(names.slice(-2).join('.')) ?? functions.get(names.at(-1) ?? '');
  if (definition === undefined) reader.complete = false;
  else reader.run(definition, NOTHING, course);
}

/** Follows what is asked of a command that is being put together. Returns where that ends. */
function drafting(reader: Reading, draft: Draft, { nodes, from, scope, course, last }: Place, begin: number): number {
  const { launcher, spelling } = reader.program;
  const before = nodes.slice(0, from);
  let at = begin;
  let isStarted = false;
  for (;;) {
    while (is(nodes[at], '?')) at++;
    const [dot, method, group] = nodes.slice(at, at + 3);
    if (!is(dot, '.') || method?.kind !== 'name') break;
    const isCall = isGroup(group, '(');
    if (isCall && !isStarted && launcher.method?.(draft, method.text, argumentsOf(group, scope)) === 'start') {
      isStarted = true;
      const isForgotten =
        (spelling.name === 'go' && before.length === 0) || is(before[0], '_') || is(nodes[at + 4], 'ok');
      launch(reader, draft, course, isForgotten || draft.forgiven === true);
    }
    at += isCall ? 3 : 2;
  }
  if (isStarted) return at;
  const assigned = assignmentOf(nodes);
  const isHeld = assigned !== undefined && assigned.member === undefined && from >= assigned.from;
  if (isHeld) reader.drafts.set(assigned.names[0]!, draft);
  else if (before.length === 0 ? last && at >= nodes.length : is(before[0], 'return') && before.length === 1)
    reader.escaping = draft;
  else if (![...reader.drafts.values()].includes(draft)) launch(reader, draft, course, false);
  return at;
}

function launch(
  reader: Reading,
  { words, env, cwd, elsewhere, clouded }: Draft,
  course: Course,
  forgiven: boolean,
): void {
  emit(reader, { words: words ?? [], env, ...(cwd !== undefined && { cwd }), elsewhere, clouded, forgiven }, course);
}

/** Takes a command down; one of which nobody knows what it is, or where, is only known to be there. */
function emit(reader: Reading, given: Launch, course: Course): void {
  const { words } = given;
  const program = typeof words === 'string' ? words.trim().split(/\s/)[0] : words[0];
  const isAstray = given.elsewhere === true || (given.cwd === undefined && course.astray);
  if (typeof program !== 'string' || program === '' || program.startsWith(UNKNOWN) || isAstray) reader.complete = false;
  else reader.lines.push({ ...given, cwd: given.cwd ?? course.cwd, maybe: course.maybe });
}

/** A name with those that it is asked for, up to its brackets: `a.b::c!`. */
function chainAt(
  nodes: readonly Node[],
  from: number,
  spelling: Spelling,
): { readonly name: string; readonly end: number } {
  const text = (at: number): string => {
    const node = nodes[at];
    return node?.kind === 'name' ? node.text : '';
  };
  let name = text(from);
  let at = from + 1;
  for (;;) {
    if (is(nodes[at], '.', '::', '?.') && text(at + 1) !== '') {
      name += `.${text(at + 1)}`;
      at += 2;
    } else if (is(nodes[at], '::') && is(nodes[at + 1], '<')) {
      while (at < nodes.length && !is(nodes[at], '>')) at++;
      at++;
    }
    // `Tidy { keep: true }.run()`, `Tool{}.Install()`
    else if (/rust|go/.test(spelling.name) && isGroup(nodes[at], '{') && is(nodes[at + 1], '.') && /^[A-Z]/.test(name))
      at++;
    else break;
  }
  return spelling.name === 'rust' && is(nodes[at], '!') && isGroup(nodes[at + 1])
    ? { name: `${name}!`, end: at + 1 }
    : { name, end: at };
}
