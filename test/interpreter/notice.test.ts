import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type Imds, startImds } from '../../rehearsal/emulator/imds.ts';
import type { RunRecord } from '../../schema/records.ts';
import { type Box, boxed, kill } from './box.ts';
import { untruths } from './truth.ts';

const stages = `first:
  run: echo one > one.txt
  produces: [one.txt]
slow:
  run: |
    trap 'echo "told to end"; exit 0' TERM
    echo half > half.txt; for i in {1..300}; do sleep 0.1; done
  produces: [half.txt]
  requires: [one.txt]
after:
  run: "true"
  requires: [half.txt]`;

/** A box on an instance of EC2, as far as its metadata goes. */
function onInstance(name: string, body: (box: Box, imds: Imds, env: Record<string, string>) => Promise<void>): void {
  boxed(name, async box => {
    const imds = await startImds({ lifeCycle: 'spot' });
    const env = { AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url };
    try {
      await body(box, imds, env);
    } finally {
      await imds.close();
    }
  });
}

const slowRuns = (box: Box) => existsSync(join(box.source, 'half.txt'));

describe('the machine says what it is', () => {
  onInstance('type, id, zone, region, image and life cycle are in run.json', async (box, imds, env) => {
    expect(await box.start(await box.compile('a:\n  run: "true"'), env).ended).toBe(0);
    const { machine }: RunRecord = JSON.parse(box.text('run.json'));
    expect(machine).toMatchObject({
      instanceId: 'i-0123456789abcdef0',
      instanceType: 'c7i.2xlarge',
      availabilityZone: 'us-east-1a',
      region: 'us-east-1',
      imageId: 'ami-0123456789abcdef0',
      lifeCycle: 'spot',
    });
    expect(imds.requests.filter(request => request.startsWith('PUT'))).toEqual(['PUT api/token 200']);
  });

  onInstance('it is not asked where that is forbidden', async (box, imds, env) => {
    const script = await box.compile('a:\n  run: "true"', 'machine: { market: spot }\n');
    expect(await box.start(script, { ...env, AWS_EC2_METADATA_DISABLED: 'true' }).ended).toBe(0);
    expect(imds.requests).toEqual([]);
  });
});

describe('a spot notice', () => {
  onInstance('stops the running stage, saves everything, and the run says so with its time', async (box, imds, env) => {
    const child = box.start(await box.compile(stages), env);
    await box.until(() => slowRuns(box));
    const at = Date.now();
    imds.set('spot/instance-action', '{"action": "terminate", "time": "2026-05-17T09:20:00Z"}');
    expect(await child.ended).toBe(143);
    expect(Date.now() - at).toBeLessThan(20_000);
    const why = 'the run was stopped by the spot notice of EC2: terminate at 2026-05-17T09:20:00Z';
    expect([box.end('first'), box.end('slow'), box.end('after')]).toEqual([
      'passed',
      `interrupted: ${why}`,
      `interrupted: ${why}`,
    ]);
    expect(box.text('stages/slow/partial/half.txt')).toBe('half\n');
    expect(box.text('stages/slow/partial/log')).toContain('told to end\n');
    expect(box.events().filter(({ event }) => event === 'spot-notice' || event === 'stopping')).toMatchObject([
      { event: 'spot-notice', action: 'terminate', time: '2026-05-17T09:20:00Z' },
      { event: 'stopping', why: 'spot' },
    ]);
    expect(box.status()).toMatchObject({ state: 'ended', exitStatus: 143 });
    expect(box.has('COMPLETE')).toBe(true);
    expect(untruths(box)).toEqual([]);
    await box.until(() => box.pids().length === 0);
  });

  onInstance('is no less one when it cannot be read', async (box, imds, env) => {
    const child = box.start(await box.compile(stages), env);
    await box.until(() => slowRuns(box));
    imds.set('spot/instance-action', '<html>');
    expect(await child.ended).toBe(143);
    expect(box.events()).toContainEqual(
      expect.objectContaining({ event: 'spot-notice', action: 'interrupt', time: '' }),
    );
  });

  onInstance('is seen although the process that asks was killed and the token has expired', async (box, imds, env) => {
    const child = box.start(await box.compile(stages), env);
    await box.until(() => slowRuns(box));
    kill(Number(readFileSync(join(box.local, 'notices'), 'utf8')));
    const { port } = new URL(imds.url);
    await imds.close();
    // Another server knows none of the tokens of the first.
    const renewed = await startImds({ port: Number(port) });
    renewed.set('spot/instance-action', '{"action":"stop","time":"2026-05-17T09:20:00Z"}');
    expect(await child.ended).toBe(143);
    expect(renewed.requests.some(request => request.endsWith('401'))).toBe(true);
    await renewed.close();
  });
});

describe('a rebalance recommendation', () => {
  onInstance('saves what there is at once, and the run goes on', async (box, imds, env) => {
    const run = 'echo half > half.txt; sleep 1; echo more >> half.txt; while [ ! -e go ]; do sleep 0.1; done';
    const script = await box.compile(
      `slow:\n  run: "${run}"\n  produces: [half.txt]`,
      'store: { url: "file:///nowhere", checkpoint: 1h }\n',
    );
    const child = box.start(script, env);
    await box.until(() => readFileSync(join(box.source, 'half.txt'), 'utf8') === 'half\nmore\n');
    expect(box.has('stages/slow/partial/half.txt') && box.text('stages/slow/partial/half.txt')).not.toBe(
      'half\nmore\n',
    );
    imds.set('events/recommendations/rebalance', '{"noticeTime": "2026-05-17T09:15:00Z"}');
    await box.until(() => box.text('stages/slow/partial/half.txt') === 'half\nmore\n');
    const { writeFileSync } = process.getBuiltinModule('node:fs');
    writeFileSync(join(box.source, 'go'), '');
    expect(await child.ended).toBe(0);
    expect(box.events().filter(({ event }) => event === 'rebalance')).toMatchObject([{ time: '2026-05-17T09:15:00Z' }]);
  });
});

describe('metadata that does not answer', () => {
  onInstance('is told of once, and hurts nothing', async (box, imds, env) => {
    const child = box.start(await box.compile('a:\n  run: touch here; sleep 14'), env);
    await box.until(() => existsSync(join(box.source, 'here')));
    await imds.close();
    expect(await child.ended).toBe(0);
    expect(box.events().filter(({ event }) => event === 'warning')).toMatchObject([
      { message: 'the instance metadata does not answer: a spot notice would not be seen' },
    ]);
  });
});
