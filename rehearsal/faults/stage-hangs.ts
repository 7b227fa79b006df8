import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.ts';

export const stageHangs: Fault = {
  name: 'stage-hangs',
  title: 'stage hangs',
  meaning: 'The stage stops working and ignores SIGTERM: its timeout has to act, on the whole of it.',
  byTimeout: true,
  async inject(box) {
    box.cue('hang');
    await sleep(300);
  },
  states: ['timed-out', 'passed'],
  keepsAll: true,
};
