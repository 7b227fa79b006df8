import type { Place } from '../../../schema/source.ts';
import { artifactBuilds, type CargoFlags, cargoBuilds, plainFlags, setOf, spokenSet } from '../../cargo-builds.ts';
import { defineRule } from '../../rule.ts';
import { base } from '../../shell/directory.ts';
import type { RunText } from '../../stage-shell.ts';
import { type LocatedCommand, runTexts, shownCommand } from '../../stage-shell.ts';

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
          '10:10 `cargo run --release --features parallel --example bench` compiles `release` with `parallel`, the artifact has `release`: it is compiled again',
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
      `\`${command}\` compiles ${here}, the artifact has ${there}: it is compiled again`,
    elsewhere: ({ command, directory }: { command: string; directory: string }) =>
      `\`${command}\` compiles into \`${directory}\`, where the artifact is not: it is compiled again`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    const cost = 'minutes of compiling on the paid machine, at every boot and after every spot notice';
    if (campaign.prebuilt.length > 0) {
      const builds = campaign.prebuilt.flatMap(one => artifactBuilds(one, plan));
      if (builds.length === 0) return;
      for (const build of cargoBuilds(plan, facts)) {
        const wrong = recompiles(build, builds);
        if (!wrong) continue;
        const { command, reading, stage } = build;
        const said = shownCommand(command);
        const more = {
          place: reading.text.placeOf(command.start, command.end),
          stage,
          help: 'give it the profile and features of the artifact, or the artifact its features; or run what it brings: `target/release/…`',
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
    const found = [...compiling(runTexts(plan, facts))];
    const [first, ...others] = found;
    if (!first) return;
    context.report({
      message: 'compiles',
      args: { command: shownCommand(first.command), more: others.length },
      place: placeOf(first),
      stage: first.stage,
      related: others
        .slice(0, 3)
        .map(one => ({ place: placeOf(one), message: `so does \`${shownCommand(one.command)}\`` })),
      help: 'let CI build it for the commit, and declare it: `prebuilt: [{ url: …, provides: [target/release/], build: … }]`',
      cost,
      // A stage that is there to build is somebody's choice.
      severity: found.some(({ stage }) => stage?.warmup) ? 'note' : undefined,
    });
  },
});

interface Compiling extends RunText {
  readonly command: LocatedCommand;
}

function placeOf({ command, reading }: Compiling): Place {
  return reading.text.placeOf(command.start, command.end);
}

/** The commands that compile; instances of one stage count once. */
function* compiling(texts: Iterable<RunText>): Iterable<Compiling> {
  const seen = new Set<string>();
  for (const { stage, reading } of texts)
    for (const command of reading.commands) {
      if (stage?.derived || !isCompiler(command, stage === undefined)) continue;
      const { source, range } = reading.text.placeOf(command.start, command.end);
      const key = `${source.path}:${range.start}`;
      if (!seen.has(key)) yield { ...(stage && { stage }), reading, command };
      seen.add(key);
    }
}

function isCompiler({ kind, words, context }: LocatedCommand, inSetup: boolean): boolean {
  if (kind !== 'command' || context.trap) return false;
  const args = words.slice(1).map(({ value }) => value ?? '?');
  const plain = args.filter(word => !/^[-+]/.test(word));
  const [verb = '', next = ''] = plain;
  if (args.some(word => /^(--version|-V|--help|-h|--list|--no-run=false)$/.test(word))) return false;
  switch (base(words[0]?.value ?? '').replace(/^g?make$/, 'make')) {
    case 'cargo':
      // The binaries of tests and benches are nothing that an artifact brings.
      return /^(build|b|run|r|rustc|install)$/.test(verb);
    case 'cmake':
      return args[0] === '--build' || args[0] === '--install';
    case 'ninja':
      return !args.includes('-t');
    case 'make':
      return (
        plain.length === 0 ||
        plain.every(word => /^(all|build|release|install|bin|\w+=.*|\d+)$/.test(word)) ||
        (inSetup && !/clean/.test(verb))
      );
    case 'bazel':
    case 'bazelisk':
      return verb === 'build';
    case 'mvn':
    case 'mvnw':
      return plain.some(word => /^(package|install|compile|verify)$/.test(word));
    case 'gradle':
    case 'gradlew':
      return plain.some(word => /(^|:)(build|assemble|jar|shadowJar|installDist)$/.test(word));
    case 'maturin':
      return verb === 'develop' || verb === 'build';
    case 'meson':
      return verb === 'compile' || (verb === 'install' && next === '');
    default:
      return false;
  }
}

/** Whether the artifact is no use to a command. Other flags are another rule's; another selection of targets is none. */
function recompiles(one: CargoFlags, builds: readonly CargoFlags[]): 'set' | 'directory' | undefined {
  const same = builds.filter(
    other =>
      plainFlags(other.rustflags) === plainFlags(one.rustflags) &&
      other.toolchain === one.toolchain &&
      other.target === one.target,
  );
  if (same.length === 0) return undefined;
  const fits = same.some(
    other =>
      setOf(one) === setOf(other) ||
      // A package alone may have none of the features that the whole is built with.
      (one.profile === other.profile &&
        one.selects &&
        !one.allFeatures &&
        !one.noDefault &&
        one.features.every(name => other.features.includes(name) || other.allFeatures)),
  );
  if (!fits) return 'set';
  return same.some(other => (other.targetDirectory ?? 'target') === (one.targetDirectory ?? 'target'))
    ? undefined
    : 'directory';
}
