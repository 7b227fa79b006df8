import { base } from '../../path.ts';
import { workspaceAt } from '../cargo-workspace.ts';
import { type Command, dynamic } from '../command.ts';
import type { Nature, Work } from '../coverage.ts';
import { type Arguments, parseArguments } from '../options.ts';
import type { Repository } from '../repository.ts';
import { matches } from '../shell/pattern.ts';
import { withheldFeatures } from './cargo-all-features.ts';
import { settledFlags } from './cargo-config.ts';
import { EVERYTHING, filterOf } from './cargo-filter.ts';
import { modeOf } from './cargo-mode.ts';
import { handedOver, plainWords, VALUED } from './cargo-options.ts';
import { targetsOf } from './cargo-targets.ts';
import type { CargoWork, Task } from './cargo-work.ts';
import { defaultFilter, filterset, narrowedPackages } from './nextest-filter.ts';

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

/** Reads a command of cargo, cross or one of cargo's additions; `undefined` when it is none. */
export function readCargo(command: Command, repository: Repository): Work<CargoWork> | undefined {
  const program = base(command.words[0]!);
  let words = command.words.slice(1);
  let cwd = command.cwd;
  if (
    program === 'cargo-nextest' ||
    program === 'cargo-llvm-cov' ||
    program === 'cargo-clippy' ||
    program === 'cargo-tarpaulin'
  ) {
    if (words[0] !== program.slice(6)) words = [program.slice(6), ...words];
  } else if (program === 'rustfmt' && words.includes('--check') && /\bgit ls-files\b|\bfind \./.test(command.text))
    words = ['fmt', '--all', '--check'];
  else if (program !== 'cargo' && program !== 'cross') return undefined;
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
  const combined = /^(build|check|test)-all-features$/.exec(name)?.[1];
  const withheld = combined === undefined ? undefined : withheldFeatures(repository, cwd);
  if (combined !== undefined && withheld !== undefined) {
    name = combined;
    anyFeatures = true;
  }
  if (name === 'insta' && rest[0] === 'test') {
    name = rest.join(' ').includes('nextest') ? 'nextest' : 'test';
    rest = [...(name === 'nextest' ? ['run'] : []), ...rest.slice(1)];
  }
  // Both run the very tests in a stricter world.
  const strict = (name === 'miri' || name === 'careful') && /^(test|nextest|run)$/.test(rest[0] ?? '');
  const stricter = strict || name === 'miri' ? name : '';
  if (strict) [name = '', ...rest] = rest;
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
  const told = task === 'run' ? handedOver(rest) : name === 'xtask' ? ['--', ...rest] : rest;
  const args = parseArguments(told, VALUED);
  if (task === 'fmt' && !rest.includes('--check')) return setup(command);
  if (task === 'clippy' && args.flags.has('--fix')) return setup(command);
  const workspace = workspaceAt(repository, cwd, args.values.get('--manifest-path')?.[0] ?? manifestBefore);
  const executes =
    (task === 'test' || task === 'bench' || task === 'run') &&
    !args.flags.has('--no-run') &&
    !(task === 'bench' && args.after.includes('--test')) &&
    !args.after.includes('--list');
  const targets = targetsOf(runner, args);
  const asked = runner === 'nextest' ? filtersetOf(args, command, workspace.root, repository) : NOTHING_ASKED;
  const packages = narrowedPackages(packagesOf(args, workspace, task), asked);
  const making =
    (name === 'xtask' || (task === 'run' && told.some(word => /(^|=|\/)xtask(\/|$)/.test(word)))) && makes(args.after);
  const nature: Nature = making
    ? 'build'
    : task === 'run' || task === 'bench' || task === 'other'
      ? 'run'
      : task === 'build' || task === 'doc' || (task === 'test' && !executes)
        ? 'build'
        : 'check';
  return {
    nature: task === 'other' && !making ? 'check' : nature,
    detail: {
      task,
      words: [name, ...plainWords(args, name === 'xtask')].join(' '),
      text: command.text,
      root: workspace.root,
      packages,
      everyPackage:
        packages === 'all' ||
        (packages !== undefined && workspace.members.size > 0 && packages.size >= workspace.members.size),
      targets,
      filter: task === 'test' ? filterOf(args, asked) : EVERYTHING,
      mode: modeOf(args, command, anyFeatures, stricter, settledFlags(repository, cwd), withheld),
      executes,
      denied: new Set([
        ...[
          ...`${args.after.join(' ')} ${command.env.get('RUSTFLAGS') ?? ''}`.matchAll(
            /-(?:D|F)\s*(\S+)|--(?:deny|forbid)[ =](\S+)/g,
          ),
        ].map(match => match[1] ?? match[2]!),
        // doc.rust-lang.org/cargo, "Configuration", `build.warnings`.
        ...(command.env.get('CARGO_BUILD_WARNINGS') === 'deny' ? ['warnings'] : []),
      ]),
    },
  };
}

const NOTHING_ASKED = filterset([]);

/** What nextest's `-E` and the configuration's default filter let through; several `-E` are alternatives. */
function filtersetOf(
  args: Arguments,
  command: Command,
  root: string | undefined,
  repository: Repository,
): ReturnType<typeof filterset> {
  const stated = args.values.get('-E') ?? [];
  const profile = args.values.get('--profile')?.at(-1) ?? command.env.get('NEXTEST_PROFILE') ?? 'default';
  const fallback =
    root === undefined || args.flags.has('--ignore-default-filter')
      ? undefined
      : defaultFilter(repository, root, profile);
  return filterset([
    ...(stated.length > 0 ? [[...stated].sort().join(' | ')] : []),
    ...(fallback === undefined ? [] : [fallback]),
  ]);
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
        withheld: new Set(),
        cfgs: '',
        unusual: '',
        target: '',
        tool: '',
      },
      executes: false,
      denied: new Set(),
    },
  };
}

/** Whether the words of an xtask make something, and neither test nor check it. */
function makes(words: readonly string[]): boolean {
  return (
    /^(build|dist|install|compile|bundle|package|release|codegen|generate)([-:]|$)/.test(words[0] ?? '') &&
    !words.some(word => /test|check|lint|verify|bench/.test(word))
  );
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
