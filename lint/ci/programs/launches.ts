import type { Group, Node } from './tokens.ts';
import type { Arguments, Scope, Value } from './values.ts';

/** A command that a program starts. */
export interface Launch {
  /** Its words, or a text for a shell. */
  readonly words: readonly Value[] | string;
  readonly env?: Value;
  /** Where it runs; `elsewhere` when it is told a place that is not known. */
  readonly cwd?: Value;
  readonly elsewhere?: boolean;
  /** Variables are given to it of which nothing is known. */
  readonly clouded?: boolean;
  /** Nobody learns of its failure. */
  readonly forgiven?: boolean;
}

/** A command that is being put together: `Command::new("cargo").arg("test")`. */
export interface Draft {
  words: Value[] | undefined;
  env: Map<string, Value>;
  cwd?: Value;
  elsewhere: boolean;
  clouded: boolean;
  forgiven?: boolean;
}

/** A call as it stands in a program. */
export interface Call {
  /** `sh.Run`, `subprocess.run`, `Command.new`; of a macro its name with `!`. */
  readonly name: string;
  readonly group: Group;
  readonly args: () => Arguments;
  /** What stands before it in its statement. */
  readonly before: readonly Node[];
  /** What follows it in its statement. */
  readonly after: readonly Node[];
  readonly scope: Scope;
  /** Something takes what it says. */
  readonly heeded: boolean;
}

/** What a call does, as far as its name says it. */
export type Deed =
  | { readonly does: 'launch'; readonly launch: Launch }
  /** Begins a command that its variable, or what is asked of it at once, starts. */
  | { readonly does: 'draft'; readonly draft: Draft }
  /** Calls functions of the program by what their expressions say. */
  | { readonly does: 'call'; readonly functions: readonly (readonly Node[])[] }
  /** What follows runs there. */
  | { readonly does: 'enter'; readonly cwd: Value };

/** How a language's libraries start programs. */
export interface Launcher {
  deed(call: Call): Deed | undefined;
  /** Adds to a draft what a method says of it, or starts it; `undefined` where the method does neither. */
  method?(draft: Draft, name: string, args: Arguments): 'more' | 'start' | undefined;
}

/** A draft of a command's words. */
export function drafted(words: readonly Value[]): Draft {
  return { words: [...words], env: new Map(), elsewhere: false, clouded: false };
}

/** Where a command runs, and with what, by what a library calls its options. */
export function settings(options: ReadonlyMap<string, Value>): Pick<Launch, 'cwd' | 'elsewhere' | 'env' | 'clouded'> {
  const [cwd, env] = [options.get('cwd'), options.get('env')];
  return {
    ...(options.has('cwd') && cwd !== '' && (typeof cwd === 'string' ? { cwd } : { elsewhere: true })),
    ...(options.has('env') && (env instanceof Map ? { env } : { clouded: true })),
  };
}

/** A text for a shell; empty where it is not known. */
export function textOf(value: Value): string {
  return typeof value === 'string' ? value : '';
}
