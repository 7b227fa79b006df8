import type { Plan } from '../../../plan/plan.ts';
import type { Prebuilt } from '../../../schema/model.ts';
import type { Place } from '../../../schema/source.ts';
import { deletedBy } from '../../artifact-deletion.ts';
import { recompiles, setupBuilds } from '../../artifact-use.ts';
import { artifactBuilds, cargoBuilds, spokenSet } from '../../cargo-builds.ts';
import { type Compiler, compilerOf } from '../../compilers.ts';
import type { RepositoryFacts } from '../../facts.ts';
import { base, resolvePath } from '../../path.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import { fixBy, withoutLine } from '../../stage-edits.ts';
import type { RunText } from '../../stage-shell.ts';
import { type LocatedCommand, shownCommand } from '../../stage-shell.ts';

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
    elsewhere: ({ command, directory }: { command: string; directory: string }) =>
      `\`${command}\` compiles into \`${directory}\`, where the \`prebuilt\` artifact is not: cargo compiles everything again`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    const cost = 'minutes of compiling on the paid machine, at every boot and after every spot notice';
    if (campaign.prebuilt.length > 0) {
      const builds = campaign.prebuilt.flatMap(one => artifactBuilds(one, plan));
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

interface Compiling extends RunText {
  readonly command: LocatedCommand;
  readonly compiler: Compiler;
  /** It stands in a recipe of make or its like. */
  readonly inRecipe: boolean;
}

function weightOf({ compiler }: Compiling): number {
  return compiler.weight === 'sure' ? 1 : 0;
}

const FAMILIES: Readonly<Record<Compiler['kind'], RegExp>> = {
  cargo: /\b(cargo|cross|make|just|maturin)\b/,
  go: /(?!)/,
  cmake: /\b(cmake|ninja|meson|make)\b/,
  make: /\b(make|cmake)\b/,
  python: /\b(pip|maturin|uv|build|setup\.py)\b/,
  node: /\b(npm|pnpm|yarn|node-gyp)\b/,
  java: /\b(mvnw?|gradlew?|sbt|mill|ant)\b/,
  other: /(?!)/,
};

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

/** The artifact is built by the same means, so that there is nothing left to compile; cargo's flags are looked at one by one. */
function isBrought(
  { compiler, command, stage, inRecipe }: Compiling,
  prebuilt: readonly Prebuilt[],
  plan: Plan,
  facts: RepositoryFacts,
): boolean {
  if (compiler.weight === 'small') return true;
  // Artifacts are fetched after the setup; only a tool that is installed is nothing that one would bring.
  if (!stage && compiler.kind === 'cargo' && setupBuilds(plan, facts).some(({ start }) => start === command.start))
    return false;
  // What the same runner has made, it does not make again.
  if (inRecipe && prebuilt.some(({ build }) => build && /\b(make|just|task|npm|pnpm|yarn)\b/.test(build.text)))
    return true;
  const same = prebuilt.filter(({ build }) => build && FAMILIES[compiler.kind].test(build.text));
  if (same.length === 0) return false;
  const at = command.words.findIndex(({ value }) => /^(--build|-C)$/.test(value ?? ''));
  const directory = /^(cmake|make)$/.test(compiler.kind) && at > 0 ? command.words[at + 1]?.value : undefined;
  if (directory === undefined) return true;
  // Another build directory than the one that is brought.
  const absolute = resolvePath(command.directory, directory);
  return same.some(({ provides }) =>
    provides.some(({ text }) => {
      const brought = resolvePath(plan.repository.dir, text.replace(/\/?\**$/, ''));
      return (
        brought === undefined || absolute === undefined || absolute === brought || absolute.startsWith(`${brought}/`)
      );
    }),
  );
}

function placeOf({ command, reading }: Compiling): Place {
  return reading.text.placeOf(command.start, command.end);
}

/** The commands that compile; instances of one stage count once. Recipes count where the command that runs them does not. */
function* compiling(plan: Plan, facts: RepositoryFacts): Iterable<Compiling> {
  const seen = new Set<string>();
  const told = new Set<string | undefined>();
  for (const { stage, reading, recipe } of ranTexts(plan, facts)) {
    const inRecipe = recipe !== undefined;
    if (inRecipe && told.has(stage?.name)) continue;
    for (const command of reading.commands) {
      const compiler = stage?.derived
        ? undefined
        : compilerOf(command, stage === undefined, facts, plan.repository.dir);
      if (!compiler) continue;
      // What a runner's line runs in turn compiles no second time.
      if (!inRecipe || /^(g?make|npm|pnpm|yarn)$/.test(base(command.words[0]!.value!))) told.add(stage?.name);
      const { source, range } = reading.text.placeOf(command.start, command.end);
      const key = `${source.path}:${range.start}`;
      if (!seen.has(key)) yield { ...(stage && { stage }), reading, command, compiler, inRecipe };
      seen.add(key);
    }
  }
}
