import { armsOf, isTold, namesIn, namesOf, type Way, wayOf } from './choices.ts';
import type { Course, Place } from './program.ts';
import type { Reading } from './reading.ts';
import { type Group, is, isGroup, type Node, type Spelling } from './tokens.ts';
import { truthOf } from './truth.ts';
import { evaluated, type Scope } from './values.ts';

const WAYS = new Map<boolean | undefined, Way>([
  [true, 'surely'],
  [false, 'never'],
]);

/** More rounds of a loop say nothing more. */
const MOST = 64;

/** Reads `if … else …`, or `while`. Returns where it ends and whether nothing after it runs. */
export function condition(
  reader: Reading,
  { nodes, from, scope, course }: Place,
): { readonly end: number; readonly ended: boolean } {
  const { spelling, words } = reader.program;
  const isLoop = is(nodes[from], 'while');
  let at = from;
  let decided = false;
  let ended = false;
  for (;;) {
    const { head, body, end } = headAndBody(nodes, at + 1, spelling);
    reader.scan(head, scope, course);
    const said = decided || isLoop ? undefined : truthOf(head, scope);
    const way = decided
      ? 'never'
      : isLoop
        ? 'either'
        : (WAYS.get(said) ?? wayOf(head, words, names => choose(reader, names)));
    if (way === 'surely') {
      ended = reader.block(body, scope, course);
      decided = true;
    } else if (way !== 'never') {
      const before = reader.lines.length;
      const stops = branch(reader, body, scope, course, way === 'maybe');
      // What a branch does that ends there, it does in place of all that follows.
      if (stops && way === 'maybe' && reader.lines.length > before) course.maybe = true;
    }
    let next = end + 1;
    if (is(nodes[next], 'elif')) {
      at = next;
      continue;
    }
    if (!is(nodes[next], 'else')) return { end, ended };
    next++;
    if (is(nodes[next], 'if')) {
      at = next;
      continue;
    }
    const other = bodyAt(nodes, next, spelling);
    if (decided) return { end: other.end, ended };
    if (way === 'never') ended = reader.block(other.body, scope, course);
    else branch(reader, other.body, scope, course, way === 'maybe');
    return { end: other.end, ended };
  }
}

/** Reads what may run. What it changes is not known afterwards, unless only the surroundings decide. */
function branch(reader: Reading, body: readonly Node[], scope: Scope, course: Course, maybe: boolean): boolean {
  const inner: Scope = { ...scope, values: new Map(scope.values) };
  const lengths = new Map([...reader.drafts].map(([name, draft]) => [name, draft.words?.length] as const));
  const stops = reader.block(body, inner, { ...course, maybe: course.maybe || maybe });
  if (maybe && !stops)
    for (const [name, value] of inner.values) if (scope.values.get(name) !== value) scope.values.set(name, undefined);
  for (const [name, draft] of reader.drafts)
    if (lengths.has(name) && lengths.get(name) !== draft.words?.length) draft.words = undefined;
  return stops;
}

/** Reads `for`, once for each of a list that is known. Returns where it ends. */
export function loop(reader: Reading, { nodes, from: at, scope, course }: Place): number {
  const { head, body, end } = headAndBody(nodes, at + 1, reader.program.spelling);
  const from = head.findIndex(node => is(node, 'in', 'of', 'range'));
  const names = head
    .slice(0, Math.max(from, 0))
    .flatMap(node => (node.kind === 'name' && !is(node, 'const', 'let', 'var') ? [node.text] : []));
  const listed = head.slice(from + 1);
  reader.scan(listed, scope, course);
  const all = from < 0 ? undefined : evaluated(listed, scope);
  const values = all instanceof Map && names.length === 1 ? [...all.keys()] : all;
  const name = names.at(-1);
  if (Array.isArray(values) && name !== undefined && names.length <= 2)
    for (const value of values.slice(0, MOST)) {
      scope.values.set(name, value);
      reader.block(body, scope, course);
    }
  else {
    for (const one of names) scope.values.set(one, undefined);
    branch(reader, body, scope, course, false);
  }
  return end;
}

/** Reads `match` or `switch`: the way that the program is told, or all of them. Returns where it ends. */
export function choice(reader: Reading, { nodes, from: at, scope, course }: Place): number {
  const end = blockAfter(nodes, at);
  const head = nodes.slice(at + 1, end);
  reader.scan(head, scope, course);
  const arms = armsOf(nodes[end] as Group, reader.program.spelling);
  const isAsked = isTold(head);
  const chosen = isAsked ? arms.find(arm => choose(reader, namesOf(arm.pattern)) === true) : undefined;
  const none =
    isAsked && reader.rest.length === 0
      ? arms.find(({ pattern }) => is(pattern[0], 'None') && pattern.length === 1)
      : undefined;
  const one = chosen ?? none;
  for (const arm of one === undefined ? arms : [one]) {
    typed(reader, arm.pattern);
    if (one === undefined) branch(reader, arm.body, scope, course, true);
    else reader.block(arm.body, scope, course);
  }
  return end;
}

