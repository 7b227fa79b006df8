import type { Fault } from '../fault.ts';
import { boxKilled } from './box-killed.ts';
import { clockBack } from './clock-back.ts';
import { diskFull } from './disk-full.ts';
import { outOfMemory } from './out-of-memory.ts';
import { prebuiltMissing } from './prebuilt-missing.ts';
import { scriptKilled } from './script-killed.ts';
import { scriptStopped } from './script-stopped.ts';
import { spotNotice } from './spot-notice.ts';
import { stageHangs } from './stage-hangs.ts';
import { stageKilled } from './stage-killed.ts';
import { store403 } from './store-403.ts';
import { store500 } from './store-500.ts';
import { store503 } from './store-503.ts';
import { storeFull } from './store-full.ts';
import { storeGone } from './store-gone.ts';
import { storeReadOnly } from './store-read-only.ts';
import { storeSilent } from './store-silent.ts';
import { storeSlow } from './store-slow.ts';
import { storeWrong } from './store-wrong.ts';

/** Every fault that a rehearsal knows, in the order in which they are told. */
export const faults: readonly Fault[] = [
  boxKilled,
  spotNotice,
  scriptKilled,
  scriptStopped,
  stageKilled,
  stageHangs,
  outOfMemory,
  diskFull,
  clockBack,
  prebuiltMissing,
  storeReadOnly,
  storeFull,
  storeGone,
  store403,
  store500,
  store503,
  storeSlow,
  storeSilent,
  storeWrong,
];
