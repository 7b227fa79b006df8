import type { Plan } from '../../../plan/plan.ts';
import { isUnknown } from '../../../plan/symbol.ts';
import { cargoBuilds } from '../../cargo-builds.ts';
import type { RepositoryFacts } from '../../facts.ts';
import { defineRule } from '../../rule.ts';
import { base, inside, resolvePath } from '../../shell/directory.ts';
import { spokenList } from '../../spoken.ts';
import { fixBy, inMachineList } from '../../stage-edits.ts';
import { type LocatedCommand, runTexts } from '../../stage-shell.ts';
import { CRATES } from '../../toolchain/crates.ts';
import { GO_MODULES } from '../../toolchain/go-modules.ts';
import { LINKERS, linkersOf } from '../../toolchain/linkers.ts';
import { cratesOf, goModules, type Locked, normal, pythonPackages } from '../../toolchain/locks.ts';
import { broughtBy, imageKind, isChecked, type Need } from '../../toolchain/need.ts';
import { nodePackages } from '../../toolchain/node-locks.ts';
import { NODE_GYP, NODE_PACKAGES } from '../../toolchain/node-packages.ts';
import { PYTHON_PACKAGES } from '../../toolchain/python-packages.ts';
import { toolsCalled } from '../../toolchain/tools.ts';

