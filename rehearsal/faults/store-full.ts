import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault.ts';
import { fill } from '../fill.ts';
import { noMounts } from '../mounts.ts';

export const storeFull: Fault = {
  name: 'store-full',
  title: 'store full',
  meaning: 'The disk of the store is full when the stage ends, and has room again some checkpoints later.',
  store: 'file',
  impossible: noMounts,
  ground: { store: 16 },
  async inject(box, { checkpoint }) {
    const filling = box.reached(join(box.store, 'filling'));
    fill(filling);
    await sleep(checkpoint * 1000);
    box.cue('finish');
    await sleep(checkpoint * 1500);
    rmSync(filling);
  },
  states: ['passed'],
  keepsAll: true,
};
