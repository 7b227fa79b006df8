import { existsSync, renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.ts';

export const storeGone: Fault = {
  name: 'store-gone',
  title: 'store away',
  meaning: 'The directory of the store is away when the stage ends, and is there again some checkpoints later.',
  store: 'file',
  strikesReal: true,
  async inject(box, { checkpoint }) {
    renameSync(box.store, `${box.store}.away`);
    await sleep(checkpoint * 1000);
    box.cue('finish');
    await sleep(checkpoint * 1500);
    if (existsSync(box.store)) box.wrong.push('a new store was made in place of the one that was away');
    else renameSync(`${box.store}.away`, box.store);
  },
  states: ['passed'],
  keepsAll: true,
};
