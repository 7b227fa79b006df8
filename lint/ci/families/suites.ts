import { base, upwards } from '../../path.ts';
import type { Command } from '../command.ts';
import { dynamic, unknownWord } from '../command.ts';
import { type Coverage, type Family, NO, type Work } from '../coverage.ts';
import { inside, join, type Repository } from '../repository.ts';
import { resolvePath } from '../shell/path.ts';
import { matches } from '../shell/pattern.ts';
import { and, code, items } from '../wording.ts';
import { withConfigurations } from './bazelrc.ts';
import { withTestPreset } from './cmake-presets.ts';
import { frameworksOf, projects } from './dotnet-projects.ts';
import { checkOf, usualTasks } from './gradle-checks.ts';
import { includesTask, remainder } from './gradle-tasks.ts';
import { atRoot } from './jvm-projects.ts';
import { boundGoals } from './maven-plugins.ts';
import { cmakeBuild, ctest, generatedMake, makes, meson, ninja } from './native-readers.ts';
import { adds, lessens, shortens, skipsOther } from './suite-modes.ts';
import { bazel, dotnet, gradle, maven, PHASES, unittest } from './suite-readers.ts';
import type { Reader, Selection } from './suite-selection.ts';
import { testProgram } from './test-program.ts';

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['ctest', ctest],
  ['meson', meson],
  ['cmake', cmakeBuild],
  ['ninja', ninja],
  ['bazel', bazel],
  ['bazelisk', bazel],
  ['gradle', gradle],
  ['gradlew', gradle],
  ['mvn', maven],
  ['mvnw', maven],
  ['dotnet', dotnet],
  ['python', unittest],
]);

export interface SuiteWork extends Selection {
  /** The repository's path of `directory`, or of the sources where that is a build directory. */
  readonly at: string | undefined;
  /** What the name of a build directory says of the build: `build-gpu`. */
  readonly variants: readonly string[];
  /** Absolute: where what `variants` is read from lies. */
  readonly built?: string;
  /** Goals that the project's own configuration runs with what is asked for. */
  readonly bound?: readonly string[];
  /** Of each target of gradle the `check` that its project's build file hangs it into. */
  readonly checks?: readonly (string | undefined)[];
  /** The frameworks that projects of .NET are tested on, where that is known. */
  readonly frameworks?: readonly string[];
}

/** Tools that run a project's whole suite, or what of it they are told to. */
export const suites: Family<SuiteWork> = {
  name: 'suite',
  read,
  covers,
  subject: ({ tool, at }) => JSON.stringify([tool, at]),
};

function read(command: Command, repository: Repository): Work<SuiteWork> | undefined {
  const name = base(command.words[0]!).replace(/^python3?(\.\d+)?$/, 'python');
  const given = command.words.slice(1);
  const words = name.startsWith('bazel')
    ? withConfigurations(given, repository)
    : name === 'ctest'
      ? withTestPreset(command, repository)
      : given;
  const told = READERS.get(name)?.(words, command);
  const usual = told === undefined ? usualTasks(name, command, repository) : [];
  const read =
    (usual.length > 0 ? gradle([...words, ...usual], command) : told) ??
    generatedMake(command, repository) ??
    testProgram(command, repository);
  if (read === undefined) return undefined;
  // A word of which nothing is known is as likely an option as a target, but where an option wants a value it is one.
  const goal = name.startsWith('mvn') && read.targets.length === 0 ? defaultGoal(repository, command, read) : [];
  if (goal.length > 0) return suiteOf({ ...read, nature: 'check', targets: goal }, command, repository);
  return suiteOf(read, command, repository);
}

/** What `mvn` without a goal runs: `<defaultGoal>` of the project's pom.xml (maven.apache.org, "POM Reference"). */
function defaultGoal(repository: Repository, command: Command, found: Selection): readonly string[] {
  const directory = inside(repository, resolvePath(command.cwd, found.directory));
  const pom = directory === undefined ? undefined : repository.files.read(join(directory, 'pom.xml'));
  const stated = /<defaultGoal>\s*([^<]*?)\s*<\/defaultGoal>/.exec(pom ?? '')?.[1];
  return (stated ?? '').split(/\s+/).filter(goal => goal !== '' && goal !== 'clean' && !goal.includes('$'));
}

