import { callsOf } from './calls/calls.ts';
import type { WorkUnit } from './coverage.ts';
import { workOf } from './families/families.ts';
import { inside, type Repository } from './repository.ts';
import { commandsOf, type Surroundings } from './shell/walk.ts';

/** A bash text as work units, in order, through everything of the repository that it runs. */
export function unitsOf(
  text: string,
  repository: Repository,
  around: Omit<Surroundings, 'calls' | 'script'>,
): readonly WorkUnit[] {
  const commands = commandsOf(text, {
    ...around,
    calls: command => callsOf(command, repository),
    script: path => {
      const known = inside(repository, path);
      return known === undefined ? undefined : repository.files.source(known);
    },
  });
  return commands.map(command => workOf(command, repository));
}
