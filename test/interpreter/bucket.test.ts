import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { S3 } from '../../rehearsal/emulator/s3/server.ts';
import { untruths } from '../../rehearsal/invariants.ts';
import { type Remains, remainsIn } from '../../rehearsal/remains.ts';
import type { RunStatus } from '../../schema/records.ts';
import { awsEnvironment, s3 } from '../rehearsal/s3.ts';
import { Box, kill, runId } from './box.ts';

/** A box whose store is a bucket. */
class BucketBox extends Box {
  readonly s3: S3;

  constructor(server: S3) {
    super();
    this.s3 = server;
  }

  override environment(): Record<string, string> {
    const { PATH: _, HOME: __, ...keys } = awsEnvironment(this.s3);
    return { ...super.environment(), ...keys, AWS_ENDPOINT_URL: this.s3.url, CAMPAIGN_STORE: 's3://results/at' };
  }

  /** What the run has left in the bucket. */
  remains(): Remains {
    const prefix = `at/box/${runId}/`;
    const objects = () => [...this.s3.objects('results')].filter(([key]) => key.startsWith(prefix));
    const object = (key: string) => this.s3.objects('results').get(`${prefix}${key}`)!;
    return {
      keys: () => objects().map(([key]) => key.slice(prefix.length)),
      bytes: key => object(key).body,
      writtenAt: key => object(key).modifiedAt.getTime(),
    };
  }

  stored(key: string): string {
    return this.remains().bytes(key).toString();
  }
}

function inBucket(name: string, body: (box: BucketBox) => Promise<void>): void {
  test.concurrent(name, async () => {
    await using server = await s3();
    using box = new BucketBox(server);
    await body(box);
  }, 900_000);
}

const stages = `first:
  run: echo said; mkdir out; for k in 1 2 3; do echo $k > "out/$k ü"; done
  produces: [out/]
second:
  run: cat out/* > sum.txt
  requires: [out/]
  produces: [sum.txt]`;

/** The aws command takes its time. */
const limits = 'limits: { wall: 30m, stage: 10m }\n';

const kept = [
  'COMPLETE',
  'campaign.yaml',
  'claim',
  'events/000001.jsonl',
  'ledger.jsonl',
  'run.json',
  'script.sh',
  ...[1, 2, 3].map(k => `stages/first/outputs/out/${k} ü`),
  'stages/first/log',
  'stages/first/result.json',
  'stages/second/log',
  'stages/second/outputs/sum.txt',
  'stages/second/result.json',
  'status.json',
].sort();

