import { type JustRun, justRuns } from '../ci/calls/just.ts';
import { justPieces } from '../ci/calls/just-expression.ts';
import type { BodyLine } from '../ci/calls/justfile.ts';
import { type Command, dynamic } from '../ci/command.ts';
import type { Repository } from '../ci/repository.ts';
import { base } from '../path.ts';
import type { Start } from '../shell/commands.ts';
import { setSwitches } from '../shell/set.ts';
import { Letters } from './letters.ts';
import { isTidy, type Recipe } from './recipe.ts';

/** What `just name` runs, at its letters: each line, or the whole of a recipe that begins with `#!`. */
export function justRecipes(command: Command, repository: Repository): readonly Recipe[] {
  return justRuns(command, repository).flatMap(run => {
    const { recipe, justfile, cwd: directory } = run;
    const [first] = recipe.body;
    const source = first && repository.files.source(first.path);
    if (!source || recipe.script || isTidy(recipe.name)) return [];
    if (first.text.startsWith('#!')) {
      const shell = /^#!\s*\S*?(?:env\s+(?:-S\s+)?)?\b(?:ba|z)?sh\b(.*)/.exec(first.text);
      if (!shell) return [];
      const text = lettersOf(recipe.body.slice(1), run).in(source);
      return [{ text, start: startOf(shell[1]!), directory, alone: true }];
    }
    // Its first word is the shell itself; nothing else reads as one.
    const [program = 'sh', ...options] = justfile.shell.replaceAll(/["',]/g, ' ').split(/\s+/).filter(Boolean);
    if (!/^(ba|da|k|z)?sh$/.test(base(program))) return [];
    const start = startOf(options.join(' '));
    const alone = recipe.body.length === 1;
    return recipe.body.flatMap((line): readonly Recipe[] => {
      const letters = lettersOf([line], run);
      const prefix = letters.first(/[\s@-]/);
      const dash = letters.text.slice(0, prefix).indexOf('-');
      const text = letters.in(source, prefix);
      const place = dash < 0 ? undefined : letters.in(source).placeOf(dash, dash + 1);
      const passes = place && { runner: 'just' as const, written: '-', place };
      return text.text.trim() === '' ? [] : [{ text, start, directory, alone, ...(passes && { passes }) }];
    });
  });
}

/** Lines with the values of what stands in `{{ … }}`; what nothing here can tell is a variable that bash does not know either. */
function lettersOf(lines: readonly BodyLine[], { scope }: JustRun): Letters {
  const letters = new Letters();
  for (const [index, { text: line, start: from }] of lines.entries()) {
    if (index > 0) letters.add('\n', from, from);
    for (const { start, end, text, expression } of justPieces(line, scope)) {
      const unknown = expression !== undefined && dynamic(text);
      letters.add(unknown ? `\${${expression.trim().replaceAll(/\W+/g, '_')}}` : text, from + start, from + end);
    }
  }
  return letters;
}

function startOf(words: string): Start {
  const start = { errexit: false, pipefail: false };
  for (const { option, on } of setSwitches(words.split(/\s+/).filter(word => word !== '' && !word.includes('/'))))
    if (option !== 'nullglob') start[option] = on;
  return start;
}
