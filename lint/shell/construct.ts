import type { Redirect, ShellWord, SimpleCommand } from './commands.ts';

/** A stretch of a reading: the commands `[from, to)` in the order of execution, and where it stands in the text. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Where code stands, for all that asks whether its failure would be noticed. */
export interface Context {
  /** Its failure ends its shell: `set -e` holds, and nothing around it takes the status. */
  readonly fatal: boolean;
  /** `set -e` holds. */
  readonly errexit: boolean;
  readonly pipefail: boolean;
  /** A pattern that matches nothing goes away, or ends the command. */
  readonly nullglob: boolean;
  /** Its status is the status of the whole text, function or subshell. */
  readonly last: boolean;
  /** It is asked: the condition of an `if` or a loop, before `&&` or `||`, or negated. */
  readonly asked: boolean;
  /** In `$(…)`, in backticks or in `<(…)`: what it prints is a value. */
  readonly value: boolean;
  /** What a trap runs. */
  readonly trap: boolean;
  /** Through `sudo`, or what that runs. */
  readonly root: boolean;
  /** In a container, or on another machine: its files are not the checkout's. */
  readonly elsewhere: boolean;
  /** How many loops are around it. */
  readonly loops: number;
  /** One number for each shell process: a subshell, a part of a pipe, `bash -c` have their own. */
  readonly shell: number;
  /** What kind of shell that is. */
  readonly kind: ShellKind;
}

/** `text`: what is read itself; `string`: `bash -c '…'` or a here-document for a shell. */
export type ShellKind = 'text' | 'subshell' | 'string';

interface Located {
  readonly start: number;
  readonly end: number;
  readonly context: Context;
  /** How many commands had been found when it began: its place in the order of execution. */
  readonly at: number;
}

/** A structure around commands: what decides over their status and their output. */
export type Construct =
  | (Located & {
      readonly kind: 'list';
      readonly parts: readonly Span[];
      readonly operators: readonly ('&&' | '||')[];
      /** Where each operator stands. */
      readonly marks: readonly number[];
    })
  | (Located & {
      readonly kind: 'if';
      /** `if ! …`. */
      readonly negated: boolean;
      readonly clause: Span;
      readonly then: Span;
      /** What `else` brings; for `elif`, all that is left, which is an `if` of its own. */
      readonly otherwise: Span | undefined;
    })
  | (Located & { readonly kind: 'case'; readonly word: ShellWord; readonly branches: readonly Span[] })
  | (Located & {
      readonly kind: 'loop';
      readonly how: 'for' | 'while' | 'until' | 'select';
      readonly clause?: Span;
      readonly variable?: string;
      readonly words: readonly ShellWord[];
      readonly body: Span;
    })
  | (Located & {
      readonly kind: 'pipe';
      readonly parts: readonly Span[];
      readonly negated: boolean;
    })
  | (Located & { readonly kind: 'background'; readonly body: Span })
  | (Located & { readonly kind: 'redirected'; readonly body: Span; readonly redirects: readonly Redirect[] })
  | (Located & {
      readonly kind: 'option';
      readonly option: 'errexit' | 'pipefail' | 'nullglob';
      readonly was: boolean;
      readonly on: boolean;
    })
  /** What substitutions in a command's words run, `by` being the index of that command. */
  | (Located & { readonly kind: 'values'; readonly body: Span; readonly by: number })
  /** A call of a function of the text, and what that runs. */
  | (Located & { readonly kind: 'call'; readonly name: string; readonly body: Span })
  | (Located & { readonly kind: 'trap'; readonly signals: readonly string[]; readonly body: Span });

/** All that one reading of a bash text gives. */
export interface ShellReading {
  readonly commands: readonly SimpleCommand[];
  /** In the order of execution, inner ones before the outer. */
  readonly constructs: readonly Construct[];
  /** What keeps the text from being read whole. */
  readonly errors: readonly { readonly message: string; readonly at: number }[];
}

/** A construct before it is known where it stands. */
export type Omitted<T> = T extends unknown ? Omit<T, 'context' | 'at' | 'start' | 'end'> : never;
