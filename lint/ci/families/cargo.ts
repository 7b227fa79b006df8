import { workspaceAt } from '../cargo-workspace.ts';
import type { Command } from '../command.ts';
import { dynamic } from '../command.ts';
import { type Coverage, type Family, type Nature, NO, type Work } from '../coverage.ts';
import { type Arguments, parseArguments } from '../options.ts';
import type { Repository } from '../repository.ts';
import { matches } from '../shell/pattern.ts';
import { and, code, items } from '../wording.ts';
import { EVERYTHING, type Filter, filterCoverage, filterOf } from './cargo-filter.ts';
import { type Mode, modeOf, sameMode } from './cargo-mode.ts';
import { namedTargets, type Target, targetsOf, targetWords, within } from './cargo-targets.ts';

type Task = 'test' | 'build' | 'check' | 'clippy' | 'fmt' | 'doc' | 'bench' | 'run' | 'other';

export interface CargoWork {
  readonly task: Task;
  /** As written, without what makes no other work. */
  readonly words: string;
  /** For people. */
  readonly text: string;
  readonly root: string | undefined;
  readonly packages: ReadonlySet<string> | 'all' | undefined;
  readonly everyPackage: boolean;
  readonly targets: ReadonlySet<Target>;
  readonly filter: Filter;
  readonly mode: Mode;
  readonly executes: boolean;
  /** Lints that fail it: `-D x`, `-F x`. */
  readonly denied: ReadonlySet<string>;
}

