import { StoreFailure } from '../fault.ts';
import { gate } from '../gate.ts';
import { bootSeconds, recallRun } from '../recall.ts';
import { statusOf } from '../record.ts';
import type { RunStore } from '../store.ts';
import { type CloudThing, thingsOf } from './boxes.ts';
import type { Cloud } from './cloud.ts';
import { launchesOf } from './launches.ts';

/** A thing of a campaign, and whether it should be gone. */
export interface Judged {
  readonly thing: CloudThing;
  /** Why it should be; absent: its run is alive, or may be, and its deadline has not passed. */
  readonly over?: string;
}

/**
 * Everything of campaigns in a region, each judged by its deadline and by what its run has left in its store. A store that cannot be
 * read says nothing: then the deadline alone decides.
 */
export async function judgeThings(
  cloud: Cloud,
  openedStore: (url: string) => Promise<RunStore | undefined>,
  now = Date.now(),
): Promise<readonly Judged[]> {
  const things = await thingsOf(cloud);
  const boxes = new Map(things.filter(({ kind }) => kind === 'box').map(box => [box.id, box]));
  const inTurn = gate(8);
  const verdicts = new Map<CloudThing, Promise<string | undefined>>();
  const judge = (thing: CloudThing): Promise<string | undefined> => {
    // What hangs on a box goes with it.
    const box = thing.boxId === undefined ? undefined : boxes.get(thing.boxId);
    if (box) return judge(box);
    const known = verdicts.get(thing) ?? inTurn(() => verdict(thing, openedStore, now));
    verdicts.set(thing, known);
    return known;
  };
  return await Promise.all(
    things.map(async thing => {
      const over = await judge(thing);
      return { thing, ...(over !== undefined && { over }) };
    }),
  );
}

async function verdict(
  { deadline, since, campaign, runId, storeUrl }: CloudThing,
  openedStore: (url: string) => Promise<RunStore | undefined>,
  now: number,
): Promise<string | undefined> {
  if (deadline === undefined) return 'it has no deadline';
  if (now > deadline) return `its deadline passed ${ago(now - deadline)} ago`;
  const store = await openedStore(storeUrl);
  if (!store) return undefined;
  const run = { campaign, runId };
  try {
    const status = statusOf(await store.read(run, 'status.json'));
    const young = since !== undefined && now - since < bootSeconds * 1000;
    // Before its first sign, a box is not what the run's records tell of.
    if (young && (!status || Date.parse(status.updatedAt) < since)) return undefined;
    const { state } = await recallRun(store, run, { brief: true, now });
    if (state === 'complete' || state === 'incomplete') return `its run is ${state}`;
    return state === 'died' ? 'its run gives no sign of life' : undefined;
  } catch (error) {
    if (error instanceof StoreFailure) return undefined;
    throw error;
  }
}

/** `3 h`, `12 min`. */
function ago(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  return minutes >= 120 ? `${Math.floor(minutes / 60)} h` : `${minutes} min`;
}

/** Regions in which runs of a store have had boxes. */
export async function regionsOf(store: RunStore): Promise<readonly string[]> {
  const inTurn = gate(16);
  const launches = (await store.runs()).map(run => inTurn(() => launchesOf(store, run)));
  const boxes = (await Promise.all(launches)).flat().filter(({ kind }) => kind === 'ec2');
  return [...new Set(boxes.map(({ region }) => region))].sort();
}
