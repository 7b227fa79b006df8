import type { Filter, Instance, SpotInstanceRequest, Volume } from '@aws-sdk/client-ec2';
import type { RunRef, RunStore } from '../store.ts';
import { until } from './asking.ts';
import type { Cloud } from './cloud.ts';
import { CloudFailure } from './faults.ts';
import { runTag, tagOf } from './request.ts';

/** Something of ours that EC2 holds, and somebody pays for. */
export interface CloudThing {
  readonly kind: 'box' | 'volume' | 'spot-request';
  readonly id: string;
  readonly region: string;
  /** As EC2 has it: `running`, `available`, `open`, … */
  readonly state: string;
  readonly campaign: string;
  readonly runId: string;
  readonly storeUrl: string;
  /** Of a box: `c7i.2xlarge`; of a volume: `100 GiB`; of a request the box it was for. */
  readonly what: string;
  /** Milliseconds since the epoch; absent where the tag is missing or is no time. */
  readonly deadline?: number;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  /** Of a volume or a request: the box that it belongs to. */
  readonly boxId?: string;
}

/** States of instances that cost something or will again. */
const there = ['pending', 'running', 'stopping', 'stopped'];

/** Everything of campaigns in a region that is not gone, or only of one run. Found by tag: nothing else is looked at. */
export async function thingsOf(cloud: Cloud, run?: RunRef): Promise<readonly CloudThing[]> {
  const Filters: Filter[] = run
    ? [
        { Name: `tag:${runTag}`, Values: [run.runId] },
        { Name: 'tag:campaign:name', Values: [run.campaign] },
      ]
    : [{ Name: 'tag-key', Values: [runTag] }];
  const { sdk, ec2 } = cloud;
  const doing = `looking for boxes of campaigns in ${cloud.region}`;
  const [instances, volumes, requests] = await Promise.all([
    pages(async NextToken => {
      const command = new sdk.DescribeInstancesCommand({
        Filters: [...Filters, { Name: 'instance-state-name', Values: there }],
        ...(NextToken && { NextToken }),
      });
      const page = await cloud.ask(doing, () => ec2.send(command));
      return { items: (page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []), next: page.NextToken };
    }),
    pages(async NextToken => {
      const command = new sdk.DescribeVolumesCommand({ Filters, ...(NextToken && { NextToken }) });
      const page = await cloud.ask(doing, () => ec2.send(command));
      return { items: page.Volumes ?? [], next: page.NextToken };
    }),
    pages(async NextToken => {
      const command = new sdk.DescribeSpotInstanceRequestsCommand({
        Filters: [...Filters, { Name: 'state', Values: ['open', 'active'] }],
        ...(NextToken && { NextToken }),
      });
      const page = await cloud.ask(doing, () => ec2.send(command));
      return { items: page.SpotInstanceRequests ?? [], next: page.NextToken };
    }),
  ]);
  return [
    ...instances.map(instance => boxOf(cloud, instance)),
    ...volumes.filter(({ State }) => State !== 'deleting' && State !== 'deleted').map(each => volumeOf(cloud, each)),
    ...requests.map(each => requestOf(cloud, each)),
  ];
}

