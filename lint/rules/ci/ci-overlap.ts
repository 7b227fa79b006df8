import { ciMemory, ciOf, overlapsOfStage } from '../../ci/stage-overlaps.ts';
import { paidTime, reasons, relatedPlaces, whatOfStage, whereInCi } from '../../ci/telling.ts';
import { defineRule } from '../../rule.ts';
import { stageScript } from '../../stage-script.ts';

const WORKFLOW = `name: CI
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Tests
        run: cargo test --workspace --all-targets
`;
const CARGO = { 'Cargo.toml': '[workspace]\nmembers = ["core"]\n', 'core/Cargo.toml': '[package]\nname = "core"\n' };

export default defineRule({
  id: 'ci-overlap',
  severity: 'error',
  since: '0.1.0',
  summary: 'a stage whose work, or a whole part of it, CI does on every pull request or push',
  why: `The origin paid for about an hour of tests on a large machine that its CI had run for free on the same commit: the whole
workspace's tests, the container tests, and one test again for which everything was compiled anew.`,
  instead: `Delete the stage, or run only what CI does not. Where the box is the point (its CPU, its data, its scale, a real service),
say so: \`ci-overlap: { allow: hardware, reason: "…" }\`. Profile, verbosity, job counts and output make no other work;
features, cfgs, other filters and environment variables do.`,
  examples: {
    bad: [
      {
        campaign: `campaign: validation
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  simd:
    run: cargo test --release -p core --lib simd
`,
        files: { ...CARGO, '.github/workflows/ci.yml': WORKFLOW },
        expect: [
          '6:10 `cargo test --release -p core --lib simd` repeats what CI does on every change in `.github/workflows/ci.yml`, job `test`, step `Tests`: CI runs the same tests, of more targets and whatever their name; the build profile makes no other work',
        ],
      },
      {
        title: 'A whole part of the stage is CI’s; only its documentation tests are new',
        campaign: `campaign: validation
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  tests:
    run: |
      set -x
      time cargo test --release --workspace 2>&1 | tee tests.log
    produces: [tests.log]
`,
        files: {
          ...CARGO,
          Makefile: 'check:\n\tcargo test --workspace --all-targets\n',
          '.github/workflows/ci.yml': WORKFLOW.replace('cargo test --workspace --all-targets', 'make check'),
        },
        expect: [
          '8:12 `cargo test --release --workspace` repeats in part what CI does on every change in `.github/workflows/ci.yml`, job `test`, step `Tests` through `make check`: CI runs a part of these tests, new is only the doc tests (`--doc`)',
        ],
      },
    ],
    good: [
      {
        title: 'Ignored tests that CI leaves out, and an allowance',
        campaign: `campaign: validation
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  build: { run: cargo test --release --workspace --no-run, warmup: true }
  containers:
    run: cargo test --release --workspace --test containers -- --ignored
    requires: [{ stage: build }]
    expect: { matches: { pattern: "^test result: ok" } }
  simd:
    run: cargo test --release -p core --lib simd
    requires: [{ stage: build }]
    ci-overlap: { allow: hardware, reason: "CI's runners have no AVX-512" }
`,
        files: { ...CARGO, '.github/workflows/ci.yml': WORKFLOW },
      },
    ],
  },
  messages: {
    whole: ({ command, where, why }: { command: string; where: string; why: string }) =>
      `${command} repeats what CI does on every change in ${where}: ${why}`,
    part: ({ command, where, why, rest }: { command: string; where: string; why: string; rest: string }) =>
      `${command} repeats in part what CI does on every change in ${where}: ${why}, ${rest}`,
    unmatched: ({ pattern }: { pattern: string }) => `no workflow matches \`${pattern}\`, so what CI does is not known`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    const memory = context.once(ciMemory);
    for (const stage of plan.stages) {
      if (stage.stage.ciOverlap !== undefined && !stage.stage.ciOverlap.none) continue;
      const script = stageScript(stage);
      for (const overlap of overlapsOfStage(stage, plan, facts, memory, 'change')) {
        const { source, range } = overlap.stage.command;
        const place = source === undefined ? script.placeOf(range.start, range.end) : { source, range };
        const { why, rest } = reasons(overlap);
        const args = { command: whatOfStage(overlap, place), where: whereInCi(overlap.ci), why };
        const details = {
          place,
          stage,
          related: relatedPlaces(overlap),
          help: helpFor(rest),
          cost: paidTime(stage),
        };
        if (rest === '') context.report({ message: 'whole', args, ...details });
        else context.report({ message: 'part', args: { ...args, rest }, ...details });
      }
    }
    if (campaign.ci === undefined || 'none' in campaign.ci) return;
    const unmatched = ciOf(plan, facts, memory)?.unmatched ?? [];
    for (const { value, place } of campaign.ci.workflows) {
      if (!unmatched.includes(value)) continue;
      const help = 'name the files relative to the repository’s root, or write `ci: { none: true, reason: "…" }`';
      context.report({ message: 'unmatched', args: { pattern: value }, place, help, severity: 'note' });
    }
  },
});

function helpFor(rest: string): string {
  const allow = '`ci-overlap: { allow: hardware, reason: "…" }` (or `scale`, `real-service`, `data`, `profile`)';
  return rest === ''
    ? `delete the stage, or say why the box is needed: ${allow}`
    : `run only what is new, delete the rest, or say why the box is needed: ${allow}`;
}
