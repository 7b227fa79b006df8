import type { Action } from '../call.ts';
import { text } from '../query.ts';
import type { Instance, World } from '../world.ts';
import { catalogue } from './catalogue.ts';
import {
  describeInstanceAttribute,
  describeInstanceStatus,
  describeInstances,
  namedInstances,
} from './describe-instances.ts';
import { type Ending, stopInstances, terminateInstances } from './ending.ts';
import { runInstances } from './run-instances.ts';
import { cancelSpotInstanceRequests, describeSpotInstanceRequests, describeSpotPriceHistory } from './spot.ts';
import { createTags, deleteTags, describeTags } from './tags.ts';
import { deleteVolume, describeVolumes } from './volumes.ts';

/** What makes and ends the machines of instances. */
export interface Machines extends Ending {
  launch(instance: Instance): void;
}

/** The actions of EC2 (API version 2016-11-15). `most`: items of a page where a call does not say. */
export function ec2(world: World, machines: Machines, most: number | undefined): Readonly<Record<string, Action>> {
  return {
    ...catalogue(world, most),
    RunInstances: runInstances(world, instance => machines.launch(instance)),
    DescribeInstances: describeInstances(world, most),
    DescribeInstanceStatus: describeInstanceStatus(world, most),
    DescribeInstanceAttribute: describeInstanceAttribute(world),
    TerminateInstances: terminateInstances(world, machines),
    StopInstances: stopInstances(world, machines),
    CreateTags: createTags(world),
    DeleteTags: deleteTags(world),
    DescribeTags: describeTags(world, most),
    DescribeVolumes: describeVolumes(world, most),
    DeleteVolume: deleteVolume(world),
    DescribeSpotInstanceRequests: describeSpotInstanceRequests(world, most),
    CancelSpotInstanceRequests: cancelSpotInstanceRequests(world),
    DescribeSpotPriceHistory: describeSpotPriceHistory(world, most),
    GetConsoleOutput: {
      takes: { DryRun: 'flag', InstanceId: 'text!', Latest: 'flag' },
      does: parameters => {
        const [instance] = namedInstances(world, [text(parameters, 'InstanceId')!]);
        // The last 64 KiB (GetConsoleOutput, the EC2 API reference).
        const output = Buffer.from(instance!.box?.console ?? '').subarray(-65_536);
        return {
          instanceId: instance!.id,
          timestamp: new Date(world.now()).toISOString(),
          output: output.toString('base64'),
        };
      },
    },
  };
}
