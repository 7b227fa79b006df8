import { randomInt } from 'node:crypto';
import type { Fault } from './fault.ts';

/** A new run id, which sorts by time: `20260517T091500Z-k3x9q0`. */
export function newRunId(now: Date = new Date()): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const letters = '0123456789abcdefghijklmnopqrstuvwxyz';
  let random = '';
  for (let place = 0; place < 6; place++) random += letters[randomInt(letters.length)];
  return `${time}-${random}`;
}

export function runIdFault(runId: string): Fault {
  return {
    code: 'run-id',
    doing: 'starting the run',
    message: `\`${runId}\` cannot name a run`,
    help: 'use letters, digits, dots, dashes and underscores, 128 at most, beginning with a letter or digit',
  };
}

/** Whether a person may name a run so: it becomes a folder and a part of store keys. */
export function isRunId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(text);
}
