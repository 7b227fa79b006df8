import type { Instance } from '@aws-sdk/client-ec2';
import type { LaunchRecord } from '../../schema/records.ts';
import type { RunStore } from '../store.ts';
import { pause, until } from './asking.ts';
import type { Cloud } from './cloud.ts';
import { CloudFailure } from './faults.ts';
import type { BoxImage } from './image.ts';
import type { Network } from './network.ts';
import { type BoxRequest, boxRequest, clientToken } from './request.ts';

export interface BoxWish {
  readonly cloud: Cloud;
  readonly store: RunStore;
  /** What of the plan the box is made from. */
  readonly machine: {
    readonly type: string;
    /** `al2023` where the campaign names none. */
    readonly image: string;
    readonly market: 'spot' | 'on-demand';
    /** Bytes; absent: what the image needs. */
    readonly disk?: number;
  };
  /** The role that the box has: a name or an ARN of an instance profile. */
  readonly instanceProfile: string;
  /** Told as it goes on: one line for each step. `loud`: it is not as was asked for. */
  readonly tell: (line: string, loud?: boolean) => void;
}

/** What was got, and what was tried before. */
interface Got {
  readonly instance: Instance;
  readonly zone: string;
  readonly market: 'spot' | 'on-demand';
  readonly spotRequestId?: string;
  readonly tried: readonly string[];
}

/** How often every zone is tried, and for how many seconds it is waited in between. */
const rounds = { spot: [0, 5], 'on-demand': [0, 5, 20] } as const;

/** One box, from the first zone that has one; on-demand where it was to be spot and there is none. */
export async function haveBox(
  options: BoxWish,
  record: LaunchRecord,
  image: BoxImage,
  { places, group }: Network,
  userData: Buffer,
): Promise<Got> {
  const { cloud, machine, store, tell } = options;
  const tried: string[] = [];
  let last: CloudFailure | undefined;
  for (const market of machine.market === 'spot' ? (['spot', 'on-demand'] as const) : (['on-demand'] as const)) {
    if (market !== machine.market)
      tell('there is no spot machine to be had: taking one on demand, at the price that the worst case counts', true);
    for (const wait of rounds[market]) {
      if (wait > 0) {
        tell(
          `nothing to be had in ${places.length === 1 ? 'this zone' : `${places.length} zones`}: trying again in ${wait} s`,
        );
        await pause(wait);
      }
      for (const { subnet, zone } of places) {
        const request: BoxRequest = {
          ...{ record, image, group, market, subnet, zone, userData },
          storeUrl: store.url,
          type: machine.type,
          instanceProfile: options.instanceProfile,
          ...(machine.disk !== undefined && { disk: machine.disk }),
        };
        try {
          const instance = await askForBox(cloud, request);
          const { SpotInstanceRequestId } = instance;
          return {
            instance,
            zone: instance.Placement?.AvailabilityZone ?? zone,
            market,
            tried,
            ...(SpotInstanceRequestId !== undefined && { spotRequestId: SpotInstanceRequestId }),
          };
        } catch (error) {
          const spotQuota = error instanceof CloudFailure && market === 'spot' && error.fault.code === 'aws-quota';
          if (!(error instanceof CloudFailure && (error.fault.code === 'aws-capacity' || spotQuota))) throw error;
          last = error;
          tried.push(`${market} in ${zone}: ${error.fault.message}`);
          tell(`no ${market} machine in ${zone}: ${error.error}`);
        }
      }
    }
  }
  const { doing, message } = last!.fault;
  throw new CloudFailure(
    {
      code: 'aws-capacity',
      doing,
      message: `no ${machine.type} is to be had in ${cloud.region} after ${tried.length} tries; the last answer: ${message}`,
      help: 'wait an hour, or take another machine.type or --region',
    },
    last!.error,
  );
}

/**
 * Asks for one box under one token: however often it is asked and whatever answers get lost, EC2 makes one. Where nobody answers, the
 * box is looked for before anything else is tried.
 */
async function askForBox(cloud: Cloud, request: BoxRequest): Promise<Instance> {
  const { sdk, ec2 } = cloud;
  const doing = `asking for a ${request.type} in ${request.zone}`;
  const input = boxRequest(request);
  const ask = async () =>
    await cloud.ask(doing, async () => (await ec2.send(new sdk.RunInstancesCommand(input))).Instances?.[0]);
  for (const last of [false, true]) {
    try {
      const instance = await ask();
      if (instance?.InstanceId) return instance;
    } catch (error) {
      if (!(error instanceof CloudFailure)) throw error;
      // A role that was made a moment ago is not known everywhere yet.
      const young = error.error === 'InvalidParameterValue' && /iamInstanceProfile/i.test(error.fault.message);
      if (young) {
        if (last) throw profileMissing(error, request);
        await pause(5);
        continue;
      }
      if (!error.unclear) throw error;
    }
    const found = await until(() => boxOfToken(cloud, request), { seconds: 10 });
    if (found) return found;
  }
  throw new CloudFailure(
    {
      code: 'aws-unclear',
      doing,
      message: 'AWS gives no answer, and whether there is a box now cannot be told',
      help: 'see what is there as soon as AWS answers: campaign sweep',
    },
    undefined,
  );
}

function profileMissing({ fault, error }: CloudFailure, { instanceProfile }: BoxRequest): CloudFailure {
  const help = `make an instance profile \`${instanceProfile}\` as docs/running-on-aws.md shows, or name yours: --instance-profile`;
  return new CloudFailure({ ...fault, help }, error);
}

async function boxOfToken(cloud: Cloud, request: BoxRequest): Promise<Instance | undefined> {
  const { sdk, ec2 } = cloud;
  const Filters = [{ Name: 'client-token', Values: [clientToken(request)] }];
  try {
    const { Reservations = [] } = await cloud.ask('looking for the box', () =>
      ec2.send(new sdk.DescribeInstancesCommand({ Filters })),
    );
    return Reservations.flatMap(({ Instances }) => Instances ?? [])[0];
  } catch (error) {
    if (error instanceof CloudFailure) return undefined;
    throw error;
  }
}

/** `undefined`: AWS does not answer; `unknown`: it knows no such box, or not everywhere yet. */
export async function describe(cloud: Cloud, id: string): Promise<Instance | 'unknown' | undefined> {
  const { sdk, ec2 } = cloud;
  try {
    const { Reservations = [] } = await cloud.ask(`looking at ${id}`, () =>
      ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [id] })),
    );
    return Reservations[0]?.Instances?.[0] ?? 'unknown';
  } catch (error) {
    if (error instanceof CloudFailure) return error.error === 'InvalidInstanceID.NotFound' ? 'unknown' : undefined;
    throw error;
  }
}
