import type { Fault } from '../fault.ts';
import { signal } from '../processes.ts';

export const stageKilled: Fault = {
  name: 'stage-killed',
  title: 'stage killed',
  meaning: 'kill -9 of the stage, as the kernel or an operator does it; the script goes on.',
  async inject(box, { stage }) {
    const pid = box.number(`stages/${stage}/pid`);
    if (pid !== undefined) signal(pid, 'SIGKILL');
  },
  states: ['killed', 'passed'],
  strikesReal: true,
  keepsAll: true,
};
