import type { EC2Client } from '@aws-sdk/client-ec2';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { settleAwsEnvironment } from '../aws-environment.ts';
import { type Answer, StoreFailure } from '../fault.ts';
import { CloudFailure, cloudFailure, noCapacity } from './faults.ts';

type Sdk = typeof import('./aws-clients.ts');

/** AWS in one region, as whoever the environment says we are. */
export interface Cloud {
  readonly region: string;
  /** The account's number. */
  readonly account: string;
  /** The ARN of whoever asks. */
  readonly identity: string;
  readonly ec2: EC2Client;
  readonly ssm: SSMClient;
  readonly sdk: Sdk;
  /** Asks something; what AWS does not do is thrown as a `CloudFailure` that says so. `doing` as in "looking for the image". */
  ask<T>(doing: string, request: () => Promise<T>): Promise<T>;
}

/**
 * Finds credentials, region and endpoints as the SDK and the AWS CLI do, and asks STS who we are, which changes nothing. `region`
 * absent: that of the environment or the profile.
 */
export async function openCloud(region: string | undefined): Promise<Answer<Cloud>> {
  settleAwsEnvironment();
  const sdk = await import('./aws-clients.ts');
  const doing = 'asking AWS who you are';
  const found = region ?? (await regionOf(sdk));
  if (found === undefined)
    return {
      fault: {
        code: 'aws-region',
        doing,
        message: 'no region is named',
        help: 'name one: store.region in the campaign, --region, or AWS_REGION',
      },
    };
  // Throttling is answered by the SDK: exponential backoff with jitter, bounded by the attempts.
  const config = {
    region: found,
    maxAttempts: 6,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 30_000 },
  };
  const ask: Cloud['ask'] = async (what, request) => {
    try {
      return await request();
    } catch (error) {
      throw cloudFailure(error, what, found);
    }
  };
  const ec2 = new sdk.EC2Client(config);
  // EC2 says with status 500 that it has no such machine there: the SDK would ask the same again, and there are other zones.
  ec2.middlewareStack.add(
    next => async args => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error && noCapacity.includes(error.name)) Object.assign(error, { $metadata: refused });
        throw error;
      }
    },
    { step: 'deserialize', priority: 'high', name: 'capacity' },
  );
  const sts = new sdk.STSClient({ ...config, maxAttempts: 3 });
  return await caught(async () => {
    const { Account = '', Arn = '' } = await ask(doing, () => sts.send(new sdk.GetCallerIdentityCommand({})));
    return {
      region: found,
      account: Account,
      identity: Arn,
      ec2,
      ssm: new sdk.SSMClient(config),
      sdk,
      ask,
    };
  });
}

/** What a piece of work comes to; what AWS or the store did not do, as a fault. */
export async function caught<T>(work: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof CloudFailure || error instanceof StoreFailure) return { fault: error.fault };
    throw error;
  }
}

/** How an answer looks that is no reason to ask again. */
const refused = { httpStatusCode: 400 };

/** The SDK does not know the CLI's variable. */
async function regionOf(sdk: Sdk): Promise<string | undefined> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  if (AWS_REGION || AWS_DEFAULT_REGION) return AWS_REGION || AWS_DEFAULT_REGION;
  try {
    return await new sdk.STSClient({}).config.region();
  } catch (error) {
    if (error instanceof Error && error.message === 'Region is missing') return undefined;
    throw error;
  }
}
