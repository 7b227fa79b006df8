import type { Fault } from '../fault.ts';

export const stageHangs: Fault = {
  name: 'stage-hangs',
  title: 'stage hangs',
  meaning: 'The stage stops working, ignores SIGTERM and does not end: its timeout has to act.',
  manner: ({ late }) => ({ hangsAfter: late }),
  timeout: ({ late }) => Math.ceil(late) + 1,
  async inject() {
    // The stand-in hangs by itself.
  },
  states: ['timed-out', 'passed'],
  keepsAll: true,
};