export default defineRule({
  id: 'missing-package',
  severity: 'error',
  since: '0.1.0',
  summary: 'what the lock files need to be compiled, that the machine image lacks and nothing installs',
  why: `The origin's boot ended three times in the middle of a compile: cmake was not there, then two modules of Perl that OpenSSL's
configuration asks for. Each time a machine had been started, and ten minutes of other crates had been compiled.`,
  instead: `\`machine: { packages: [cmake, perl-FindBin] }\`; or a \`prebuilt\` artifact, so that nothing is compiled on the machine.`,
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
lint: { compile-on-box: off }
machine: { image: al2023, packages: [gcc] }
stages:
  bench:
    run: cargo run --release --example bench
`,
        files: {
          'Cargo.lock': `[[package]]
name = "engine"
version = "0.1.0"
dependencies = [
 "libz-ng-sys",
]

[[package]]
name = "libz-ng-sys"
version = "1.1.16"
source = "registry+https://github.com/rust-lang/crates.io-index"
`,
        },
        expect: [
          '5:38 `libz-ng-sys` in Cargo.lock needs `cmake` and `make` to be compiled, and nothing installs them on al2023',
        ],
        fixed: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
lint: { compile-on-box: off }
machine: { image: al2023, packages: [gcc, cmake, make] }
stages:
  bench:
    run: cargo run --release --example bench
`,
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
lint: { compile-on-box: off }
machine:
  image: al2023
  packages: [gcc, make]
  setup: dnf install -y cmake
stages:
  bench:
    run: cargo run --release --example bench
`,
        files: {
          'Cargo.lock': `[[package]]
name = "engine"
version = "0.1.0"
dependencies = ["libz-ng-sys"]

[[package]]
name = "libz-ng-sys"
version = "1.1.16"
source = "registry+https://github.com/rust-lang/crates.io-index"
`,
        },
      },
    ],
  },
  messages: {
    needs: ({ name, file, packages, image }: Said) =>
      `\`${name}\` in ${file} needs ${spokenList(
        packages.map(one => `\`${one}\``),
        6,
      )} to be compiled, and nothing installs ${packages.length === 1 ? 'it' : 'them'} on ${image}`,
    compiler: ({ packages, image }: { packages: readonly string[]; image: string }) =>
      `cargo needs ${spokenList(packages.map(one => `\`${one}\``))} to link whatever it compiles, and nothing installs ${packages.length === 1 ? 'it' : 'them'} on ${image}`,
    linker: ({ name, file, packages, image }: Said) =>
      `${file} tells cargo to link with \`${name}\`, and nothing installs ${spokenList(packages.map(one => `\`${one}\``))} on ${image}`,
    tool: ({ name, image }: { name: string; image: string }) =>
      `this needs ${name}, which ${image} does not bring and nothing installs`,
    compose: ({ image }: { image: string }) =>
      `\`services: [docker]\` brings the engine, and nothing installs the compose plugin on ${image}`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    const image = imageKind(plan.machine.image);
    if (!image || !campaign.machine) return;
    const texts = [...runTexts(plan, facts)];
    const commands = texts
      .flatMap(({ reading }) => reading.commands)
      .filter(({ context: { elsewhere } }) => !elsewhere);
    const installed = installs(plan, commands);
    // A script that is run there may install anything.
    const sure = installed !== undefined && isChecked(plan.machine.image ?? '');
    const has = new Set(broughtBy(installed ?? known(plan, commands)));
    const set = new Set([
      ...campaign.env.map(({ name }) => name.value),
      ...plan.stages.flatMap(({ env }) => env.map(({ name }) => name)),
      ...commands.flatMap(({ assigns }) => assigns.map(({ name }) => name)),
    ]);
    const { machine } = campaign;
    const place = machine.packages[0]?.place ?? machine.image?.place ?? machine.place;
    const cost = 'a paid machine that stops in the middle of a compile';
    for (const { locked, need } of needed(plan, facts, commands)) {
      if (need.unless?.some(name => set.has(name))) continue;
      const packages = need[image].filter(name => !has.has(name));
      if (packages.length === 0) continue;
      for (const name of broughtBy(packages)) has.add(name);
      const more = {
        place,
        related: locked ? [{ place: locked.place, message: 'this needs it' }] : [],
        help:
          image === 'al2023' && packages.includes('mold')
            ? 'al2023 has no package of it: put a release of one version into /usr/local/bin in `machine.setup`, or set RUSTFLAGS in `env`, which take the place of those in .cargo/config.toml'
            : `write \`packages: [${[...plan.machine.packages.filter(one => !isUnknown(one)), ...packages].join(', ')}]\`: ${need.why}`,
        cost,
        ...fixBy(
          sure ? 'safe' : 'unsafe',
          `add ${spokenList(packages.map(one => `\`${one}\``))} to \`machine.packages\``,
          inMachineList(campaign, 'packages', packages),
        ),
        severity: sure ? undefined : ('warning' as const),
      };
      if (locked) {
        const file = locked.place.source.path;
        context.report({
          message: LINKERS.includes(need) ? 'linker' : 'needs',
          args: { name: locked.name, file, packages, image: plan.machine.image! },
          ...more,
        });
      } else context.report({ message: 'compiler', args: { packages, image: plan.machine.image! }, ...more });
    }
    for (const [tool, command] of toolsCalled(commands)) {
      if ([...has].some(name => tool.brought.test(name)) || bringsTool(tool.name, commands)) continue;
      const name = tool.packages[image];
      has.add(name);
      context.report({
        message: 'tool',
        args: { name: tool.name.includes(' ') ? tool.name : `\`${tool.name}\``, image: plan.machine.image! },
        place: command.text.placeOf(command.start, command.end),
        help: `write \`packages: [${[...plan.machine.packages.filter(one => !isUnknown(one)), name].join(', ')}]\``,
        cost,
        ...fixBy(
          sure ? 'safe' : 'unsafe',
          `add \`${name}\` to \`machine.packages\``,
          inMachineList(campaign, 'packages', [name]),
        ),
        severity: sure ? undefined : ('warning' as const),
      });
    }
    for (const { stage, reading } of texts)
      for (const command of reading.commands)
        if (stage && usesCompose(command) && !hasCompose(plan, commands, has))
          context.report({
            message: 'compose',
            args: { image: plan.machine.image! },
            place: reading.text.placeOf(command.start, command.end),
            stage,
            help:
              image === 'ubuntu'
                ? 'write `packages: [docker-compose-v2]`'
                : 'put the plugin of a fixed version into /usr/local/lib/docker/cli-plugins in `machine.setup`',
            cost: 'a stage that fails as it begins',
          });
  },
});

