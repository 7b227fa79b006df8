/** A command that was sent, and what has become of it on each machine. */
export interface Command {
  readonly id: string;
  readonly script: readonly string[];
  readonly workingDirectory: string;
  /** Seconds that a script may run. */
  readonly executionTimeout: number;
  /** Seconds until an undelivered command is given up. */
  readonly deliveryTimeout: number;
  readonly comment: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds since the epoch, as all times here. */
  readonly requested: number;
  readonly invocations: Map<string, Invocation>;
}

export type Status = 'Pending' | 'InProgress' | 'Success' | 'Failed' | 'TimedOut' | 'Cancelling' | 'Cancelled';

export interface Invocation {
  readonly instanceId: string;
  status: Status;
  /** `StatusDetails` where they say more. */
  details: string;
  responseCode: number;
  stdout: string;
  stderr: string;
  started?: number;
  ended?: number;
  /** Ends what runs of it. */
  kill?: () => void;
}

/** A command on its way to a machine. */
export interface Delivery {
  readonly command: Command;
  readonly invocation: Invocation;
}

export function isOver({ status }: Invocation): boolean {
  return status === 'Success' || status === 'Failed' || status === 'TimedOut' || status === 'Cancelled';
}

/** A command that no agent has taken in its time is given up ("Monitoring commands", the Systems Manager user guide). */
export function expire({ command, invocation }: Delivery, now: number): void {
  if (invocation.status !== 'Pending' || now < command.requested + command.deliveryTimeout * 1000) return;
  invocation.status = 'TimedOut';
  invocation.details = 'DeliveryTimedOut';
  invocation.ended = now;
}
