import { levelOfMachine } from '../../plan/cpu-levels.ts';
import type { Plan } from '../../plan/plan.ts';
import { buildsOnBox, setupBuilds } from '../artifact-use.ts';
import { artifactBuilds, type CargoBuild } from '../cargo-builds.ts';
import type { RepositoryFacts } from '../facts.ts';
import { base, relative, resolvePath } from '../path.ts';
import type { LocatedCommand } from '../stage-shell.ts';
import { CRATES } from './crates.ts';
import { GO_MODULES } from './go-modules.ts';
import { bringsTool } from './installed.ts';
import { LINKERS, linkersOf, namedIn } from './linkers.ts';
import { cratesOf, goModules, type Locked } from './locks.ts';
import { isWithoutDevelopment } from './manifests.ts';
import { matching, type Needed } from './need.ts';
import { nodePackages } from './node-locks.ts';
import { NODE_GYP, NODE_PACKAGES } from './node-packages.ts';
import { pythonNeeds } from './python-needs.ts';

/** What can be compiled on the machine, with what it needs. */
export function* needed(plan: Plan, facts: RepositoryFacts, commands: readonly LocatedCommand[]): Iterable<Needed> {
  const builds = buildsOnBox(plan, facts);
  const inSetup = setupBuilds(plan, facts);
  const derived = plan.stages.some(stage => stage.derived && /\bcargo\b/.test(stage.run));
  const fallback = plan.campaign.prebuilt.some(
    one => one.missing?.value === 'build' && artifactBuilds(one, plan, facts).length > 0,
  );
  if (derived || fallback || builds.length + inSetup.length > 0)
    for (const one of cargoNeeds(builds, inSetup, derived || fallback, plan, facts, commands))
      yield derived || builds.length + inSetup.length > 0 ? one : { ...one, fallback };
  yield* pythonNeeds(plan, facts, commands);
  for (const [directory, { manager, production }] of npmDirectories(commands, plan, facts)) {
    const all = nodePackages(directory, manager, facts).filter(
      ({ optional, development }) => !optional && !(development && production),
    );
    yield* matching(all, NODE_PACKAGES);
    const other = all.find(
      ({ compiled, name }) => compiled && !NODE_PACKAGES.some(({ names }) => names.includes(name)),
    );
    if (other) yield { need: NODE_GYP, locked: other };
  }
  if (!isWithoutCgo(plan, commands) && commands.some(buildsModule)) yield* matching(goModules(facts), GO_MODULES);
}

function isWithoutCgo({ campaign, stages }: Plan, commands: readonly LocatedCommand[]): boolean {
  return (
    commands.some(
      ({ assigns, words }) =>
        assigns.some(({ name, value }) => name === 'CGO_ENABLED' && value === '0') ||
        (words[0]?.value === 'go' && words.some(({ value }) => value === 'CGO_ENABLED=0')),
    ) ||
    campaign.env.some(({ name, value }) => name.value === 'CGO_ENABLED' && value.text === '0') ||
    stages.some(({ env }) => env.some(({ name, value }) => name === 'CGO_ENABLED' && value === '0'))
  );
}

/** It compiles what go.mod is about; `go install golang.org/x/perf/cmd/benchstat@v0.1.0` is a module of its own. */
function buildsModule({ words: [program, verb, ...args] }: LocatedCommand): boolean {
  return (
    program?.value === 'go' &&
    /^(build|run|test|install)$/.test(verb?.value ?? '') &&
    !args.some(({ value }) => /^[^-].*@/.test(value ?? ''))
  );
}

