import { type Coverage, type Family, NO } from '../coverage.ts';
import { and, code, items } from '../wording.ts';
import { filterCoverage } from './cargo-filter.ts';
import { sameMode } from './cargo-mode.ts';
import { readCargo } from './cargo-read.ts';
import { namedTargets, type Target, targetWords, within } from './cargo-targets.ts';
import type { CargoWork, Task } from './cargo-work.ts';

export const cargo: Family<CargoWork> = {
  name: 'cargo',
  read: readCargo,
  covers,
  subject: ({ task, root }) =>
    JSON.stringify([INCLUDES.test.includes(task) || task === 'clippy' ? 'test' : task, root]),
};

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
    if (ci.root !== stage.root || ci.executes !== stage.executes) return NO;
    // What looks at the sources or the lock file alone compiles nothing.
    const helper = stage.words.includes('xtask');
    if (stage.task !== 'other' && !helper && !sameMode(ci.mode, stage.mode)) return NO;
    const denied = ci.words === stage.words ? undefined : deniedPart(ci.words, stage);
    if (denied !== undefined) return denied;
    if (
      ci.words !== stage.words &&
      !deniesAsMuch(ci.words, stage.words) &&
      !audits(ci.words, stage.words) &&
      !(helper && withoutFeatures(ci.words) === stage.words)
    )
      return NO;
    return { covers: 'whole', why: 'it is the same command' };
  }
  if (ci.root !== stage.root) return NO;
  if (stage.executes && !ci.executes) return NO;
  if (stage.task !== 'fmt' && !sameMode(ci.mode, stage.mode)) return NO;
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
  if (byName && stage.targets.size > 1 && done.every(target => target === 'doc')) return NO;
  const missing = wanted.filter(target => !done.includes(target) && !(byName && target === 'doc'));
  const filter = stage.executes ? filterCoverage(ci.filter, stage.filter) : ({ covers: 'whole' } as const);
  if (filter.covers === 'no') return NO;
  const filtered = filter.covers === 'part' ? filter.rest : '';
  return conclude(ci, stage, [packages, filtered], missing, leftOf(ci, stage, packages !== '', filter, missing));
}

/** With more features than a stage asks for, a helper of the project does what it does without. */
function withoutFeatures(words: string): string {
  return words.replaceAll(/ (-F|--features)[= ]\S+/g, '').replace(/ --$/, '');
}

/** `cargo deny check` looks at everything that it knows, `cargo deny check licenses bans` at what it is told. */
function deniesAsMuch(ci: string, stage: string): boolean {
  const mine = denials(ci);
  return mine !== undefined && denials(stage)?.every(word => mine.includes(word)) === true;
}

/** Where a matrix has a job for each of them, CI does one of those that the stage asks for. */
function deniedPart(ci: string, stage: CargoWork): Coverage | undefined {
  const mine = denials(ci);
  const theirs = denials(stage.words) ?? [];
  // One look of many is little of a stage that asks for all.
  if (theirs === DENIALS && mine !== undefined && mine.length < DENIALS.length / 2) return undefined;
  const left = theirs.filter(word => mine?.includes(word) === false);
  if (mine === undefined || left.length === 0 || left.length === theirs.length) return undefined;
  const words = `deny check ${left.join(' ')}`;
  return {
    covers: 'part',
    why: 'CI does part of this',
    rest: `the only new part is ${code(`cargo ${words}`)}`,
    left: { ...stage, words },
  };
}

/** What `cargo deny check` looks at; `undefined` of anything else. */
function denials(words: string): readonly string[] | undefined {
  const asked = /^deny .*?check ?(.*)$/.exec(words)?.[1]?.split(' ');
  const chosen = asked?.flatMap(word => DENIALS.find(name => name === word || name === `${word}s`) ?? []);
  return chosen?.length === 0 ? DENIALS : chosen;
}

const DENIALS = ['advisories', 'bans', 'licenses', 'sources'];

/** What `cargo audit` finds without `--deny` it finds with it, and how it says so makes no difference. */
function audits(ci: string, stage: string): boolean {
  const [mine, theirs] = [ci, stage].map(words =>
    /^audit\b/.test(words)
      ? words.replaceAll(/ (-q|--quiet|--json|-n|--no-fetch|--stale|--color[= ]\w+)(?= |$)/g, '')
      : '',
  ) as [string, string];
  const denied = (words: string): readonly string[] => words.match(/ (-D|--deny)[= ]\S+/g) ?? [];
  const rest = (words: string): string => denied(words).reduce((left, one) => left.replace(one, ''), words);
  return mine !== '' && rest(mine) === rest(theirs) && denied(theirs).every(one => denied(mine).includes(one));
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
      why: `CI ${verb} part of these ${what}`,
      rest: `the only new part is ${and(news)}`,
      ...(left && { left }),
    };
  }
  const more = [
    ...(ci.everyPackage && !stage.everyPackage ? ['every package'] : []),
    ...(stage.targets.size < ci.targets.size ? ['other targets'] : []),
    ...(stage.filter.names.length > 0 && ci.filter.names.length === 0 ? ['tests of every name'] : []),
    ...(ci.filter.ignored === 'with' && stage.filter.ignored !== 'with' ? ['the ignored tests'] : []),
  ];
  const [mine, theirs] = [profileOption(stage.text), profileOption(ci.text)];
  const profile =
    mine === theirs ? '' : `; ${code(mine ?? theirs ?? '')} changes how they are compiled, not what can fail`;
  return {
    covers: 'whole',
    why: `CI ${verb} the same ${what}${more.length > 0 ? ` and more (${more.join(', ')})` : ''}${profile}`,
  };
}

/** The option that chooses how optimised a command compiles. */
function profileOption(text: string): string | undefined {
  return /\s(--release|-r|--profile|--cargo-profile)(?=[\s=]|$)/.exec(text)?.[1];
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
