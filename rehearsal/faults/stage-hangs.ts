import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import { freeze } from '../processes.ts';

export const stageHangs: Fault = {
  name: 'stage-hangs',
  title: 'stage hangs',
  meaning: 'The stage stops working and ignores SIGTERM: its timeout has to act, on the whole of it.',
  byTimeout: true,
  strikesReal: true,
  async inject(box, { real }) {
    // A process that is stopped takes SIGTERM no more than one that ignores it.
    if (real) freeze(`CAMPAIGN_STAGE_MARK=${box.local}/`);
    else box.cue('hang');
    await sleep(300);
  },
  states: ['timed-out', 'passed'],
  keepsAll: true,
};
