import { nearest } from '../schema/nearest.ts';
import type { Place } from '../schema/source.ts';
import type { Faults } from './fault.ts';
import type { Graph } from './graph.ts';

/** The part of a graph that the named stages (or instances) need; the whole of it where none is named. */
export function selected(graph: Graph, names: readonly string[], place: Place, faults: Faults): Graph {
  if (names.length === 0) return graph;
  const wanted = new Set<string>();
  const known = new Map<string, string[]>();
  for (const { name, stage } of graph.stages) {
    for (const key of new Set([name, stage.name.value])) push(known, key, name);
  }
  for (const name of names) {
    const found = known.get(name);
    if (found === undefined) {
      const near = nearest(name, known.keys());
      const help =
        near === undefined
          ? `there are ${[...new Set(graph.stages.map(s => s.stage.name.value))].join(', ')}`
          : `did you mean \`${near}\`?`;
      faults.add('unknown-name', place, `no stage is named \`${name}\``, { help });
    }
    for (const instance of found ?? []) wanted.add(instance);
  }
  const waits = new Map<string, string[]>();
  for (const { from, to } of graph.edges) push(waits, from, to);
  for (const name of wanted) for (const needed of waits.get(name) ?? []) wanted.add(needed);
  return {
    stages: graph.stages.filter(({ name }) => wanted.has(name)),
    edges: graph.edges.filter(({ from }) => wanted.has(from)),
  };
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
