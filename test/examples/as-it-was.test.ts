import { afterEach, expect, test } from 'vitest';
import { campaign, findings } from './command.ts';
import { type OriginRepository, originRepository } from './origin-repository.ts';

let repository: OriginRepository;
afterEach(() => repository.remove());

test('every mistake of that day is found at its line, and nothing is run', async () => {
  repository = originRepository({
    untracked: [
      'infra/k8s/build-push.sh',
      'infra/lambda/bench.sh',
      'infra/lambda/deploy.sh',
      'infra/lambda/package.sh',
      'infra/tests/test_s3_runlog_real.py',
    ],
    absent: ['infra/k8s/submit.sh', 'infra/tests/distributed_e2e.sh'],
  });
  const at = { cwd: repository.directory, env: repository.env };
  expect(await findings('as-it-was.campaign.yaml', at)).toEqual([
    '20 no-wall-limit',
    '20 over-budget',
    '36 ci-overlap 01-cargo-test',
    '41 ci-overlap 02-cargo-test-integration',
    '50 missing-input 03-emat-parquet-avx-benches',
    '54 missing-input 03a-emat-adaptive-dispatch-bench',
    '72 output-overwrites-source 06-tpch-triangulation-sf1',
    '78 output-collision 07-tpch-triangulation-sf10',
    '78 output-overwrites-source 07-tpch-triangulation-sf10',
    '82 no-timeout 08-dict-preservation',
    '83 ci-overlap 08-dict-preservation',
    '88 untracked-file 10-s3-runlog-real',
    '93 untracked-file 20-lambda-package',
    '98 untracked-file 21-lambda-deploy',
    '102 untracked-file 22-lambda-bench',
    '107 untracked-file 30-k8s-image',
    '111 missing-input 31-k8s-job',
    '117 missing-input 40-distributed-e2e',
    '125 not-executable 99-summary',
  ]);
  const { status, stdout } = await campaign(['run', 'as-it-was.campaign.yaml'], at);
  expect(status).toBe(2);
  expect(stdout).toBe('');
});
