import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { untruths } from '../../rehearsal/invariants.ts';
import { remainsIn } from '../../rehearsal/remains.ts';
import { runId } from './box.ts';
import { type BucketBox, inBucket, limits, stages } from './bucket-box.ts';

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
