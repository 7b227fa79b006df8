import type { Fault } from '../fault.ts';
import { boxKilled } from './box-killed.ts';
import { scriptKilled } from './script-killed.ts';
import { scriptStopped } from './script-stopped.ts';
import { stageHangs } from './stage-hangs.ts';
import { stageKilled } from './stage-killed.ts';

/** Every fault that a rehearsal knows, in the order in which they are told. */
export const faults: readonly Fault[] = [stageKilled, scriptKilled, boxKilled, stageHangs, scriptStopped];
