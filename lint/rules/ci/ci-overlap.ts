import { ciMemory, ciOf, overlapsOfStage, stageUnits } from '../../ci/stage-overlaps.ts';
import { helpFor, paidTime, reasons, relatedPlaces, whatOfStage, whereInCi } from '../../ci/telling.ts';
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
say so: \`ci-overlap: { allow: hardware, reason: "…" }\`. Another profile, verbosity, job count or output
is the same work; other features, cfgs, filters and environment variables are not.`,
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
          "6:10 `cargo test --release -p core --lib simd` repeats what CI does on every change in `.github/workflows/ci.yml`, job `test`, step `Tests`: CI's `cargo test --workspace --all-targets` runs the same tests and more (other targets, tests of every name); `--release` changes how they are compiled, not what can fail",
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
          "8:12 `cargo test --release --workspace` repeats in part what CI does on every change in `.github/workflows/ci.yml`, job `test`, step `Tests` through `make check`: CI's `cargo test --workspace --all-targets` runs part of these tests; the only new part is the doc tests (`--doc`)",
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
      `${command} repeats in part what CI does on every change in ${where}: ${why}; ${rest}`,
    unmatched: ({ pattern }: { pattern: string }) => `no workflow matches \`${pattern}\`, so what CI does is not known`,
  },
  check(context) {
    const { plan, facts, campaign } = context;
    const memory = context.once(ciMemory);
    for (const stage of plan.stages) {
      if (stage.stage.ciOverlap !== undefined && !stage.stage.ciOverlap.none) continue;
      const script = stageScript(stage);
      const overlaps = overlapsOfStage(stage, plan, facts, memory, 'change');
      for (const overlap of overlaps) {
        const { source, range } = overlap.stage.command;
        const place = source === undefined ? script.placeOf(range.start, range.end) : { source, range };
        const { why, rest } = reasons(overlap);
        const args = { command: whatOfStage(overlap, place), where: whereInCi(overlap.ci), why };
        const details = {
          place,
          stage,
          related: relatedPlaces(overlap),
          help: helpFor(overlap, stage.stage.name.value, overlaps, stageUnits(stage, plan, memory)),
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
      const help =
        'write the paths from the repository’s root, as in `.github/workflows/*.yml`; where there is no CI, `ci: { none: true, reason: "…" }`';
      context.report({ message: 'unmatched', args: { pattern: value }, place, help, severity: 'note' });
    }
  },
});
