import { readable } from '../../../plan/symbol.ts';
import type { Place } from '../../../schema/source.ts';
import { deletedBy } from '../../artifact-deletion.ts';
import { recompiles } from '../../artifact-use.ts';
import { AGREED } from '../../build-differences.ts';
import { artifactBuilds, cargoBuilds } from '../../cargo-builds.ts';
import { spokenSet } from '../../cargo-flags.ts';
import type { Compiler } from '../../compilers.ts';
import { type Compiling, compiling, isBrought, weightOf } from '../../compiling.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import { fixBy, withoutLine } from '../../stage-edits.ts';
import { shownCommand } from '../../stage-shell.ts';
import { rustChannel } from '../../toolchain/rust-channel.ts';
import { type Rebuild, rebuilds } from '../../warm-builds.ts';

export default defineRule({
  id: 'compile-on-box',
  severity: 'warning',
  since: '0.1.0',
  summary:
    'a stage or the setup that compiles what a `prebuilt` artifact could bring, or compiles again what one has brought',
  why: `Every boot of the origin compiled the same commit for about 15 minutes, on a machine of 8 paid cores, before the first number
was measured; and with every spot notice again.`,
  instead: `\`prebuilt\`: CI builds it once for the commit, the box fetches and verifies it, and a stage runs \`target/release/…\`. Where
cargo has to be called, with the profile, features and flags of the artifact: then it compiles nothing.`,
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      cargo run --release --example bench
      cargo run --release --example scan
`,
        expect: ['7:7 `cargo run --release --example bench` compiles on the paid machine, and 1 more command does'],
      },
      {
        title: 'Another set of features than the artifact’s',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
prebuilt:
  - url: "s3://b/\${{ source.commit }}.tar.zst"
    provides: [target/release/]
    build: cargo build --release --workspace
stages:
  bench:
    run: cargo run --release --features parallel --example bench
`,
        expect: [
          '10:10 `cargo run --release --features parallel --example bench` compiles `release` with `parallel`, but the `prebuilt` artifact has `release`: cargo compiles everything again',
        ],
      },
      {
        title: 'Other flags than the stage that builds first',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  build: { run: cargo build --release --examples, warmup: true }
  bench:
    env: { RUSTFLAGS: "-C target-cpu=native" }
    run: cargo run --release --example bench
    requires: [{ stage: build }]
`,
        expect: [
          '5:17 `cargo build --release --examples` compiles on the paid machine, and 1 more command does',
          '8:10 `cargo run --release --example bench` has RUSTFLAGS `-C target-cpu=native`, but `build` has built with none: cargo compiles everything again',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
prebuilt:
  - url: "s3://b/\${{ source.commit }}.tar.zst"
    provides: [target/release/]
    build: cargo build --release --workspace --examples --features parallel
    missing: build
stages:
  bench:
    run: cargo run --release --features parallel --example bench
`,
      },
    ],
  },
  messages: {
    compiles: ({ command, more }: { command: string; more: number }) =>
      `\`${command}\` compiles on the paid machine${more === 0 ? '' : `, and ${more} more ${more === 1 ? 'command does' : 'commands do'}`}`,
    again: ({ command, here, there }: { command: string; here: string; there: string }) =>
      `\`${command}\` compiles ${here}, but the \`prebuilt\` artifact has ${there}: cargo compiles everything again`,
    cleans: ({ command, path }: { command: string; path: string }) =>
      `\`${command}\` deletes \`${path}\`, which the \`prebuilt\` artifact brings: whatever needs it is compiled again`,
    rebuilds: ({ command, here, by, there }: { command: string; here: string; by: string; there: string }) =>
      `\`${command}\` ${here}, but \`${by}\` has built ${there}: cargo compiles everything again`,
    elsewhere: ({ command, directory }: { command: string; directory: string }) =>
      `\`${command}\` compiles into \`${directory}\`, where the \`prebuilt\` artifact is not: cargo compiles everything again`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    const cost = 'minutes of compiling on the paid machine, at every boot and after every spot notice';
    if (campaign.prebuilt.length > 0) {
      const builds = campaign.prebuilt.flatMap(one => artifactBuilds(one, plan, facts));
      // What is built by other means than the artifact's own; `go run` compiles whatever the artifact holds.
      const other = [...compiling(plan, facts)].filter(one => !isBrought(one, campaign.prebuilt, plan, facts));
      tell(campaign.prebuilt.every(({ build }) => build) ? other : []);
      for (const { stage, reading } of ranTexts(plan, facts))
        for (const command of stage ? reading.commands : []) {
          const path = deletedBy(command, campaign.prebuilt, plan);
          if (path !== undefined)
            context.report({
              message: 'cleans',
              args: { command: shownCommand(command), path },
              place: reading.text.placeOf(command.start, command.end),
              stage,
              help: 'delete this command: the checkout is fresh, and holds nothing but the commit and the artifact',
              cost,
              ...fixBy(
                'unsafe',
                `delete \`${shownCommand(command)}\``,
                withoutLine(reading.text, command.start, command.end),
              ),
            });
        }
      for (const build of cargoBuilds(plan, facts)) {
        const wrong = recompiles(build, builds);
        if (!wrong) continue;
        const { command, reading, stage } = build;
        const said = shownCommand(command);
        const more = {
          place: reading.text.placeOf(command.start, command.end),
          stage,
          help: `${wrong === 'set' ? 'give both the same profile and features' : 'compile into the directory that the artifact provides'}; or run the binary that it brings: \`target/release/…\``,
          cost,
        };
        if (wrong === 'set')
          context.report({
            message: 'again',
            args: { command: said, here: spokenSet(build), there: spokenSet(builds[0]!) },
            ...more,
          });
        else
          context.report({
            message: 'elsewhere',
            args: { command: said, directory: build.targetDirectory ?? 'target' },
            ...more,
          });
      }
      return;
    }
    tell([...compiling(plan, facts)]);
    for (const { build, made, difference } of rebuilds(plan, facts, context.once(rustChannel))) {
      const [here, there, help] = AGAIN[difference.what];
      context.report({
        message: 'rebuilds',
        args: {
          command: shownCommand(build.command),
          here: `${here} ${difference.here}`,
          by: readable(made.stage.name),
          there: `${there} ${difference.there}`,
        },
        place: placeOf(build),
        stage: build.stage,
        related: [{ place: placeOf(made), message: `what \`${readable(made.stage.name)}\` has built` }],
        help,
        cost: 'a whole compile inside the stage, on the paid machine, after one that nobody uses',
      });
    }

    function tell(found: readonly Compiling[]) {
      const [first, ...others] = [...found].sort((a, b) => weightOf(b) - weightOf(a));
      if (!first) return;
      context.report({
        message: 'compiles',
        args: { command: shownCommand(first.command), more: others.length },
        place: placeOf(first),
        stage: first.stage,
        related: others
          .slice(0, 3)
          .map(one => ({ place: placeOf(one), message: `so does \`${shownCommand(one.command)}\`` })),
        help: helpFor(first),
        cost,
        // A stage that is there to build is somebody's choice.
        severity: found.some(({ stage }) => stage?.warmup) || weightOf(first) === 0 ? 'note' : undefined,
      });
    }
  },
});

