import type { CloudThing } from '../run/cloud/boxes.ts';
import type { Cloud } from '../run/cloud/cloud.ts';
import type { Judged } from '../run/cloud/leftovers.ts';
import type { RunRef, RunStore } from '../run/store.ts';
import type { Option } from './command.ts';
import type { Context } from './context.ts';
import { Refusal } from './io.ts';
import { answered } from './store.ts';

export const regionOption: Option = {
  name: 'region',
  value: 'REGION',
  complete: 'nothing',
  summary: "where boxes are; default: the store's region, else AWS_REGION or the profile's",
};

/** AWS, or what stands in the way as a refusal. */
export async function openedCloud(region: string | undefined): Promise<Cloud> {
  const { openCloud } = await import('../run/cloud/cloud.ts');
  return answered(await openCloud(region));
}

/** Everything of campaigns in a region, judged. `opened`: a store that is open already. What AWS does not tell is a refusal. */
export async function judgedThings(cloud: Cloud, opened?: RunStore): Promise<readonly Judged[]> {
  const { caught } = await import('../run/cloud/cloud.ts');
  const { judgeThings } = await import('../run/cloud/leftovers.ts');
  const { openStore } = await import('../run/store.ts');
  const stores = new Map<string, Promise<RunStore | undefined>>();
  if (opened) stores.set(opened.url, Promise.resolve(opened));
  const openedStore = (url: string) => {
    // A store of a machine's own directories is no store of a box.
    const store =
      stores.get(url) ??
      (url.startsWith('s3://') ? openStore(url).then(({ value }) => value) : Promise.resolve(undefined));
    stores.set(url, store);
    return store;
  };
  return answered(await caught(() => judgeThings(cloud, openedStore)));
}

/** Names on stderr what earlier runs have left, and somebody pays for. */
export async function nameLeftovers(cloud: Cloud, context: Context, opened: RunStore): Promise<void> {
  const left = (await judgedThings(cloud, opened)).filter(({ over }) => over !== undefined);
  if (left.length === 0) return;
  const { yellow } = context.colors.stderr;
  const { thingText } = await import('../run/cloud/thing-text.ts');
  for (const { thing, over } of left)
    context.note(yellow(`still there and paid for: ${thingText(thing)}, of run ${runOf(thing)}: ${over}`));
  context.note('  end them: campaign sweep');
}

/**
 * The same for a command that only reads a store: AWS is asked where runs of the store (or this one) have had boxes that were never seen
 * gone, and a refusal to tell keeps nothing else from being told.
 */
export async function nameLeftoversOf(store: RunStore, context: Context, run?: RunRef): Promise<void> {
  if (!store.url.startsWith('s3://')) return;
  const { launchesOf } = await import('../run/cloud/launches.ts');
  const runs = run ? [run] : await store.runs();
  const { gate } = await import('../run/gate.ts');
  const inTurn = gate(16);
  const launches = (await Promise.all(runs.map(each => inTurn(() => launchesOf(store, each))))).flat();
  const open = launches.filter(({ kind, state }) => kind === 'ec2' && state !== 'ended' && state !== 'failed');
  for (const region of new Set(open.map(launch => launch.region))) {
    try {
      await nameLeftovers(await openedCloud(region), context, store);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      context.note(`what earlier runs have left in ${region} is UNKNOWN: ${error.message}`);
    }
  }
}

export function runOf({ campaign, runId }: CloudThing): string {
  return `${campaign}/${runId}`;
}
