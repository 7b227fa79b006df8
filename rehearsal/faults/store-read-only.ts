import type { Fault } from '../fault.ts';
import { noMounts } from '../mounts.ts';

export const storeReadOnly: Fault = {
  name: 'store-read-only',
  title: 'store read-only',
  meaning: 'The store takes nothing more, for good, and the stage ends: the run has to say that it is incomplete.',
  store: 'file',
  impossible: noMounts,
  ground: { store: 16 },
  async inject(box) {
    if (!(await box.mounts?.run('mount', '-o', 'remount,ro', box.store)))
      throw new Error(`${box.store} could not be made read-only`);
    box.cue('finish');
  },
  isSlow: true,
  states: ['none'],
  keepsAll: false,
};