interface Said {
  readonly name: string;
  readonly file: string;
  readonly packages: readonly string[];
  readonly image: string;
}

interface Needed {
  readonly need: Need;
  /** Absent: any crate at all. */
  readonly locked?: Locked;
}

/** What can be compiled on the machine, with what it needs. */
function* needed(plan: Plan, facts: RepositoryFacts, commands: readonly LocatedCommand[]): Iterable<Needed> {
  const builds = cargoBuilds(plan, facts);
  const artifact = plan.campaign.prebuilt.some(({ build }) => build);
  const derived = plan.stages.some(stage => stage.derived && /\bcargo\b/.test(stage.run));
  if (derived || (builds.length > 0 && !artifact)) {
    const any = CRATES.find(({ names }) => names[0] === '*');
    if (any) yield { need: any };
    const crates = cratesOf(facts, derived ? undefined : selectedBy(builds.map(({ command }) => command)));
    const protoc = crates.some(({ name }) => name === 'protobuf-src' || name === 'protoc-bin-vendored');
    const flags = builds.length > 0 && builds.every(({ rustflags }) => rustflags !== undefined);
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
  for (const file of files) yield* matching(pythonPackages(file, facts), PYTHON_PACKAGES);
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
    const local = where === undefined ? undefined : inside(plan.repository.dir, where);
    if (local !== undefined) found.set(local, program);
  }
  return found;
}

/** Some command brings a tool by another way: it downloads, unpacks or links what has its name. */
function bringsTool(name: string, commands: readonly LocatedCommand[]): boolean {
  const named = new RegExp(`(^|[/_.-])${name.replace(/[+ ]/g, '.')}([/_.=@-]|\\d|$)`);
  return commands.some(
    ({ words }) =>
      /^(curl|wget|tar|unzip|install|cp|mv|ln|pip[\d.]*|pipx|uv|conda|mamba|brew|sh|bash|python[\d.]*|update-alternatives)$/.test(
        base(words[0]?.value ?? ''),
      ) && words.slice(1).some(({ value, text }) => named.test(value ?? text)),
  );
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

const INSTALLERS = /^(dnf|yum|microdnf|tdnf|apt|apt-get)$/;

/** What is plainly installed, by the machine's `packages`, its setup and the stages. */
function known({ machine }: Plan, commands: readonly LocatedCommand[]): readonly string[] {
  const named = commands.flatMap(({ words }) =>
    INSTALLERS.test(base(words[0]?.value ?? ''))
      ? words.slice(1).flatMap(({ value }) => (value && !value.startsWith('-') ? [value.replace(/[=:].*$/, '')] : []))
      : [],
  );
  return [...machine.packages, ...named];
}

/** The same; `undefined` where something that is not known may install more. */
function installs(plan: Plan, commands: readonly LocatedCommand[]): readonly string[] | undefined {
  if (plan.machine.packages.some(isUnknown)) return undefined;
  const opaque = commands.some(({ words, context }) => {
    const program = base(words[0]?.value ?? '');
    if (INSTALLERS.test(program)) return words.some(({ value }) => value === undefined);
    return (
      /^(ansible-playbook|conda|mamba|nix|nix-shell|brew|spack)$/.test(program) ||
      (context.root && /^(ba)?sh$/.test(program) && words.length > 1)
    );
  });
  return opaque ? undefined : known(plan, commands);
}

function usesCompose({ kind, words }: LocatedCommand): boolean {
  const program = base(words[0]?.value ?? '');
  return (
    kind === 'command' && (program === 'docker-compose' || (program === 'docker' && words[1]?.value === 'compose'))
  );
}

function hasCompose({ machine }: Plan, commands: readonly LocatedCommand[], has: ReadonlySet<string>): boolean {
  if (!machine.services.includes('docker')) return true;
  if ([...has].some(name => /compose/.test(name))) return true;
  return commands.some(
    command =>
      !usesCompose(command) &&
      command.words.some(({ value, text }) => /cli-plugins|docker-compose/.test(value ?? text)),
  );
}
