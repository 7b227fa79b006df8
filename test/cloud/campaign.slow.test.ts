import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunInstancesCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deliver, type Target } from '../../interpreter/delivery.ts';
import { compiled, planned } from '../interpreter/compiled.ts';
import { sdk as s3Sdk } from '../rehearsal/client.ts';
import { sdk } from './clients.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { instanceInput } from './inputs.ts';

// A run makes some thirty calls of the AWS CLI, a second each on a busy machine.
vi.setConfig({ testTimeout: 180_000 });

const root = mkdtempSync(join(tmpdir(), 'cloud-campaign-'));
let cloud: Cloud;
let commit = '';

beforeAll(async () => {
  const repo = join(root, 'repo');
  mkdirSync(repo);
  writeFileSync(join(repo, 'tracked.txt'), 'tracked, here\n');
  const as = ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', '-c', 'commit.gpgsign=false'];
  const git = (...words: string[]) => execFileSync('git', ['-C', repo, ...as, ...words], { encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'Add files');
  commit = git('rev-parse', 'HEAD').trim();
  cloud = await startCloud({ buckets: ['results'], disk: { '/srv/repo': repo } });
});
afterAll(async () => {
  await cloud.close();
  rmSync(root, { recursive: true });
});

/** Launches an instance with what is really handed over of a campaign that saves in the emulated bucket; its id. */
async function launch(
  name: string,
  stages: string,
  { target = 'userdata', ...more }: { target?: Target } & Partial<RunInstancesCommandInput> = {},
): Promise<string> {
  const spot = more.InstanceMarketOptions !== undefined;
  const text = `campaign: ${name}
version: 1
limits: { wall: 3m, stage: 2m, hold: 0s }
machine: { type: c7i.large, market: ${spot ? 'spot' : 'on-demand'} }
store: { url: "s3://results/runs", region: us-east-1, checkpoint: 1s }
source: { dir: /opt/engine }
stages:
${stages}`;
  const { script, faults } = await compiled(text, { commit }, { origin: 'file:///srv/repo' });
  if (!script) throw new Error(JSON.stringify(faults.map(({ message }) => message)));
  const { delivery } = deliver(script, await planned(text, { commit }), { target, compiler: 'campaign 0.1.0' });
  const Key = delivery!.upload!.url.replace('s3://results/', '');
  await s3Sdk(cloud.s3).send(new PutObjectCommand({ Bucket: 'results', Key, Body: script.text }));
  const UserData = Buffer.from(delivery!.bytes).toString('base64');
  const input = instanceInput('', { UserData, MetadataOptions: { HttpTokens: 'required' }, ...more });
  const { Instances } = await sdk(cloud).ec2.send(new RunInstancesCommand(input));
  return Instances![0]!.InstanceId!;
}

/** What the run of a campaign left in the bucket: key without the name and the id of the run → text. */
function left(name: string): ReadonlyMap<string, string> {
  const objects = [...cloud.s3.objects('results')].filter(
    ([key]) => key.startsWith(`runs/${name}/`) && !key.includes('/_scripts/'),
  );
  return new Map(objects.map(([key, { body }]) => [key.replace(/^runs\/[^/]+\/[^/]+\//, ''), body.toString()]));
}

for (const target of ['cloud-init'] as const)
  test(`a campaign as ${target} runs to its end, leaves a complete store and ends its machine`, async () => {
    const stages = `  first:
    run: echo "as $(id -un)" && cat tracked.txt > first.txt
    requires: [tracked.txt]
    produces: [first.txt]
`;
    const id = await launch(target, stages, { target });
    await cloud.until(id, 'terminated', 150);
    const { console, reason } = cloud.instance(id);
    expect([...left(target).keys()], console).toContain('COMPLETE');
    expect(left(target).get('stages/first/outputs/first.txt')).toBe('tracked, here\n');
    expect(JSON.parse(left(target).get('run.json')!)).toMatchObject({ exitStatus: 0 });
    expect(reason).toBe('Client.InstanceInitiatedShutdown');
  });

test('a spot notice ends a campaign as interrupted, with what it had saved', async () => {
  const stages = `  long:
    run: |
      for n in {1..100}; do echo "$n" >> lines.txt; sleep 0.5; done
    produces: [lines.txt]
    checkpoint: 1s
`;
  const id = await launch('notice', stages, { InstanceMarketOptions: { MarketType: 'spot' } });
  expect(cloud.instance(id).market).toBe('spot');
  await expect
    .poll(() => left('notice').get('stages/long/partial/lines.txt') ?? '', { timeout: 80_000 })
    .toContain('2\n');
  cloud.spotNotice(id, 110);
  await cloud.until(id, 'terminated', 100);
  expect(JSON.parse(left('notice').get('stages/long/result.json')!)).toMatchObject({ state: 'interrupted' });
  expect(left('notice').has('stages/long/partial/lines.txt')).toBe(true);
});
