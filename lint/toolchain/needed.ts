import type { Plan } from '../../plan/plan.ts';
import { buildsOnBox, setupBuilds } from '../artifact-use.ts';
import type { RepositoryFacts } from '../facts.ts';
import { base, relative, resolvePath } from '../path.ts';
import type { LocatedCommand } from '../stage-shell.ts';
import { CRATES } from './crates.ts';
import { GO_MODULES } from './go-modules.ts';
import { bringsTool } from './installed.ts';
import { LINKERS, linkersOf } from './linkers.ts';
import { cratesOf, goModules, type Locked, normal, pythonPackages } from './locks.ts';
import type { Need } from './need.ts';
import { nodePackages } from './node-locks.ts';
import { NODE_GYP, NODE_PACKAGES } from './node-packages.ts';
import { COMPILED_PYTHON, PYTHON_PACKAGES } from './python-packages.ts';

/** Something that a machine has to bring, and what asks for it. */
export interface Needed {
  readonly need: Need;
  /** Absent: any crate at all. */
  readonly locked?: Locked;
}

/** What can be compiled on the machine, with what it needs. */
export function* needed(plan: Plan, facts: RepositoryFacts, commands: readonly LocatedCommand[]): Iterable<Needed> {
  const builds = buildsOnBox(plan, facts);
  const inSetup = setupBuilds(plan, facts);
  const derived = plan.stages.some(stage => stage.derived && /\bcargo\b/.test(stage.run));
  if (derived || builds.length + inSetup.length > 0) {
    const any = CRATES.find(({ names }) => names[0] === '*');
    if (any) yield { need: any };
    const crates = cratesOf(
      facts,
      derived ? undefined : selectedBy([...builds.map(({ command }) => command), ...inSetup]),
    );
    const protoc = crates.some(({ name }) => name === 'protobuf-src' || name === 'protoc-bin-vendored');
    const flags = builds.length > 0 && inSetup.length === 0 && builds.every(({ rustflags }) => rustflags !== undefined);
    for (const found of matching(linkersOf(facts, flags), LINKERS))
      if (!bringsTool(found.need.names[0]!, commands)) yield found;
    for (const found of matching(crates, CRATES)) if (!(protoc && found.locked?.name === 'prost-build')) yield found;
  }
  const python = commands.filter(
    ({ words }) =>
      /^(pip[\d.]*|uv|poetry|python[\d.]*)$/.test(base(words[0]?.value ?? '')) &&
      words.some(({ value }) => value === 'install' || value === 'sync'),
  );
  const files = new Set<string>();
  for (const { words } of python) {
    for (const [index, { value }] of words.entries())
      if (/^(-r|--requirement)$/.test(words[index - 1]?.value ?? '') && value) files.add(value.replace(/^\.\//, ''));
    if (/^(uv|poetry)$/.test(base(words[0]?.value ?? ''))) files.add(`${base(words[0]!.value!)}.lock`);
    if (words.some(({ value }) => value === '.' || value === '-e')) files.add('pyproject.toml');
  }
  const unbuilt = python.flatMap(({ words }) =>
    words.flatMap(({ value }, index) => {
      const said = /^--no-binary(?:=(.*))?$/.exec(value ?? '');
      return said ? (said[1] ?? words[index + 1]?.value ?? '').split(',') : [];
    }),
  );
  const compiled = COMPILED_PYTHON.names.filter(name => unbuilt.some(one => one === ':all:' || normal(one) === name));
  for (const file of files) {
    const packages = pythonPackages(file, facts);
    yield* matching(packages, PYTHON_PACKAGES);
    yield* matching(packages, [{ ...COMPILED_PYTHON, names: compiled }]);
  }
  // Named in the command itself.
  const named = python.flatMap(({ words, text }) =>
    words.slice(1).flatMap(({ value, start, end }) => {
      const name = /^([A-Za-z][\w.-]*)(\[[\w,-]*\])?(?=[=<>!~]|$)/.exec(value ?? '')?.[1];
      return name ? [{ name: normal(name), dependencies: [], place: text.placeOf(start, end) }] : [];
    }),
  );
  yield* matching(named, PYTHON_PACKAGES);
  for (const [directory, manager] of npmDirectories(commands, plan)) {
    const all = nodePackages(directory, manager, facts);
    yield* matching(all, NODE_PACKAGES);
    const other = all.find(
      ({ compiled, name }) => compiled && !NODE_PACKAGES.some(({ names }) => names.includes(name)),
    );
    if (other) yield { need: NODE_GYP, locked: other };
  }
  const cgo =
    commands.some(({ assigns }) => assigns.some(({ name, value }) => name === 'CGO_ENABLED' && value === '0')) ||
    plan.campaign.env.some(({ name, value }) => name.value === 'CGO_ENABLED' && value.text === '0');
  if (
    !cgo &&
    commands.some(({ words }) => words[0]?.value === 'go' && /^(build|run|test|install)$/.test(words[1]?.value ?? ''))
  )
    yield* matching(goModules(facts), GO_MODULES);
}

/** Where Node packages are installed with their scripts, relative to the repository. */
function npmDirectories(commands: readonly LocatedCommand[], plan: Plan): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { words, directory } of commands) {
    const [program = '', verb = ''] = words.map(({ value }) => value ?? '');
    const installs =
      /^(npm|pnpm|yarn|bun)$/.test(program) &&
      (/^(ci|i|install|clean-install|rebuild)$/.test(verb) || (program === 'yarn' && words.length === 1));
    if (!installs || words.some(({ value }) => value === '--ignore-scripts')) continue;
    const at = words.findIndex(({ value }) => /^(--prefix|-C|--cwd|--dir)$/.test(value ?? ''));
    const where = at > 0 && words[at + 1]?.value ? resolvePath(directory, words[at + 1]!.value!) : directory;
    const local = relative(plan.repository.dir, where);
    if (local !== undefined) found.set(local, program);
  }
  return found;
}

function* matching(locked: readonly Locked[], needs: readonly Need[]): Iterable<Needed> {
  for (const need of needs)
    for (const one of locked) {
      if (!need.names.includes(one.name)) continue;
      if (need.includes !== undefined && !one.dependencies.includes(need.includes)) continue;
      if (need.lacks !== undefined && one.dependencies.includes(need.lacks)) continue;
      yield { need, locked: one };
      break;
    }
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
