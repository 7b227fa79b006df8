import type { Context, ShellKind } from './construct.ts';
import type { ShellWord } from './words.ts';

/** What the shell knows at one point. A subshell, a branch and a loop get a copy. */
export interface State {
  cwd: string | undefined;
  variables: Map<string, string | undefined>;
  /** `"$@"`, where it is known. */
  args: readonly ShellWord[] | undefined;
  conditional: boolean;
  /** What `set` and `shopt` changed; shared by all code of one shell. */
  options: Options;
  last: boolean;
  asked: boolean;
  value: boolean;
  trap: boolean;
  root: boolean;
  elsewhere: boolean;
  loops: number;
}

export interface Options {
  errexit: boolean;
  pipefail: boolean;
  nullglob: boolean;
  readonly shell: number;
  readonly kind: ShellKind;
}

export function copy(state: State): State {
  return { ...state, variables: new Map(state.variables) };
}

/** After a branch that may not have run: what it changed is not known. */
export function forget(state: State, branch: State): void {
  const there = state.variables.get('PWD');
  const isBack = branch.cwd !== undefined && there !== undefined && branch.variables.get('PWD') === there;
  if (branch.cwd !== state.cwd && !isBack) state.cwd = undefined;
  if (branch.args !== state.args) state.args = undefined;
  for (const [name, value] of branch.variables)
    if (state.variables.get(name) !== value) state.variables.set(name, undefined);
}

export function contextOf({ options, last, asked, value, trap, root, elsewhere, loops }: State): Context {
  const { errexit, pipefail, nullglob, shell, kind } = options;
  return {
    fatal: errexit && !asked,
    errexit,
    pipefail,
    nullglob,
    last,
    asked,
    value,
    trap,
    root,
    elsewhere,
    loops,
    shell,
    kind,
  };
}
