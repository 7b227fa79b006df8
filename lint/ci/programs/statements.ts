import { is, isGroup, type Node, partedAt, type Spelling } from './tokens.ts';

/** Nodes as statements, at `;` and at the lines that end one. */
export function statementsOf(nodes: readonly Node[], spelling: Spelling): readonly (readonly Node[])[] {
  const { name } = spelling;
  const statements: Node[][] = [[]];
  for (const [at, node] of nodes.entries()) {
    const statement = statements.at(-1)!;
    // `if err := run(); err != nil {`
    const isHead =
      name === 'go' &&
      statement.some(one => is(one, 'if', 'for', 'switch')) &&
      !statement.some(one => isGroup(one, '{'));
    const ends = (is(node, ';') && !isHead) || (node.kind === 'line' && endsLine(nodes, at, name));
    if (ends) statements.push([]);
    else if (node.kind !== 'line') statement.push(node);
  }
  const all = statements.filter(statement => statement.length > 0);
  if (name === 'go') return all.flatMap(statement => opened(statement, spelling));
  return name === 'javascript' ? all.flatMap(declarations) : all;
}

/** `var ( a = 1 )` as `a = 1`. */
function opened(statement: readonly Node[], spelling: Spelling): readonly (readonly Node[])[] {
  const [first, group] = statement;
  return is(first, 'var', 'const') && isGroup(group, '(') ? statementsOf(group.items, spelling) : [statement];
}

/** `const a = 1, b = 2` as one statement each. */
function declarations(statement: readonly Node[]): readonly (readonly Node[])[] {
  const from = is(statement[0], 'export') ? 1 : 0;
  if (!is(statement[from], 'const', 'let', 'var') || !statement.some(node => is(node, ','))) return [statement];
  return partedAt(statement.slice(from + 1), ',').map(part => [statement[from]!, ...part]);
}

/** Whether what stands on a line is a statement of its own. */
function endsLine(nodes: readonly Node[], at: number, name: Spelling['name']): boolean {
  if (name === 'rust') return false;
  if (name === 'python') return !is(nodes[at + 1], 'elif', 'else', 'except', 'finally');
  return name === 'go' || !goesOn(nodes, at);
}

const JOINS = '. ?. + ? : && || ?? => , = ( else catch finally'.split(' ');

/** Whether a line of JavaScript ends nothing: what stands at its end or at the next one's beginning wants more. */
function goesOn(nodes: readonly Node[], at: number): boolean {
  return is(nodes[at - 1], ...JOINS) || is(nodes[at + 1], ...JOINS);
}

/** What a statement gives a value: `const args = […]`, `args += […]`, `env["A"] = "b"`, `cmd.Dir = "x"`. */
export interface Assignment {
  /** One name; several are not known apart. */
  readonly names: readonly string[];
  /** `cmd.Dir`, `env[…]`. */
  readonly member?: string | readonly Node[];
  readonly adds: boolean;
  readonly value: readonly Node[];
  /** How many of a list go to other names. */
  readonly skips?: number;
  /** Where the value begins. */
  readonly from: number;
}

const BEGINS = 'if for while return else case match switch with def func fn function class try'.split(' ');

/** Reads a statement as an assignment; `undefined` when it is none. */
export function assignmentOf(nodes: readonly Node[]): Assignment | undefined {
  let at = 0;
  while (is(nodes[at], 'const', 'let', 'var', 'mut', 'export', 'pub', 'static')) at++;
  const equals = nodes.findIndex((node, index) => index >= at && is(node, '=', ':=', '+='));
  if (equals < 0) return undefined;
  const head = nodes.slice(at, equals);
  const value = nodes.slice(equals + 1);
  const common = { adds: is(nodes[equals], '+='), value, from: equals + 1 };
  const [first, second, third] = head;
  if (isGroup(first) && head.length === 1)
    return {
      ...common,
      names: first.items.flatMap(node => (node.kind === 'name' ? [node.text] : [])),
    };
  if (first?.kind !== 'name' || is(first, ...BEGINS)) return undefined;
  if (head.length === 1 || is(second, ':') || (nodes[0] !== first && second?.kind !== 'mark'))
    return { ...common, names: [first.text] };
  if (is(second, '.') && third?.kind === 'name' && head.length === 3)
    return { ...common, names: [first.text], member: third.text };
  if (isGroup(second, '[') && head.length === 2) return { ...common, names: [first.text], member: second.items };
  // `first, *rest = argv`
  if (head.length === 4 && is(second, ',') && is(third, '*') && head[3]!.kind === 'name')
    return { ...common, names: [head[3]!.text], skips: 1 };
  if (head.every(node => node.kind === 'name' || is(node, ',', '*')))
    return { ...common, names: head.flatMap(node => (node.kind === 'name' ? [node.text] : [])) };
  return undefined;
}
