import { type Group, is, isGroup, type Node, partedAt, type Spelling, type Token } from './tokens.ts';

/** A function of a program. */
export interface Definition {
  readonly name: string;
  /** The type it belongs to: `impl Tidy`, `func (Test) Unit()`. */
  readonly of?: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Node[];
  /** What stands above it: `@task(pre=[build])`. */
  readonly marks: readonly (readonly Node[])[];
}

export interface Parameter {
  /** Empty where it takes something apart. */
  readonly name: string;
  /** It takes all that are left. */
  readonly spread: boolean;
  /** It takes all that are given by other names: `**options`. */
  readonly others: boolean;
  readonly type: readonly Node[];
  readonly usual?: readonly Node[];
}

/** The functions of a file at its outermost level, in its types and in its modules, in order. */
export function definitionsIn(nodes: readonly Node[], spelling: Spelling, of?: string): readonly Definition[] {
  const found: Definition[] = [];
  let marks: (readonly Node[])[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!;
    if (is(node, '@') && spelling.name === 'python') {
      const end = nodes.findIndex((other, index) => index > at && other.kind === 'line');
      marks.push(nodes.slice(at + 1, end));
      at = end < 0 ? nodes.length : end;
      continue;
    }
    const here = definedAt(nodes, at, spelling);
    if (here !== undefined) {
      found.push({ ...here.definition, ...((here.definition.of ?? of) && { of: here.definition.of ?? of! }), marks });
      marks = [];
      at = here.end;
    } else if (is(node, 'class', 'impl', 'mod', 'trait')) {
      const block = nodes.findIndex((other, index) => index > at && isGroup(other, '{'));
      if (block < 0 || nodes.slice(at, block).some(other => is(other, ';'))) continue;
      const names = nodes.slice(at + 1, block).filter((other): other is Token => other.kind === 'name');
      const last = is(node, 'impl') ? names.at(-1) : names[0];
      const owner = is(node, 'mod') ? undefined : last?.text;
      found.push(...definitionsIn((nodes[block] as Group).items, spelling, owner));
      at = block;
      marks = [];
    } else if (node.kind === 'name' && !is(node, 'async', 'export', 'pub', 'default')) marks = [];
  }
  return found;
}

/** The definition that begins at a place, and where it ends. */
export function definedAt(
  nodes: readonly Node[],
  at: number,
  spelling: Spelling,
): { readonly definition: Definition; readonly end: number } | undefined {
  const begins = { python: 'def', go: 'func', rust: 'fn', javascript: 'function' }[spelling.name];
  if (spelling.name === 'javascript' && !is(nodes[at], begins)) return assignedAt(nodes, at);
  if (!is(nodes[at], begins)) return undefined;
  let next = at + 1;
  const receiver = nodes[next];
  const of = spelling.name === 'go' && isGroup(receiver, '(') ? lastName(receiver.items) : undefined;
  if (of !== undefined) next++;
  if (is(nodes[next], '*')) next++;
  const name = nodes[next];
  if (name?.kind !== 'name') return undefined;
  const list = nodes.findIndex((node, index) => index > next && isGroup(node, '('));
  const body = nodes.findIndex((node, index) => index > list && isGroup(node, '{'));
  if (list < 0 || body < 0) return undefined;
  return {
    definition: {
      name: name.text,
      ...(of !== undefined && { of }),
      parameters: parametersOf(nodes[list] as Group, spelling),
      body: (nodes[body] as Group).items,
      marks: [],
    },
    end: body,
  };
}

/** `const lint = async () => {…}`, `target.lint = function () {…}`. */
function assignedAt(nodes: readonly Node[], at: number): ReturnType<typeof definedAt> {
  if (nodes[at]?.kind !== 'name' || is(nodes[at - 1], '.')) return undefined;
  let next = is(nodes[at], 'const', 'let', 'var') ? at + 1 : at;
  let name = nodeName(nodes[next]);
  while (is(nodes[next + 1], '.')) {
    name += `.${nodeName(nodes[next + 2])}`;
    next += 2;
  }
  if (name === '' || !is(nodes[next + 1], '=')) return undefined;
  next += is(nodes[next + 2], 'async') ? 3 : 2;
  if (is(nodes[next], 'function')) {
    const list = nodes.findIndex((node, index) => index > next && isGroup(node, '('));
    const body = nodes[list + 1];
    if (list < 0 || list > next + 2 || !isGroup(body, '{')) return undefined;
    const parameters = parametersOf(nodes[list] as Group, { name: 'javascript', comment: '//', indents: false });
    return { definition: { name, parameters, body: body.items, marks: [] }, end: list + 1 };
  }
  if (!is(nodes[next + 1], '=>')) return undefined;
  const list = nodes[next]!;
  const parameters: readonly Parameter[] = isGroup(list, '(')
    ? parametersOf(list, { name: 'javascript', comment: '//', indents: false })
    : [{ name: nodeName(list), spread: false, others: false, type: [] }];
  const body = nodes[next + 2];
  if (isGroup(body, '{')) return { definition: { name, parameters, body: body.items, marks: [] }, end: next + 2 };
  const stop = nodes.findIndex((node, index) => index > next + 1 && (is(node, ';') || node.kind === 'line'));
  const end = stop < 0 ? nodes.length : stop;
  return { definition: { name, parameters, body: nodes.slice(next + 2, end), marks: [] }, end: end - 1 };
}

function nodeName(node: Node | undefined): string {
  return node?.kind === 'name' ? node.text : '';
}

function lastName(nodes: readonly Node[]): string | undefined {
  return nodes.filter((node): node is Token => node.kind === 'name').at(-1)?.text;
}

function parametersOf(list: Group, spelling: Spelling): readonly Parameter[] {
  return balanced(partedAt(list.items, ',')).flatMap((part): readonly Parameter[] => {
    if (part.length === 1 && is(part[0], '*', '/')) return [];
    // `([fix = false] = [])`
    if (spelling.name === 'javascript' && isGroup(part[0]) && part[0].open !== '(')
      return parametersOf({ kind: 'group', open: '(', items: part[0].items }, spelling);
    const plain = part.filter(node => !is(node, '&', 'mut', '...', '*', '**'));
    if (spelling.name === 'rust' && is(plain[0], 'self')) return [];
    const equals = part.findIndex(node => is(node, '='));
    const type = plain.slice(1, equals < 0 ? undefined : plain.findIndex(node => is(node, '=')));
    return [
      {
        name: nodeName(plain[0]),
        others: is(part[0], '**'),
        spread: part.some(node => is(node, '...')) || is(part[0], '*'),
        type,
        ...(equals > 0 && { usual: part.slice(equals + 1) }),
      },
    ];
  });
}

/** Parts that a comma between `<` and `>` has parted, as one: `Record<string, string>`. */
function balanced(parts: readonly (readonly Node[])[]): readonly (readonly Node[])[] {
  const whole: Node[][] = [];
  let depth = 0;
  for (const part of parts) {
    if (depth > 0) whole.at(-1)!.push(...part);
    else whole.push([...part]);
    depth += part.filter(node => is(node, '<')).length - part.filter(node => is(node, '>')).length;
  }
  return whole;
}

/** Functions by their name, and those of a type by both. */
export function indexed(definitions: readonly Definition[]): ReadonlyMap<string, Definition> {
  const functions = new Map<string, Definition>();
  for (const definition of definitions) {
    if (definition.of !== undefined) functions.set(`${definition.of}.${definition.name}`, definition);
    if (definition.of === undefined || !functions.has(definition.name)) functions.set(definition.name, definition);
  }
  return functions;
}
