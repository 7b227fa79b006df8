import type { CloudThing } from '../run/cloud/boxes.ts';
import type { Cloud } from '../run/cloud/cloud.ts';
import type { RunRef, RunStore } from '../run/store.ts';
import type { LaunchRecord } from '../schema/records.ts';
import { openedCloud } from './cloud.ts';
import type { Context } from './context.ts';
import { Refusal } from './io.ts';

/** The box that was started for a run, as long as it has not been seen gone. */
export interface RunBox {
  readonly launch: LaunchRecord;
  /** Absent: AWS cannot be asked from here. */
  readonly cloud?: Cloud;
}

/** Absent: the run has none that may still be there. That AWS cannot be asked is said on stderr. */
export async function boxOfRun(launches: readonly LaunchRecord[], context: Context): Promise<RunBox | undefined> {
  const launch = launches.findLast(({ kind, state }) => kind === 'ec2' && state !== 'failed');
  if (!launch || launch.state === 'ended') return undefined;
  try {
    return { launch, cloud: await openedCloud(launch.region) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    context.note(`whether box ${launch.instanceId ?? ''} is still there is UNKNOWN: ${error.message}`);
    return { launch };
  }
}

/**
 * What of a run whose end is known is still in EC2 after so many seconds; when nothing is, its launch is noted as ended, so that nobody
 * has to ask again. `undefined`: EC2 did not tell, which is said.
 */
export async function leftOfBox(
  { launch, cloud }: RunBox,
  run: RunRef,
  store: RunStore,
  seconds: number,
  context: Context,
): Promise<readonly CloudThing[] | undefined> {
  if (!cloud) return undefined;
  const { caught } = await import('../run/cloud/cloud.ts');
  const { thingsLeft } = await import('../run/cloud/boxes.ts');
  const { value: left, fault } = await caught(() => thingsLeft(cloud, run, seconds));
  if (fault) {
    context.note(`what is left of the box is UNKNOWN: ${fault.doing}: ${fault.message}`);
    return undefined;
  }
  if (left.length === 0) await noteEnded(launch, store);
  return left;
}

/** Best effort: who may only read a store may look as well. */
export async function noteEnded(launch: LaunchRecord, store: RunStore): Promise<void> {
  const { caught } = await import('../run/cloud/cloud.ts');
  const { noteLaunch } = await import('../run/cloud/launches.ts');
  await caught(() => noteLaunch(store, { ...launch, state: 'ended' }));
}