describe('a run whose store is a bucket', () => {
  inBucket('begins in one that is busy for a moment', async box => {
    const script = await box.compile('a:\n  run: echo x > a.txt\n  produces: [a.txt]', limits);
    box.s3.fault({ fault: 'internal', operation: 'PutObject', count: 4 });
    box.s3.fault({ fault: 'slow-down', key: '*/.probe', count: 4 });
    expect(await box.start(script).ended).toBe(0);
    expect(box.remains().keys()).toContain('COMPLETE');
  });

  inBucket(
    'leaves in it what it would leave in a directory, and is complete; started again it does nothing',
    async box => {
      expect(await box.play(stages, limits)).toBe(0);
      expect([...box.remains().keys()].sort()).toEqual(kept);
      expect(untruths(box.remains(), remainsIn(box.local))).toEqual([]);
      expect(box.stored('stages/second/outputs/sum.txt')).toBe('1\n2\n3\n');
      const before = box.s3.requests.filter(({ operation }) => operation === 'PutObject').length;
      expect(await box.start(join(box.root, 'script.sh')).ended).toBe(0);
      expect(box.said).toContain(`run ${runId} is complete in s3://results/at: nothing to do`);
      // Its claim, which is refused.
      expect(box.s3.requests.filter(({ operation }) => operation === 'PutObject').length).toBe(before + 1);
    },
  );

  inBucket('is complete when puts fail, answers get lost, and what is stored is damaged once', async box => {
    box.s3.fault({ fault: 'internal', operation: 'PutObject', key: '*/stages/*', count: 3 });
    box.s3.fault({ fault: 'lost-ack', operation: 'PutObject', key: '*/log', count: 1 });
    box.s3.fault({ fault: 'flip', operation: 'PutObject', key: '*/outputs/*', count: 1 });
    box.s3.fault({ fault: 'denied', operation: 'PutObject', key: '*/second/result.json', count: 1 });
    expect(await box.play(stages, limits)).toBe(0);
    expect([...box.remains().keys()].sort()).toEqual(kept);
    expect(untruths(box.remains(), remainsIn(box.local))).toEqual([]);
    const told = box
      .events()
      .flatMap(event => (event.event === 'upload-failed' ? [`${event.key}: ${event.error}`] : []));
    expect(told.join('\n')).toMatch(/^stages\/first: outputs\/out\/\d ü cannot be read back/m);
    expect(told.join('\n')).toMatch(
      /^stages\/second: upload failed: \S+result\.json An error occurred \(AccessDenied\)/m,
    );
  });

  inBucket('that dies for good: exit 4, incomplete here, all of it kept here, and it says where', async box => {
    const script = await box.compile(`a:\n  run: echo kept; sleep 3; touch go; sleep 2\nb:\n  run: echo more`, limits);
    const child = box.start(script, { AWS_MAX_ATTEMPTS: '1' });
    await box.until(() => readFileSync(join(box.local, 'stages/a/log'), 'utf8') === 'kept\n', 300);
    box.s3.fault({ fault: 'refuse' });
    expect(await child.ended).toBe(4);
    const status: RunStatus = JSON.parse(readFileSync(join(box.local, 'status.json'), 'utf8'));
    expect([status.exitStatus, status.uploads.failed, status.stages.map(({ state }) => state)]).toEqual([
      4,
      2,
      ['passed', 'passed'],
    ]);
    expect(box.remains().keys()).not.toContain('COMPLETE');
    expect(readFileSync(join(box.local, 'stages/b/log'), 'utf8')).toBe('more\n');
    expect(box.said).toContain(`what is not in the store is in ${box.local}`);
    expect(untruths(box.remains())).toEqual([]);
  });

  inBucket(
    'that is killed whole while it saves: no result without its outputs, and what the ledger says is there',
    async box => {
      const run = 'mkdir out; for k in {1..40}; do echo $k > out/$k; done; echo said';
      const child = box.start(await box.compile(`a:\n  run: ${run}\n  produces: [out/]\nb:\n  run: sleep 60`, limits));
      box.s3.fault({ fault: 'delay', seconds: 0.3, operation: 'PutObject', key: '*/outputs/*' });
      await box.until(
        () =>
          box
            .remains()
            .keys()
            .some(key => key.startsWith('stages/a/outputs/')),
        300,
      );
      kill(-(child.pid ?? 0));
      for (let round = 0; round < 50 && box.pids().length; round++) for (const pid of box.pids()) kill(pid);
      expect(untruths(box.remains(), remainsIn(box.local))).toEqual([]);
      expect(box.remains().keys()).not.toContain('stages/a/result.json');
    },
  );
});

describe('a bucket that is of no use is told of before anything runs, with what else is missing', () => {
  const refused = (name: string, says: string, make: (box: BucketBox) => Record<string, string>) =>
    inBucket(name, async box => {
      const script = await box.compile('a:\n  run: touch ran\n  requires: [{ tool: no-such-tool }]');
      expect(await box.start(script, make(box)).ended).toBe(3);
      expect(box.said).toContain('campaign: preflight: 2 missing, nothing was run\n');
      expect(box.said).toContain(says);
      expect(box.said).toContain('campaign:   tool no-such-tool\n');
    });

  refused('no such bucket', 'NoSuchBucket', () => ({ CAMPAIGN_STORE: 's3://no-such-bucket/x' }));
  refused(
    'no permission',
    'campaign:   the store s3://results/at cannot be written: An error occurred (AccessDenied)',
    box => {
      box.s3.fault({ fault: 'denied' });
      return {};
    },
  );
  refused('no credentials', 'credentials', () => ({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }));
  refused('an aws command that does not work', 'campaign:   the aws command is of no use: no python here\n', box => {
    mkdirSync(join(box.root, 'bin'));
    writeFileSync(join(box.root, 'bin/aws'), '#!/bin/sh\necho no python here >&2\nexit 127\n', { mode: 0o755 });
    return { PATH: `${join(box.root, 'bin')}:${process.env.PATH}` };
  });
});
