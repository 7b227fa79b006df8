import type { Instance } from '@aws-sdk/client-ec2';
import type { LaunchRecord, Receipt } from '../../schema/records.ts';
import type { Cloud } from './cloud.ts';
import { CloudFailure } from './faults.ts';
import { tagOf } from './request.ts';

/** Names of the three ways in which a box ends without anybody's doing, and of what else is read back. */
const receiptNames = {
  timer: 'timer on the box',
  shutdown: 'power-off ends the box',
  deadline: 'deadline tag',
  disk: 'disk goes with the box',
  encryption: 'disk is encrypted',
  metadata: 'metadata for its own processes alone',
  tags: 'tags on everything of it',
} as const;

/**
 * Reads back what keeps a box that was just started safe and cheap. What cannot be read is `unknown`, never `ok`. Throws nothing:
 * a box is there, and whoever started it has to know of it.
 */
export async function readReceipts(
  cloud: Cloud,
  instance: Instance,
  record: LaunchRecord,
  userData: Buffer,
): Promise<readonly Receipt[]> {
  const { sdk, ec2 } = cloud;
  const InstanceId = instance.InstanceId!;
  const attribute = async (Attribute: 'instanceInitiatedShutdownBehavior' | 'userData') =>
    await cloud.ask(`reading back ${Attribute} of ${InstanceId}`, () =>
      ec2.send(new sdk.DescribeInstanceAttributeCommand({ InstanceId, Attribute })),
    );
  const disks = async () =>
    await cloud.ask(`reading back the disks of ${InstanceId}`, () =>
      ec2.send(new sdk.DescribeVolumesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [InstanceId] }] })),
    );
  return await Promise.all([
    receipt(receiptNames.timer, async () => {
      const found = (await attribute('userData')).UserData?.Value;
      if (found === undefined) return undefined;
      const same = Buffer.from(found, 'base64').equals(userData);
      // What it does on the box is the box's to tell: heardOfTimer.
      return same
        ? { state: 'unknown', detail: 'it is the first act of its user data; the box has not said yet that it is set' }
        : { state: 'wrong', detail: 'its user data are not what was given' };
    }),
    receipt(receiptNames.shutdown, async () => {
      const value = (await attribute('instanceInitiatedShutdownBehavior')).InstanceInitiatedShutdownBehavior?.Value;
      return value === undefined ? undefined : verdict(value === 'terminate', value);
    }),
    receipt(receiptNames.deadline, async () => {
      const found = tagOf(instance.Tags, 'campaign:deadline');
      return verdict(found === record.deadline, found || 'it has none');
    }),
    receipt(receiptNames.disk, async () => {
      const mappings = instance.BlockDeviceMappings ?? [];
      const kept = mappings.filter(({ Ebs }) => Ebs?.DeleteOnTermination !== true).map(({ DeviceName }) => DeviceName);
      if (mappings.length === 0) return undefined;
      return verdict(kept.length === 0, kept.length === 0 ? counted(mappings.length) : `${kept.join(', ')} would stay`);
    }),
    receipt(receiptNames.encryption, async () => {
      const { Volumes = [] } = await disks();
      if (Volumes.length === 0) return undefined;
      const plain = Volumes.filter(({ Encrypted }) => Encrypted !== true);
      return verdict(plain.length === 0, Volumes.map(({ VolumeId, Size }) => `${VolumeId}, ${Size} GiB`).join('; '));
    }),
    receipt(receiptNames.metadata, async () => {
      const { HttpTokens, HttpPutResponseHopLimit } = instance.MetadataOptions ?? {};
      if (HttpTokens === undefined) return undefined;
      const text = `tokens ${HttpTokens}, hop limit ${HttpPutResponseHopLimit ?? 'not told'}`;
      return verdict(HttpTokens === 'required' && HttpPutResponseHopLimit === 1, text);
    }),
    receipt(receiptNames.tags, async () => {
      const { Volumes = [] } = await disks();
      const things = [instance, ...Volumes];
      const bare = things.filter(({ Tags }) => tagOf(Tags, 'campaign:run') !== record.runId).length;
      return verdict(bare === 0, bare === 0 ? `on ${things.length} of ${things.length}` : `missing on ${bare}`);
    }),
  ]);
}

type Finding = Pick<Receipt, 'state' | 'detail'>;

async function receipt(what: string, read: () => Promise<Finding | undefined>): Promise<Receipt> {
  try {
    return { what, ...((await read()) ?? { state: 'unknown', detail: 'EC2 does not tell' }) };
  } catch (error) {
    if (!(error instanceof CloudFailure)) throw error;
    return { what, state: 'unknown', detail: error.fault.message };
  }
}

function verdict(good: boolean, detail: string): Finding {
  return { state: good ? 'ok' : 'wrong', detail };
}

function counted(disks: number): string {
  return disks === 1 ? '1 disk' : `${disks} disks`;
}

/** The receipts once the box has told, in run.json, what it has set to power itself off. */
export function heardOfTimer(receipts: readonly Receipt[], told: string | undefined): readonly Receipt[] {
  if (told === undefined) return receipts;
  return receipts.map(each =>
    each.what === receiptNames.timer && each.state === 'unknown' ? { ...each, state: 'ok', detail: told } : each,
  );
}
