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
  /** Why it goes by itself in a moment, and is nothing to end or to be alarmed at; there is no `over` then. */
  readonly ending?: string;
}

/** What is said of a thing and all that hangs on it; neither: its run may be alive. */
type Verdict = Omit<Judged, 'thing'>;

/**
 * Seconds that a box is given to power itself off after the last word of its run, and EC2 to say so. Boxes that are watched are ended after
 * two minutes of it; this is for those that are not.
 */
const goingSeconds = 300;

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
  const verdicts = new Map<CloudThing, Promise<Verdict>>();
  const judge = (thing: CloudThing): Promise<Verdict> => {
    // What hangs on a box goes with it.
    const box = thing.boxId === undefined ? undefined : boxes.get(thing.boxId);
    if (box) return judge(box);
    const known = verdicts.get(thing) ?? inTurn(() => verdict(thing, openedStore, now));
    verdicts.set(thing, known);
    return known;
  };
  return await Promise.all(things.map(async thing => ({ thing, ...(await judge(thing)) })));
}

async function verdict(
  { deadline, since, campaign, runId, storeUrl }: CloudThing,
  openedStore: (url: string) => Promise<RunStore | undefined>,
  now: number,
): Promise<Verdict> {
  if (deadline === undefined) return { over: 'it has no deadline' };
  if (now > deadline) return { over: `its deadline passed ${ago(now - deadline)} ago` };
  const store = await openedStore(storeUrl);
  if (!store) return {};
  const run = { campaign, runId };
  try {
    const status = statusOf(await store.read(run, 'status.json'));
    const young = since !== undefined && now - since < bootSeconds * 1000;
    // Before its first sign, a box is not what the run's records tell of.
    if (young && (!status || Date.parse(status.updatedAt) < since)) return {};
    const { state } = await recallRun(store, run, { brief: true, now });
    if (state === 'died') return { over: 'its run gives no sign of life' };
    if (state !== 'complete' && state !== 'incomplete') return {};
    const ended = `its run is ${state}`;
    const quiet = (now - Date.parse(status?.updatedAt ?? '')) / 1000;
    return quiet < goingSeconds ? { ending: `${ended}, and it powers itself off` } : { over: ended };
  } catch (error) {
    if (error instanceof StoreFailure) return {};
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
