import type { GetCommandInvocationCommandOutput } from '@aws-sdk/client-ssm';
import { until } from '../cloud/asking.ts';
import { askToStop, forgetStop } from '../cloud/boxes.ts';
import { type Cloud, caught } from '../cloud/cloud.ts';
import { CloudFailure } from '../cloud/faults.ts';
import { configuration } from '../cloud/image.ts';
import { beginLaunch, noteLaunch, uploadScript } from '../cloud/launches.ts';
import { launchToken } from '../cloud/request.ts';
import type { Launch, LaunchedBox, Launcher } from '../launcher.ts';
import type { RunStore } from '../store.ts';
import type { DeliveredScript } from './delivered.ts';

export interface SsmOptions {
  readonly cloud: Cloud;
  readonly store: RunStore;
  readonly campaign: string;
  /** `i-…`, or `mi-…` of a machine elsewhere. */
  readonly instanceId: string;
  readonly deliver: DeliveredScript;
  /** Told as it goes on: one line for each step. */
  readonly tell: (line: string) => void;
  /** Seconds to wait for an agent that is not online; 60 where not said. */
  readonly patience?: number;
}

/** Amazon's own: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html */
const document = 'AWS-RunShellScript';

/** Seconds: how long a command may wait for its agent (30 is the least), and how long it may take, with a slow store. */
const [deliverySeconds, executionSeconds] = [60, 900];

/**
 * Starts scripts on an instance that is up. The command only starts and ends: one that stayed would be killed at its timeout, and
 * nothing is read from what it prints but why it failed.
 */
export function ssmLauncher(options: SsmOptions): Launcher<LaunchedBox> {
  return { launch: async launch => await caught(() => launchThere(launch, options)) };
}

async function launchThere(launch: Launch, options: SsmOptions): Promise<LaunchedBox> {
  const { cloud, store, campaign, instanceId, tell } = options;
  const run = { campaign, runId: launch.runId };
  await online(options);
  const { sha256, loader } = options.deliver(launch);
  const url = await uploadScript(store, campaign, Buffer.from(launch.script), sha256);
  await forgetStop(store, run);
  let record = await beginLaunch(store, run, number => ({
    version: 1,
    kind: 'ssm',
    ...run,
    number,
    state: 'asking',
    launchedAt: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    account: cloud.account,
    region: cloud.region,
    token: launchToken(cloud.account, store.url, { ...run, number }),
    scriptSha256: sha256,
    instanceId,
    tried: [],
    receipts: [],
  }));
  try {
    const commandId = await send(options, loader(url, record.token), `campaign ${campaign} ${launch.runId}`);
    record = { ...record, commandId };
    await noteLaunch(store, record);
    tell(`command ${commandId} sent to ${instanceId}`);
    await delivered(options, commandId);
    record = { ...record, state: 'started' };
    await noteLaunch(store, record);
  } catch (error) {
    if (error instanceof CloudFailure && !error.unclear) await noteLaunch(store, { ...record, state: 'failed' });
    throw error;
  }
  return {
    record,
    signal: () => {
      // What fails now is asked again while the run is attended.
      askToStop(store, run).catch(() => {});
    },
    // That its agent is silent for a while says nothing of the script: its heartbeats do.
    standing: async () => undefined,
    console: async () => [],
    clear: async () => {
      await noteLaunch(store, { ...record, state: 'ended' });
      return [];
    },
  };
}

