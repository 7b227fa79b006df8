import { type Place, type Source, source } from '../../schema/source.ts';
import type { RepositoryFacts } from '../facts.ts';
import { developmentCrates } from './manifests.ts';

/** A package that a lock file lists. */
export interface Locked {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly place: Place;
}

/** The packages of Cargo.lock that a build can reach: from the packages named, or from all of the workspace; `development`: with what one develops with. */
export function cratesOf(
  facts: RepositoryFacts,
  selected: ReadonlySet<string> | undefined,
  development: boolean,
): readonly Locked[] {
  const text = facts.read('Cargo.lock');
  if (text === undefined) return [];
  const from = source('Cargo.lock', text);
  const all = new Map<string, Locked[]>();
  const roots: Locked[] = [];
  const own = new Set<Locked>();
  for (const block of text.matchAll(/^\[\[package\]\]\r?\n(?:(?!\[).*\r?\n?| "?.*\r?\n?)*/gm)) {
    const name = /^name = "([^"]+)"/m.exec(block[0]);
    if (!name) continue;
    const list = /^dependencies = \[([^\]]*)\]/m.exec(block[0])?.[1] ?? '';
    const dependencies = [...list.matchAll(/"([^" ]+)/g)].map(match => match[1]!);
    const start = block.index + name.index;
    const locked = { name: name[1]!, dependencies, place: placeIn(from, start, start + name[0].length) };
    all.set(locked.name, [...(all.get(locked.name) ?? []), locked]);
    // What has no source is of the workspace itself.
    if (/^source = /m.test(block[0])) continue;
    own.add(locked);
    if (!selected || selected.has(locked.name)) roots.push(locked);
  }
  const reached = new Set(roots);
  for (const one of reached) {
    const without = own.has(one) && !development ? developmentCrates(one.name, facts) : undefined;
    for (const name of one.dependencies)
      if (!without?.has(name)) for (const next of all.get(name) ?? []) reached.add(next);
  }
  return [...reached];
}

/** The modules that go.mod requires. */
export function goModules(facts: RepositoryFacts): readonly Locked[] {
  const text = facts.read('go.mod');
  if (text === undefined) return [];
  const from = source('go.mod', text);
  return [...text.matchAll(/^(?:\s+|require\s+)([\w.-]+\/[\w./-]+)\s+v\S+/gm)].map(match => ({
    name: match[1]!,
    dependencies: [],
    place: placeIn(from, match.index + match[0].indexOf(match[1]!), match.index + match[0].length),
  }));
}

export function placeIn(from: Source, start: number, end: number): Place {
  return { source: from, range: { start, end } };
}
