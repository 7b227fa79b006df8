import type { Node } from '../../../schema/node.ts';
import { type Context, evaluate, type Value } from './expression.ts';
import { entries, field } from './fields.ts';
import { isJson, treeOf } from './json-value.ts';

/** One job of a matrix: dotted names (`os`, `config.flags`) → values; a name that is missing in a known matrix is null. */
export interface Combination {
  readonly values: ReadonlyMap<string, Value>;
  /** The matrix, or a part of it, is made while running (`fromJSON`). */
  readonly open: boolean;
}

const LIMIT = 256;

/** Expands `strategy.matrix` as GitHub does: the axes' product, without `exclude`, `include` merged into it or added. */
export function combinations(written: Node | undefined, context: Context = () => undefined): readonly Combination[] {
  const matrix = read(written, context);
  if (matrix === undefined) return [{ values: new Map(), open: false }];
  if (matrix.kind !== 'map') return [{ values: new Map(), open: true }];
  let open = false;
  let jobs: ReadonlyMap<string, Node>[] = [];
  const axes = matrix.entries.filter(entry => entry.key.text !== 'include' && entry.key.text !== 'exclude');
  for (const [index, { key, value: written }] of axes.entries()) {
    const value = read(written, context)!;
    if (value.kind !== 'sequence') {
      open = true;
      continue;
    }
    // GitHub starts no job of a matrix that has an empty list.
    if (value.items.length === 0) return [];
    const base: readonly ReadonlyMap<string, Node>[] = index === 0 || jobs.length === 0 ? [new Map()] : jobs;
    jobs = base.flatMap(job => value.items.map(item => new Map([...job, [key.text, item]]))).slice(0, LIMIT);
  }
  const exclude = read(field(matrix, 'exclude'), context);
  if (exclude?.kind === 'sequence') {
    jobs = jobs.filter(
      job =>
        !exclude.items.some(
          item => entries(item).length > 0 && entries(item).every(({ key, value }) => equal(job.get(key.text), value)),
        ),
    );
  }
  const include = read(field(matrix, 'include'), context);
  const names = new Set(axes.map(({ key }) => key.text));
  const original = jobs;
  const extra: ReadonlyMap<string, Node>[] = [];
  if (include?.kind === 'sequence') {
    for (const item of include.items) {
      const added = new Map(entries(item).map(({ key, value }) => [key.text, value]));
      const fits = (job: ReadonlyMap<string, Node>): boolean =>
        [...added].every(([name, value]) => !names.has(name) || equal(job.get(name), value));
      if (original.length > 0 && original.some(fits))
        jobs = jobs.map((job, index) => (fits(original[index]!) ? new Map([...job, ...added]) : job));
      else extra.push(added);
    }
  } else if (include !== undefined) open = true;
  const all = [...jobs, ...extra];
  if (all.length === 0) return [{ values: new Map(), open: open || axes.length > 0 }];
  return all.slice(0, LIMIT).map(job => {
    const values = new Map<string, Value>();
    for (const [name, node] of job) flatten(name, node, values);
    return { values, open };
  });
}

/** `${{ fromJSON(inputs.targets) }}` as the list or object that it is, where that is known; anything else as it is written. */
function read(node: Node | undefined, context: Context): Node | undefined {
  if (node?.kind !== 'scalar') return node;
  const inner = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(node.text)?.[1];
  const value = inner === undefined || inner.includes('${{') ? undefined : evaluate(inner, context);
  return isJson(value) ? treeOf(value.json, node) : node;
}

function flatten(name: string, node: Node, values: Map<string, Value>): void {
  if (node.kind === 'scalar')
    values.set(name, typeof node.value === 'string' && node.value.includes('${{') ? undefined : node.value);
  else if (node.kind === 'map')
    for (const { key, value } of node.entries) flatten(`${name}.${key.text}`, value, values);
  else {
    values.set(name, undefined);
    // For `join(matrix.x, …)`, which alone takes a list: its items by number.
    for (const [index, item] of node.items.entries()) flatten(`${name}.${index}`, item, values);
  }
}

function equal(left: Node | undefined, right: Node): boolean {
  if (left === undefined || left.kind !== right.kind) return false;
  if (left.kind === 'scalar') return right.kind === 'scalar' && left.text === right.text;
  return JSON.stringify(plain(left)) === JSON.stringify(plain(right));
}

function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.text;
  return node.kind === 'map' ? node.entries.map(({ key, value }) => [key.text, plain(value)]) : node.items.map(plain);
}
