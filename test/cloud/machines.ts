import { startImds } from '../../rehearsal/emulator/imds.ts';
import { Box } from './box/box.ts';
import { readUserData } from './box/user-data.ts';
import type { Machines } from './ec2/actions.ts';
import { policiesOf } from './iam.ts';
import { metadataItems } from './metadata.ts';
import { decide } from './policy.ts';
import { work } from './ssm/agent.ts';
import type { Instance, Profile, World } from './world.ts';

type Reason = { readonly code: string; readonly message: string };

/** What an agent has to be allowed before Systems Manager knows its machine. */
function mayRegister(profile: Profile): boolean {
  const asked = { action: 'ssm:UpdateInstanceInformation', resource: '*' };
  return decide(policiesOf(profile), asked).decision === 'allowed';
}

export interface RunningMachines extends Machines {
  /** Says so in the machine's metadata, and takes it after so many seconds. */
  interrupt(instance: Instance, seconds: number): void;
  vanish(instance: Instance): Promise<void>;
  /** Ends all of them. Throws what has gone wrong with one. */
  close(): Promise<void>;
}

export interface MachineOptions {
  /** Of the services, here and in every box alike. */
  readonly url: string;
  readonly port: number;
  /** Seconds between TERM and the end of a box. */
  readonly grace: number;
  /** What lies on every disk: path there → path here. */
  readonly disk: Readonly<Record<string, string>>;
}

/** Makes the box of an instance and its metadata, and follows it to its end. */
export function machinesOf(world: World, options: MachineOptions): RunningMachines {
  const starting = new Map<string, Promise<void>>();
  const endings = new Set<Promise<unknown>>();
  const timers = new Set<NodeJS.Timeout>();
  const failures: unknown[] = [];

  async function start(instance: Instance): Promise<void> {
    const { metadata, userData, privateIp, profile } = instance;
    const imds = await startImds({
      region: world.region,
      instanceType: instance.type,
      lifeCycle: instance.spotRequest ? 'spot' : 'on-demand',
      version1: metadata.tokens === 'optional',
      ...(userData && { userData }),
    });
    for (const [path, value] of metadataItems(instance, world.region)) imds.set(path, value);
    instance.setMetadata = (path, value) => imds.set(path, value);
    const imdsPort = Number(new URL(imds.url).port);
    const places = [
      { host: '127.0.0.1', port: options.port, to: options.port },
      ...(metadata.endpoint === 'enabled' ? [{ host: '169.254.169.254', port: 80, to: imdsPort }] : []),
    ];
    try {
      const environment = { AWS_ENDPOINT_URL: options.url, AWS_ENDPOINT_URL_S3: options.url };
      const box = await Box.start({
        name: `ip-${privateIp.replaceAll('.', '-')}`,
        environment,
        places,
        grace: options.grace,
      });
      instance.box = box;
      // What is there until the box has told its end.
      endings.add(box.ended.then(end => ended(instance, end)).then(() => imds.close()));
      for (const [path, from] of Object.entries(options.disk)) box.copy(from, path);
      const { scripts, warnings } = readUserData(userData ?? Buffer.alloc(0));
      for (const [name, bytes] of scripts) box.write(`/var/lib/cloud/instance/scripts/${name}`, bytes, 0o700);
      box.write('/var/log/cloud-init.log', warnings.map(each => `__init__.py[WARNING]: ${each}\n`).join(''));
      if (instance.state === 'pending') instance.state = 'running';
      box.boot();
      if (profile && mayRegister(profile))
        instance.agent = { online: true, lastPing: world.now(), queue: [], running: 0 };
    } catch (error) {
      failures.push(error);
      await imds.close();
      gone(instance, 'terminated', {
        code: 'Server.InternalError',
        message: 'Server.InternalError: Internal error on launch',
      });
    }
  }

  function ended(instance: Instance, end: 'poweroff' | 'halt' | 'cut'): void {
    if (instance.agent) instance.agent.online = false;
    // A machine that halts keeps running, as EC2 sees it.
    if (instance.vanished || instance.state !== 'running' || end === 'halt') return;
    const reason =
      end === 'poweroff'
        ? {
            code: 'Client.InstanceInitiatedShutdown',
            message: 'Client.InstanceInitiatedShutdown: Instance initiated shutdown',
          }
        : { code: 'Server.InternalError', message: 'Server.InternalError: the machine is gone' };
    gone(instance, end === 'cut' || instance.shutdownBehavior === 'terminate' ? 'terminated' : 'stopped', reason);
  }

  function gone(instance: Instance, state: 'terminated' | 'stopped', reason: Reason): void {
    instance.state = state;
    instance.reason = reason;
    if (state !== 'terminated') return;
    delete instance.agent;
    for (const volume of world.volumesOf(instance.id))
      if (volume.deleteWith) world.volumes.delete(volume.id);
      else volume.attachedTo = undefined;
    const request = instance.spotRequest;
    if (request?.state === 'active') {
      request.state = 'closed';
      request.status = reason.code.startsWith('Server.Spot')
        ? 'instance-terminated-no-capacity'
        : 'instance-terminated-by-user';
    }
  }

  function end(instance: Instance, state: 'terminated' | 'stopped', reason: Reason): void {
    instance.state = state === 'terminated' ? 'shutting-down' : 'stopping';
    instance.reason = reason;
    const down = async () => {
      await starting.get(instance.id);
      await instance.box?.powerOff();
      gone(instance, state, reason);
    };
    endings.add(down());
  }

  return {
    launch(instance) {
      starting.set(instance.id, start(instance));
      void starting.get(instance.id)!.then(() => work(world, instance));
    },
    terminate: (instance, reason) => end(instance, 'terminated', reason),
    stop: (instance, reason) => end(instance, 'stopped', reason),
    interrupt(instance, seconds) {
      const action = instance.spotRequest?.interruption ?? 'terminate';
      const time = new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
      instance.setMetadata?.('spot/instance-action', JSON.stringify({ action, time }));
      instance.setMetadata?.('spot/termination-time', action === 'terminate' ? time : undefined);
      if (instance.spotRequest) instance.spotRequest.status = 'marked-for-termination';
      const take = () => {
        const reason = {
          code: 'Server.SpotInstanceTermination',
          message: 'Server.SpotInstanceTermination: Instance was terminated',
        };
        if (instance.state === 'running') end(instance, action === 'terminate' ? 'terminated' : 'stopped', reason);
      };
      timers.add(setTimeout(take, seconds * 1000));
    },
    async vanish(instance) {
      instance.vanished = true;
      await starting.get(instance.id);
      await instance.box?.cut();
      gone(instance, 'terminated', {
        code: 'Server.InternalError',
        message: 'Server.InternalError: the machine is gone',
      });
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(starting.values());
      await Promise.all([...world.instances.values()].map(each => each.box?.cut()));
      await Promise.all(endings);
      if (failures.length > 0) throw failures[0];
    },
  };
}
