import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { untruths } from '../../rehearsal/invariants.ts';
import { remainsIn } from '../../rehearsal/remains.ts';
import type { RunStatus } from '../../schema/records.ts';
import { kill } from './box.ts';
import { inBucket, limits } from './bucket-box.ts';

describe('a run whose store is a bucket that is slow, busy or gone', () => {
  inBucket('begins in one that is busy for a moment', async box => {
    const script = await box.compile('a:\n  run: echo x > a.txt\n  produces: [a.txt]', limits);
    box.s3.fault({ fault: 'internal', operation: 'PutObject', count: 4 });
    box.s3.fault({ fault: 'slow-down', key: '*/.probe', count: 4 });
    expect(await box.start(script).ended).toBe(0);
    expect(box.remains().keys()).toContain('COMPLETE');
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