/** Waits a little for an agent that is not there, such as one that is just starting. */
async function online({ cloud, instanceId, tell, patience = 60 }: SsmOptions): Promise<void> {
  const { sdk, ssm } = cloud;
  const doing = `looking for the agent of ${instanceId}`;
  const Filters = [{ Key: 'InstanceIds', Values: [instanceId] }];
  let said = '';
  const found = await until(
    async () => {
      const { InstanceInformationList = [] } = await cloud.ask(doing, () =>
        ssm.send(new sdk.DescribeInstanceInformationCommand({ Filters })),
      );
      const [agent] = InstanceInformationList;
      if (agent?.PingStatus === 'Online') return agent;
      const now = agent ? `is ${agent.PingStatus}` : 'has not registered';
      if (now !== said) tell(`the agent of ${instanceId} ${now}: waiting for up to ${patience} s`);
      said = now;
      return undefined;
    },
    { seconds: patience, every: 2 },
  );
  if (!found)
    throw new CloudFailure(
      {
        code: 'agent-offline',
        doing,
        message: `it ${said} in ${cloud.region} after ${patience} s`,
        help: 'see that the instance runs, that its role has AmazonSSMManagedInstanceCore, that it reaches the internet or the endpoints of Systems Manager, and that the region is right (--region)',
      },
      undefined,
    );
  if (found.PlatformType !== undefined && found.PlatformType !== 'Linux')
    throw configuration(doing, `${instanceId} runs ${found.PlatformType}`, 'use an instance with Linux');
}

/** Sends the loader. A send whose answer was lost is sent again by the SDK: the box starts one of them. */
async function send({ cloud, instanceId }: SsmOptions, loader: string, comment: string): Promise<string> {
  const { sdk, ssm } = cloud;
  const doing = `sending a command to ${instanceId}`;
  // Two braces mean a parameter to Systems Manager, wherever they stand.
  const braces = loader.split('\n').find(line => line.includes('{{'));
  if (braces !== undefined)
    throw configuration(
      doing,
      `two braces in \`${braces}\` would mean a parameter`,
      'use a store and names without them',
    );
  const { Command } = await cloud.ask(doing, () =>
    ssm.send(
      new sdk.SendCommandCommand({
        DocumentName: document,
        InstanceIds: [instanceId],
        Comment: comment.slice(0, 100),
        TimeoutSeconds: deliverySeconds,
        // The agent honours `#!` on the first line of the first command alone.
        Parameters: { commands: loader.split('\n'), executionTimeout: [String(executionSeconds)] },
      }),
    ),
  );
  return Command!.CommandId!;
}

/** Waits until the command has ended, which it does as soon as the script is started. */
async function delivered({ cloud, instanceId, tell }: SsmOptions, CommandId: string): Promise<void> {
  const { sdk, ssm } = cloud;
  const doing = `starting the script on ${instanceId}`;
  let said = '';
  const end = await until(
    async () => {
      let found: GetCommandInvocationCommandOutput;
      try {
        found = await cloud.ask(doing, () =>
          ssm.send(new sdk.GetCommandInvocationCommand({ CommandId, InstanceId: instanceId })),
        );
      } catch (error) {
        // It is not seen everywhere at once.
        if (error instanceof CloudFailure && (error.error === 'InvocationDoesNotExist' || error.unclear))
          return undefined;
        throw error;
      }
      const { Status = '', StatusDetails = Status } = found;
      if (StatusDetails !== said) tell(`the command is ${StatusDetails}`);
      said = StatusDetails;
      return ['Pending', 'InProgress', 'Delayed', 'Cancelling', ''].includes(Status) ? undefined : found;
    },
    { seconds: deliverySeconds + executionSeconds + 30 },
  );
  if (end?.Status === 'Success') return;
  const { fault } = failed(end, doing, CommandId);
  throw new CloudFailure(fault, undefined);
}

function failed(end: GetCommandInvocationCommandOutput | undefined, doing: string, command: string) {
  const details = end?.StatusDetails ?? end?.Status ?? 'not heard of again';
  // What failed is said last, and only the beginning of what was said is kept: 8,000 characters are more than a loader says.
  const words = (end?.StandardErrorContent ?? '').trim().split('\n').filter(Boolean).at(-1);
  const undelivered = /^(?:DeliveryTimedOut|Undeliverable|TimedOut)$/.test(details) && !words;
  return {
    fault: {
      code: undelivered ? ('agent-offline' as const) : ('command-failed' as const),
      doing,
      message: `the command ${command} ended as ${details}${words ? `: ${words}` : ''}`,
      help: undelivered
        ? 'see that the instance runs and that its agent is online, and start it again'
        : 'mend what it says; the role of the instance must be able to read the store, and `aws` must be on it',
    },
  };
}
