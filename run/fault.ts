/** What stands in the way of running or reading a run, as a value: the person can do something about it. */
export interface Fault {
  readonly code:
    | 'bash-missing'
    | 'bash-too-old'
    | 'git-missing'
    | 'home-unwritable'
    | 'not-started'
    | 'store-url'
    | 'store-unreadable'
    | 'store-credentials'
    | 'store-bucket'
    | 'store-denied'
    | 'store-unreachable'
    | 'store-unwritable'
    | 'store-kind'
    | 'run-id'
    | 'run-unknown'
    | 'run-ambiguous'
    | 'stage-unknown'
    | 'log-missing'
    | 'aws-credentials'
    | 'aws-region'
    | 'aws-denied'
    | 'aws-unreachable'
    | 'aws-configuration'
    | 'aws-capacity'
    | 'aws-quota'
    | 'aws-throttled'
    | 'aws-unclear'
    | 'box-alive'
    | 'box-unsafe'
    | 'agent-offline'
    | 'command-failed'
    | 'spend'
    | 'prebuilt-host'
    | 'prebuilt-made'
    | 'prebuilt-unfit'
    | 'prebuilt-there'
    | 'prebuilt-damaged'
    | 'interrupted';
  /** What was being done, as `starting the run on this machine`. */
  readonly doing: string;
  /** What happened, naming the value at fault; no final dot. */
  readonly message: string;
  /** What to do next. */
  readonly help: string;
}

/** Either what was asked for or why there is none. */
export type Answer<T> =
  | { readonly value: T; readonly fault?: never }
  | { readonly fault: Fault; readonly value?: never };

/** A store that could be opened and then fails under a reader, after its own retries; thrown, since any read may meet it. */
export class StoreFailure extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(`${fault.doing}: ${fault.message}`);
    this.fault = fault;
  }
}
