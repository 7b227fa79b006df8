import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Journey, journey, travels, until } from './world.ts';

const long = `
  first: { run: "echo x > out.txt", produces: [out.txt] }
  second: { run: "echo waiting; sleep 170", requires: [out.txt] }
`;
const store = ['--store', 's3://results/at'] as const;

/** Waits until the box says that the second stage of its run is under way. */
async function underWay(given: Journey, runId: string): Promise<void> {
  const box = given.boxes().at(-1)!;
  await until(
    () => given.stored(runId).get('status.json')?.includes('"stage":"second","state":"running"') === true,
    300,
    () => given.cloud.instance(box.id).console,
  );
}

travels(
  'a run on a box is watched from elsewhere by its store alone, stopped from there, and nothing of it is left',
  async () => {
    await using given = await journey({}, long);
    const elsewhere = mkdtempSync(join(tmpdir(), 'campaign-elsewhere-'));
    try {
      const started = await given.campaign('run', '--on', 'ec2', '--yes', '--detach', '--run-id', 'seen');
      expect(started.code, started.stderr).toBe(0);
      const left = given.start('-C', elsewhere, 'watch', 'seen', ...store);
      const watching = given.start('-C', elsewhere, 'watch', 'seen', ...store);
      await underWay(given, 'seen');
      left.child.kill('SIGINT');
      const { code, stdout } = await left.ended;
      expect([code, stdout]).toEqual([130, expect.stringContaining('seen goes on without this command.')]);
      expect(given.boxes().map(({ state }) => state)).toEqual(['running']);

      const cancelled = await given.campaign('-C', elsewhere, 'cancel', 'seen', '--yes', ...store);
      expect([cancelled.code, cancelled.stdout], cancelled.stderr).toEqual([
        0,
        `seen is stopped: 1 of 2 stages passed
  stopped before its end: a request in the store
  all it has is in s3://results/at/small/seen
  take it up again: campaign resume seen --on ec2 --store s3://results/at
`,
      ]);
      const watched = await watching.ended;
      expect(watched.code, `${watched.stderr}${watched.stdout}`).toBe(130);
      expect(watched.stdout).toMatch(/^\d\d:\d\d second started$/m);
      expect(watched.stdout).toMatch(/^\d\d:\d\d stopping: a request in the store$/m);
      expect(watched.stdout).toMatch(/^ {2}cost {7}0\.\d+ USD: .* of a box, 0.08925 USD an hour on demand$/m);
      expect(given.boxes().map(({ state }) => state)).toEqual(['terminated']);
      expect((await given.campaign('sweep')).stdout).toBe('nothing of campaigns is in us-east-1\n');
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  },
  900,
);

travels(
  'why tells of a spot notice, what survived it, what it cost and how to go on',
  async () => {
    await using given = await journey({}, long, 'spot');
    await given.campaign('run', '--on', 'ec2', '--yes', '--detach', '--run-id', 'taken');
    await underWay(given, 'taken');
    given.cloud.spotNotice(given.boxes()[0]!.id, 100);
    const watched = await given.campaign('watch', 'taken', ...store);
    expect(watched.code, `${watched.stderr}${watched.stdout}`).toBe(143);
    const { code, stdout, stderr } = await given.campaign('why', 'taken', ...store);
    expect([code, stdout.split('\n').length <= 24], stderr).toEqual([0, true]);
    expect(stdout).toMatch(/^Cause {5}EC2 took the machine back: its notice was to terminate at /m);
    expect(stdout).toMatch(/^Survived {2}1 of 2 stages, /m);
    expect(stdout).toMatch(/^Cost {6}0\.\d+ USD: /m);
    expect(stdout).toContain('Next      campaign resume taken --on ec2 --store s3://results/at\n');
  },
  900,
);
