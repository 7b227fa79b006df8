import { asMap, entriesOf, Fields } from '../build/fields.ts';
import type { MapNode, Node } from '../node.ts';

/** The names that a campaign declares, for whatever uses them. */
export interface Scope {
  readonly params: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  readonly hosts: ReadonlySet<string>;
  readonly stages: ReadonlySet<string>;
  /** By stage: axes and keys of `include`; a stage without a matrix is absent. */
  readonly matrices: ReadonlyMap<string, ReadonlySet<string>>;
}

export function scopeOf(root: MapNode): Scope {
  const fields = new Fields<'params' | 'secrets' | 'hosts' | 'stages'>(root);
  const matrices = new Map<string, ReadonlySet<string>>();
  for (const { key, value } of entriesOf(fields.value('stages'))) {
    const matrix = value.kind === 'map' ? new Fields<'matrix'>(value).map('matrix') : undefined;
    if (matrix) matrices.set(key.text, matrixNames(matrix));
  }
  return {
    params: names(fields.value('params')),
    secrets: names(fields.value('secrets')),
    hosts: names(fields.value('hosts')),
    stages: names(fields.value('stages')),
    matrices,
  };
}

function matrixNames(matrix: MapNode): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { key, value } of matrix.entries) {
    if (key.text === 'exclude') continue;
    if (key.text !== 'include') found.add(key.text);
    else if (value.kind === 'sequence')
      for (const cell of value.items) for (const name of names(asMap(cell))) found.add(name);
  }
  return found;
}

function names(map: Node | undefined): ReadonlySet<string> {
  return new Set(entriesOf(map).map(({ key }) => key.text));
}
