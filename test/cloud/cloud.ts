import { setTimeout as sleep } from 'node:timers/promises';
import { type Credentials, newCredentials } from '../../rehearsal/emulator/s3/credentials.ts';
import { type S3, startS3 } from '../../rehearsal/emulator/s3/server.ts';
import { accountId } from './account.ts';
import type { Called } from './call.ts';
import { ec2 } from './ec2/actions.ts';
import { type CloudFault, CloudFaults, type Injected } from './faults.ts';
import { iam, policiesOf } from './iam.ts';
import { type MachineOptions, machinesOf } from './machines.ts';
import { decide, everything, type PolicyDocument } from './policy.ts';
import { quotaCodes, serviceQuotas } from './quotas.ts';
import { portOf, serverOf } from './server.ts';
import { ssm } from './ssm/actions.ts';
import { work } from './ssm/agent.ts';
import { sts } from './sts.ts';
import { type Instance, type StateName, World } from './world.ts';

export interface CloudOptions {
  /** Buckets that are there from the start. */
  readonly buckets: readonly string[];
  /** us-east-1 where not said. */
  readonly region?: string;
  /** Of the one port for all services; 0, the default: a free one. */
  readonly port?: number;
  /** Seconds between TERM and the end of a machine; 2 where not said. */
  readonly grace?: number;
  /** Instance profiles by name, each with a role of the same name; one called `campaign` that may all where not said. */
  readonly profiles?: Readonly<
    Record<
      string,
      { readonly policies?: Readonly<Record<string, PolicyDocument>>; readonly attached?: readonly string[] }
    >
  >;
  /** Items of a page of EC2 where a call does not say; all where absent. */
  readonly pageSize?: number;
  /** What lies on the disk of every machine from the start: path there → file or directory of this machine. */
  readonly disk?: Readonly<Record<string, string>>;
  /** vCPUs that may run at a time, of standard types; 128 each where not said. */
  readonly quotas?: { readonly onDemand?: number; readonly spot?: number };
  readonly faults?: readonly CloudFault[];
  /** Seconds by which the clock of S3 is ahead of this machine's. */
  readonly ahead?: number;
}

/** An instance as it is, and what tests want to know of it. */
export interface InstanceView {
  readonly id: string;
  readonly state: StateName;
  readonly reason: string | undefined;
  readonly type: string;
  readonly market: 'spot' | 'on-demand';
  readonly tags: ReadonlyMap<string, string>;
  readonly console: string;
  readonly userData: Buffer | undefined;
  readonly agent: 'online' | 'offline' | 'none';
  /** Process ids on this machine of all that runs in it. */
  readonly processes: readonly number[];
  /** A file of its disk, while it is up. */
  read(path: string): Buffer;
}

export interface Cloud {
  /** Of all services. */
  readonly url: string;
  /** For clients and the CLI: endpoint, keys, region; and that nobody asks the metadata service of this machine. */
  readonly env: Readonly<Record<string, string>>;
  readonly region: string;
  readonly s3: S3;
  /** Every call, in the order of arrival, calls of machines included. */
  readonly requests: readonly Called[];
  fault(rule: CloudFault): Injected;
  instances(): readonly InstanceView[];
  /** Throws where there is none. */
  instance(id: string): InstanceView;
  /** Waits until an instance is in a state; throws after so many seconds, 30 where not said. */
  until(id: string, state: StateName, seconds?: number): Promise<InstanceView>;
  /** A spot notice; the machine is taken `seconds` later, 120 where not said. */
  spotNotice(id: string, seconds?: number): void;
  /** The instance is gone, from its hardware and from every answer. */
  vanish(id: string): Promise<void>;
  agentOffline(id: string): void;
  agentOnline(id: string): void;
  /** Lets time pass for what the services wait for, as the delivery of a command. */
  advance(seconds: number): void;
  /** Ends every machine and every server; nothing is left. Throws where a machine could not be made. */
  close(): Promise<void>;
}

