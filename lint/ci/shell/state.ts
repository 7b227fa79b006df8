import type { CompoundCommand, CompoundList, Redirected } from 'unbash';
import type { Range, Source } from '../../../schema/source.ts';
import { type Command, dynamic, type Hop, UNKNOWN } from '../command.ts';

export type Body = CompoundCommand | Redirected | CompoundList;

/** A function, and the text that it stands in. */
export interface Definition {
  readonly body: Body;
  readonly frame: Frame;
}

/** What a shell knows at one point of a text. A subshell gets a copy. */
export interface State {
  cwd: string | undefined;
  readonly variables: Map<string, Value>;
  readonly exported: Set<string>;
  readonly own: Set<string>;
  readonly functions: Map<string, Definition>;
  readonly directories: (string | undefined)[];
  /** `$0`, `$1`, …; absent `$1` and on: not known. */
  positional: readonly string[];
  positionalKnown: boolean;
  /** The file that is sourced at the moment. */
  sourced?: string | undefined;
  readonly aliases: Map<string, string>;
  /** Variables that a branch which may not have run has set, and the values that they have from it. */
  readonly doubts: Map<string, Value | undefined>;
  /** Variables in doubt are not known. */
  readonly strict?: boolean;
  /** As of `Surroundings`. */
  readonly listing: Listing;
}

type Value = string | readonly string[];

/** What a script that lists files of the repository prints there; `undefined` where that is not known. */
export type Listing = (script: string, cwd: string | undefined) => string | undefined;

/** Where the text being walked stands. */
export interface Frame {
  readonly text: string;
  /** Added to every position. */
  readonly offset: number;
  /** All its commands report this range instead of their own: they stand in a string of another text. */
  readonly at?: Range;
  readonly source?: Source;
  readonly via: readonly Hop[];
  readonly caller?: Command;
  /** As of `Command`. */
  readonly means?: boolean;
  /** A failure of whatever the text runs is lost: `make test || true`. */
  readonly swallowed?: boolean;
  /** What it prints goes to `$GITHUB_ENV`: `{ echo …; echo …; } >> "$GITHUB_ENV"`. */
  readonly handsOn?: boolean;
  /** What it prints goes to `$GITHUB_OUTPUT`. */
  readonly gives?: boolean;
  readonly depth: number;
}

export function copy(state: State): State {
  return {
    ...state,
    variables: new Map(state.variables),
    exported: new Set(state.exported),
    own: new Set(state.own),
    functions: new Map(state.functions),
    directories: [...state.directories],
    aliases: new Map(state.aliases),
    doubts: new Map(state.doubts),
  };
}

/** The same shell, to which what may have been set otherwise is not known. */
export function strictly(state: State): State {
  return state.doubts.size === 0 ? state : { ...state, strict: true };
}

/** What differs from `before` was set by what may not have run. */
export function doubt(state: State, before: ReadonlyMap<string, Value>, set = state.variables): void {
  for (const [name, value] of set) if (before.get(name) !== value) state.doubts.set(name, state.variables.get(name));
}

function doubted(state: State, name: string, value: Value | undefined): boolean {
  return state.strict === true && state.doubts.has(name) && state.doubts.get(name) === value;
}

/** What one branch has changed since they parted counts in the other, which is gone on with: either may have run. */
export function takeOver(into: State, before: State, branch: State): void {
  for (const [name, value] of branch.variables) {
    if (before.variables.get(name) === value) continue;
    into.variables.set(name, value);
    into.doubts.set(name, value);
  }
  for (const name of branch.exported) into.exported.add(name);
  for (const [name, value] of branch.functions)
    if (before.functions.get(name) !== value) into.functions.set(name, value);
  for (const [name, value] of branch.aliases) if (before.aliases.get(name) !== value) into.aliases.set(name, value);
  if (branch.cwd !== before.cwd) into.cwd = branch.cwd;
  if (branch.positional !== before.positional) into.positional = branch.positional;
}

/** What a command's own shell knows when it starts. */
export function fresh(command: Command, listing: Listing): State {
  return {
    cwd: command.cwd,
    variables: new Map(command.env),
    exported: new Set(command.env.keys()),
    own: new Set(command.own),
    functions: new Map(),
    directories: [],
    positional: ['bash'],
    positionalKnown: true,
    aliases: new Map(),
    doubts: new Map(),
    listing,
  };
}

/** The value of a variable as one string; `undefined` when nothing has set it. */
export function variable(state: State, name: string): string | undefined {
  if (/^\d+$/.test(name)) {
    if (name === '0') return state.positional[0] ?? UNKNOWN;
    return state.positional[Number(name)] ?? (state.positionalKnown ? '' : undefined);
  }
  if (name === '@' || name === '*') return state.positionalKnown ? state.positional.slice(1).join(' ') : UNKNOWN;
  if (name === '#') return state.positionalKnown ? String(state.positional.length - 1) : UNKNOWN;
  if (name === 'PWD') return state.cwd;
  if (name === 'BASH_SOURCE') return state.sourced ?? state.positional[0];
  const value = state.variables.get(name);
  if (doubted(state, name, value)) return UNKNOWN;
  return typeof value === 'string' ? value : value?.[0];
}

/** Several words where the expansion keeps them apart (`"$@"`, `"${a[@]}"`). */
export function list(state: State, name: string): readonly string[] | undefined {
  if (name === '@' || name === '*') return state.positionalKnown ? state.positional.slice(1) : undefined;
  const value = state.variables.get(name);
  if (value === undefined || doubted(state, name, value)) return undefined;
  return typeof value === 'string' ? [value] : value;
}

/** Sets an array; elements written as `[key]=value` are found by their keys. */
export function setList(state: State, name: string, elements: readonly string[]): void {
  const keyed = elements.map(text => /^\[([^\]]+)\]=(.*)$/s.exec(text));
  const isKeyed = elements.length > 0 && keyed.every(match => match !== null);
  state.variables.set(name, isKeyed ? keyed.map(match => match![2]!) : elements);
  if (isKeyed)
    state.variables.set(
      `!${name}`,
      keyed.map(match => match![1]!),
    );
  else state.variables.delete(`!${name}`);
}

/** The keys of an array, for a plain one its indices; `undefined` where it is not known. */
export function keysOf(state: State, name: string): readonly string[] | undefined {
  const keys = state.variables.get(`!${name}`);
  const values = state.variables.get(name);
  if (typeof keys === 'object') return keys;
  return typeof values === 'object' ? values.map((_, index) => String(index)) : undefined;
}

/** An element of an array by its key. */
export function element(state: State, name: string, key: string): string {
  const values = state.variables.get(name);
  // Of a single one it can be no other.
  if (dynamic(key) && typeof values === 'object' && values.length === 1) return values[0]!;
  const at = keysOf(state, name)?.indexOf(key) ?? -1;
  return typeof values === 'object' && at >= 0 ? values[at]! : UNKNOWN;
}
