import { evaluate } from '../plan/evaluate.ts';
import { Faults } from '../plan/fault.ts';
import { type PathSet, pathSet } from '../plan/path-set.ts';
import type { Plan } from '../plan/plan.ts';
import type { RepositoryFacts } from './facts.ts';
import { PathSets } from './named-paths.ts';
import { base, relative, resolvePath } from './path.ts';
import { inlineFiles } from './programs/inline-files.ts';
import { OUTPUT_OPTION } from './stage-files.ts';
import { type LocatedCommand, setupCommands, stageCommands } from './stage-shell.ts';
import { ancestors } from './tracked.ts';
import { unpacksInto } from './unpacked.ts';
import { writtenBy } from './writes.ts';

/** What brings files onto the box beside git, as far as a plan tells. */
export interface Makers {
  /** A stage declares it, or a `prebuilt` provides it. */
  declared(path: string): boolean;
  /** Some stage declares an output below it. */
  below(path: string): boolean;
  /**
   * Shell code of some stage or of `machine.setup` plainly or possibly makes it, though nothing declares so. `program`: it is
   * executed, so a compiler may have made it.
   */
  possible(path: string, known: { readonly program: boolean; readonly ignored: boolean }): boolean;
  /** The instance whose shell code plainly writes it, declared or not. */
  writer(path: string): string | undefined;
}

/** Compilers and package managers: the programs that they make are named in their own files. */
const BUILDERS =
  /^(cargo|rustc|make|gmake|cmake|ninja|meson|bazel|bazelisk|go|gcc|g\+\+|cc|c\+\+|clang|clang\+\+|npm|pnpm|yarn|npx|bun|pip|pip3|uv|poetry|maturin|tox|nox|just|task|gradle|gradlew|mvn|mvnw|dotnet|javac|swift|zig|python[\d.]*|nvcc|tsc|wasm-pack|esbuild|vite|webpack)$/;
/** What they make is among their words. */
const COPIERS =
  /^(dd|tee|touch|mkdir|curl|wget|git|gh|aws|gsutil|rclone|hf|huggingface-cli|virtualenv|unzip|tar|truncate|split|gzip|gunzip|zstd|xz)$/;
const SCRIPT = /\.(sh|bash|py|pl|rb|js|mjs|ts|sql|R|toml|ya?ml)$/;
const BUILD_DIRECTORY = /^(target|build|dist|out|bin|_build|node_modules|\.venv|venv|cmake-build-.*|__pycache__|obj)$/;

const known = new WeakMap<Plan, Makers>();

export function makersOf(plan: Plan, facts: RepositoryFacts): Makers {
  let makers = known.get(plan);
  if (!makers) {
    makers = read(plan, facts);
    known.set(plan, makers);
  }
  return makers;
}

function read(plan: Plan, facts: RepositoryFacts): Makers {
  const produced: PathSet[] = plan.stages.flatMap(({ produces }) => produces.map(({ path }) => path));
  const provided = plan.campaign.prebuilt.flatMap(({ provides }) =>
    provides.map(template => pathSet(evaluate(template, { texts: new Map() }, new Faults()))),
  );
  // Reading all shell code costs more than everything else here, and few findings ask for it.
  let code: ShellMakers | undefined;
  const inCode = () => {
    code ??= readShell(plan, facts);
    return code;
  };
  const dir = plan.repository.dir;
  const declared = new Map<string, boolean>();
  const sets = new PathSets([...produced, ...provided]);
  return {
    declared: path => {
      let is = declared.get(path);
      if (is === undefined) {
        is = sets.mayContain(path) || sets.mayContain(`${dir}/${path}`);
        declared.set(path, is);
      }
      return is;
    },
    below: path => produced.some(({ text }) => text.startsWith(`${path}/`) || text.startsWith(`${dir}/${path}/`)),
    writer: path => inCode().writers.get(path),
    possible: (path, { program, ignored }) => {
      const { writers, setup, builds, unpacks } = inCode();
      if ([path, ...ancestors(path)].some(one => writers.has(one) || setup.has(one))) return true;
      // What is on disk and not ignored was put there by a person.
      if (!ignored && facts.exists(path) !== undefined) return false;
      return unpacks || (builds && ((program && !SCRIPT.test(path)) || inBuildDirectory(path)));
    },
  };
}