/** Starts EC2, SSM, STS and S3 on one port of loopback. Needs root for its machines, and throws where there is none. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  if (process.getuid?.() !== 0)
    throw new Error('the emulated cloud makes its machines of namespaces, which needs root');
  const region = options.region ?? 'us-east-1';
  const person = newCredentials('AKIA');
  const { onDemand = 128, spot = 128 } = options.quotas ?? {};
  const world = new World(region, { [quotaCodes.onDemand]: onDemand, [quotaCodes.spot]: spot });
  for (const [name, { policies = {}, attached = [] }] of Object.entries(
    options.profiles ?? { campaign: { policies: { all: everything } } },
  ))
    world.profiles.set(name, { name, role: name, credentials: newCredentials('ASIA'), policies, attached });
  const roles = [...world.profiles.values()].map(each => each.credentials);
  const credentials: [Credentials, ...Credentials[]] = [person, ...roles];
  const s3 = await startS3({ buckets: options.buckets, region, credentials, ahead: options.ahead ?? 0 });
  const faults = new CloudFaults();
  for (const rule of options.faults ?? []) faults.add(rule);
  const requests: Called[] = [];
  const place: { -readonly [K in keyof MachineOptions]: MachineOptions[K] } = {
    url: '',
    port: 0,
    grace: options.grace ?? 2,
    disk: options.disk ?? {},
  };
  const machines = machinesOf(world, place);
  const server = serverOf({
    ...{ world, credentials, faults, requests, s3Port: Number(new URL(s3.url).port) },
    actions: {
      ec2: ec2(world, machines, options.pageSize),
      ssm: ssm(world),
      sts,
      iam: iam(world),
      servicequotas: serviceQuotas(world),
    },
    callerOf: ({ accessKeyId }) => callerOf(world, accessKeyId),
    allows: (accessKeyId, action) => {
      const profile = [...world.profiles.values()].find(each => each.credentials.accessKeyId === accessKeyId);
      return !profile || decide(policiesOf(profile), action) === 'allowed';
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  place.port = portOf(server);
  place.url = `http://127.0.0.1:${place.port}`;

  const known = (id: string): Instance => {
    const instance = world.instances.get(id);
    if (!instance) throw new Error(`there is no instance ${id}`);
    return instance;
  };
  return {
    url: place.url,
    env: {
      AWS_ENDPOINT_URL: place.url,
      AWS_ACCESS_KEY_ID: person.accessKeyId,
      AWS_SECRET_ACCESS_KEY: person.secretAccessKey,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    region,
    s3,
    requests,
    fault: rule => faults.add(rule),
    instances: () => [...world.instances.values()].map(viewOf),
    instance: id => viewOf(known(id)),
    async until(id, state, seconds = 30) {
      for (const end = performance.now() + seconds * 1000; known(id).state !== state; await sleep(20))
        if (performance.now() > end)
          throw new Error(
            `${id} is ${known(id).state} after ${seconds} s, and not ${state}: ${known(id).box?.console}`,
          );
      return viewOf(known(id));
    },
    spotNotice: (id, seconds = 120) => machines.interrupt(known(id), seconds),
    vanish: id => machines.vanish(known(id)),
    agentOffline(id) {
      const { agent } = known(id);
      if (agent) agent.online = false;
    },
    agentOnline(id) {
      const instance = known(id);
      if (instance.agent) Object.assign(instance.agent, { online: true, lastPing: world.now() });
      work(world, instance);
    },
    advance: seconds => world.advance(seconds),
    async close() {
      try {
        await machines.close();
      } finally {
        server.close();
        server.closeAllConnections();
        await s3.close();
      }
    },
  };
}

function callerOf(world: World, accessKeyId: string) {
  const profile = [...world.profiles.values()].find(each => each.credentials.accessKeyId === accessKeyId);
  if (!profile) return { accessKeyId, arn: `arn:aws:iam::${accountId}:user/tester`, userId: 'AIDA0123456789ABCDEFG' };
  // Which machine of the role it is shows in no request; the name of the session would be its instance id.
  return {
    accessKeyId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${profile.role}/i-0123456789abcdef0`,
    userId: 'AROA0123456789ABCDEFG:i-0123456789abcdef0',
  };
}

function viewOf({ id, state, reason, type, spotRequest, tags, box, userData, agent }: Instance): InstanceView {
  return {
    ...{ id, state, type, tags, userData },
    reason: reason?.code,
    market: spotRequest ? 'spot' : 'on-demand',
    console: box?.console ?? '',
    agent: !agent ? 'none' : agent.online ? 'online' : 'offline',
    processes: box?.processes() ?? [],
    read: path => {
      if (!box) throw new Error(`${id} has no disk`);
      return box.read(path);
    },
  };
}
