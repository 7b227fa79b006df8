import type { Arguments } from '../options.ts';
import { and, code } from '../wording.ts';

/** A kind of target, or one of that kind by name: `tests`, `tests:dict`. */
export type Target = string;

const NAMED: readonly (readonly [string, string])[] = [
  ['--test', 'tests'],
  ['--bin', 'bins'],
  ['--example', 'examples'],
  ['--bench', 'benches'],
];

/** What is built or run without a selection differs by subcommand (cargo's manual pages, "Target Selection"). */
export function targetsOf(runner: string, args: Arguments): ReadonlySet<Target> {
  const chosen = new Set<Target>();
  const tests = runner === 'test' || runner === 'nextest' || runner === 'llvm-cov' || runner === 'tarpaulin';
  if (args.flags.has('--lib')) chosen.add('lib');
  if (args.flags.has('--bins')) chosen.add('bins');
  if (args.flags.has('--examples')) chosen.add('examples');
  if (args.flags.has('--benches')) chosen.add('benches');
  if (args.flags.has('--doc')) chosen.add('doc');
  if (args.flags.has('--tests')) for (const target of ['lib', 'bins', 'tests']) chosen.add(target);
  if (args.flags.has('--all-targets'))
    for (const target of ['lib', 'bins', 'tests', 'examples', 'benches']) chosen.add(target);
  for (const [option, kind] of NAMED)
    for (const name of args.values.get(option) ?? [])
      chosen.add(/[*?[]/.test(name) && name === '*' ? kind : `${kind}:${name}`);
  for (const type of args.values.get('--run-types') ?? []) if (/doctests/i.test(type)) chosen.add('doc');
  if (chosen.size > 0) return args.flags.has('--doctests') ? chosen.add('doc') : chosen;
  if (runner === 'test') return new Set(['lib', 'bins', 'tests', 'doc']);
  // llvm-cov leaves documentation tests out unless it is told to take them too.
  if (tests) return new Set(['lib', 'bins', 'tests', ...(args.flags.has('--doctests') ? ['doc'] : [])]);
  if (runner === 'bench') return new Set(['lib', 'bins', 'benches']);
  return new Set(['lib', 'bins']);
}

/** Whether a target is one of a set: itself, or one of a kind that is wholly in it. */
export function within(target: Target, set: ReadonlySet<Target>): boolean {
  return set.has(target) || set.has(target.split(':')[0]!);
}

/** Single targets of CI that belong to a kind the stage does wholly. */
export function namedTargets(ci: ReadonlySet<Target>, stage: ReadonlySet<Target>): readonly Target[] {
  return [...ci].filter(target => target.includes(':') && stage.has(target.split(':')[0]!));
}

const WORDS: Readonly<Record<string, readonly [string, string]>> = {
  lib: ['the unit tests of libraries', '--lib'],
  bins: ['the binaries', '--bins'],
  tests: ['the integration tests', "--test '*'"],
  examples: ['the examples', '--examples'],
  benches: ['the benchmark targets', '--benches'],
  doc: ['the doc tests', '--doc'],
};

/** What is left, with the option that selects only that. */
export function targetWords(targets: readonly Target[]): string {
  return and(
    targets.map(target => {
      const [kind, name] = target.split(':') as [string, string?];
      const [words, option] = WORDS[kind] ?? [kind, ''];
      return name === undefined
        ? `${words} (${code(option)})`
        : `the ${kind.replace(/e?s$/, kind === 'benches' ? '' : '')} ${code(name)}`;
    }),
  );
}