const VALUED = [
  '-p|--package',
  '--exclude',
  '--test',
  '--bin',
  '--example',
  '--bench',
  '-F|--features',
  '--profile',
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
  /^(-r|--release|-v+|--verbose|-q|--quiet|--locked|--offline|--frozen|--no-fail-fast|--fail-fast|--keep-going|--no-report|--lcov|--html|--json|--text|--open|--timings(=.*)?|--future-incompat-report|--ignore-rust-version|--no-capture|--nocapture|--unit-graph|--no-cfg-coverage|--hide-instantiations|--codecov|--cobertura|--no-clean|--force-clean|--skip-clean|--workspace|--all|--all-targets|--progress.*|--no-deps|--document-private-items)$/;
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

const NAMES: Readonly<Record<string, string>> = {
  t: 'test',
  b: 'build',
  c: 'check',
  r: 'run',
  d: 'doc',
  rustc: 'build',
  rustdoc: 'doc',
};
const SETUP =
  /^(install|binstall|fetch|update|clean|vendor|login|logout|tree|metadata|version|new|init|add|remove|search|generate-lockfile|locate-project|pkgid|help|publish|package|owner|yank|quickinstall|chef|edit|upgrade|set-version|cache|sweep)$/;

export const cargo: Family<CargoWork> = {
  name: 'cargo',
  read,
  covers,
};

function read(command: Command, repository: Repository): Work<CargoWork> | undefined {
  const program = command.words[0]!.slice(command.words[0]!.lastIndexOf('/') + 1);
  let words = command.words.slice(1);
  let cwd = command.cwd;
  if (
    program === 'cargo-nextest' ||
    program === 'cargo-llvm-cov' ||
    program === 'cargo-clippy' ||
    program === 'cargo-tarpaulin'
  ) {
    if (words[0] !== program.slice(6)) words = [program.slice(6), ...words];
  } else if (program !== 'cargo' && program !== 'cross') return undefined;
  let anyFeatures = false;
  let manifestBefore: string | undefined;
  // Options of cargo itself stand before the subcommand.
  for (let at = 0; at < words.length && /^[+-]/.test(words[at]!); ) {
    const word = words[at]!;
    if (word === '--version' || word === '-V' || word === '--list' || word === '--help' || word === '-h')
      return setup(command);
    if (word === '-C') cwd = words[at + 1]?.startsWith('/') ? words[at + 1] : `${cwd}/${words[at + 1] ?? ''}`;
    if (word === '--manifest-path') manifestBefore = words[at + 1];
    const takes = ['-C', '--manifest-path', '--color', '--config', '-Z'].includes(word);
    words = [...words.slice(0, at), ...words.slice(at + (takes ? 2 : 1))];
  }
  let [name = '', ...rest] = words;
  if (name === 'hack') {
    const at = rest.findIndex(
      (word, index) =>
        !word.startsWith('-') &&
        ![
          '--exclude-features',
          '--depth',
          '--group-features',
          '--skip',
          '--features',
          '-p',
          '--package',
          '--exclude',
          '--optional-deps',
        ].includes(rest[index - 1] ?? ''),
    );
    anyFeatures = rest.some(word => word === '--each-feature' || word === '--feature-powerset');
    const options = rest
      .slice(0, at)
      .filter(word => /^(--workspace|--all|-p.*|--package|--exclude|--no-dev-deps)$/.test(word));
    name = rest[at] ?? '';
    rest = [...options.filter(word => word === '--workspace' || word === '--all'), ...rest.slice(at + 1)];
  }
  if (name === 'insta' && rest[0] === 'test') {
    name = rest.join(' ').includes('nextest') ? 'nextest' : 'test';
    rest = [...(name === 'nextest' ? ['run'] : []), ...rest.slice(1)];
  }
  const miri = name === 'miri' && /^(test|nextest|run)$/.test(rest[0] ?? '');
  if (miri) [name = '', ...rest] = rest;
  name = NAMES[name] ?? name;
  if (name === '' || SETUP.test(name) || rest.includes('--help') || rest.includes('--version')) return setup(command);
  let runner = name;
  const positional = (): string | undefined => rest.find(word => !word.startsWith('-'));
  if (name === 'llvm-cov') {
    const sub = ['report', 'show-env', 'clean', 'run', 'test', 'nextest', 'nextest-archive'].includes(
      positional() ?? '',
    )
      ? positional()!
      : 'test';
    if (sub === 'report' || sub === 'show-env' || sub === 'clean') return setup(command);
    rest = rest.filter((word, index) => word !== sub || index !== rest.indexOf(sub));
    runner = sub === 'nextest' ? 'nextest' : sub === 'run' ? 'run' : 'llvm-cov';
    if (sub === 'run') name = 'run';
  } else if (name === 'nextest') {
    const sub = positional();
    if (sub === undefined || !['run', 'r', 'archive'].includes(sub)) return setup(command);
    rest = rest.filter((word, index) => word !== sub || index !== rest.indexOf(sub));
    if (sub === 'archive') rest = ['--no-run', ...rest];
  }
  const task: Task = ['nextest', 'llvm-cov', 'tarpaulin', 'test'].includes(runner)
    ? 'test'
    : ((['build', 'check', 'clippy', 'fmt', 'doc', 'bench', 'run'] as const).find(known => known === runner) ??
      'other');
  const args = parseArguments(rest, VALUED);
  if (task === 'fmt' && !rest.includes('--check')) return setup(command);
  if (task === 'clippy' && args.flags.has('--fix')) return setup(command);
  const workspace = workspaceAt(repository, cwd, args.values.get('--manifest-path')?.[0] ?? manifestBefore);
  const executes =
    (task === 'test' || task === 'bench' || task === 'run') &&
    !args.flags.has('--no-run') &&
    !(task === 'bench' && args.after.includes('--test')) &&
    !args.after.includes('--list');
  const targets = targetsOf(runner, args);
  const packages = packagesOf(args, workspace, task);
  const nature: Nature =
    task === 'run' || task === 'bench' || task === 'other'
      ? 'run'
      : task === 'build' || task === 'doc' || (task === 'test' && !executes)
        ? 'build'
        : 'check';
  return {
    nature: task === 'other' ? 'check' : nature,
    detail: {
      task,
      words: [name, ...plainWords(args)].join(' '),
      text: command.text,
      root: workspace.root,
      packages,
      everyPackage:
        packages === 'all' ||
        (packages !== undefined && workspace.members.size > 0 && packages.size >= workspace.members.size),
      targets,
      filter: task === 'test' ? filterOf(runner, args) : EVERYTHING,
      mode: modeOf(args, command, anyFeatures, miri || name === 'miri' ? 'miri' : ''),
      executes,
      denied: new Set(
        [...args.after.join(' ').matchAll(/-(?:D|F)\s*(\S+)|--(?:deny|forbid)[ =](\S+)/g)].map(
          match => match[1] ?? match[2]!,
        ),
      ),
    },
  };
}

function setup(command: Command): Work<CargoWork> {
  return {
    nature: 'setup',
    detail: {
      task: 'other',
      words: command.words.join(' '),
      text: command.text,
      root: undefined,
      packages: undefined,
      everyPackage: false,
      targets: new Set(),
      filter: EVERYTHING,
      mode: {
        features: new Set(),
        allFeatures: false,
        defaultFeatures: true,
        anyFeatures: false,
        cfgs: '',
        target: '',
        tool: '',
      },
      executes: false,
      denied: new Set(),
    },
  };
}

function packagesOf(args: Arguments, workspace: ReturnType<typeof workspaceAt>, task: Task): CargoWork['packages'] {
  const all = args.flags.has('--workspace') || args.flags.has('--all') || (task === 'fmt' && args.flags.has('--all'));
  const known = workspace.members.size > 0;
  const names = (option: string): readonly string[] => args.values.get(option) ?? [];
  const select = (patterns: readonly string[]): ReadonlySet<string> => {
    const plain = patterns
      .flatMap(pattern => pattern.split(/[\s,]+/))
      .map(pattern => pattern.replace(/^.*#/, '').replace(/@.*$/, '').replaceAll('_', '-'));
    const members = [...workspace.members.keys()];
    return new Set(
      plain.flatMap(pattern => {
        const hits = members.filter(member => matches(pattern, member.replaceAll('_', '-')));
        return hits.length > 0 ? hits : [pattern];
      }),
    );
  };
  if (names('-p').some(dynamic) || names('--exclude').some(dynamic)) return undefined;
  if (names('-p').length > 0) return select(names('-p'));
  if (all) {
    const without = select(names('--exclude'));
    if (without.size === 0) return known ? new Set(workspace.members.keys()) : 'all';
    return known ? new Set([...workspace.members.keys()].filter(name => !without.has(name))) : undefined;
  }
  if (!known) return 'all';
  return workspace.selected;
}

function plainWords(args: Arguments): readonly string[] {
  const flags = [...args.flags].filter(flag => !HARMLESS.test(flag)).sort();
  const values = [...args.values]
    .filter(([name]) => !HARMLESS_VALUES.includes(name))
    .map(([name, list]) => `${name}=${[...list].sort().join(',')}`)
    .sort();
  return [...flags, ...values, ...args.plain, ...(args.after.length > 0 ? ['--', ...args.after] : [])];
}

/** Which tasks do another's work in passing: what is built or linted has been checked, what is tested has been built. */
const INCLUDES: Readonly<Record<Task, readonly Task[]>> = {
  test: ['test', 'build', 'check'],
  build: ['build', 'check'],
  clippy: ['clippy', 'check'],
  check: ['check'],
  bench: ['bench'],
  fmt: ['fmt'],
  doc: ['doc'],
  run: ['run'],
  other: ['other'],
};

function covers(ci: CargoWork, stage: CargoWork): Coverage {
  if (!INCLUDES[ci.task].includes(stage.task)) return NO;
  if (stage.task === 'run' || stage.task === 'other' || stage.task === 'bench') {
    if (
      ci.words !== stage.words ||
      ci.root !== stage.root ||
      !sameMode(ci.mode, stage.mode) ||
      ci.executes !== stage.executes
    )
      return NO;
    return { covers: 'whole', why: 'it is the same command' };
  }
  if (ci.root !== stage.root) return NO;
  if (stage.executes && !ci.executes) return NO;
  if (!sameMode(ci.mode, stage.mode)) return NO;
  if (stage.task === 'clippy' && [...stage.denied].some(lint => !ci.denied.has(lint) && !ci.denied.has('warnings')))
    return NO;
  const packages = overPackages(ci, stage);
  if (packages === undefined) return NO;
  if (stage.task === 'fmt') return conclude(ci, stage, [packages], [], undefined);
  const wanted = [...stage.targets];
  const done = wanted.filter(target => within(target, ci.targets));
  const named = namedTargets(ci.targets, stage.targets);
  if (done.length === 0 && named.length === 0) return NO;
  // Documentation tests are called by file and line: a filter by name means none of them.
  const byName = stage.filter.names.length > 0 && done.length > 0;
  const missing = wanted.filter(target => !done.includes(target) && !(byName && target === 'doc'));
  const filter = stage.executes ? filterCoverage(ci.filter, stage.filter) : ({ covers: 'whole' } as const);
  if (filter.covers === 'no') return NO;
  const filtered = filter.covers === 'part' ? filter.rest : '';
  return conclude(ci, stage, [packages, filtered], missing, leftOf(ci, stage, packages !== '', filter, missing));
}

/** What is left when CI has done its part, where only one thing differs. */
function leftOf(
  ci: CargoWork,
  stage: CargoWork,
  packages: boolean,
  filter: ReturnType<typeof filterCoverage>,
  missing: readonly Target[],
): CargoWork | undefined {
  if (Number(packages) + Number(filter.covers === 'part') + Number(missing.length > 0) !== 1) return undefined;
  if (missing.length > 0) return { ...stage, targets: new Set(missing) };
  if (packages) {
    const mine = ci.packages;
    if (!(mine instanceof Set) || !(stage.packages instanceof Set)) return undefined;
    return { ...stage, packages: new Set([...stage.packages].filter(name => !mine.has(name))), everyPackage: false };
  }
  return filter.covers === 'part' && filter.left !== undefined ? { ...stage, filter: filter.left } : undefined;
}

/** The new packages as a sentence, `''` when CI has them all, `undefined` when it has none of them. */
function overPackages(ci: CargoWork, stage: CargoWork): string | undefined {
  if (ci.packages === undefined || stage.packages === undefined) return ci.everyPackage ? '' : undefined;
  if (ci.packages === 'all') return '';
  if (stage.packages === 'all') return undefined;
  const mine = ci.packages;
  const left = [...stage.packages].filter(name => !mine.has(name));
  if (left.length === 0) return '';
  if (left.length === stage.packages.size) return undefined;
  return left.length <= 3
    ? `package${left.length > 1 ? 's' : ''} ${items(left)} (${code(left.map(name => `-p ${name}`).join(' '))})`
    : `${left.length} packages such as ${items(left.slice(0, 2))}`;
}

function conclude(
  ci: CargoWork,
  stage: CargoWork,
  rests: readonly string[],
  missing: readonly Target[],
  left: CargoWork | undefined,
): Coverage {
  const news = [...rests.filter(rest => rest !== ''), ...(missing.length > 0 ? [targetWords(missing)] : [])];
  const [verb, what] = TELLING[stage.task === 'test' && !stage.executes ? 'build' : stage.task];
  if (news.length > 0) {
    return {
      covers: 'part',
      why: `CI ${verb} a part of these ${what}`,
      rest: `new is only ${and(news)}`,
      ...(left && { left }),
    };
  }
  const more = [
    ...(ci.everyPackage && !stage.everyPackage ? ['of every package'] : []),
    ...(stage.targets.size < ci.targets.size ? ['of more targets'] : []),
    ...(stage.filter.names.length > 0 && ci.filter.names.length === 0 ? ['whatever their name'] : []),
    ...(ci.filter.ignored === 'with' && stage.filter.ignored !== 'with' ? ['ignored or not'] : []),
  ];
  const profile =
    /\s(--release|-r|--profile|--cargo-profile)\b/.test(stage.text) !==
    /\s(--release|-r|--profile|--cargo-profile)\b/.test(ci.text);
  return {
    covers: 'whole',
    why: `CI ${verb} the same ${what}${more.length > 0 ? `, ${and(more)}` : ''}${profile ? '; the build profile makes no other work' : ''}`,
  };
}

const TELLING: Readonly<Record<Task, readonly [string, string]>> = {
  test: ['runs', 'tests'],
  build: ['builds', 'targets'],
  check: ['checks', 'targets'],
  clippy: ['lints', 'targets'],
  fmt: ['checks', 'files'],
  doc: ['builds', 'documentation'],
  bench: ['runs', 'benchmarks'],
  run: ['runs', 'commands'],
  other: ['runs', 'commands'],
};
