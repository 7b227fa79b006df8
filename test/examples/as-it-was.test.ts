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
    '13 missing-package',
    '20 no-wall-limit',
    '20 over-budget',
    '35 spot-without-retry 01-cargo-test',
    '36 ci-overlap 01-cargo-test',
    '36 no-warmup 01-cargo-test',
    '40 spot-without-retry 02-cargo-test-integration',
    '41 ci-overlap 02-cargo-test-integration',
    '46 no-completeness-check 03-emat-parquet-avx-benches',
    '46 spot-without-retry 03-emat-parquet-avx-benches',
    '48 compile-on-box 03-emat-parquet-avx-benches',
    '50 missing-input 03-emat-parquet-avx-benches',
    '52 no-completeness-check 03a-emat-adaptive-dispatch-bench',
    '52 spot-without-retry 03a-emat-adaptive-dispatch-bench',
    '54 missing-input 03a-emat-adaptive-dispatch-bench',
    '56 no-completeness-check 03b-emat-parallel-scaling-bench',
    '56 spot-without-retry 03b-emat-parallel-scaling-bench',
    '57 feature-sets 03b-emat-parallel-scaling-bench',
    '60 no-completeness-check 04-tpch-generate-sf1',
    '60 spot-without-retry 04-tpch-generate-sf1',
    '61 undeclared-output 04-tpch-generate-sf1',
    '63 no-completeness-check 05-tpch-generate-sf10',
    '63 spot-without-retry 05-tpch-generate-sf10',
    '64 undeclared-output 05-tpch-generate-sf10',
    '68 no-completeness-check 06-tpch-triangulation-sf1',
    '68 spot-without-retry 06-tpch-triangulation-sf1',
    '70 no-warmup 06-tpch-triangulation-sf1',
    '71 undeclared-input 06-tpch-triangulation-sf1',
    '72 output-overwrites-source 06-tpch-triangulation-sf1',
    '74 no-completeness-check 07-tpch-triangulation-sf10',
    '74 spot-without-retry 07-tpch-triangulation-sf10',
    '77 undeclared-input 07-tpch-triangulation-sf10',
    '78 output-collision 07-tpch-triangulation-sf10',
    '78 output-overwrites-source 07-tpch-triangulation-sf10',
    '82 no-timeout 08-dict-preservation',
    '83 ci-overlap 08-dict-preservation',
    '88 untracked-file 10-s3-runlog-real',
    '93 untracked-file 20-lambda-package',
    '98 untracked-file 21-lambda-deploy',
    '102 untracked-file 22-lambda-bench',
    '107 untracked-file 30-k8s-image',
    '109 no-completeness-check 31-k8s-job',
    '109 spot-without-retry 31-k8s-job',
    '111 missing-input 31-k8s-job',
    '114 no-completeness-check 40-distributed-e2e',
    '114 spot-without-retry 40-distributed-e2e',
    '117 missing-input 40-distributed-e2e',
    '125 not-executable 99-summary',
    '5 undeclared-output 30-k8s-image',
    '6 undeclared-output 22-lambda-bench',
    '5 undeclared-output 21-lambda-deploy',
  ]);
  const { status, stdout } = await campaign(['run', 'as-it-was.campaign.yaml'], at);
  expect(status).toBe(2);
  expect(stdout).toBe('');
});
