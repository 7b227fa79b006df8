import type { CloudThing } from '../../run/cloud/boxes.ts';
import type { Cloud } from '../../run/cloud/cloud.ts';
import type { Judged } from '../../run/cloud/leftovers.ts';
import type { RunStore } from '../../run/store.ts';
import { judgedThings, openedCloud, regionOption, runOf } from '../cloud.ts';
import { type Command, formatOption } from '../command.ts';
import { confirmed } from '../confirm.ts';
import type { Context } from '../context.ts';
import type { Invocation } from '../invocation.ts';
import { Refusal } from '../io.ts';
import { answered, reading, storeOfNearest, storeOption, storeUrl } from '../store.ts';
import { styleFor } from '../style.ts';

export const sweep: Command = {
  name: 'sweep',
  summary: 'list what runs have left in EC2, and end it after asking',
  description: `Looks in EC2 for boxes, volumes and spot requests that carry the tags of campaigns, and says of each whether it should be gone: its
deadline has passed, or its run has ended or gives no sign of life. Those are ended after asking, and it is waited until EC2 has them no
more. What belongs to a run that may be alive is only listed, unless it is named, and so is a box that is powering itself off after its
run; what has no tags of ours is never touched.`,
  arguments: [
    {
      name: 'ID',
      summary: 'end these, alive or not: a box, volume, spot request, or all of a run',
      many: true,
      complete: 'nothing',
    },
  ],
  options: [
    { ...regionOption, many: true, summary: 'look there; default: where runs of the store had boxes, else as for run' },
    storeOption,
    { name: 'yes', short: 'y', summary: 'ask nothing' },
    formatOption,
  ],
  examples: [
    { command: 'campaign sweep', meaning: 'what is left of the runs of this campaign' },
    { command: 'campaign sweep --region us-east-2 --yes', meaning: 'for a nightly job: ends it unasked' },
    { command: 'campaign sweep 20260517T091500Z-k3x9q0 --yes', meaning: 'all of one run, even if it is alive' },
  ],
  exits: [
    [0, 'nothing is left that should be gone'],
    [1, 'something that should be gone is still there'],
    [2, 'the command line is wrong, or AWS cannot be asked'],
  ],
  async run(invocation, context) {
    const store = await storeToAsk(invocation, context);
    const clouds = await cloudsOf(invocation, context, store);
    const perCloud = await Promise.all(
      clouds.map(async cloud => ({ cloud, judged: await judgedThings(cloud, store) })),
    );
    const found = perCloud.flatMap(({ judged }) => judged);
    const wanted = chosen(found, invocation.arguments);
    const regions = clouds.map(({ region }) => region);
    const json = invocation.value('format') === 'json';
    const { stdout } = context.io;
    const { sweepObject, thingsTable } = await import('../../report/run/sweep.ts');
    if (!json) {
      const lines = thingsTable(found, styleFor(context, 'stdout').style, Date.now());
      const none = `nothing of campaigns is in ${regions.join(', ')}`;
      stdout.write(`${lines.length ? lines.join('\n') : none}\n`);
    }
    const go = wanted.length > 0 && (await agreed(wanted, invocation, context));
    const left = go ? await endAll(perCloud, wanted, context) : wanted;
    if (json) {
      const ended = go ? wanted : [];
      stdout.write(`${JSON.stringify(sweepObject({ regions, found, ended, left }), null, 2)}\n`);
    } else if (go && left.length === 0) stdout.write('all of it is gone\n');
    if (left.length === 0) return 0;
    const { thingText } = await import('../../run/cloud/thing-text.ts');
    for (const thing of left) context.io.stderr.write(`still there and paid for: ${thingText(thing)}\n`);
    return 1;
  },
};

/** The store whose runs are asked whether they are alive; a campaign without a bucket has none to ask. */
async function storeToAsk(invocation: Invocation, context: Context): Promise<RunStore | undefined> {
  const given = invocation.value('store');
  const url = given === undefined ? (await storeOfNearest(context.cwd))?.url : storeUrl(given, context.cwd);
  if (!url?.startsWith('s3://')) return undefined;
  const { openStore } = await import('../../run/store.ts');
  return answered(await openStore(url));
}

async function cloudsOf(
  invocation: Invocation,
  context: Context,
  store: RunStore | undefined,
): Promise<readonly Cloud[]> {
  const given = invocation.values('region');
  if (given.length > 0) return await Promise.all([...new Set(given)].map(openedCloud));
  const { regionsOf } = await import('../../run/cloud/leftovers.ts');
  const had = store ? await reading(() => regionsOf(store)) : [];
  const usual = (await storeOfNearest(context.cwd))?.region;
  const first = await openedCloud(usual ?? (had.length > 0 ? had[0] : undefined));
  const others = had.filter(region => region !== first.region);
  return [first, ...(await Promise.all(others.map(openedCloud)))];
}

/** What is named, or all that should be gone. */
function chosen(found: readonly Judged[], names: readonly string[]): readonly CloudThing[] {
  if (names.length === 0) return found.filter(({ over }) => over !== undefined).map(({ thing }) => thing);
  return names.flatMap(name => {
    const meant = found
      .map(({ thing }) => thing)
      .filter(thing => thing.id === name || thing.boxId === name || thing.runId === name || runOf(thing) === name);
    if (meant.length === 0)
      throw new Refusal(`nothing of campaigns there is called ${name}`, 'see what there is: campaign sweep');
    return meant;
  });
}

async function agreed(wanted: readonly CloudThing[], invocation: Invocation, context: Context): Promise<boolean> {
  if (invocation.has('yes')) return true;
  const things =
    wanted.length === 1 ? `${wanted[0]!.id}` : `these ${wanted.length}: ${wanted.map(({ id }) => id).join(', ')}`;
  if (context.io.interactive) return await confirmed(`end ${things}?`, context);
  context.note('nobody is there to be asked: to end what should be gone, campaign sweep --yes');
  return false;
}

async function endAll(
  perCloud: readonly { readonly cloud: Cloud; readonly judged: readonly Judged[] }[],
  wanted: readonly CloudThing[],
  context: Context,
): Promise<readonly CloudThing[]> {
  const { caught } = await import('../../run/cloud/cloud.ts');
  const { endThings } = await import('../../run/cloud/boxes.ts');
  context.note(`ending ${wanted.map(({ id }) => id).join(', ')}, and waiting until they are gone`);
  const left = await Promise.all(
    perCloud.map(async ({ cloud, judged }) => {
      const own = wanted.filter(thing => judged.some(each => each.thing === thing));
      return own.length === 0 ? [] : answered(await caught(() => endThings(cloud, own)));
    }),
  );
  return left.flat();
}
