import type { Node } from '../../../schema/node.ts';
import { dynamic } from '../command.ts';
import { type Context, substitute } from './expression.ts';
import { entries } from './fields.ts';

/** Under this name, which is none that a shell could set, a command's environment holds the RUSTFLAGS of the whole workflow. */
export const WORKFLOW_RUSTFLAGS = 'RUSTFLAGS of the workflow';

/** The variables of `env` maps over the outer ones; a later map may name what an earlier one set. */
export function environment(
  maps: readonly (Node | undefined)[],
  context: Context,
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (maps.every(map => entries(map).length === 0)) return outer;
  const env = new Map(outer);
  for (const map of maps) {
    for (const { key, value } of entries(map))
      if (value.kind === 'scalar')
        env.set(key.text, substitute(value.value === null ? '' : value.text, withEnvironment(context, env)));
  }
  return env;
}

/** A context that also knows `env.X`. */
export function withEnvironment(context: Context, env: ReadonlyMap<string, string>): Context {
  return name => {
    if (!name.startsWith('env.')) return context(name);
    const value = env.get(name.slice(4));
    return value === undefined || dynamic(value) ? (value === undefined ? context(name) : undefined) : value;
  };
}
