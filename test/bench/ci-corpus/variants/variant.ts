import type { CommitFacts } from '../git-facts.ts';

/**
 * A command beside one of CI's. CI does the whole of the `same` and of the `narrower`; of the `other` it does not do the whole, and
 * mostly nothing.
 */
export interface Variant {
  readonly law: 'same' | 'narrower' | 'other';
  /** What was changed, for the table. */
  readonly kind: string;
  readonly run: string;
}

/** The variants of a family's command; `undefined` when the command is not this family's. */
export type Family = (words: readonly string[], project: Project, cwd: string) => readonly Variant[] | undefined;

/** What the variants need to know of a repository. */
export interface Project {
  readonly facts: CommitFacts;
  /** Whether a workflow, or a file that by its name tells CI what to do, holds this. */
  said(what: RegExp): boolean;
  /** Files below a directory, breadth first. */
  below(directory: string): Generator<string>;
}

const TELLING =
  /^(GNU|BSD)?[Mm]akefile(\..*)?$|\.(mk|sh|bash|ya?ml)$|^\.?[jJ]ustfile$|^(noxfile\.py|tox\.ini|package\.json|Makefile\.toml|nextest\.toml|config\.toml|pyproject\.toml|setup\.cfg|pytest\.ini|conftest\.py)$|^xtask|^(test|check|lint|ci|build)$/;

export function projectOf(facts: CommitFacts): Project {
  let told: string | undefined;
  function* below(directory: string, depth = 12): Generator<string> {
    const names = facts.list(directory).map(name => (directory === '' ? name : `${directory}/${name}`));
    for (const name of names) if (facts.exists(name) === 'file') yield name;
    if (depth > 0)
      for (const name of names)
        if (facts.exists(name) === 'directory' && !/(^|\/)(node_modules|vendor|third_party)$/.test(name))
          yield* below(name, depth - 1);
  }
  const telling = (): readonly string[] =>
    [...below('.github'), ...below('', 3), ...below('.cargo'), ...below('.config')]
      .filter(file => TELLING.test(file.slice(file.lastIndexOf('/') + 1)) || file.includes('xtask/src/'))
      .slice(0, 2000);
  return { facts, below, said: what => what.test((told ??= facts.texts(telling()))) };
}

/** A command's words, with the place where options of its own may be put in: before `--`, or at the end. */
export function withOptions(words: readonly string[], ...options: readonly string[]): string {
  const at = words.indexOf('--');
  return written(at < 0 ? [...words, ...options] : [...words.slice(0, at), ...options, ...words.slice(at)]);
}

/** ... and what stands after `--`, which is handed on. */
export function handing(words: readonly string[], ...more: readonly string[]): string {
  return written([...words, ...(words.includes('--') ? [] : ['--']), ...more]);
}

export function written(words: readonly string[]): string {
  return words.map(word => (word === '&&' || /^[\w@%+=:,./{}~^-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}

export function has(words: readonly string[], option: RegExp): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some(word => option.test(word));
}

export function find<T>(among: Iterable<T>, wanted: (one: T) => boolean): T | undefined {
  for (const one of among) if (wanted(one)) return one;
  return undefined;
}

export function join(directory: string, path: string): string {
  const whole = `${directory}/${path}`.replaceAll(/(^|\/)(\.\/)+/g, '$1').replaceAll(/\/+/g, '/');
  return whole.replace(/^\/|\/\.?$/g, '');
}
