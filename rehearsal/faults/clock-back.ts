import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.ts';

const day = 86_400;

export const clockBack: Fault = {
  name: 'clock-back',
  title: 'clock set back',
  meaning:
    'Every file of the box is suddenly from tomorrow, as when its clock is set back by a day; two checkpoints later the box dies.',
  async inject(box, { checkpoint }) {
    // A process cannot be given a clock of its own that files are stamped with. What the script can see of the jump is this.
    const disk = box.reached(box.disk);
    for (const name of readdirSync(disk, { recursive: true, encoding: 'utf8' })) postdate(join(disk, name));
    await sleep(2000 * checkpoint + 850);
    await box.killAll();
  },
  endsBox: true,
  states: ['none'],
  keepsAll: false,
};

function postdate(path: string): void {
  try {
    const { atimeMs, mtimeMs } = statSync(path);
    utimesSync(path, atimeMs / 1000 + day, mtimeMs / 1000 + day);
  } catch {
    // What the run has just removed.
  }
}
