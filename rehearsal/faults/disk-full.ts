import { join } from 'node:path';
import type { Fault } from '../fault.ts';
import { fill } from '../fill.ts';
import { noMounts } from '../mounts.ts';

export const diskFull: Fault = {
  name: 'disk-full',
  title: 'disk full',
  meaning: "The box's disk, with the source and all that the script keeps, has not one byte left.",
  impossible: noMounts,
  ground: { box: 16 },
  async inject(box) {
    fill(box.reached(join(box.disk, 'filling')));
    box.cue('flood');
  },
  states: ['failed', 'passed'],
  reason: 'disk full',
  keepsAll: true,
};
