/** What an account has from the start: made up, and the same in every emulated cloud. */
export const accountId = '123456789012';

export interface InstanceType {
  readonly cpus: number;
  readonly mebibytes: number;
  readonly architecture: 'x86_64' | 'arm64';
  /** Dollars an hour, on demand and spot: of the right order, and no statement on what AWS asks. */
  readonly price: number;
  readonly spotPrice: number;
  /** Letters of the zones that do not have it. */
  readonly notIn?: string;
}

export const instanceTypes: Readonly<Record<string, InstanceType>> = {
  't3.micro': { cpus: 2, mebibytes: 1024, architecture: 'x86_64', price: 0.0104, spotPrice: 0.0031 },
  'c7i.large': { cpus: 2, mebibytes: 4096, architecture: 'x86_64', price: 0.0893, spotPrice: 0.0357 },
  'c7i.xlarge': { cpus: 4, mebibytes: 8192, architecture: 'x86_64', price: 0.1785, spotPrice: 0.0714 },
  'c7i.2xlarge': { cpus: 8, mebibytes: 16_384, architecture: 'x86_64', price: 0.357, spotPrice: 0.1428 },
  'c7i.4xlarge': { cpus: 16, mebibytes: 32_768, architecture: 'x86_64', price: 0.714, spotPrice: 0.2856, notIn: 'c' },
  'm7i.4xlarge': { cpus: 16, mebibytes: 65_536, architecture: 'x86_64', price: 0.8064, spotPrice: 0.3226 },
  'c7i.24xlarge': {
    cpus: 96,
    mebibytes: 196_608,
    architecture: 'x86_64',
    price: 4.284,
    spotPrice: 1.7136,
    notIn: 'bc',
  },
  'c7g.2xlarge': { cpus: 8, mebibytes: 16_384, architecture: 'arm64', price: 0.29, spotPrice: 0.116 },
};

export interface Image {
  readonly id: string;
  readonly name: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly owner: string;
  readonly gibibytes: number;
  /** Name of its root disk. */
  readonly device: string;
  /** As Amazon Linux 2023: instances of it get tokens required where they do not say otherwise. */
  readonly imdsSupport?: 'v2.0';
}

export const images: readonly Image[] = [
  {
    ...{ id: 'ami-0123456789abcdef0', name: 'al2023-ami-2023.9.20251117.1-kernel-6.1-x86_64', architecture: 'x86_64' },
    ...{ owner: '137112412989', gibibytes: 8, imdsSupport: 'v2.0', device: '/dev/xvda' },
  },
  {
    ...{ id: 'ami-0123456789abcdefa', name: 'al2023-ami-2023.9.20251117.1-kernel-6.1-arm64', architecture: 'arm64' },
    ...{ owner: '137112412989', gibibytes: 8, imdsSupport: 'v2.0', device: '/dev/xvda' },
  },
  {
    ...{ id: 'ami-0fedcba987654321f', name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20251101' },
    ...{ architecture: 'x86_64', owner: '099720109477', gibibytes: 8, device: '/dev/sda1' },
  },
];

/** Public parameters that name the newest image ("Calling AMI public parameters in Parameter Store"). */
export const publicParameters: Readonly<Record<string, string>> = {
  '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64': images[0]!.id,
  '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64': images[0]!.id,
  '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64': images[1]!.id,
  '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-arm64': images[1]!.id,
  '/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id': images[2]!.id,
};

export const vpcId = 'vpc-0123456789abcdef0';
export const zoneLetters = ['a', 'b', 'c'] as const;

export interface Subnet {
  readonly id: string;
  readonly letter: string;
  readonly cidr: string;
}

export const subnets: readonly Subnet[] = zoneLetters.map((letter, index) => ({
  id: `subnet-0123456789abcdef${index}`,
  letter,
  cidr: `10.0.${index}.0/24`,
}));

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Ports that anyone may reach. */
  readonly open: readonly number[];
  /** Whether members reach each other, as those of a default group do. */
  readonly mutual: boolean;
}

export const securityGroups: readonly SecurityGroup[] = [
  { id: 'sg-0123456789abcdef0', name: 'default', description: 'default VPC security group', open: [], mutual: true },
  { id: 'sg-0123456789abcdef1', name: 'open-ssh', description: 'ssh from anywhere', open: [22], mutual: false },
];