/** How each difference is said on either side, and how the two come to agree. */
const AGAIN: Readonly<Record<Rebuild['difference']['what'], readonly [here: string, there: string, help: string]>> = {
  flags: ['has', 'with', AGREED.flags],
  toolchain: ['uses', 'by', AGREED.toolchain],
  target: ['compiles for', 'for', AGREED.target],
  linker: ['links with', 'with', AGREED.linker],
  directory: ['compiles into', 'into', 'write the same `--target-dir` or `CARGO_TARGET_DIR` in both, or in neither'],
};

/** The declaration that spares the compile, with the build as far as it can be told from the command. */
function helpFor({ command, compiler, stage }: Compiling): string {
  const text = shownCommand(command);
  if (/^(cargo|go|pip3?) install\b/.test(text))
    return `${stage ? 'install' : 'download'} a ready-made binary of one version in \`machine.setup\`, or let CI build it and fetch it as a \`prebuilt\``;
  const build = /^cargo( \+\S+)? (build|run|b|r)\b[^|;&<>]*$/.test(text) && !text.endsWith('…') ? text : undefined;
  const plain = build?.replace(/ -- .*$/, '').replace(/^(cargo(?: \+\S+)?) (?:run|r)\b/, '$1 build');
  const written = plain !== undefined && /^[\w+.=/ -]+$/.test(plain) ? plain : '…';
  return `let CI build it once for the commit, and declare it at the top level: \`prebuilt: [{ url: "s3://BUCKET/\${{ source.commit }}.tar.zst", provides: [${MADE[compiler.kind]}], build: ${written} }]\``;
}

/** Where such a build usually leaves what it makes. */
const MADE: Readonly<Record<Compiler['kind'], string>> = {
  cargo: 'target/release/',
  go: 'bin/',
  cmake: 'build/',
  make: 'build/',
  python: 'dist/',
  node: 'dist/',
  java: 'build/libs/',
  other: 'build/',
};

function placeOf({ command, reading }: Pick<Compiling, 'command' | 'reading'>): Place {
  return reading.text.placeOf(command.start, command.end);
}