/** Everything of a list that comes page by page. */
export async function pages<T>(
  page: (token: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (let token: string | undefined, first = true; first || token; first = false) {
    const { items, next } = await page(token);
    all.push(...items);
    token = next;
  }
  return all;
}

function marks({ region }: Cloud, Tags: Instance['Tags']) {
  const deadline = Date.parse(tagOf(Tags, 'campaign:deadline'));
  return {
    region,
    campaign: tagOf(Tags, 'campaign:name'),
    runId: tagOf(Tags, runTag),
    storeUrl: tagOf(Tags, 'campaign:store'),
    ...(Number.isFinite(deadline) && { deadline }),
  };
}

function boxOf(cloud: Cloud, { InstanceId = '', State, InstanceType, LaunchTime, Tags }: Instance): CloudThing {
  return {
    kind: 'box',
    id: InstanceId,
    state: State?.Name ?? 'unknown',
    what: InstanceType ?? '',
    ...(LaunchTime && { since: LaunchTime.getTime() }),
    ...marks(cloud, Tags),
  };
}

function volumeOf(
  cloud: Cloud,
  { VolumeId = '', State = 'available', Size, CreateTime, Attachments, Tags }: Volume,
): CloudThing {
  const boxId = Attachments?.[0]?.InstanceId;
  return {
    kind: 'volume',
    id: VolumeId,
    state: State,
    what: `${Size ?? '?'} GiB`,
    ...(CreateTime && { since: CreateTime.getTime() }),
    ...(boxId !== undefined && { boxId }),
    ...marks(cloud, Tags),
  };
}

function requestOf(cloud: Cloud, request: SpotInstanceRequest): CloudThing {
  const { SpotInstanceRequestId = '', State = 'open', InstanceId, CreateTime, Tags } = request;
  return {
    kind: 'spot-request',
    id: SpotInstanceRequestId,
    state: State,
    what: InstanceId ?? 'no box yet',
    ...(CreateTime && { since: CreateTime.getTime() }),
    ...(InstanceId !== undefined && { boxId: InstanceId }),
    ...marks(cloud, Tags),
  };
}

/** Gives what a run has in EC2 so many seconds to go by itself; what is there then. Throws a `CloudFailure`. */
export async function thingsLeft(cloud: Cloud, run: RunRef, seconds: number): Promise<readonly CloudThing[]> {
  let left: readonly CloudThing[] = [];
  await until(
    async () => {
      left = await thingsOf(cloud, run);
      return left.length === 0 ? true : undefined;
    },
    { seconds, every: 2 },
  );
  return left;
}

/**
 * Ends these things and waits until EC2 has them no more: boxes and requests first, then the volumes that did not go with them. What is
 * still there after `seconds`, as EC2 lists it then. Throws a `CloudFailure`.
 */
export async function endThings(
  cloud: Cloud,
  things: readonly CloudThing[],
  { seconds = 300 }: { readonly seconds?: number } = {},
): Promise<readonly CloudThing[]> {
  const { sdk, ec2 } = cloud;
  const ids = (kind: CloudThing['kind'], of = things) => of.filter(each => each.kind === kind).map(({ id }) => id);
  const [boxes, requests] = [ids('box'), ids('spot-request')];
  // A request first: what it has not brought yet must not come afterwards.
  if (requests.length > 0)
    await unlessGone(() =>
      cloud.ask('cancelling spot requests', () =>
        ec2.send(new sdk.CancelSpotInstanceRequestsCommand({ SpotInstanceRequestIds: requests })),
      ),
    );
  for (const id of boxes)
    await unlessGone(() =>
      cloud.ask(`ending ${id}`, () => ec2.send(new sdk.TerminateInstancesCommand({ InstanceIds: [id] }))),
    );
  const wanted = new Set(things.map(({ id }) => id));
  let left: readonly CloudThing[] = [];
  await until(
    async () => {
      left = (await thingsOf(cloud)).filter(({ id }) => wanted.has(id));
      // One that hangs on a box that is going goes with it, or becomes free.
      for (const id of ids(
        'volume',
        left.filter(({ state }) => state === 'available'),
      ))
        await unlessGone(() =>
          cloud.ask(`deleting ${id}`, () => ec2.send(new sdk.DeleteVolumeCommand({ VolumeId: id }))),
        );
      return left.length === 0 ? true : undefined;
    },
    { seconds, every: 2 },
  );
  return left;
}

/** What is gone already needs no ending. */
async function unlessGone(end: () => Promise<unknown>): Promise<void> {
  try {
    await end();
  } catch (error) {
    if (!(error instanceof CloudFailure && /NotFound$/.test(error.error ?? ''))) throw error;
  }
}

/** The object by which anybody who may write to a run's folder asks it to stop and save. */
const stopKey = 'stop';

/** Asks a run to stop and save, wherever it runs: it looks for this at its heartbeats. Throws a `StoreFailure`. */
export async function askToStop(store: RunStore, run: RunRef): Promise<void> {
  await store.write(run, stopKey, Buffer.from(`${new Date().toISOString()}\n`));
}

/** Takes back what was asked of an earlier start of the run. */
export async function forgetStop(store: RunStore, run: RunRef): Promise<void> {
  if ((await store.size(run, stopKey)) !== undefined) await store.remove(run, stopKey);
}
