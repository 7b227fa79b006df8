import { basename } from 'node:path';
import type { Fault } from '../fault.ts';
import { limited, noMemoryLimit } from '../memory.ts';

/** What the stage may use: far more than a stand-in needs, and eaten in a moment. */
const bytes = 64e6;

export const outOfMemory: Fault = {
  name: 'out-of-memory',
  title: 'out of memory',
  meaning: 'The stage gets little memory and asks for more without end: the kernel kills it.',
  impossible: noMemoryLimit,
  async inject(box, { stage }) {
    const pid = box.number(`stages/${stage}/pid`);
    const group = limited(`campaign-rehearsal-${basename(box.root)}`, bytes);
    if (pid === undefined || typeof group === 'string') throw new Error(`no memory limit for ${stage}: ${group}`);
    box.onClose(group.remove);
    group.take(pid);
    box.cue('eat');
  },
  states: ['killed', 'passed'],
  reason: 'out of memory',
  keepsAll: true,
};
