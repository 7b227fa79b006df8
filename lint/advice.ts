import type { Plan } from '../plan/plan.ts';
import { readable } from '../plan/symbol.ts';
import { nearest } from '../schema/nearest.ts';
import type { Makers } from './makers.ts';
import { shownPath } from './provision.ts';
import { base } from './stage-files.ts';
import type { Tree } from './tracked.ts';

/** For a path that nothing brings: what is meant, where something close is produced or tracked, or who seems to write it; else what there is to do. */
export function advice(path: string, plan: Plan, known: Tree, makers: Makers): string {
  const produced = new Map(
    plan.stages.flatMap(({ name, produces }) => produces.map(output => [shownPath(output.path), readable(name)])),
  );
  const made = nearest(path, produced.keys());
  if (made !== undefined) return `did you mean \`${made}\`, produced by \`${produced.get(made)}\`?`;
  const writer = makers.writer(path.replace(/\/$/, ''));
  if (writer !== undefined) return `\`${writer}\` seems to write it: list it there under \`produces\``;
  const directory = path.endsWith('/');
  const candidates = directory ? [...known.directories].map(name => `${name}/`) : known.files;
  const near = nearest(path, candidates);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const called = candidates.filter(name => base(name.replace(/\/$/, '')) === base(path.replace(/\/$/, '')));
  return called.length === 1
    ? `did you mean \`${called[0]}\`?`
    : `commit \`${path}\`, or let a stage list it under \`produces\``;
}
