import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../schema/records.ts';
import { campaign, findings, outcome } from './command.ts';
import { type OriginRepository, originRepository } from './origin-repository.ts';

const file = 'fixed.campaign.yaml';
const runId = '20260517T090000Z-000001';

let repository: OriginRepository;
afterEach(() => repository.remove());

function run() {
  return campaign(['run', file, '--store', `file://${store()}`, '--run-id', runId], {
    cwd: repository.directory,
    env: repository.env,
  });
}
const store = () => join(repository.directory, '..', 'store');
const folder = () => join(store(), 'ematix-validation', runId);
const lint = () => findings(file, { cwd: repository.directory, env: repository.env });

const passed = Object.fromEntries(
  [
    '_prebuilt',
    'adaptive-dispatch-bench',
    'avx-benches',
    'distributed',
    'generate[sf=10]',
    'generate[sf=1]',
    'host-info',
    'k8s-image',
    'k8s-job',
    'lambda-bench',
    'lambda-deploy',
    'lambda-package',
    'parallel-scaling-bench',
    's3-runlog',
    'triangulation[sf=10]',
    'triangulation[sf=1]',
  ].map(stage => [stage, 'passed']),
);

describe('the fixed campaign', () => {
  test('is clean', async () => {
    repository = originRepository();
    expect(await lint()).toEqual([]);
  });

  test('runs end to end, and its results are in the store', async () => {
    repository = originRepository();
    const { status } = await run();
    expect(outcome(folder())).toEqual({ end: 'COMPLETE', stages: passed });
    expect(status).toBe(0);
    const output = (path: string) => readFileSync(join(folder(), 'stages', path), 'utf8');
    expect(output('triangulation[sf=10]/outputs/BENCHMARKS-SF10.md').match(/^\| Q\d\d /gm)).toHaveLength(22);
    expect(output('avx-benches/outputs/avx.txt').match(/ GB\/s$/gm)).toHaveLength(16);
    // Made on the box from the commit, and not worth keeping.
    expect(existsSync(join(folder(), 'stages/generate[sf=1]/outputs'))).toBe(false);
  });
});

describe('what happened on 2026-05-17', () => {
  test('03 ran before 04: now the order is computed, and without data nothing that reads them starts', async () => {
    const fails = 'if [[ $2 == 1 ]]; then echo "no space for the data"; exit 1; fi\n';
    repository = originRepository({ programs: { tpch_generate: text => text.replace('mkdir', `${fails}mkdir`) } });
    const { status } = await run();
    expect(status).toBe(1);
    expect(outcome(folder())).toEqual({
      end: 'COMPLETE',
      stages: {
        ...passed,
        'generate[sf=1]': 'failed: exit code 1',
        'avx-benches': 'blocked: `examples/tpch/data/sf1/` is not there: `generate[sf=1]` failed',
        'adaptive-dispatch-bench': 'blocked: `examples/tpch/data/sf1/` is not there: `generate[sf=1]` failed',
        'triangulation[sf=1]': 'blocked: `examples/tpch/data/sf1/` is not there: `generate[sf=1]` failed',
      },
    });
    const record = JSON.parse(readFileSync(join(folder(), 'run.json'), 'utf8')) as RunRecord;
    expect(record.plan.find(({ stage }) => stage === 'avx-benches')?.needs).toEqual(['_prebuilt', 'generate[sf=1]']);
  });

  test('07 stopped at Q05 with exit status 0: now it is incomplete, and says 5 of 22', async () => {
    const early = '#!/bin/sh\nfor query in 01 02 03 04 05; do echo "| Q$query | 0.1 |"; done >"$4"\n';
    repository = originRepository({ programs: { tpch_triangulation_bench: () => early } });
    const { status } = await run();
    expect(status).toBe(1);
    expect(outcome(folder())).toEqual({
      end: 'COMPLETE',
      stages: {
        ...passed,
        'triangulation[sf=1]': 'incomplete: BENCHMARKS-SF1.md: 5 lines match /^\\| Q\\d\\d /, 22 wanted',
        'triangulation[sf=10]': 'incomplete: BENCHMARKS-SF10.md: 5 lines match /^\\| Q\\d\\d /, 22 wanted',
      },
    });
    expect(existsSync(join(folder(), 'stages/triangulation[sf=10]/outputs'))).toBe(false);
  });

  test('07 overwrote what 06 had measured: now one file for two results is refused', async () => {
    repository = originRepository();
    repository.write(file, repository.read(file).replaceAll('BENCHMARKS-SF${{ matrix.sf }}.md', 'BENCHMARKS-SF.md'));
    expect(await lint()).toEqual(['84 output-collision triangulation[sf=10]']);
    const { status } = await run();
    expect(status).toBe(2);
    expect(existsSync(store())).toBe(false);
  });

  test('five phases used scripts that were not in git: now they are refused by name', async () => {
    repository = originRepository({
      untracked: [
        'infra/lambda/package.sh',
        'infra/lambda/deploy.sh',
        'infra/lambda/bench.sh',
        'infra/tests/test_s3_runlog_real.py',
      ],
      absent: ['infra/k8s/submit.sh', 'infra/tests/distributed_e2e.sh'],
    });
    expect(await lint()).toEqual([
      '92 untracked-file s3-runlog',
      '99 untracked-file lambda-package',
      '105 untracked-file lambda-deploy',
      '111 untracked-file lambda-bench',
      '123 missing-input k8s-job',
      '131 missing-input distributed',
    ]);
    const { status } = await run();
    expect(status).toBe(2);
    expect(existsSync(store())).toBe(false);
  });

  test('a script edited on the laptop, or committed and not pushed, is not what the box would run: refused', async () => {
    repository = originRepository();
    repository.write('infra/lambda/bench.sh', `${repository.read('infra/lambda/bench.sh')}echo done\n`);
    expect(await lint()).toEqual(['111 dirty-file lambda-bench']);
    repository.commit({ push: false });
    expect(await lint()).toEqual(['10 unpushed-commit']);
  });
});
