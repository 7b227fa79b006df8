import type { Plan, PlannedStage } from '../../../plan/plan.ts';
import { readable } from '../../../plan/symbol.ts';
import { cargoBuilds } from '../../cargo-builds.ts';
import { defineRule } from '../../rule.ts';
import { builtInSetup, ofCargo, otherBuilds, type SharedBuild } from '../../shared-builds.ts';
import { spokenList } from '../../spoken.ts';
import { waitingFor } from '../../warm-builds.ts';

export default defineRule({
  id: 'no-warmup',
  severity: 'warning',
  since: '0.1.0',
  summary: 'stages that share a build, and no stage that makes it once before them',
  why: `Whichever runs first compiles for all, inside its own timeout and its own measurement. One stage of the origin was killed after
25 minutes of compiling, before its test had begun; the next one compiled again.`,
  instead: `\`prebuilt\`, or a stage that only builds, \`warmup: true\`, and \`requires: [{ stage: build }]\` where it is used.`,
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h, stage: 20m }
lint: { compile-on-box: off }
stages:
  scan: { run: cargo run --release --example scan }
  join: { run: cargo run --release --example join }
`,
        expect: [
          '6:16 `scan` and `join` need the same build, and no stage makes it first: whichever runs first compiles inside its measurement',
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
  build: { run: cargo build --release --examples, warmup: true }
  scan: { run: cargo run --release --example scan, requires: [{ stage: build }] }
  join: { run: cargo run --release --example join, requires: [{ stage: build }] }
`,
      },
    ],
  },
  messages: {
    shared: ({ stages }: { stages: readonly string[] }) =>
      `${spokenList(stages.map(name => `\`${name}\``))} need the same build, and no stage makes it first: whichever runs first compiles inside its measurement`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    if (campaign.prebuilt.some(({ build }) => build)) return;
    const builds = [...cargoBuilds(plan, facts).map(ofCargo), ...otherBuilds(plan, facts)];
    const bySet = new Map<string, SharedBuild[]>();
    for (const build of builds) {
      const group = bySet.get(build.key);
      if (group) group.push(build);
      else bySet.set(build.key, [build]);
    }
    const before = builtInSetup(plan, facts);
    for (const [key, group] of bySet) {
      if (before.has(key)) continue;
      const own = new Map<PlannedStage, SharedBuild[]>();
      for (const build of group) {
        const known = own.get(build.stage);
        if (known) known.push(build);
        else own.set(build.stage, [build]);
      }
      const stages = [...own.keys()];
      if (stages.length < 2 || stages.some(stage => makesIt(stage, stages, own.get(stage)!, plan))) continue;
      const [{ reading, command, stage }] = group as [SharedBuild, ...SharedBuild[]];
      const names = [...new Set(stages.map(({ name }) => readable(name)))];
      context.report({
        message: 'shared',
        args: { stages: names },
        place: reading.text.placeOf(command.start, command.end),
        stage,
        help: `let a stage \`build\` do it first, with \`warmup: true\`, and write \`requires: [{ stage: build }]\` in ${spokenList([...new Set(stages.map(one => `\`${one.stage.name.value}\``))])}; or fetch it as a \`prebuilt\``,
        cost: 'a first measurement, or a timeout, that holds minutes of compiling',
      });
    }
  },
});

/** It is there to prepare the others, or it only builds and they all wait for it. */
function makesIt(
  stage: PlannedStage,
  stages: readonly PlannedStage[],
  builds: readonly SharedBuild[],
  plan: Plan,
): boolean {
  if (stage.warmup) return true;
  if (!builds.every(({ only }) => only)) return false;
  const waiting = waitingFor(stage, plan);
  return stages.every(one => one === stage || waiting.has(one.name));
}
