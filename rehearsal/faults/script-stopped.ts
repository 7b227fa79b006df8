import type { Fault } from '../fault.ts';
import { signal } from '../processes.ts';

export const scriptStopped: Fault = {
  name: 'script-stopped',
  title: 'script stops',
  meaning: 'SIGSTOP of the script: it lives and does nothing; its watchdog has to notice and end the run.',
  async inject(box) {
    const pid = box.number('pid');
    if (pid !== undefined) signal(pid, 'SIGSTOP');
  },
  isSlow: true,
  strikesReal: true,
  states: ['interrupted'],
  keepsAll: true,
};
