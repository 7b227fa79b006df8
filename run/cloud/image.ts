import type { Cloud } from './cloud.ts';
import { CloudFailure } from './faults.ts';

/** The image that a box is made of. */
export interface BoxImage {
  readonly id: string;
  /** The name of its root disk, as `/dev/xvda`. */
  readonly rootDevice: string;
  /** Bytes: a smaller root disk cannot be had. */
  readonly leastDisk: number;
  /** As `uname -m` has it. */
  readonly architecture: 'x86_64' | 'aarch64';
}

const GiB = 2 ** 30;

/**
 * The public parameters in which Amazon and Canonical name their newest images
 * (https://docs.aws.amazon.com/linux/al2023/ug/ec2.html, https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/).
 */
function parametersFor(image: string, arm: boolean): readonly string[] {
  if (image === 'al2023')
    return [`/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${arm ? 'arm64' : 'x86_64'}`];
  const [, release] = /^ubuntu-(\d\d\.\d\d)$/.exec(image) ?? [];
  if (release === undefined) return [];
  // Newer releases lie on gp3 volumes.
  return ['gp3', 'gp2'].map(
    volume =>
      `/aws/service/canonical/ubuntu/server/${release}/stable/current/${arm ? 'arm64' : 'amd64'}/hvm/ebs-${volume}/ami-id`,
  );
}

/** Finds the image `al2023`, `ubuntu-24.04` or `ami-…` for a type of machine. */
export async function findImage(cloud: Cloud, image: string, type: string): Promise<BoxImage> {
  const doing = `looking for the image ${image} in ${cloud.region}`;
  const arm = await isArm(cloud, type);
  const id = image.startsWith('ami-') ? image : await newest(cloud, image, arm, doing);
  const { Images = [] } = await cloud.ask(doing, () =>
    cloud.ec2.send(new cloud.sdk.DescribeImagesCommand({ ImageIds: [id] })),
  );
  const [found] = Images;
  if (!found?.RootDeviceName)
    throw configuration(doing, `there is no image ${id}`, 'use al2023, or an image of this region and account');
  const made = found.Architecture === 'arm64';
  if (found.Architecture !== undefined && made !== arm)
    throw configuration(
      doing,
      `${id} is made for ${found.Architecture}, and ${type} is ${arm ? 'arm64' : 'x86_64'}`,
      'change machine.image or machine.type so that they fit',
    );
  const root = found.BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === found.RootDeviceName);
  return {
    id,
    rootDevice: found.RootDeviceName,
    leastDisk: (root?.Ebs?.VolumeSize ?? 0) * GiB,
    architecture: arm ? 'aarch64' : 'x86_64',
  };
}

async function isArm(cloud: Cloud, type: string): Promise<boolean> {
  const doing = `looking for the type ${type} in ${cloud.region}`;
  const InstanceType = type as never;
  const { InstanceTypes = [] } = await cloud.ask(doing, () =>
    cloud.ec2.send(new cloud.sdk.DescribeInstanceTypesCommand({ InstanceTypes: [InstanceType] })),
  );
  const [found] = InstanceTypes;
  if (!found)
    throw configuration(doing, `there is no type \`${type}\``, 'name another machine.type, or another region');
  return found.ProcessorInfo?.SupportedArchitectures?.includes('arm64') ?? false;
}

async function newest(cloud: Cloud, image: string, arm: boolean, doing: string): Promise<string> {
  for (const Name of parametersFor(image, arm)) {
    try {
      const { Parameter } = await cloud.ask(doing, () => cloud.ssm.send(new cloud.sdk.GetParameterCommand({ Name })));
      if (Parameter?.Value) return Parameter.Value;
    } catch (error) {
      if (!(error instanceof CloudFailure && error.error === 'ParameterNotFound')) throw error;
    }
  }
  throw configuration(
    doing,
    `\`${image}\` is no image that is known there`,
    'use al2023, ubuntu-24.04, or an ami-… id',
  );
}

export function configuration(doing: string, message: string, help: string): CloudFailure {
  return new CloudFailure({ code: 'aws-configuration', doing, message, help }, undefined);
}
