import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every line of every .jsonl file of a directory, in the order of the files' names. */
export function lines(directory) {
  return readdirSync(directory)
    .filter(name => name.endsWith('.jsonl'))
    .sort()
    .flatMap(name =>
      readFileSync(join(directory, name), 'utf8')
        .trimEnd()
        .split('\n')
        .map(text => JSON.parse(text)),
    );
}

/** The lines of one kind by what they answer (`groupby k=100 q01`), then by engine. */
export function byQuestion(all, kind) {
  const found = new Map();
  for (const line of all.filter(line => line.kind === kind)) {
    const name = `${dataset(line)} ${line.question}`;
    const engines = found.get(name) ?? found.set(name, new Map()).get(name);
    engines.set(line.engine, [...(engines.get(line.engine) ?? []), line]);
  }
  return new Map([...found].sort(([one], [other]) => order(one) - order(other) || (one < other ? -1 : 1)));
}

/** The engines that have a line, sorted. */
export function engines(all) {
  return [...new Set(all.map(line => line.engine))].sort();
}

export function dataset({ task, k }) {
  return task === 'groupby' ? `groupby k=${k}` : task;
}

function order(name) {
  return name.startsWith('groupby') ? 0 : 1;
}
