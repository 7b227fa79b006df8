import { contains, type PathSet } from '../plan/path-set.ts';
import type { Plan, PlannedRequirement } from '../plan/plan.ts';
import { readable } from '../plan/symbol.ts';
import type { RepositoryFacts } from './facts.ts';
import { relative, resolvePath } from './path.ts';
import type { Tree } from './tracked.ts';

export type PathRequirement = Extract<PlannedRequirement, { kind: 'path' }>;

/**
 * Where a required path comes from. `met`: something brings it, or it needs no declaration. `unknown`: only the run can tell.
 * `disk`: here, but not in git. `nowhere`. `machine`: an absolute path that nothing declares.
 */
export type Provision = 'met' | 'unknown' | 'disk' | 'nowhere' | 'machine';

/** Paths that every machine has and nobody declares. */
const EVERYWHERE = /^\/(tmp|var\/tmp|dev|proc|sys)(\/|$)/;
/** So many names of the working tree are looked at for a glob. */
const MOST_LOOKED_AT = 5_000;

export function provisionOf(required: PathRequirement, plan: Plan, facts: RepositoryFacts, tree: Tree): Provision {
  const { path, fromMachine, producers, prebuilt } = required;
  if (fromMachine || producers.length > 0 || prebuilt) return 'met';
  if (readable(path.text) !== path.text) return 'unknown';
  const absolute = resolvePath(plan.repository.dir, path.text) ?? path.text;
  const local = relative(plan.repository.dir, absolute);
  if (local === undefined) {
    if (EVERYWHERE.test(absolute)) return 'met';
    return plan.siblings.some(({ dir }) => relative(dir, absolute) !== undefined) ? 'unknown' : 'machine';
  }
  if (path.kind === 'glob') return globProvision(path, local, plan, facts, tree);
  const kind = tree.kind(local);
  if (kind && (kind !== 'file' || path.kind === 'file')) return 'met';
  const here = facts.exists(local);
  return here === 'directory' || (here === 'file' && path.kind === 'file') ? 'disk' : 'nowhere';
}

function globProvision(set: PathSet, local: string, plan: Plan, facts: RepositoryFacts, tree: Tree): Provision {
  const seen = (path: string) => contains(set, set.absolute ? `${plan.repository.dir}/${path}` : path);
  if (tree.files.some(seen)) return 'met';
  const plain = local.split('/').findIndex(segment => /[*?[{\\]/.test(segment));
  let left = MOST_LOOKED_AT;
  const pending = [local.split('/').slice(0, Math.max(0, plain)).join('/')];
  for (let directory = pending.pop(); directory !== undefined && left > 0; directory = pending.pop())
    for (const name of facts.list(directory)) {
      const path = directory === '' ? name : `${directory}/${name}`;
      if (name === '.git' || left-- <= 0) continue;
      if (seen(path)) return 'disk';
      if (facts.exists(path) === 'directory') pending.push(path);
    }
  return 'nowhere';
}

/** For people: as the user may have written it. */
export function shownPath({ text }: PathSet): string {
  return readable(text);
}
