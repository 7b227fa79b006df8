import { type CargoBuild, cargoBuilds } from '../../cargo-builds.ts';
import { setOf, spokenSet } from '../../cargo-flags.ts';
import { defineRule } from '../../rule.ts';
import { spokenList } from '../../spoken.ts';
import { shownCommand } from '../../stage-shell.ts';

export default defineRule({
  id: 'feature-sets',
  severity: 'warning',
  since: '0.1.0',
  summary: 'several sets of cargo features or profiles in one campaign, each of which is a compile of its own',
  why: `The origin's stages had three sets of features between them, and compiled the engine three times on the paid machine, about
ten minutes in all.`,
  instead:
    'One build with the union of the features; a feature that changes what is measured is a reason to have two, and says so in an ignore.',
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
lint: { compile-on-box: off }
stages:
  build: { run: cargo build --release --examples, warmup: true }
  scan:
    run: cargo run --release --features parallel --example scan
    requires: [{ stage: build }]
  join:
    run: cargo run --release --features simd --example join
    requires: [{ stage: build }]
`,
        expect: [
          '8:10 3 builds in one campaign, each of which compiles everything: `release`, `release` with `parallel` and `release` with `simd`',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
lint: { compile-on-box: off }
stages:
  build: { run: "cargo build --release --examples --features parallel,simd", warmup: true }
  scan:
    run: cargo run --release --features simd,parallel --example scan
    requires: [{ stage: build }]
  join:
    run: cargo run --release -F "parallel simd" --example join
    requires: [{ stage: build }]
`,
      },
    ],
  },
  messages: {
    several: ({ sets }: { sets: readonly string[] }) =>
      `${sets.length} builds in one campaign, each of which compiles everything: ${spokenList(sets, 5)}`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    // Against an artifact, each of them is judged by itself.
    if (campaign.prebuilt.some(({ build }) => build)) return;
    // Another directory is another package, whose features are its own.
    const byDirectory = new Map<string | undefined, Map<string, CargoBuild>>();
    for (const build of cargoBuilds(plan, facts)) {
      const { directory } = build.command;
      const bySet = byDirectory.get(directory) ?? new Map<string, CargoBuild>();
      byDirectory.set(directory, bySet);
      if (!bySet.has(setOf(build))) bySet.set(setOf(build), build);
    }
    const placeOf = ({ reading, command }: CargoBuild) => reading.text.placeOf(command.start, command.end);
    for (const bySet of byDirectory.values()) {
      const sets = [...bySet.values()];
      const [, second] = sets;
      if (!second) continue;
      context.report({
        message: 'several',
        args: { sets: sets.map(spokenSet) },
        place: placeOf(second),
        stage: second.stage,
        related: sets
          .filter(one => one !== second)
          .slice(0, 4)
          .map(one => ({ place: placeOf(one), message: `\`${shownCommand(one.command)}\`` })),
        help: helpFor(sets),
        cost: `${sets.length === 2 ? 'one more compile' : `${sets.length - 1} more compiles`} of everything on the paid machine`,
      });
    }
  },
});

/** The options with which all of them are one compile. */
function helpFor(sets: readonly CargoBuild[]): string {
  const profiles = new Set(sets.map(({ profile }) => profile));
  const union = [...new Set(sets.flatMap(({ features }) => features))].sort();
  const bare = sets.filter(({ noDefault }) => noDefault).length;
  const said = sets.some(({ allFeatures }) => allFeatures)
    ? '--all-features'
    : [
        ...(bare === sets.length ? ['--no-default-features'] : []),
        ...(union.length > 0 ? [`--features ${union.join(',')}`] : []),
      ].join(' ');
  const help = [
    ...(profiles.size > 1 ? ['give them all the same profile'] : []),
    ...(bare > 0 && bare < sets.length ? ['leave out `--no-default-features`'] : []),
    ...(said === '' ? [] : [`write \`${said}\` in all of them`]),
  ];
  return `${spokenList(help)}, so that everything is compiled once`;
}
