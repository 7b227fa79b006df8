/** A text that is about to be handed over: the script itself, or the loader that fetches it. */
export interface Wrappable {
  readonly text: string;
  readonly is: 'script' | 'loader';
  readonly sha256: string;
  readonly campaign: string;
  /** For example `campaign 0.1.0`. */
  readonly compiler: string;
  /** `limits.wall`, in whole seconds. */
  readonly wall: number;
  /** Where a loader fetches the script. */
  readonly url?: string;
}

/** One way of handing it over. */
export interface Wrapped {
  readonly form: 'plain' | 'gzip';
  readonly bytes: Buffer;
  /** What counts against the limit. */
  readonly size: number;
  /** A file that belongs beside it. */
  readonly beside?: Beside;
}

export interface Beside {
  readonly extension: string;
  /** `name` is that of the file it stands beside. */
  readonly text: (name: string) => string;
}

/** Why nothing can be handed over, and what to do about it. */
export interface DeliveryFault {
  /** One sentence without a final dot. */
  readonly message: string;
  readonly help: string;
}
