import type { Fault } from '../fault.ts';
import { noCredentials } from '../no-credentials.ts';

export interface Asked {
  readonly bucket: string;
  readonly url: string;
  /** Absent: AWS's own. */
  readonly endpoint: string | undefined;
  readonly doing: string;
}

/** Error codes by which S3 refuses who asks, whatever is asked ("Error responses", S3 API reference). */
const refusedCredentials = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
];

/** Error codes for a bucket that is asked for in a region where it is not. */
const elsewhere = ['AuthorizationHeaderMalformed', 'IllegalLocationConstraintException', 'PermanentRedirect'];

/** What an error of the SDK means for a person. Errors that are none of S3's or the network's are ours, and are thrown on. */
export function faultOf(error: unknown, { bucket, url, endpoint, doing }: Asked): Fault {
  if (!(error instanceof Error)) throw error;
  const where = endpoint ?? 'S3';
  const status = statusOf(error);
  const { name } = error;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
    return {
      code: 'store-credentials',
      doing,
      message: /^Could not load credentials/.test(error.message) ? noCredentials : firstLine(error),
      help: 'log in (aws sso login, aws configure), choose a profile with AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    };
  if (refusedCredentials.includes(name))
    return {
      code: 'store-credentials',
      doing,
      message: `${where} does not accept the AWS credentials (${name})`,
      help:
        name === 'RequestTimeTooSkewed'
          ? 'set the clock of this machine right'
          : 'log in again, or look at AWS_PROFILE and AWS_ACCESS_KEY_ID: aws sts get-caller-identity says who you are',
    };
  if (name === 'NoSuchBucket')
    return {
      code: 'store-bucket',
      doing,
      message: `there is no bucket \`${bucket}\``,
      help: `create it (aws s3 mb s3://${bucket}), or give another store`,
    };
  if (elsewhere.includes(name))
    return {
      code: 'store-bucket',
      doing,
      message: `the bucket \`${bucket}\` is in another region (${firstLine(error)})`,
      help: 'name its region in AWS_REGION',
    };
  const writes = doing.startsWith('writing');
  if (status === 403)
    return {
      code: 'store-denied',
      doing,
      message: `${where} does not let these credentials ${writes ? 'write to' : 'read'} ${url} (${name})`,
      help: writes
        ? `they need s3:PutObject and s3:DeleteObject on what is in the bucket \`${bucket}\``
        : `they need s3:ListBucket on the bucket \`${bucket}\` and s3:GetObject on what is in it`,
    };
  if (status !== undefined && status >= 500)
    return { code: 'store-unreachable', doing, message: `${where} answers ${status} ${name}`, help: later };
  if (status !== undefined)
    return {
      code: 'store-unreadable',
      doing,
      message: `${where} answers ${status} ${name}: ${firstLine(error)}`,
      help: 'see that the address is that of an S3 service: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL',
    };
  if (error.message.startsWith('Checksum mismatch'))
    return { code: 'store-unreadable', doing, message: 'what came is not what was stored', help: later };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined && name !== 'TimeoutError') throw error;
  return {
    code: 'store-unreachable',
    doing,
    message: `${where} cannot be reached (${code ?? name})`,
    help:
      endpoint === undefined
        ? 'see that this machine is online'
        : `see that AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL is right, and that it runs`,
  };
}

const later = 'try again later';

/** Whether an object is simply not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound');
}

/** The HTTP status of an answer that is an error; absent: there was no answer. */
export function statusOf(error: unknown): number | undefined {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

function firstLine({ message }: Error): string {
  return message.split('\n')[0]!.replace(/\.$/, '');
}
