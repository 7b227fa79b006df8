import type { Cloud } from '../cloud/cloud.ts';
import { CloudFailure } from '../cloud/faults.ts';
import type { BoxImage } from '../cloud/image.ts';
import type { Network } from '../cloud/network.ts';
import { boxRequest, launchToken } from '../cloud/request.ts';
import { type Check, check } from './check.ts';

/** What a box would be started with, beside its image and its place. */
export interface Starter {
  readonly campaign: string;
  readonly storeUrl: string;
  readonly type: string;
  readonly market: 'spot' | 'on-demand';
  /** Bytes; absent: what the image needs. */
  readonly disk?: number;
  /** A name or an ARN. */
  readonly instanceProfile: string;
}

/**
 * Asks EC2 for the very box that a run would ask for, as a dry run: it says whether whoever asks may start it, tag it and give it its role,
 * and starts nothing (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html, `DryRun`).
 */
export async function checkStart(cloud: Cloud, starter: Starter, image: BoxImage, net: Network): Promise<Check> {
  const { sdk, ec2 } = cloud;
  return await check('start', async () => {
    const { campaign, storeUrl } = starter;
    const run = { campaign, runId: 'doctor', number: 0 };
    const at = new Date().toISOString();
    const input = boxRequest({
      ...{ ...starter, image, group: net.group, ...net.places[0]!, userData: Buffer.from('#!/bin/sh\n') },
      record: {
        ...{ ...run, version: 1, kind: 'ec2', state: 'asking', launchedAt: at, deadline: at },
        ...{ account: cloud.account, region: cloud.region, scriptSha256: '', tried: [], receipts: [] },
        token: launchToken(cloud.account, storeUrl, run),
      },
    });
    try {
      await cloud.ask('asking whether EC2 would start it', () =>
        ec2.send(new sdk.RunInstancesCommand({ ...input, DryRun: true })),
      );
    } catch (error) {
      if (!(error instanceof CloudFailure)) throw error;
      if (error.error === 'DryRunOperation')
        return { state: 'ok', detail: 'you may start it, tag it and give it its role' };
      if (error.fault.code !== 'aws-denied') throw error;
      return {
        state: 'fail',
        detail: error.fault.message,
        help: 'have these policies given to you: campaign compile --target iam --for person',
      };
    }
    return { state: 'unknown', detail: 'EC2 does not tell', help: 'see what the policies of your account allow' };
  });
}
