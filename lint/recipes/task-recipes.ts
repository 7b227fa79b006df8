import { taskPieces, taskRuns } from '../ci/calls/task.ts';
import { type Command, dynamic } from '../ci/command.ts';
import type { Repository } from '../ci/repository.ts';
import { Letters } from './letters.ts';
import { isTidy, type Recipe } from './recipe.ts';

/** The commands of a Taskfile that `task name` runs, at their letters; task runs each with `set -e`. */
export function taskRecipes(command: Command, repository: Repository): readonly Recipe[] {
  return taskRuns(command, repository).flatMap(({ name, written, variables, cwd, ignored }): readonly Recipe[] => {
    if (isTidy(name)) return [];
    const letters = new Letters();
    for (const { start, end, text, template } of taskPieces(written.text, variables))
      if (template === undefined)
        for (let at = start; at < end; at++)
          letters.add(written.text[at]!, written.offsetAt(at), written.offsetAt(at + 1));
      else {
        const unknown = dynamic(text) ? `\${${template.replaceAll(/\W+/g, '_')}}` : text;
        letters.add(unknown, written.offsetAt(start), written.offsetAt(end));
      }
    const place = ignored && { source: ignored.source, range: ignored.range };
    const passes = place && { runner: 'task' as const, written: 'ignore_error: true', place };
    const start = { errexit: true, pipefail: false };
    return [{ text: letters.in(written.source), start, directory: cwd, alone: false, ...(passes && { passes }) }];
  });
}
