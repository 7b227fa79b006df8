import type { Instance } from '@aws-sdk/client-ec2';
import type { LaunchRecord, Receipt } from '../../schema/records.ts';
import { until } from '../cloud/asking.ts';
import { askToStop, endThings, forgetStop, thingsLeft, thingsOf } from '../cloud/boxes.ts';
import { type Cloud, caught } from '../cloud/cloud.ts';
import { CloudFailure } from '../cloud/faults.ts';
import { type BoxWish, describe, haveBox } from '../cloud/have-box.ts';
import { findImage } from '../cloud/image.ts';
import { beginLaunch, noteLaunch, uploadScript } from '../cloud/launches.ts';
import { findNetwork, type NetworkWish } from '../cloud/network.ts';
import { readReceipts } from '../cloud/receipts.ts';
import { launchToken } from '../cloud/request.ts';
import { consoleOf, standingOf } from '../cloud/standing.ts';
import { thingText } from '../cloud/thing-text.ts';
import type { Answer } from '../fault.ts';
import type { Launch, LaunchedBox, Launcher } from '../launcher.ts';
import type { DeliveredScript } from './delivered.ts';

export interface Ec2Options extends BoxWish {
  readonly campaign: string;
  readonly network: NetworkWish;
  /** Seconds after which the box is gone, whatever went wrong on it. */
  readonly lifeSeconds: number;
  /** US dollars; absent: not known. */
  readonly worstUsd?: number;
  /** Makes what the box gets, once it is known where the script lies. */
  readonly deliver: DeliveredScript;
}

/** Starts scripts on boxes of their own. Everything that can be found wrong is found before anything is made. */
export function ec2Launcher(options: Ec2Options): Launcher<LaunchedBox> {
  return { launch: async launch => flat(await caught(() => launchBox(launch, options))) };
}

function flat<T>(answer: Answer<Answer<T>>): Answer<T> {
  return answer.fault ? { fault: answer.fault } : answer.value!;
}

async function launchBox(launch: Launch, options: Ec2Options): Promise<Answer<LaunchedBox>> {
  const { cloud, store, machine, campaign, tell } = options;
  const run = { campaign, runId: launch.runId };
  const earlier = (await thingsOf(cloud, run)).filter(({ kind }) => kind === 'box');
  if (earlier[0])
    return {
      fault: {
        code: 'box-alive',
        doing: 'starting a box',
        message: `the run has one already: ${thingText(earlier[0])}`,
        help: `wait for it, or end it: campaign sweep ${earlier[0].id}`,
      },
    };
  const image = await findImage(cloud, machine.image, machine.type);
  const network = await findNetwork(cloud, options.network);
  tell(`image ${image.id} (${machine.image}), security group ${network.groupText}`);
  const script = Buffer.from(launch.script);
  const { sha256, loader } = options.deliver(launch);
  const url = await uploadScript(store, campaign, script, sha256);
  const userData = Buffer.from(loader(url));
  await forgetStop(store, run);

  let record = await beginLaunch(store, run, number => ({
    version: 1,
    kind: 'ec2',
    ...run,
    number,
    state: 'asking',
    launchedAt: now(),
    account: cloud.account,
    region: cloud.region,
    token: launchToken(cloud.account, store.url, { ...run, number }),
    scriptSha256: sha256,
    instanceType: machine.type,
    image: machine.image,
    imageId: image.id,
    deadline: now(options.lifeSeconds),
    ...(options.worstUsd !== undefined && { worstUsd: options.worstUsd }),
    tried: [],
    receipts: [],
  }));
  try {
    const { instance, ...got } = await haveBox(options, record, image, network, userData);
    record = { ...record, ...got, state: 'started', instanceId: instance.InstanceId! };
    // First of all: it is there, and is paid for.
    tell(`box ${record.instanceId} in ${record.zone ?? cloud.region}, ${machine.type}, ${record.market}`);
    await noteLaunch(store, record);
    const seen = (await settled(cloud, instance.InstanceId!, tell)) ?? instance;
    const receipts = await readReceipts(cloud, seen, record, userData);
    record = { ...record, receipts };
    await noteLaunch(store, record);
  } catch (error) {
    if (error instanceof CloudFailure && !error.unclear) await noteLaunch(store, { ...record, state: 'failed' });
    throw error;
  }
  const unsafe = record.receipts.find(({ what, state }) => state === 'wrong' && mustHold(what));
  if (unsafe) return await refuseUnsafe(options, record, unsafe);
  return { value: boxOf(options, record) };
}

/** What would let a box go on costing money when everything else has failed. */
function mustHold(what: Receipt['what']): boolean {
  return what === 'power-off ends the box' || what === 'timer on the box';
}

async function refuseUnsafe(
  { cloud, store, campaign }: Ec2Options,
  record: LaunchRecord,
  unsafe: Receipt,
): Promise<Answer<LaunchedBox>> {
  const left = await endThings(cloud, await thingsOf(cloud, { campaign, runId: record.runId }));
  await noteLaunch(store, { ...record, state: left.length ? 'started' : 'ended' });
  return {
    fault: {
      code: 'box-unsafe',
      doing: `reading back ${record.instanceId}`,
      message: `${unsafe.what}: ${unsafe.detail}; the box has been ended${left.length ? `, and is not gone yet: ${left.map(thingText).join('; ')}` : ''}`,
      help: 'see what in the account changes instances as they are started',
    },
  };
}

function now(later = 0): string {
  return new Date(Date.now() + later * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The box once it runs and shows its disk; what is known of it after some minutes otherwise. */
async function settled(cloud: Cloud, id: string, tell: Ec2Options['tell']): Promise<Instance | undefined> {
  let known: Instance | undefined;
  let state = '';
  return (
    (await until(
      async () => {
        const found = await describe(cloud, id);
        if (found !== undefined && found !== 'unknown') known = found;
        const name = known?.State?.Name ?? 'not seen yet';
        if (name !== state) tell(`${id} is ${name}`);
        state = name;
        const gone = state === 'terminated' || state === 'shutting-down';
        return gone || (state === 'running' && known?.BlockDeviceMappings?.length) ? known : undefined;
      },
      { seconds: 180 },
    )) ?? known
  );
}

function boxOf(options: Ec2Options, record: LaunchRecord): LaunchedBox {
  const { cloud, store, campaign } = options;
  const run = { campaign, runId: record.runId };
  const id = record.instanceId!;
  return {
    record,
    signal: () => {
      // What fails now is asked again while the run is attended.
      askToStop(store, run).catch(() => {});
    },

    standing: standingOf(cloud, id),

    console: () => consoleOf(cloud, id),

    async clear(receipts) {
      // A run that is over powers its box off; it is given two minutes before that is done for it.
      const things = await thingsLeft(cloud, run, 120);
      const boxes = things.filter(({ kind }) => kind === 'box');
      for (const box of boxes) options.tell(`${thingText(box)}, although the run is over: ending it`, true);
      const left = things.length === 0 ? [] : await endThings(cloud, things);
      if (left.length === 0) await noteLaunch(store, { ...record, receipts, state: 'ended' });
      return left.map(thingText);
    },
  };
}
