import { expect, test } from 'vitest';
import { collisions } from '../../plan/collisions.ts';
import { resolve } from '../../plan/resolve.ts';
import { readable } from '../../plan/symbol.ts';
import { read } from '../../schema/read.ts';
import { shown, told, waits } from './campaigns.ts';

/** The campaign that the language is shown with, shortened to what a plan is made of. */
const TEXT = `campaign: tpch-validation
version: 1
params:
  bucket: { type: string, required: true }
  trials: { type: integer, default: 20, minimum: 1 }
source:
  repo: https://github.com/example/engine.git
  siblings: [{ repo: https://github.com/example/parquet.git, ref: v0.9.0, dir: /opt/campaign/parquet }]
machine: { type: c7i.2xlarge, image: al2023, market: spot, disk: 100GB, user: ec2-user }
limits: { wall: 5h, stage: 1h, cost: 5 USD }
store: { url: "s3://\${{ params.bucket }}/results", region: us-east-2, checkpoint: 15s }
prebuilt:
  - url: "s3://\${{ params.bucket }}/prebuilt/\${{ source.commit }}.tar.zst"
    provides: [target/release/]
    build: cargo build --release
    missing: build
env: { RUST_BACKTRACE: "1" }
stages:
  triangulate:
    matrix: { sf: [1, 10] }
    run: target/release/bench --data data/sf\${{ matrix.sf }} --trials \${{ params.trials }}
    requires: ["data/sf\${{ matrix.sf }}/", target/release/bench]
    produces: ["BENCHMARKS-SF\${{ matrix.sf }}.md"]
    timeout: 40m
    retry: { attempts: 2, on: [spot] }
  generate:
    matrix: { sf: [1, 10] }
    run: target/release/generate --sf \${{ matrix.sf }}
    requires: [target/release/generate, { disk: "\${{ matrix.sf }}GB" }]
    produces: [{ path: "data/sf\${{ matrix.sf }}/", upload: false, expect: { files: 8 } }]
    exclusive: false
    timeout: 20m
  summary:
    run: cat BENCHMARKS-*.md > summary.md
    requires: ["BENCHMARKS-*.md"]
    produces: [summary.md]
    env: { RUST_BACKTRACE: "0" }
profiles:
  local:
    params: { trials: 2, bucket: here }
    machine: { type: t3.micro, market: on-demand }
    stages: { summary: { if: "profile != 'local'" } }
`;

async function planned(options = {}) {
  const { campaign, diagnostics } = await read(TEXT, 'campaign.yaml');
  expect(diagnostics).toEqual([]);
  return resolve(campaign!, options);
}

test('the plan of the base', async () => {
  const resolution = await planned();
  const { plan } = resolution;
  expect(told(resolution)).toEqual([]);
  expect(waits(resolution)).toEqual([
    '_prebuilt',
    'generate[sf=1] <- _prebuilt',
    'triangulate[sf=1] <- _prebuilt, generate[sf=1]',
    'generate[sf=10] <- _prebuilt',
    'triangulate[sf=10] <- _prebuilt, generate[sf=10]',
    'summary <- triangulate[sf=1], triangulate[sf=10]',
  ]);
  const seconds = 1200 + 2 * 2 * 2400 + 3600;
  expect(plan.time.worstCase).toBe(seconds);
  expect(plan.time.worstCost).toBeCloseTo((seconds / 3600) * 0.357, 9);
  expect(plan.time.buildSeconds).toBe(3600);
  expect(plan.time.criticalPath).toEqual(['generate[sf=1]', 'triangulate[sf=1]', 'summary']);
  expect([plan.store, plan.repository, plan.siblings].map(value => readable(JSON.stringify(value)))).toEqual([
    '{"url":"s3://${{ params.bucket }}/results","region":"us-east-2","checkpoint":15}',
    '{"repo":"https://github.com/example/engine.git","ref":"HEAD","dir":"/opt/campaign/engine"}',
    '[{"repo":"https://github.com/example/parquet.git","ref":"v0.9.0","dir":"/opt/campaign/parquet"}]',
  ]);
  const generate = plan.stages[1]!;
  expect(generate.requires[1]).toMatchObject({ kind: 'disk', bytes: 1_000_000_000 });
  expect(generate.produces[0]).toMatchObject({ upload: false, checkpoint: 0, expect: { files: { min: 8, max: 8 } } });
  expect(generate.produces.map(({ place }) => shown(place).slice(0, 20))).toEqual(['{ path: "data/sf${{ ']);
  expect(plan.stages[2]).toMatchObject({
    run: 'target/release/bench --data data/sf1 --trials 20',
    attempts: 2,
    retryOn: ['spot'],
    user: 'ec2-user',
    env: [{ name: 'RUST_BACKTRACE', value: '1' }],
  });
  expect(plan.stages[5]!.env).toEqual([{ name: 'RUST_BACKTRACE', value: '0' }]);
  expect(collisions(plan)).toEqual([]);
});

test('the plan of a profile', async () => {
  const { plan } = await planned({ profile: 'local', commit: 'f'.repeat(40), params: new Map([['trials', '3']]) });
  expect([plan.profile, plan.params.get('trials'), plan.params.get('bucket'), plan.machine.type]).toEqual([
    'local',
    3,
    'here',
    't3.micro',
  ]);
  expect(plan.stages.at(-1)).toMatchObject({ name: 'summary', off: { why: 'condition', text: "profile != 'local'" } });
  expect(plan.stages[0]!.derived!.from.url.text).toContain('source.commit');
});

test('a fault that only values show is told at its place in the text', async () => {
  const { campaign } = await read(TEXT.replace('timeout: 20m', 'timeout: ${{ matrix.sf }}x'), 'campaign.yaml');
  expect(told(resolve(campaign!)).map(text => text.split(' (')[0])).toEqual([
    'schema: `${{ matrix.sf }}x` comes to `1x`, which is no duration @ ${{ matrix.sf }}x',
    'schema: `${{ matrix.sf }}x` comes to `10x`, which is no duration @ ${{ matrix.sf }}x',
  ]);
});
