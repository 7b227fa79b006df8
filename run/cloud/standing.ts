import type { BoxStanding } from '../launcher.ts';
import { endOf } from '../tail.ts';
import { type Cloud, caught } from './cloud.ts';
import { describe } from './have-box.ts';

/** Asks EC2, each time it is called, whether a box is still there; `undefined`: EC2 did not tell. Throws nothing. */
export function standingOf(cloud: Cloud, id: string): () => Promise<BoxStanding | undefined> {
  // EC2 is asked in many places, and one of them may not have heard of it yet.
  let unknown = 0;
  return async () => {
    const instance = await describe(cloud, id);
    if (instance === 'unknown') return ++unknown < 2 ? undefined : { there: false, text: 'EC2 knows it no more' };
    unknown = 0;
    const state = instance?.State?.Name;
    if (state === undefined) return undefined;
    const why = instance?.StateReason?.Code;
    const there = state === 'pending' || state === 'running';
    return { there, text: there || why === undefined ? state : `${state}: ${why}` };
  };
}

/** The end of what a box has written to its console, oldest line first; empty where EC2 does not tell. Throws nothing. */
export async function consoleOf(cloud: Cloud, id: string): Promise<readonly string[]> {
  const { sdk, ec2 } = cloud;
  const asked = await caught(() =>
    cloud.ask(`reading the console of ${id}`, () => ec2.send(new sdk.GetConsoleOutputCommand({ InstanceId: id }))),
  );
  return endOf(Buffer.from(asked.value?.Output ?? '', 'base64'), false, 20);
}