function suiteOf(read: Selection, command: Command, repository: Repository): Work<SuiteWork> {
  const known = read.targets.filter(target => !unknownWord(target));
  // Of gradle, which does nothing without a task, one of them is.
  const found = { ...read, targets: read.tool === 'gradle' && known.length === 0 ? read.targets : known };
  const directory = resolvePath(command.cwd, found.directory);
  const at = BUILT.has(found.tool) ? sourceOf(directory, repository) : inside(repository, directory);
  if (found.tool.startsWith('dotnet ')) {
    const targets = projects(found, at, repository);
    const frameworks = found.tool === 'dotnet test' ? frameworksOf(targets, repository) : [];
    return {
      nature: found.nature,
      detail: { ...found, at: '', targets, variants: [], ...(frameworks.length > 0 && { frameworks }) },
    };
  }
  if (at !== undefined && (found.tool === 'mvn' || found.tool === 'gradle')) {
    const rooted = atRoot(found, at, repository);
    const pom = found.tool === 'mvn' ? repository.files.read(join(rooted.at, 'pom.xml')) : undefined;
    const bound = pom === undefined ? [] : boundGoals(pom, found.targets, found.modes);
    const checks =
      found.tool === 'gradle' ? rooted.selection.targets.map(task => checkOf(task, rooted.at, repository)) : [];
    const detail = {
      ...rooted.selection,
      at: rooted.at,
      variants: [],
      ...(bound.length > 0 && { bound }),
      ...(checks.some(check => check !== undefined) && { checks }),
    };
    return { nature: found.nature, detail };
  }
  const variants = BUILT.has(found.tool) ? variantsOf(directory ?? '') : [];
  return {
    nature: found.nature,
    detail: { ...found, at, variants, ...(variants.length > 0 && directory && { built: directory }) },
  };
}

/** Tools that are started in a directory of what was built, wherever somebody puts that. */
const BUILT: ReadonlySet<string> = new Set(['ctest', 'meson test', 'cmake --build']);

/** The directory of the sources that a build directory belongs to: the one above it that tells how to build; `''` where that is not known. */
function sourceOf(directory: string | undefined, repository: Repository): string | undefined {
  const tells = (at: string): boolean =>
    ['CMakeLists.txt', 'meson.build'].some(name => repository.files.exists(join(at, name)) === 'file');
  return upwards(inside(repository, directory)).find(tells) ?? '';
}

/** Sanitizers, which a build directory may be named after too, are looked for where the build is configured. */
const VARIANT =
  /^(gpu|cuda|hip|rocm|sycl|opencl|vulkan|metal|mpi|valgrind|coverage|avx\w*|native|simd|f(p|loat)?(16|32)|i?(64|32)bit|arm\w*|riscv\w*|shared|static|fuzz\w*|bench\w*)$/i;

function variantsOf(directory: string): readonly string[] {
  return base(directory)
    .split(/[-_.]/)
    .filter(part => VARIANT.test(part));
}

function covers(ci: SuiteWork, stage: SuiteWork): Coverage {
  if (ci.tool !== stage.tool || ci.at !== stage.at) return NO;
  const more = ci.modes.filter(
    mode => !stage.modes.includes(mode) && !adds(ci.tool, mode) && !skipsOther(mode, stage.targets),
  );
  if (
    stage.modes.some(mode => !ci.modes.includes(mode) && !lessens(ci.tool, mode)) ||
    more.some(mode => !shortens(ci.tool, mode))
  )
    return NO;
  if (stage.variants.some(name => !ci.variants.includes(name))) return NO;
  // What only builds tests nothing.
  if (ci.nature === 'build' && stage.nature !== 'build') return NO;
  // A selection that is not known covers nothing.
  if ([...ci.targets, ...ci.only].some(dynamic)) return NO;
  const news: string[] = more.map(mode => `what CI's ${code(mode)} leaves out`);
  const { checks: _, ...plainly } = stage;
  const left: string[] = [];
  let ofTargets = 0;
  let done = stage.targets;
  if (ci.targets.length > 0) {
    const holds = (outer: readonly string[], target: string): boolean =>
      outer.some(known => includes(ci.tool, known, target));
    done = stage.targets.filter((target, index) => {
      const check = stage.checks?.[index];
      return (
        holds(ci.targets, target) || ci.bound?.includes(target) || (check !== undefined && holds(ci.targets, check))
      );
    });
    const inner = ci.targets.filter(
      target => !COMPILES.includes(target) && (stage.targets.length === 0 || holds(stage.targets, target)),
    );
    if (done.length === 0 && inner.length === 0) return NO;
    if (done.length === 0) news.push(`what ${items(inner.slice(0, 3))} leaves out`);
    else if (done.length < stage.targets.length) {
      left.push(...stage.targets.filter(target => !done.includes(target)));
      ofTargets++;
      news.push(items(left));
    }
  }
  if (ci.modules.length > 0) {
    const left = stage.modules.filter(name => !ci.modules.includes(name));
    if (stage.modules.length > 0 && left.length === stage.modules.length) return NO;
    if (stage.modules.length === 0) news.push(`what lies outside ${items(ci.modules.slice(0, 3))}`);
    else if (left.length > 0) news.push(items(left));
  }
  const frameworks = stage.frameworks?.filter(name => !ci.only.includes(`framework ${name}`)) ?? [];
  const builtFor =
    ci.only.some(isFramework) && stage.frameworks !== undefined && !stage.only.some(isFramework)
      ? stage.frameworks.length - frameworks.length
      : undefined;
  if (builtFor === 0) return NO;
  if (builtFor !== undefined && frameworks.length > 0) news.push(`what it does on ${items(frameworks)}`);
  const only = builtFor === undefined ? ci.only : ci.only.filter(name => !isFramework(name));
  if (only.some(name => !stage.only.some(one => one === name || (ci.tool === 'ctest' && matchedBy(name, one))))) {
    if (stage.only.length > 0) return NO;
    news.push(`what CI's filter ${code(only.map(plain).join(' '))} leaves out`);
  }
  const skipped = ci.without.filter(name => !stage.without.includes(name));
  if (skipped.length > 0 && ci.tool === 'gradle') {
    const missing = remainder(done, skipped);
    if (done.length > 0 && missing.gone.length === done.length) return NO;
    if (missing.left.length > 0 && stage.only.length === 0) {
      left.push(...missing.left);
      ofTargets++;
      news.push(`what CI leaves out (${code(missing.left.join(' '))})`);
    }
  } else if (skipped.length > 0) {
    const lacks = (name: string): boolean =>
      skipped.some(known => known === name || includes(ci.tool, known, name) || matchedBy(known, name));
    const modules = stage.modules.map(name => `module ${name}`);
    const chosen = modules.length > 0 ? modules : stage.only.length > 0 ? stage.only : stage.targets;
    if (chosen.length > 0 && chosen.every(lacks)) return NO;
    if (stage.only.length === 0 && modules.length === 0)
      news.push(`what CI leaves out (${code(skipped.map(plain).join(' '))})`);
  }
  if (news.length > 0)
    return {
      covers: 'part',
      why: 'CI does part of this',
      rest: `the only new part is ${and(news)}`,
      ...(left.length > 0 && news.length === ofTargets && { left: { ...plainly, targets: left } }),
      ...(frameworks.length > 0 && builtFor !== undefined && news.length === 1 && { left: { ...stage, frameworks } }),
    };
  return { covers: 'whole', why: `CI ${scopeOf(ci, stage)}` };
}

