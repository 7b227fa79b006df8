import type { Fault } from '../fault.ts';
import { noCredentials } from '../no-credentials.ts';

/** AWS did not do what it was asked, after the SDK's own retries; thrown, since any question may meet it. */
export class CloudFailure extends Error {
  readonly fault: Fault;
  /** The service's own name of the error, as `InsufficientInstanceCapacity`; absent when there was no answer. */
  readonly error: string | undefined;

  constructor(fault: Fault, error: string | undefined) {
    super(`${fault.doing}: ${fault.message}`);
    this.fault = fault;
    this.error = error;
  }

  /** Whether AWS may have done it all the same: there was no answer, or one that says nothing. */
  get unclear(): boolean {
    return this.fault.code === 'aws-unreachable';
  }
}

/** Codes by which EC2, SSM and STS refuse who asks ("Common errors" of their API references). */
const refusedCredentials = [
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];

const denied = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Client.UnauthorizedOperation'];

const throttled = ['RequestLimitExceeded', 'Throttling', 'ThrottlingException', 'TooManyRequestsException'];

/**
 * There is no room for such a machine there and now; elsewhere or later there may be. `Unsupported`: the zone does not have the type.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export const noCapacity: readonly string[] = [
  'InsufficientCapacity',
  'InsufficientHostCapacity',
  'InsufficientInstanceCapacity',
  'InsufficientReservedInstanceCapacity',
  'SpotMaxPriceTooLow',
  'UnfulfillableCapacity',
  'Unsupported',
];

/** The account may not have more of them. */
const quota = [
  'InstanceLimitExceeded',
  'MaxSpotInstanceCountExceeded',
  'VcpuLimitExceeded',
  'VolumeLimitExceeded',
  'MaxIOPSLimitExceeded',
];

/** What an error of the SDK means for a person. Errors that are neither AWS's nor the network's are ours, and are thrown on. */
export function cloudFailure(error: unknown, doing: string, region: string): CloudFailure {
  if (error instanceof CloudFailure) return error;
  if (!(error instanceof Error)) throw error;
  const { name } = error;
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
  const fail = (code: Fault['code'], message: string, help: string) =>
    new CloudFailure({ code, doing, message, help }, status === undefined ? undefined : name);
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
    return fail(
      'aws-credentials',
      /^Could not load credentials/.test(error.message) ? noCredentials : firstLine(error),
      'log in (aws sso login, aws configure), choose a profile with AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  if (refusedCredentials.includes(name)) {
    const expired = /Expired/.test(name);
    return fail(
      'aws-credentials',
      `AWS does not accept the credentials (${name}${expired ? ': they have expired' : ''})`,
      name === 'RequestTimeTooSkewed'
        ? 'set the clock of this machine right'
        : expired
          ? 'log in again: aws sso login, or fresh values for AWS_SESSION_TOKEN and the keys'
          : 'log in again, or look at AWS_PROFILE and AWS_ACCESS_KEY_ID: aws sts get-caller-identity says who you are',
    );
  }
  if (denied.includes(name))
    return fail(
      'aws-denied',
      `AWS does not let you: ${firstLine(error)}`,
      'what a person needs is listed in docs/running-on-aws.md; ask whoever holds the account',
    );
  if (name === 'OptInRequired' || name === 'UnrecognizedRegion')
    return fail('aws-region', `the account cannot use ${region} (${firstLine(error)})`, 'name another one: --region');
  if (throttled.includes(name))
    return fail('aws-throttled', `AWS asks to slow down (${name})`, 'wait some minutes and try again');
  if (noCapacity.includes(name)) return fail('aws-capacity', `${name}: ${firstLine(error)}`, 'try again later');
  if (quota.includes(name))
    return fail(
      'aws-quota',
      `${name}: ${firstLine(error)}`,
      `ask for more in Service Quotas (Amazon EC2, ${region}), or use a smaller machine.type`,
    );
  if (status !== undefined && status >= 500)
    return fail('aws-unreachable', `AWS answers ${status} ${name}`, 'try again later');
  if (status !== undefined)
    return fail('aws-configuration', `${name}: ${firstLine(error)}`, remedies[name] ?? 'mend what it names');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined && name !== 'TimeoutError') throw error;
  const unknownHost = code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  return fail(
    'aws-unreachable',
    `AWS in ${region} cannot be reached (${code ?? name})`,
    unknownHost
      ? `see that this machine is online, and that there is a region \`${region}\``
      : 'see that this machine is online, and that AWS_ENDPOINT_URL is right where it is set',
  );
}

/** What helps with errors that are met in a first run. */
const remedies: Readonly<Record<string, string>> = {
  'InvalidAMIID.NotFound':
    'machine.image names an image of another region or account; use al2023, or one that is there',
  'InvalidAMIID.Malformed': 'write machine.image as al2023, ubuntu-24.04 or ami-…',
  InvalidInstanceType: 'there is no such machine.type in this region',
  'InvalidSubnetID.NotFound': 'see which there are: aws ec2 describe-subnets',
  'InvalidGroup.NotFound': 'see which there are: aws ec2 describe-security-groups',
  InvalidInstanceId: 'the instance is unknown to Systems Manager in this region: see its id, its role, and --region',
  'InvalidInstanceID.NotFound': 'see its id and --region',
  VPCIdNotSpecified: 'the region has no default VPC: name a subnet with --subnet',
  InvalidDocument: 'the document AWS-RunShellScript is not there, or may not be used',
};

function firstLine({ message, name }: Error): string {
  return (
    message
      .split('\n')[0]!
      .replace(/ Encoded authorization failure message.*/, '')
      .replace(/\.$/, '') || name
  );
}
