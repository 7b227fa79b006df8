import { ciMemory, overlapsOfStage } from '../../ci/stage-overlaps.ts';
import { allowance, paidTime, reasons, relatedPlaces, whatOfStage, whereInCi } from '../../ci/telling.ts';
import { defineRule } from '../../rule.ts';
import { stageScript } from '../../stage-script.ts';

const NIGHTLY = `name: Nightly
on:
  schedule: [{ cron: "0 3 * * *" }]
jobs:
  slow:
    runs-on: ubuntu-latest
    steps:
      - name: Slow tests
        run: cargo test -- --ignored
`;
const CARGO = { 'Cargo.toml': '[package]\nname = "engine"\n' };
const CAMPAIGN = `campaign: validation
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  slow:
    run: cargo test --release -- --ignored
`;

export default defineRule({
  id: 'ci-overlap-scheduled',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a stage whose work, or a whole part of it, CI does on a schedule only',
  why: `What CI does every night has been done on nearly the same commit; paying for it again is seldom worth it. But a schedule does
not say anything of this very commit, so it is a warning.`,
  instead: `Start the scheduled workflow by hand for this commit, or say why the box is needed: \`ci-overlap: { allow: hardware, reason: "…" }\`.`,
  examples: {
    bad: [
      {
        campaign: CAMPAIGN,
        files: { ...CARGO, '.github/workflows/nightly.yml': NIGHTLY },
        expect: [
          "6:10 `cargo test --release -- --ignored` repeats what CI does on a schedule in `.github/workflows/nightly.yml`, job `slow`, step `Slow tests`: CI's `cargo test -- --ignored` runs the same tests; `--release` changes how they are compiled, not what can fail",
        ],
      },
    ],
    good: [
      {
        title: 'The same, started by hand only',
        campaign: `${CAMPAIGN}    expect: { matches: { pattern: "^test result: ok" } }\n`,
        files: {
          ...CARGO,
          '.github/workflows/nightly.yml': NIGHTLY.replace(
            '  schedule: [{ cron: "0 3 * * *" }]',
            '  workflow_dispatch:',
          ),
        },
      },
    ],
  },
  messages: {
    whole: ({ command, where, why }: { command: string; where: string; why: string }) =>
      `${command} repeats what CI does on a schedule in ${where}: ${why}`,
    part: ({ command, where, why, rest }: { command: string; where: string; why: string; rest: string }) =>
      `${command} repeats in part what CI does on a schedule in ${where}: ${why}; ${rest}`,
  },
  check(context) {
    const { plan, facts } = context;
    const memory = context.once(ciMemory);
    for (const stage of plan.stages) {
      if (stage.stage.ciOverlap !== undefined && !stage.stage.ciOverlap.none) continue;
      // What every change repeats is an error of `ci-overlap` already.
      const told = overlapsOfStage(stage, plan, facts, memory, 'change').map(overlap => overlap.stage.command);
      const script = stageScript(stage);
      for (const overlap of overlapsOfStage(stage, plan, facts, memory, 'schedule')) {
        const { source, range } = overlap.stage.command;
        const place = source === undefined ? script.placeOf(range.start, range.end) : { source, range };
        if (told.some(other => other.range.start === range.start && other.source?.path === source?.path)) continue;
        const { why, rest } = reasons(overlap);
        const args = { command: whatOfStage(overlap, place), where: whereInCi(overlap.ci), why };
        const details = {
          place,
          stage,
          related: relatedPlaces(overlap),
          help: `let CI do it for this commit: \`gh workflow run ${overlap.ci.step.workflow.split('/').at(-1)}\` (where it has \`workflow_dispatch\`); if it needs this machine, say why under \`${stage.stage.name.value}:\` with ${allowance()}`,
          cost: paidTime(stage),
        };
        if (rest === '') context.report({ message: 'whole', args, ...details });
        else context.report({ message: 'part', args: { ...args, rest }, ...details });
      }
    }
  },
});
