import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Box } from './box.ts';
import { untruths } from './truth.ts';

/** A test with a box of which one directory is a disk of so many bytes; skipped where this process may mount none. */
function onSmallDisk(name: string, part: 'home' | 'source' | 'store', size: string, body: (box: Box) => Promise<void>) {
  test.concurrent(name, async context => {
    const box = new Box();
    mkdirSync(box[part], { recursive: true });
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', box[part]]);
    try {
      if (mounted.status !== 0) return context.skip('no disk can be mounted here');
      await body(box);
    } finally {
      for (const pid of box.pids()) process.kill(pid, 'SIGKILL');
      if (mounted.status === 0) execFileSync('umount', ['-l', box[part]]);
      box.close();
    }
  }, 90_000);
}

const other = 'b:\n  run: echo fine > b.txt\n  produces: [b.txt]';

describe('a full disk', () => {
  onSmallDisk('under the source: the stage says so, and what there is is saved', 'source', '1m', async box => {
    expect(
      await box.play(
        `a:\n  run: echo half > half.txt; head -c 2000000 /dev/zero > big.bin\n  produces: [half.txt, big.bin]\n${other}`,
      ),
    ).toBe(1);
    expect(box.end('a')).toBe('failed: exit code 1; disk full: no space left on device');
    expect(box.text('stages/a/partial/half.txt')).toBe('half\n');
    expect(box.has('COMPLETE')).toBe(true);
    expect(untruths(box)).toEqual([]);
  });

  onSmallDisk('under CAMPAIGN_HOME, by a log without end: it ends truthfully', 'home', '4m', async box => {
    const status = await box.play(
      `a:\n  run: echo half > half.txt; yes | head -c 9000000\n  produces: [half.txt]\n${other}`,
    );
    expect(status).toBe(1);
    expect([box.end('a'), box.end('b')]).toEqual([
      'killed: killed by SIGPIPE; disk full: no space left on device',
      'passed',
    ]);
    expect(box.text('stages/a/partial/half.txt')).toBe('half\n');
    expect(untruths(box)).toEqual([]);
  });

  onSmallDisk('under the store: what does not fit is owed, and the run is not complete', 'store', '1m', async box => {
    const status = await box.play(`a:\n  run: head -c 3000000 /dev/zero > big.bin\n  produces: [big.bin]\n${other}`);
    expect(status).toBe(4);
    expect(box.end('b')).toBe('passed');
    expect(box.has('INCOMPLETE')).toBe(true);
    expect(untruths(box)).toEqual([]);
  });
});
