import { type Place, type Source, source } from '../../schema/source.ts';
import type { RepositoryFacts } from '../facts.ts';
import { askedByExtras } from './python-packages.ts';

/** A package that a lock file lists. */
export interface Locked {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly place: Place;
}

/** The packages of Cargo.lock that a build can reach: from the packages named, or from all of the workspace. */
export function cratesOf(facts: RepositoryFacts, selected: ReadonlySet<string> | undefined): readonly Locked[] {
  const text = facts.read('Cargo.lock');
  if (text === undefined) return [];
  const from = source('Cargo.lock', text);
  const all = new Map<string, Locked[]>();
  const roots: Locked[] = [];
  for (const block of text.matchAll(/^\[\[package\]\]\r?\n(?:(?!\[).*\r?\n?| "?.*\r?\n?)*/gm)) {
    const name = /^name = "([^"]+)"/m.exec(block[0]);
    if (!name) continue;
    const list = /^dependencies = \[([^\]]*)\]/m.exec(block[0])?.[1] ?? '';
    const dependencies = [...list.matchAll(/"([^" ]+)/g)].map(match => match[1]!);
    const start = block.index + name.index;
    const locked = { name: name[1]!, dependencies, place: placeIn(from, start, start + name[0].length) };
    all.set(locked.name, [...(all.get(locked.name) ?? []), locked]);
    // What has no source is of the workspace itself.
    if (!/^source = /m.test(block[0]) && (!selected || selected.has(locked.name))) roots.push(locked);
  }
  const reached = new Set(roots);
  for (const one of reached)
    for (const name of one.dependencies) for (const next of all.get(name) ?? []) reached.add(next);
  return [...reached];
}

/** Packages that a text of requirements, or a lock file of Python, names, in their normal form. */
export function pythonPackages(path: string, facts: RepositoryFacts): readonly Locked[] {
  const whole = facts.read(path);
  if (whole === undefined) return [];
  const from = source(path, whole);
  const pipenv = path.endsWith('Pipfile.lock');
  // What comes after is installed with `--dev` alone.
  const text = pipenv ? whole.replace(/"develop":[\s\S]*/, '') : whole;
  const pattern = pipenv
    ? /^\s+"([A-Za-z][\w.-]*)": \{/gm
    : path.endsWith('.lock')
      ? /^name = "([\w.-]+)"/gm
      : path.endsWith('.toml')
        ? /^\s*"?([A-Za-z][\w.-]*)(?:\[[\w,-]*\])?\s*(?:[=<>!~][^"]*)?"\s*,?\s*\]?\s*$/gm
        : /^([A-Za-z][\w.-]*)(\[[\w, -]*\])?(?=\s*(?:[=<>!~;@#]|$))/gm;
  return [...text.matchAll(pattern)].flatMap(match =>
    [match[1]!, ...askedByExtras(match[1]!, match[2] ?? '')].map(name => ({
      name: normal(name),
      dependencies: [],
      place: placeIn(from, match.index, match.index + match[0].length),
    })),
  );
}

/** A Python package's name in its normal form: packaging.python.org, "Names and normalization". */
export function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
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

function placeIn(from: Source, start: number, end: number): Place {
  return { source: from, range: { start, end } };
}
