import { join, type Repository } from '../repository.ts';
import { matches } from '../shell/pattern.ts';
import { toml } from '../toml.ts';
import type { CargoWork } from './cargo-work.ts';

/** What nextest's filtersets ask for, in the words that `cargo test` has for it. */
export interface Filterset {
  /** Substrings of names, as `cargo test NAME` takes them. */
  readonly names: readonly string[];
  /** Substrings of names, as `--skip` takes them. */
  readonly skip: readonly string[];
  /** Patterns of packages, as `-p` and `--exclude` take them. */
  readonly packages: readonly string[];
  readonly without: readonly string[];
  /** What neither says; all of it must hold of a test. */
  readonly rest: readonly string[];
}

/** A name that one of a test's holds; as an expression too, where it is plain letters (nexte.st, "Name matchers"). */
const NAMED = /^test\(\s*(\/?)([\w:-]+)\1\s*\)$/;
const PATTERN = /^(not\s+|!\s*)?(test)\(\s*\/([\w:-]+)\/\s*\)$/;

/** Takes apart expressions of which all must hold (nexte.st, "Filterset DSL"). */
export function filterset(expressions: readonly string[]): Filterset {
  const names: string[] = [];
  const skip: string[] = [];
  const packages: string[] = [];
  const without: string[] = [];
  const rest: string[] = [];
  for (const term of expressions.flatMap(terms)) {
    const choices = term.split(/\s+or\s+|\s*[|+]\s*/).map(part => NAMED.exec(part)?.[2]);
    if (choices.length > 1 && names.length === 0 && choices.every(choice => choice !== undefined)) {
      names.push(...choices);
      continue;
    }
    const plain = /^(not\s+|!\s*)?(test|package)\(\s*([\w:*-]+)\s*\)$/.exec(term);
    const [, not, set, value] = plain ?? PATTERN.exec(term) ?? [];
    if (set === 'package') (not === undefined ? packages : without).push(value!);
    else if (set === 'test' && not !== undefined && !value!.includes('*')) skip.push(value!);
    else if (set === 'test' && not === undefined && names.length === 0 && !value!.includes('*')) names.push(value!);
    else if (!/^(all\(\)|\s*)$/.test(term)) rest.push(term);
  }
  // Two package sets at once are an intersection, which no list of `-p` says.
  if (packages.length > 1) rest.push(...packages.splice(0).map(name => `package(${name})`));
  return { names, skip, packages, without, rest: rest.sort() };
}

/** The parts of an expression that `and` joins on the outermost level; one part where `or` stands there too. */
function terms(expression: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < expression.length; at++) {
    const letter = expression[at]!;
    if (letter === '(') depth++;
    else if (letter === ')') depth--;
    if (depth > 0) continue;
    const joint = /^(\s+and\s+|\s*&\s*|\s+or\s+|\s*[|+]\s*|\s+-\s+)/.exec(expression.slice(at));
    if (joint === null) continue;
    if (!/and|&/.test(joint[0])) return [expression.trim()];
    parts.push(expression.slice(from, at).trim());
    at += joint[0].length - 1;
    from = at + 1;
  }
  return [...parts, expression.slice(from).trim()];
}

/** The `default-filter` of a profile in `.config/nextest.toml`, or of the default profile that it builds on. */
export function defaultFilter(repository: Repository, root: string, profile: string): string | undefined {
  const path = join(root, '.config/nextest.toml');
  const text = repository.files.read(path);
  if (text === undefined) return undefined;
  const file = repository.files.remember(`toml ${path}`, () => toml(text));
  const stated = [profile, 'default'].map(name => file.get(`profile.${name}`)?.get('default-filter'));
  return stated.find(value => typeof value === 'string');
}

/** The packages that are left of a selection; `undefined` when that cannot be told. */
export function narrowedPackages(packages: CargoWork['packages'], asked: Filterset): CargoWork['packages'] {
  const hit = (patterns: readonly string[], name: string): boolean => patterns.some(pattern => matches(pattern, name));
  if (packages === undefined || (asked.packages.length === 0 && asked.without.length === 0)) return packages;
  if (packages === 'all')
    return asked.without.length === 0 && asked.packages.every(name => !name.includes('*'))
      ? new Set(asked.packages)
      : undefined;
  return new Set(
    [...packages].filter(
      name => (asked.packages.length === 0 || hit(asked.packages, name)) && !hit(asked.without, name),
    ),
  );
}
