import { randomBytes } from 'node:crypto';
import type { Credentials } from '../../rehearsal/emulator/s3/credentials.ts';
import type { Box } from './box/box.ts';
import type { Parameters } from './call.ts';
import type { PolicyDocument } from './policy.ts';
import type { Command, Delivery } from './ssm/command.ts';

export type StateName = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

/** The numbers of the states (InstanceState, the EC2 API reference). */
export const stateCodes: Readonly<Record<StateName, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export type Tags = Map<string, string>;

export interface Instance {
  readonly id: string;
  readonly reservation: string;
  readonly imageId: string;
  readonly type: string;
  readonly launched: Date;
  readonly zone: string;
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly privateIp: string;
  readonly clientToken: string;
  readonly userData?: Buffer;
  readonly profile?: Profile;
  readonly spotRequest?: SpotRequest;
  readonly metadata: MetadataOptions;
  readonly keyName?: string;
  readonly apiTermination: boolean;
  readonly tags: Tags;
  shutdownBehavior: 'stop' | 'terminate';
  state: StateName;
  reason?: { readonly code: string; readonly message: string };
  /** Gone from every answer, as an instance that AWS has lost. */
  vanished: boolean;
  /** While it is up, and afterwards for its console. */
  box?: Box;
  agent?: AgentState;
  setMetadata?: (path: string, value: string | undefined) => void;
}

export interface AgentState {
  online: boolean;
  lastPing: number;
  readonly queue: Delivery[];
  running: number;
}

export interface MetadataOptions {
  readonly tokens: 'required' | 'optional';
  readonly hops: number;
  readonly endpoint: 'enabled' | 'disabled';
  readonly tags: 'enabled' | 'disabled';
}

export interface Volume {
  readonly id: string;
  readonly gibibytes: number;
  readonly kind: string;
  readonly encrypted: boolean;
  readonly device: string;
  readonly zone: string;
  readonly made: Date;
  readonly tags: Tags;
  readonly deleteWith: boolean;
  attachedTo: string | undefined;
}

export interface SpotRequest {
  readonly id: string;
  readonly instanceId: string;
  readonly made: Date;
  readonly type: 'one-time' | 'persistent';
  readonly maxPrice: string;
  readonly interruption: 'terminate' | 'stop' | 'hibernate';
  readonly instanceType: string;
  readonly tags: Tags;
  state: 'active' | 'closed' | 'cancelled';
  status: string;
}

/** An instance profile, its role, and what that may do. */
export interface Profile {
  readonly name: string;
  readonly role: string;
  readonly credentials: Credentials;
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, PolicyDocument>>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
}

export interface StoredParameter {
  readonly type: 'String' | 'StringList' | 'SecureString';
  readonly value: string;
  readonly version: number;
  readonly changed: number;
}

/** All that is there. */
export class World {
  readonly region: string;
  readonly instances = new Map<string, Instance>();
  readonly volumes = new Map<string, Volume>();
  readonly spotRequests = new Map<string, SpotRequest>();
  readonly profiles = new Map<string, Profile>();
  readonly parameters = new Map<string, StoredParameter>();
  readonly commands = new Map<string, Command>();
  /** What was asked with a client token, and the instances that it made. */
  readonly tokens = new Map<string, { readonly asked: string; readonly ids: readonly string[] }>();
  /** vCPUs that may run at a time, by the code of the quota. */
  readonly quotas: Readonly<Record<string, number>>;
  /** Seconds that an instance (a command) is not found after it was made, by rule, of the call at hand. */
  unseen = 0;
  /** Whether the command at hand is delivered twice. */
  twice = false;
  #ahead = 0;
  #addresses = 10;

  constructor(region: string, quotas: Readonly<Record<string, number>>) {
    this.region = region;
    this.quotas = quotas;
  }

  /** Milliseconds since the epoch, on the clock of the services. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Lets time pass for what the services wait for; machines do not notice. */
  advance(seconds: number): void {
    this.#ahead += seconds * 1000;
  }

  /** An address in a subnet that nobody has had. */
  nextAddress(cidr: string): string {
    return cidr.replace(/0\/24$/, String(this.#addresses++));
  }

  volumesOf(instanceId: string): readonly Volume[] {
    return [...this.volumes.values()].filter(each => each.attachedTo === instanceId);
  }
}

export function newId(prefix: string): string {
  return `${prefix}-0${randomBytes(8).toString('hex')}`;
}

export function tagsOf(list: readonly Parameters[]): Tags {
  return new Map(list.map(({ Key, Value }) => [String(Key), String(Value ?? '')]));
}