/** `Commands::Tidy(tidy)`: what `tidy.run()` calls. */
function typed(reader: Reading, pattern: readonly Node[]): void {
  const variant = pattern.filter(node => node.kind === 'name').at(-1);
  const group = pattern.at(-1);
  if (variant?.kind !== 'name' || !isGroup(group)) return;
  const [bound] = group.items;
  if (group.items.length === 1 && bound?.kind === 'name')
    reader.typeOf.set(bound.text, reader.program.types.get(variant.text) ?? variant.text);
}

/** Whether the program is told one of these words next, which is then taken; `undefined` when it is told nothing more. */
function choose({ rest }: Reading, names: readonly string[]): boolean | undefined {
  const [next] = rest;
  if (next === undefined) return undefined;
  if (!names.includes(next)) return false;
  rest.shift();
  return true;
}

/** What hands a failure on. */
const HEEDS = /^(exit|raise|throw|exitCode|Exit|reject|returncode|fail\w*|success|error_count|ok)$/;

/** Reads `try`, and what is done when it fails. Returns where it ends. */
export function attempt(reader: Reading, { nodes, from: at, scope, course }: Place): number {
  const { body, end } = bodyAt(nodes, at + 1, reader.program.spelling);
  let next = end + 1;
  const blocks = (...keywords: readonly string[]): readonly (readonly Node[])[] => {
    const found: (readonly Node[])[] = [];
    while (is(nodes[next], ...keywords)) {
      const block = blockAfter(nodes, next);
      if (block < 0) break;
      found.push((nodes[block] as Group).items);
      next = block + 1;
    }
    return found;
  };
  const handlers = blocks('except', 'catch');
  const first = reader.lines.length;
  reader.block(body, scope, course);
  if (handlers.some(items => !namesIn(items).some(name => HEEDS.test(name))))
    for (let index = first; index < reader.lines.length; index++)
      reader.lines[index] = { ...reader.lines[index]!, forgiven: true };
  for (const items of handlers) branch(reader, items, scope, course, true);
  for (const items of blocks('else', 'finally')) branch(reader, items, scope, course, false);
  return next - 1;
}

/** Reads `with`: where it goes, it is only in its block. Returns where it ends. */
export function scoped(reader: Reading, { nodes, from: at, scope, course }: Place): number {
  const { head, body, end } = headAndBody(nodes, at + 1, reader.program.spelling);
  const inner = { ...course };
  reader.within(head, scope, inner);
  reader.block(body, scope, inner);
  return end;
}

/** Where the next block stands; negative where there is none. */
export function blockAfter(nodes: readonly Node[], at: number): number {
  return nodes.findIndex((node, index) => index > at && isGroup(node, '{'));
}

/** Whether a keyword stands in an expression of Python: `[x for x in y if z]`, `a if b else c`. */
export function isInline(nodes: readonly Node[], at: number): boolean {
  const before = nodes[at - 1];
  return (
    before !== undefined && !is(before, '=', ':=', 'return', 'else', '=>', ':', 'await', '&&') && !isGroup(before, '{')
  );
}

/** What stands between a keyword and its block, the block, and where that ends. */
function headAndBody(
  nodes: readonly Node[],
  from: number,
  spelling: Spelling,
): { readonly head: readonly Node[]; readonly body: readonly Node[]; readonly end: number } {
  if (spelling.name === 'javascript') {
    const at = is(nodes[from], 'await') ? from + 1 : from;
    const head = nodes[at];
    return { head: isGroup(head, '(') ? head.items : [], ...bodyAt(nodes, at + 1, spelling) };
  }
  const block = nodes.findIndex(
    (node, index) => index >= from && (isGroup(node, '{') || (spelling.indents && is(node, ':'))),
  );
  if (block < 0) return { head: nodes.slice(from), body: [], end: nodes.length };
  return { head: nodes.slice(from, block), ...bodyAt(nodes, block, spelling) };
}

function bodyAt(
  nodes: readonly Node[],
  from: number,
  spelling: Spelling,
): { readonly body: readonly Node[]; readonly end: number } {
  const at = spelling.indents && is(nodes[from], ':') ? from + 1 : from;
  const block = nodes[at];
  if (isGroup(block, '{')) return { body: block.items, end: at };
  return { body: nodes.slice(at), end: nodes.length };
}
