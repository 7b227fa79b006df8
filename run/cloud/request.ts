import { createHash } from 'node:crypto';
import type { RunInstancesCommandInput, Tag } from '@aws-sdk/client-ec2';
import type { LaunchRecord } from '../../schema/records.ts';
import type { BoxImage } from './image.ts';

/** By this tag everything of ours is found, and nothing else is ever touched. */
export const runTag = 'campaign:run';

export interface BoxRequest {
  readonly record: LaunchRecord;
  readonly storeUrl: string;
  readonly image: BoxImage;
  readonly type: string;
  readonly market: 'spot' | 'on-demand';
  /** Bytes; absent: what the image needs. */
  readonly disk?: number;
  readonly subnet: string;
  readonly zone: string;
  readonly group: string;
  /** A name or an ARN. */
  readonly instanceProfile: string;
  /** Not yet in base64. */
  readonly userData: Buffer;
}

const GiB = 2 ** 30;

/** A box that is reached by nobody, gives its metadata to its own processes alone, and is gone with its disk when it powers off. */
export function boxRequest(request: BoxRequest): RunInstancesCommandInput {
  const { image, type, market, instanceProfile } = request;
  const Tags = tagsOf(request);
  const kinds = ['instance', 'volume', ...(market === 'spot' ? (['spot-instances-request'] as const) : [])] as const;
  return {
    MinCount: 1,
    MaxCount: 1,
    ClientToken: clientToken(request),
    ImageId: image.id,
    InstanceType: type as NonNullable<RunInstancesCommandInput['InstanceType']>,
    UserData: request.userData.toString('base64'),
    InstanceInitiatedShutdownBehavior: 'terminate',
    IamInstanceProfile: instanceProfile.startsWith('arn:') ? { Arn: instanceProfile } : { Name: instanceProfile },
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1, HttpEndpoint: 'enabled' },
    SubnetId: request.subnet,
    SecurityGroupIds: [request.group],
    BlockDeviceMappings: [
      {
        DeviceName: image.rootDevice,
        Ebs: {
          VolumeType: 'gp3',
          VolumeSize: Math.ceil(Math.max(request.disk ?? 8 * GiB, image.leastDisk) / GiB),
          Encrypted: true,
          DeleteOnTermination: true,
        },
      },
    ],
    // A persistent request would bring the box back, and needs another behaviour at shutdown.
    ...(market === 'spot' && {
      InstanceMarketOptions: {
        MarketType: 'spot' as const,
        SpotOptions: { SpotInstanceType: 'one-time' as const, InstanceInterruptionBehavior: 'terminate' as const },
      },
    }),
    TagSpecifications: kinds.map(ResourceType => ({ ResourceType, Tags })),
  };
}

/**
 * The same for the same request: EC2 then answers with the box that it has made already. 64 characters at most
 * (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html).
 */
export function clientToken({ record, zone, market }: Pick<BoxRequest, 'record' | 'zone' | 'market'>): string {
  return `${record.token}-${createHash('sha256').update(`${zone} ${market}`).digest('hex').slice(0, 16)}`;
}

/** The beginning of every token of a launch. */
export function launchToken(
  account: string,
  storeUrl: string,
  record: Pick<LaunchRecord, 'campaign' | 'runId' | 'number'>,
): string {
  const about = [account, storeUrl, record.campaign, record.runId, record.number].join('\n');
  return createHash('sha256').update(about).digest('hex').slice(0, 40);
}

/** What everything of a launch is marked with. A tag's value has 256 characters at most. */
function tagsOf({ record, storeUrl }: BoxRequest): Tag[] {
  const { campaign, runId, number, deadline = '', worstUsd } = record;
  const tags: readonly (readonly [string, string])[] = [
    ['Name', `campaign ${campaign} ${runId}`],
    ['campaign:name', campaign],
    [runTag, runId],
    ['campaign:launch', String(number)],
    ['campaign:store', storeUrl],
    ['campaign:deadline', deadline],
    ...(worstUsd === undefined ? [] : [['campaign:worst-usd', worstUsd.toFixed(2)] as const]),
  ];
  return tags.map(([Key, Value]) => ({ Key, Value: Value.slice(0, 256) }));
}

/** A tag's value; empty where there is none. */
export function tagOf(tags: readonly Tag[] | undefined, key: string): string {
  return tags?.find(({ Key }) => Key === key)?.Value ?? '';
}
