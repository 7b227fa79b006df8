import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRule } from './emulator/s3/faults.ts';
import type { Fault } from './fault.ts';

/** The bucket misbehaves; the stage ends meanwhile; after two and a half checkpoints all is well again. */
export function forAWhile(rule: FaultRule): Fault['inject'] {
  return async (box, { checkpoint }) => {
    const trouble = box.s3?.fault(rule);
    await sleep(checkpoint * 1000);
    box.cue('finish');
    await sleep(checkpoint * 1500);
    await trouble?.lift();
  };
}