/** What shell code makes, declared or not. */
interface ShellMakers {
  /** Path → the first instance whose code plainly writes it. */
  readonly writers: ReadonlyMap<string, string>;
  /** What `machine.setup` plainly writes. */
  readonly setup: ReadonlySet<string>;
  /** Some command compiles, so that it may make programs that nothing names. */
  readonly builds: boolean;
  /** Some command unpacks an archive into the source directory, so that it may make anything there. */
  readonly unpacks: boolean;
}

function readShell(plan: Plan, facts: RepositoryFacts): ShellMakers {
  const setupRuns = setupCommands(plan, facts);
  const setup = new Set(setupRuns.flatMap(command => [...madeBy(command, plan)]));
  const made = new Map(
    plan.stages.map(stage => [
      stage.name,
      stageCommands(plan, stage, facts).flatMap(command => [...madeBy(command, plan)]),
    ]),
  );
  const all = [...plan.stages.flatMap(stage => stageCommands(plan, stage, facts)), ...setupRuns];
  const writers = new Map<string, string>();
  for (const { name } of [...plan.stages].reverse()) for (const path of made.get(name)!) writers.set(path, name);
  const programs = all.map(({ words }) => base(words[0]?.value ?? ''));
  const builds = programs.some(program => BUILDERS.test(program)) || plan.campaign.prebuilt.some(({ build }) => build);
  const unpacks = all.some(command => unpacksInto(command, plan.repository.dir));
  return { writers, setup, builds, unpacks };
}

function inBuildDirectory(path: string): boolean {
  return ancestors(path).some(directory => BUILD_DIRECTORY.test(base(directory)));
}

/** Paths that a command plainly may make: what it redirects to, what it copies or fetches, what follows `--out` and the like, and what a program inside it opens. */
function* madeBy(command: LocatedCommand, plan: Plan): Iterable<string> {
  const path = (value: string | undefined) => {
    const absolute = value === undefined ? undefined : resolvePath(command.directory, value);
    return relative(plan.repository.dir, absolute);
  };
  const [first, ...rest] = command.words.map(({ value }) => value);
  const program = base(first ?? '');
  const sent = sentBy(program, rest);
  const words = rest.slice(sent);
  if (/^(cp|mv|install|ln|rsync|scp)$/.test(program)) {
    // What is copied was there before.
    const plain = words.filter(word => word !== undefined && !word.startsWith('-'));
    const target = plain.at(-1);
    for (const value of plain.length > 1 ? [target, ...plain.slice(0, -1).map(one => `${target}/${base(one!)}`)] : []) {
      const made = path(value);
      if (made) yield made;
    }
    return;
  }
  const venv = words[0] === '-m' && words[1] === 'venv';
  const copies = venv || COPIERS.test(program);
  const values = [
    ...command.redirects.filter(({ operator }) => operator.includes('>')).map(({ target }) => target.value),
    ...words
      .filter(
        (word, index) =>
          // What curl names beside its addresses and outputs, it sends.
          (copies && (program !== 'curl' || /:\/\//.test(word ?? ''))) ||
          OUTPUT_OPTION.test(word ?? '') ||
          OUTPUT_OPTION.test(words[index - 1] ?? ''),
      )
      // A clone without a directory, or a download with `-O`, is named after its address.
      .map(word => (/:\/\//.test(word ?? '') ? base(word!).replace(/\.git$/, '') : word?.replace(/^--?[\w-]+=/, ''))),
  ];
  // What is fetched into a directory keeps its name.
  const fetched = sent > 0 ? words.map(word => `${word}/${base(rest[sent - 1] ?? '')}`) : [];
  const opened = [...inlineFiles(command, command.text)].filter(({ writes }) => writes);
  for (const value of [...values, ...fetched, ...[...writtenBy(command), ...opened].map(one => one.path)]) {
    const made = path(value);
    if (made) yield made;
  }
}

/** How many words of `aws s3 cp FILE s3://…` and its like are only read: those before the last that is elsewhere. */
function sentBy(program: string, words: readonly (string | undefined)[]): number {
  if (!/^(aws|gsutil|gcloud|rclone|s5cmd|mc)$/.test(program)) return 0;
  if (!words.some(word => /^(cp|mv|sync|copy|move|rsync|mirror)$/.test(word ?? ''))) return 0;
  return words.findLastIndex(word => word === undefined || /^[\w-]+:/.test(word)) + 1;
}
