import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import { freeze, thaw } from '../processes.ts';

export const boxKilled: Fault = {
  name: 'box-killed',
  title: 'box dies',
  meaning: 'Every process at once, as when the machine goes: what the store has is all there is.',
  async inject(box, target) {
    // By the time that all are stopped, something may just have been saved: then it was not the worst moment, and they go on.
    for (let round = 0; round < 10 && target.worst !== undefined; round++) {
      const stopped = freeze(box.root);
      const early = target.worst - box.sinceSave(target.stage);
      if (early <= 0) break;
      thaw(stopped);
      await sleep(1000 * early + 50);
    }
    await box.killAll();
  },
  endsBox: true,
  strikesReal: true,
  asStored: true,
  states: ['none'],
  keepsAll: false,
};
