import type { Fault } from '../fault.ts';
import { signal } from '../processes.ts';

export const scriptKilled: Fault = {
  name: 'script-killed',
  title: 'script killed',
  meaning: 'kill -9 of the script itself; its watchdog, a process of its own, has to end the run.',
  async inject(box) {
    const pid = box.number('pid');
    if (pid !== undefined) signal(pid, 'SIGKILL');
  },
  states: ['interrupted'],
  strikesReal: true,
  keepsAll: true,
};
