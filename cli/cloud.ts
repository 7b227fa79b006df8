import type { CloudThing } from '../run/cloud/boxes.ts';
import type { Cloud } from '../run/cloud/cloud.ts';
import type { Judged } from '../run/cloud/leftovers.ts';
import type { RunStore } from '../run/store.ts';
import type { Option } from './command.ts';
import type { Context } from './context.ts';
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

export function runOf({ campaign, runId }: CloudThing): string {
  return `${campaign}/${runId}`;
}
