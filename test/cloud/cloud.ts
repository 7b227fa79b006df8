import { setTimeout as sleep } from 'node:timers/promises';
import { type Credentials, newCredentials } from '../../rehearsal/emulator/s3/credentials.ts';
import { type S3, startS3 } from '../../rehearsal/emulator/s3/server.ts';
import { accountId } from './account.ts';
import { askedBy } from './asked.ts';
import { askedOfS3 } from './asked-of-s3.ts';
import type { Called } from './call.ts';
import { ec2 } from './ec2/actions.ts';
import { type CloudFault, CloudFaults, type Injected } from './faults.ts';
import { iam, policiesOf } from './iam.ts';
import { type MachineOptions, machinesOf } from './machines.ts';
import { type Asked, decide, everything, type PolicyDocument } from './policy.ts';
import { quotaCodes, serviceQuotas } from './quotas.ts';
import { type Interceptor, portOf, serverOf } from './server.ts';
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
  /** What the person may do whose keys are in `env`; all where not said. */
  readonly person?: readonly PolicyDocument[];
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
  /** Of whoever holds the account, and may do all. */
  readonly owner: Credentials;
  /** Its own keys are the owner's. */
  readonly s3: S3;
  /** Every call, in the order of arrival, calls of machines included. */
  readonly requests: readonly Called[];
  /** What somebody asked for whom no policy allows it: `i-0abc s3:PutObject on arn:…`, with the person's or the role's name before it. */
  readonly denials: readonly string[];
  fault(rule: CloudFault): Injected;
  /** Asks at every call from now on what is to happen to it; `undefined`: no more. */
  intercept(interceptor: Interceptor | undefined): void;
  /** What EC2 holds and somebody pays for: instances that are not terminated, volumes, and spot requests that may still bring something. */
  holding(): readonly string[];
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
  const [owner, person] = [newCredentials('AKIA'), newCredentials('AKIA')];
  const { onDemand = 128, spot = 128 } = options.quotas ?? {};
  const world = new World(region, { [quotaCodes.onDemand]: onDemand, [quotaCodes.spot]: spot });
  for (const [name, { policies = {}, attached = [] }] of Object.entries(
    options.profiles ?? { campaign: { policies: { all: everything } } },
  ))
    world.profiles.set(name, { name, role: name, credentials: newCredentials('ASIA'), policies, attached });
  const roles = [...world.profiles.values()].map(each => each.credentials);
  const credentials: [Credentials, ...Credentials[]] = [owner, person, ...roles];
  const denials: string[] = [];
  let interceptor: Interceptor | undefined;
  const allows = (accessKeyId: string, asked: readonly Asked[]): Asked | undefined => {
    const { name, documents } = whoIs(accessKeyId);
    const refused = documents && asked.find(each => decide(documents, each).decision !== 'allowed');
    if (refused) denials.push(`${name} ${refused.action} on ${refused.resource}`);
    return refused;
  };
  /** Absent documents: may do all. */
  const whoIs = (accessKeyId: string): { name: string; documents?: readonly PolicyDocument[] } => {
    const profile = [...world.profiles.values()].find(each => each.credentials.accessKeyId === accessKeyId);
    if (profile) return { name: profile.role, documents: policiesOf(profile) };
    if (accessKeyId !== person.accessKeyId) return { name: 'owner' };
    return { name: 'person', ...(options.person && { documents: options.person }) };
  };
  const s3 = await startS3({
    ...{ buckets: options.buckets, region, credentials, ahead: options.ahead ?? 0 },
    allows: (accessKeyId, asked) => allows(accessKeyId, askedOfS3(asked)) === undefined,
  });
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
    callerOf: ({ accessKeyId }) => callerOf(world, accessKeyId, accessKeyId === owner.accessKeyId ? 'owner' : 'tester'),
    intercept: (called, moment) => interceptor?.(called, moment),
    refused: (accessKeyId, called) => allows(accessKeyId, askedBy(world, called)),
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
    owner,
    requests,
    denials,
    fault: rule => faults.add(rule),
    intercept: given => {
      interceptor = given;
    },
    holding: () => [
      ...[...world.instances.values()].filter(({ state }) => state !== 'terminated').map(({ id }) => id),
      ...world.volumes.keys(),
      ...[...world.spotRequests.values()].filter(({ state }) => state === 'active').map(({ id }) => id),
    ],
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

function callerOf(world: World, accessKeyId: string, user: string) {
  const profile = [...world.profiles.values()].find(each => each.credentials.accessKeyId === accessKeyId);
  if (!profile) return { accessKeyId, arn: `arn:aws:iam::${accountId}:user/${user}`, userId: 'AIDA0123456789ABCDEFG' };
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
