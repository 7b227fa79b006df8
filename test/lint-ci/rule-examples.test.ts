import { describe, expect, test } from 'vitest';
import ciOverlap from '../../lint/rules/ci/ci-overlap.ts';
import ciOverlapScheduled from '../../lint/rules/ci/ci-overlap-scheduled.ts';
import staleCiOverlap from '../../lint/rules/ci/stale-ci-overlap.ts';
import { positionAt } from '../../schema/source.ts';
import { lint, written } from '../lint/world.ts';

const ALL = [ciOverlap, ciOverlapScheduled, staleCiOverlap];

for (const rule of ALL)
  for (const [index, example] of [...rule.examples.bad, ...rule.examples.good].entries())
    test(`example ${index + 1} of ${rule.id} says exactly what it promises`, async () => {
      const { findings } = await lint(example, { rules: ALL });
      expect(findings.map(finding => written(finding, rule.id))).toEqual(example.expect ?? []);
    });

const WORKFLOW = 'on: push\njobs: { t: { runs-on: x, steps: [{ run: cargo test }] } }\n';
const world = (stages: string, head = '') => ({
  campaign: `campaign: a\nversion: 1\n${head}limits: { wall: 2h, stage: 30m }\nstages:\n${stages}`,
  files: {
    'Cargo.toml': '[package]\nname = "a"\n',
    '.github/workflows/ci.yml': WORKFLOW,
    'all.sh': '#!/bin/bash\nset -e\ncargo test\n',
  },
  executable: ['all.sh'],
});
const found = async (stages: string, head = '') => {
  const { findings } = await lint(world(stages, head), { rules: ALL });
  return findings.map(({ rule, severity, stage, place }) => {
    const { line, column } = positionAt(place.source, place.range.start);
    return `${place.source.path}:${line}:${column} ${rule} ${severity}${stage === undefined ? '' : ` ${stage}`}`;
  });
};

describe('where and when it is said', () => {
  test('at the command inside a folded block, wrappers and all', async () => {
    expect(await found('  s:\n    run: >-\n      cd . &&\n      time cargo test\n')).toEqual([
      'campaign.yaml:8:12 ci-overlap error s',
    ]);
  });
  test('at the line of a script that the stage runs', async () => {
    expect(await found('  s: { run: ./all.sh --now }\n')).toEqual(['all.sh:3:1 ci-overlap error s']);
  });
  test('once for all instances of a matrix, by name where only one has it', async () => {
    const matrix = (run: string) => `  s: { matrix: { n: [-q, --ignored] }, run: "${run}" }\n`;
    expect(await found(matrix('cargo test x ${{ matrix.n }} -- --include-ignored'))).toEqual([
      'campaign.yaml:5:46 ci-overlap error s',
    ]);
    expect(await found(matrix('cargo test -- ${{ matrix.n }}'))).toEqual([
      'campaign.yaml:5:46 ci-overlap error s[n=-q]',
    ]);
  });
  test('once for each overlapping command of a chain', async () => {
    expect(await found('  s: { run: "cargo test x && ./measure && cargo test y" }\n')).toEqual([
      'campaign.yaml:5:14 ci-overlap error s',
      'campaign.yaml:5:43 ci-overlap error s',
    ]);
  });
  test('never where the campaign says that there is no CI', async () => {
    expect(await found('  s: { run: cargo test }\n', 'ci: { none: true, reason: a fork }\n')).toEqual([]);
  });
  test('never for a stage that is off', async () => {
    expect(await found('  s: { run: cargo test, if: "1 == 2" }\n')).toEqual([]);
  });
  test('a pattern that names no workflow is a note, and the others count', async () => {
    expect(
      await found('  s: { run: cargo test }\n', 'ci: { workflows: [".github/workflows/*.yml", ci/*.yml] }\n'),
    ).toEqual(['campaign.yaml:3:46 ci-overlap note', 'campaign.yaml:6:13 ci-overlap error s']);
  });
  test('an environment that the stage requires makes it other work', async () => {
    expect(await found('  s: { run: cargo test, requires: [{ env: S3_BUCKET }] }\n')).toEqual([]);
    expect(await found('  s: { run: cargo test, env: { S3_BUCKET: x } }\n')).toEqual([]);
    expect(await found('  s: { run: cargo test, env: { RUST_LOG: debug } }\n')).toHaveLength(1);
  });
  test('a build that another stage waits for, or that leaves a file, is no overlap', async () => {
    const files = WORKFLOW.replace('cargo test', 'cargo build');
    const say = async (stages: string) => {
      const example = world(stages);
      const { findings } = await lint(
        { ...example, files: { ...example.files, '.github/workflows/ci.yml': files } },
        { rules: ALL },
      );
      return findings.map(finding => finding.stage);
    };
    expect(await say('  b: { run: cargo build --release }\n')).toEqual(['b']);
    expect(await say('  b: { run: cargo build --release, warmup: true }\n')).toEqual([]);
    expect(await say('  b: { run: cargo build --release, produces: [target/release/a] }\n')).toEqual([]);
    expect(
      await say('  b: { run: cargo build --release }\n  c: { run: target/release/a, requires: [{ stage: b }] }\n'),
    ).toEqual([]);
  });
  test('a repository without workflows is silent', async () => {
    const { findings } = await lint({ ...world('  s: { run: cargo test }\n'), files: {} }, { rules: ALL });
    expect(findings).toEqual([]);
  });
});
