/** What the shell knows at one point. A subshell, a branch and a loop get a copy. */
export interface State {
  cwd: string | undefined;
  variables: Map<string, string | undefined>;
  conditional: boolean;
}

export function copy(state: State): State {
  return { ...state, variables: new Map(state.variables) };
}

/** After a branch that may not have run: what it changed is not known. */
export function forget(state: State, branch: State): void {
  if (branch.cwd !== state.cwd) state.cwd = undefined;
  for (const [name, value] of branch.variables)
    if (state.variables.get(name) !== value) state.variables.set(name, undefined);
}
