import { unknownWord } from '../command.ts';
import type { Arguments } from '../options.ts';

/** Options of cargo, of its usual additions and of test binaries that take a value. */
export const VALUED = [
  '-p|--package',
  '--exclude',
  '--test',
  '--bin',
  '--example',
  '--bench',
  '-F|--features',
  '--profile|-P',
  '--cargo-profile',
  '--target',
  '--target-dir',
  '--manifest-path',
  '-j|--jobs|--build-jobs',
  '--message-format',
  '--color',
  '--config',
  '-Z',
  '--test-threads',
  '--retries',
  '--partition',
  '-E|--filterset|--filter-expr',
  '--run-ignored',
  '--run-types',
  '--output-path',
  '--output-dir',
  '--lcov-path',
  '--out',
  '-o',
  '--timeout',
  '-t',
  '--fail-under-lines',
  '--fail-under',
  '--ignore-filename-regex',
  '--exclude-files',
  '--skip',
  '--status-level',
  '--final-status-level',
  '--failure-output',
  '--success-output',
  '--archive-file',
  '--tool-config-file',
  '--config-file',
  '--max-fail',
  '--threads',
  '--include-files',
  '--engine',
  '--artifact-dir',
  '--edition',
  '--lockfile-path',
  '--no-tests',
  '--ignore-run-fail',
  '--rust-version',
  '--unreferenced',
  '--test-runner',
  '--snapshot-path',
  '--depth',
  '--group-features',
  '--exclude-features',
  '--skip',
];

/** Options that change speed, output or where things lie, not what is done. */
const HARMLESS =
  /^(-r|--release|-v+|--verbose|-q|--quiet|--locked|--offline|--frozen|--no-fail-fast|--fail-fast|--keep-going|--no-report|--lcov|--html|--json|--text|--open|--timings(=.*)?|--future-incompat-report|--ignore-rust-version|--no-capture|--nocapture|--unit-graph|--no-cfg-coverage|--hide-instantiations|--codecov|--cobertura|--no-clean|--force-clean|--skip-clean|--workspace|--all|--all-targets|--progress.*|--no-deps|--document-private-items|--ignore-default-filter)$/;
const HARMLESS_VALUES = [
  '--profile',
  '--cargo-profile',
  '--target-dir',
  '-j',
  '--message-format',
  '--color',
  '--manifest-path',
  '--test-threads',
  '--config',
  '--retries',
];

/** `cargo run -p xtask dist --all`: from the first word on that is no option of cargo's, all is for the program. */
export function handedOver(words: readonly string[]): readonly string[] {
  const valued = new Set(VALUED.flatMap(spellings => spellings.split('|')));
  let at = 0;
  while (words[at]?.startsWith('-') && words[at] !== '--') at += valued.has(words[at]!) ? 2 : 1;
  return at >= words.length || words[at] === '--' ? words : [...words.slice(0, at), '--', ...words.slice(at)];
}

/** What is left of a command when all that makes no other work is taken away. */
export function plainWords(args: Arguments, helper: boolean): readonly string[] {
  const flags = [...args.flags].filter(flag => !HARMLESS.test(flag)).sort();
  const values = [...args.values]
    .filter(([name]) => !HARMLESS_VALUES.includes(name))
    .map(([name, list]) => `${name}=${[...list].sort().join(',')}`)
    .sort();
  // A helper program of the project is told what to do as a tool is: what is not known, and how it goes on after a failure, is none of it.
  const helps = helper || (args.values.get('-p') ?? []).includes('xtask');
  const after = helps
    ? args.after.filter(
        word =>
          !unknownWord(word) &&
          !/^(--keep-going|--no-fail-fast|-v+|--verbose|-q|--quiet|--release|--locked)$/.test(word),
      )
    : args.after;
  const end = helps && after.at(-1) === '--' ? -1 : undefined;
  return [...flags, ...values, ...args.plain, ...(after.length > 0 ? ['--', ...after.slice(0, end)] : [])];
}