/** What cargo needs to compile the crates that some build reaches; `everything`: it builds all of the workspace. */
function* cargoNeeds(
  builds: readonly CargoBuild[],
  inSetup: readonly LocatedCommand[],
  everything: boolean,
  plan: Plan,
  facts: RepositoryFacts,
  commands: readonly LocatedCommand[],
): Iterable<Needed> {
  const any = CRATES.find(({ names }) => names[0] === '*');
  if (any) yield { need: any };
  const all = [...builds.map(({ command }) => command), ...inSetup];
  const development = everything || !all.every(({ words }) => isWithoutDevelopment(words.map(({ value }) => value)));
  const crates = cratesOf(facts, everything ? undefined : selectedBy(all), development);
  const protoc = crates.some(({ name }) => /^(protobuf-src|protoc-bin-vendored|protox)$/.test(name));
  const level = levelOfMachine(plan.machine.type ?? '');
  // Without `--target` it is the machine's own, which has glibc.
  const isBuilt = (target: string) =>
    builds.some(one => one.target === target || one.target?.includes('?')) ||
    (!/musl/.test(target) &&
      (level === undefined || target.startsWith('aarch64') === (level === 'arm')) &&
      (everything || inSetup.length > 0 || builds.some(one => one.target === undefined)));
  const flags = builds.length > 0 && inSetup.length === 0 && builds.every(({ rustflags }) => rustflags !== undefined);
  for (const found of matching(
    [...linkersOf(facts, flags, isBuilt), ...builds.flatMap(one => linkersTold(one, plan))],
    LINKERS,
  ))
    if (!bringsTool(found.need.names[0]!, commands)) yield found;
  for (const found of matching(crates, CRATES)) if (!(protoc && found.locked?.name === 'prost-build')) yield found;
}

/** The linkers that variables tell a build of cargo's to use. */
function linkersTold({ rustflags = '', linker = '', command }: CargoBuild, { campaign }: Plan): readonly Locked[] {
  const names = LINKERS.flatMap(one => one.names).filter(
    name => base(linker) === name || [...namedIn(rustflags, false)].some(([one]) => one === name),
  );
  return names.map(name => ({
    name,
    dependencies: [],
    place:
      campaign.env.find(({ value }) => value.text === rustflags || value.text === linker)?.value.place ??
      command.text.placeOf(command.start, command.end),
  }));
}

/** Nothing of the lock file is compiled. */
const ELSEWHERE = /^(--ignore-scripts(=true)?|-g|--global|--location=global|--package-lock-only)$/;

/** Where Node packages are installed with their scripts, relative to the repository; `production`: without those one develops with. */
function npmDirectories(
  commands: readonly LocatedCommand[],
  plan: Plan,
  facts: RepositoryFacts,
): ReadonlyMap<string, { readonly manager: string; readonly production: boolean }> {
  const found = new Map<string, { manager: string; production: boolean }>();
  for (const { words, directory } of commands) {
    const [program = '', verb = ''] = words.map(({ value }) => value ?? '');
    const installs =
      /^(npm|pnpm|yarn|bun)$/.test(program) &&
      (/^(ci|i|install|clean-install|rebuild)$/.test(verb) || (program === 'yarn' && words.length === 1));
    if (!installs || words.some(({ value }) => ELSEWHERE.test(value ?? ''))) continue;
    const at = words.findIndex(({ value }) => /^(--prefix|-C|--cwd|--dir)$/.test(value ?? ''));
    const where = at > 0 && words[at + 1]?.value ? resolvePath(directory, words[at + 1]!.value!) : directory;
    const local = relative(plan.repository.dir, where);
    if (local === undefined) continue;
    if (/^\s*ignore-scripts\s*=\s*true/m.test(facts.read(local === '' ? '.npmrc' : `${local}/.npmrc`) ?? '')) continue;
    const production = /(^|\s)(--omit[= ]dev|--production|--only[= ]prod(uction)?)(\s|$)/.test(
      words.map(({ value }) => value ?? '?').join(' '),
    );
    found.set(local, { manager: program, production: production && found.get(local)?.production !== false });
  }
  return found;
}

/** The packages that every build names; `undefined` where one builds more. */
function selectedBy(commands: readonly LocatedCommand[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { words } of commands) {
    const own = words.flatMap(({ value }, index) =>
      /^(-p|--package)$/.test(words[index - 1]?.value ?? '') && value ? [value] : [],
    );
    if (own.length === 0) return undefined;
    for (const name of own) names.add(name);
  }
  return names;
}
