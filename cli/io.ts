import type { Witness } from './kept-lint/witness.ts';

/** All that the commands may know and touch of the process around them, so that tests can drive them without one. */
export interface Io {
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute: where relative paths of the command line start. */
  readonly cwd: string;
  /** A directory of the user alone, where what was worked out may be kept for the next time; absent where nothing is to be kept. */
  readonly cache?: string;
  /** Who takes down what is asked of the world; absent where nobody does. */
  readonly witness?: Witness;
  /** Whether a person sits at stdin and can answer a question. */
  readonly interactive: boolean;
}

export interface Writer {
  /** Everything is written when it returns. Throws `OutputClosed` when nobody reads stdout any more. */
  write(text: string | Uint8Array): void;
  readonly isTerminal: boolean;
  /** Height in lines and width in characters; absent when it is no terminal. */
  readonly rows?: number | undefined;
  readonly columns?: number | undefined;
}

/** What a shell answers for a command that a closed pipe has ended: 128 + SIGPIPE. */
export const CLOSED_PIPE = 141;

/** The reader of stdout has gone, as `head` does: there is nothing left to do. */
export class OutputClosed extends Error {}

/** What is wrong with the command line or the files it names: shown without a trace, exit 2 unless it says otherwise. */
export class Refusal extends Error {
  readonly help: string | undefined;
  readonly exitCode: number;

  constructor(message: string, help?: string, exitCode = 2) {
    super(message);
    this.help = help;
    this.exitCode = exitCode;
  }
}
