import type { Plan } from '../../../plan/plan.ts';
import { base } from '../../path.ts';
import { recipeTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import { spokenList } from '../../spoken.ts';
import { fixBy, inMachineList } from '../../stage-edits.ts';
import { type LocatedCommand, type RunText, runTexts, shownCommand } from '../../stage-shell.ts';
import { bringsTool, broughtOtherwise, installs, known } from '../../toolchain/installed.ts';
import { LINKERS } from '../../toolchain/linkers.ts';
import { broughtBy, imageKind, isChecked, type Need } from '../../toolchain/need.ts';
import { needed } from '../../toolchain/needed.ts';
import { pythonInstalled } from '../../toolchain/python-needs.ts';
import { cargoVariables } from '../../toolchain/rust-flags.ts';
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
    needs: ({ name, file, packages, image, nothing }: Said) =>
      `\`${name}\` in ${file} needs ${spokenList(
        packages.map(one => `\`${one}\``),
        6,
      )} to be compiled, and ${nothing} installs ${packages.length === 1 ? 'it' : 'them'} on ${image}`,
    compiler: ({ packages, image, nothing }: Pick<Said, 'packages' | 'image' | 'nothing'>) =>
      `cargo needs ${spokenList(packages.map(one => `\`${one}\``))} to link whatever it compiles, and ${nothing} installs ${packages.length === 1 ? 'it' : 'them'} on ${image}`,
    linker: ({ name, file, packages, image, nothing }: Said) =>
      `${file} tells cargo to link with \`${name}\`, and ${nothing} installs ${spokenList(packages.map(one => `\`${one}\``))} on ${image}`,
    tool: ({ command, name, image }: { command: string; name: string; image: string }) =>
      `\`${command}\` needs ${name}, which ${image} does not bring and nothing installs`,
    compose: ({ image }: { image: string }) =>
      `\`services: [docker]\` brings the engine, and nothing installs the compose plugin on ${image}`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    const image = imageKind(plan.machine.image);
    if (!image || !campaign.machine) return;
    const texts = [...runTexts(plan, facts)];
    const here = (all: readonly RunText[]) =>
      all.flatMap(({ reading }) => reading.commands).filter(({ context: { elsewhere } }) => !elsewhere);
    const own = here(texts);
    const commands = [...own, ...here([...recipeTexts(plan, facts)])];
    const installed = installs(plan, commands);
    // A script that is run there may install anything.
    const sure = installed !== undefined && isChecked(plan.machine.image ?? '');
    const has = new Set(broughtBy(installed ?? known(plan, commands)));
    const python = pythonInstalled(plan, facts, commands);
    const otherwise = broughtOtherwise(commands, python);
    const set = new Set([
      ...cargoVariables(facts),
      ...campaign.env.map(({ name }) => name.value),
      ...plan.stages.flatMap(({ env }) => env.map(({ name }) => name)),
      ...commands.flatMap(({ assigns }) => assigns.map(({ name }) => name)),
    ]);
    const { machine } = campaign;
    const place = machine.packages[0]?.place ?? machine.image?.place ?? machine.place;
    const nothing = installed === undefined ? 'nothing that can be read' : 'nothing';
    const cost = 'a paid machine that stops in the middle of a compile';
    // Two findings would each write a whole list without what the other adds.
    const adding = (names: readonly string[]) =>
      machine.packages.length === 0
        ? `write \`packages: [${names.join(', ')}]\` under \`machine:\``
        : `add ${spokenList(names.map(one => `\`${one}\``))} to \`packages\` under \`machine:\``;
    for (const { locked, need, fallback } of needed(plan, facts, commands)) {
      if (need.unless?.some(name => set.has(name))) continue;
      const packages = need[image].filter(
        name => !has.has(name) && !otherwise.has(name) && !(name === 'build-essential' && hasCompilers(need, has)),
      );
      if (packages.length === 0) continue;
      for (const name of broughtBy(packages)) has.add(name);
      const more = {
        place,
        related: locked ? [{ place: locked.place, message: `\`${locked.name}\` is named here` }] : [],
        help:
          image === 'al2023' && packages.includes('mold')
            ? 'al2023 has no package of it: put a release of one version into /usr/local/bin in `machine.setup`, or set RUSTFLAGS in `env`, which take the place of those in .cargo/config.toml'
            : `${adding(packages)}. Why: ${need.why}${fallback ? '; `missing: build` compiles it where the artifact is not there' : ''}`,
        cost,
        ...fixBy(
          sure ? 'safe' : 'unsafe',
          `add ${spokenList(packages.map(one => `\`${one}\``))} to \`machine.packages\``,
          inMachineList(campaign, 'packages', packages),
        ),
        severity: sure && !fallback ? undefined : ('warning' as const),
      };
      if (locked) {
        const file = locked.place.source.path;
        context.report({
          message: LINKERS.includes(need) ? 'linker' : 'needs',
          args: { name: locked.name, file, packages, image: plan.machine.image!, nothing },
          ...more,
        });
      } else context.report({ message: 'compiler', args: { packages, image: plan.machine.image!, nothing }, ...more });
    }
    for (const [tool, command] of toolsCalled(campaign.prebuilt.length > 0 ? own : commands)) {
      if ([...has].some(name => tool.brought.test(name)) || bringsTool(tool.name, commands, tool.otherwise)) continue;
      if (python.has(tool.name)) continue;
      if (tool.otherwise && [...set].some(name => tool.otherwise!.test(name))) continue;
      const name = tool.packages[image];
      has.add(name);
      context.report({
        message: 'tool',
        args: {
          command: shownCommand(command),
          name: tool.name.includes(' ') ? tool.name : `\`${tool.name}\``,
          image: plan.machine.image!,
        },
        place: command.text.placeOf(command.start, command.end),
        help: adding([name]),
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
                ? adding(['docker-compose-v2'])
                : 'in `machine.setup`, download one version of the plugin to /usr/local/lib/docker/cli-plugins/docker-compose and `chmod +x` it',
            cost: 'a stage that fails as it begins',
          });
  },
});

interface Said {
  readonly name: string;
  readonly file: string;
  readonly packages: readonly string[];
  readonly image: string;
  /** Who installs it: nothing, or nothing that can be read, where a script or a list may. */
  readonly nothing: string;
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

/** Ubuntu's compilers one by one, as far as the row of Amazon Linux says that they are needed. */
function hasCompilers({ al2023 }: Need, has: ReadonlySet<string>): boolean {
  const of: Readonly<Record<string, RegExp>> = { gcc: /^gcc(-\d+)?$/, 'gcc-c++': /^g\+\+(-\d+)?$/, make: /^make$/ };
  const tools = al2023.flatMap(name => of[name] ?? []);
  return tools.length > 0 && tools.every(tool => [...has].some(name => tool.test(name)));
}