/** Over what CI runs it, as far as that is more than the stage asks for. */
function scopeOf(ci: SuiteWork, stage: SuiteWork): string {
  const chosen = [...stage.modules, ...stage.only.map(plain)];
  if (chosen.length > 0) return `does this too, ${items(chosen.slice(0, 3))} among the rest`;
  const wider = ci.targets.filter(
    known =>
      !stage.targets.includes(known) &&
      stage.targets.some(
        target => includes(ci.tool, known, target) || (PHASES.includes(known) && ci.bound?.includes(target)),
      ),
  );
  if (wider.length > 0)
    return `does this too: ${items(wider.slice(0, 3))} include${wider.length > 1 ? '' : 's'} ${items(stage.targets.slice(0, 3))}`;
  return ci.targets.length === 0 && stage.targets.length > 0 ? 'does this and more' : 'does all of this';
}

function isFramework(name: string): boolean {
  return name.startsWith('framework ');
}

/** Of ctest, whose names are regular expressions: `exhaustive` is one of `dfa|exhaustive|random`, `exhaustive1_test` one of its matches. */
function matchedBy(known: string, name: string): boolean {
  const [outer, inner] = [known, name].map(word => /^(name|label) \(?([^()]*)\)?$/.exec(word));
  return (
    outer != null &&
    inner != null &&
    outer[1] === inner[1] &&
    inner[2]!.split('|').every(part => outer[2]!.split('|').some(known => part.includes(known)))
  );
}

function plain(word: string): string {
  return word.replace(/^(name|label|tag|filter|test|module|framework|case) /, '');
}

/** Phases of Maven that only get ready: nobody asks for tests to have them compiled. */
const COMPILES = PHASES.slice(0, PHASES.indexOf('test'));

function includes(tool: string, outer: string, target: string): boolean {
  if (outer === target) return true;
  switch (tool) {
    case 'mvn':
      return PHASES.includes(target) && PHASES.indexOf(outer) >= PHASES.indexOf(target);
    case 'gradle':
      return includesTask(outer, target);
    case 'bazel test':
    case 'bazel build': {
      const base = /^(.*?)(?:\/?\.\.\.|:all|:\*)(?::all)?$/.exec(outer);
      if (base === null) return false;
      const [package_] = target.split(':');
      if (outer.includes('...'))
        return package_ === base[1] || package_!.startsWith(base[1]!.endsWith('/') ? base[1]! : `${base[1]}/`);
      return package_ === base[1] && !target.includes('...');
    }
    case 'dotnet test':
    case 'dotnet build':
    case 'dotnet publish':
    case 'dotnet pack':
      return matches(outer, target) || target.startsWith(`${outer}/`);
    case 'cmake --build':
      return makes(outer, target);
    case 'unittest':
      return outer === '.' || target.startsWith(`${outer}/`);
    default:
      return false;
  }
}
