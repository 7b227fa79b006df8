import type { Plan, PlannedStage } from '../plan/plan.ts';
import type { RepositoryFacts } from './facts.ts';
import { guards } from './guards.ts';
import { importedFiles } from './imported-files.ts';
import { base, relative } from './path.ts';
import { recipesRun } from './recipes/recipe-texts.ts';
import { filesOf, type NamedFile, stageFiles } from './stage-files.ts';
import { type LocatedCommand, setupReading, stageReading, type TextReading } from './stage-shell.ts';

/** What a stage, or `machine.setup`, runs with files of the source tree. */
export interface Needs {
  /** Absent: it is the setup. */
  readonly stage?: PlannedStage;
  readonly files: readonly NamedFile[];
  /** In the order of execution. */
  readonly commands: readonly LocatedCommand[];
  /** It is only taken where it is there: `[ -f x ] && source x`. */
  optional(file: NamedFile): boolean;
}

/**
 * The files that the box takes of the source tree, by who takes them: also those of a Makefile's recipes and package.json's scripts,
 * and what programs import of what lies beside them.
 */
export function* neededFiles(plan: Plan, facts: RepositoryFacts): Iterable<Needs> {
  const setup = setupReading(plan, facts);
  if (setup) {
    const files = setup.commands.flatMap(command => [...filesOf(command, plan, facts)]);
    yield needs(plan, undefined, files, setup, facts);
  }
  for (const stage of plan.stages)
    yield needs(plan, stage, stageFiles(plan, stage, facts), stageReading(plan, stage, facts), facts);
}

function needs(
  plan: Plan,
  stage: PlannedStage | undefined,
  files: readonly NamedFile[],
  { texts, commands }: { readonly texts: readonly TextReading[]; readonly commands: readonly LocatedCommand[] },
  facts: RepositoryFacts,
): Needs {
  const recipes = recipesRun(plan, stage, facts);
  // A word of a recipe may be what another target makes; what it runs is a program.
  const run = recipes.flatMap(({ reading }) =>
    reading.commands.flatMap(command => [...filesOf(command, plan, facts)].filter(({ how }) => how !== 'argument')),
  );
  const callers = commands.flatMap(command =>
    recipeFile(
      command,
      recipes.map(({ reading }) => reading),
    ),
  );
  const readings = [...texts, ...recipes.map(({ reading }) => reading)];
  const named = [...files, ...callers, ...run].flatMap(file => [file, ...others(file, readings, plan)]);
  return {
    ...(stage && { stage }),
    files: [...named, ...named.flatMap(file => importedFiles(file, plan.repository.dir, facts))],
    commands: [...commands, ...recipes.flatMap(({ reading }) => reading.commands)],
    optional: ({ command, path }) => {
      const reading = readings.find(one => one.commands.includes(command));
      return reading !== undefined && guards(reading, command, plan.repository.dir).has(path);
    },
  };
}

const RECIPE_FILES = [
  [/^g?make$/, /(^|\/)(GNUm|M|m)akefile$/],
  [/^(npm|pnpm|yarn|bun)$/, /(^|\/)package\.json$/],
  [/^just$/, /(^|\/)\.?justfile$/i],
  [/^(go-)?task$/, /(^|\/)taskfile(\.dist)?\.ya?ml$/i],
] as const;

/** The Makefile, justfile, Taskfile or package.json that a command runs something of. */
function recipeFile(command: LocatedCommand, recipes: readonly TextReading[]): readonly NamedFile[] {
  const program = base(command.words[0]?.value ?? '');
  const name = RECIPE_FILES.find(([runner]) => runner.test(program))?.[1];
  const word = command.words[0];
  if (!name || !word) return [];
  const place = command.text.placeOf(word.start, word.end);
  const paths = new Set(recipes.map(({ text }) => text.placeOf(0, 0).source.path).filter(path => name.test(path)));
  return [...paths].map(path => ({ path, place, how: 'read', conditional: command.conditional, command }));
}

/** `for q in a.sql b.sql; do psql -f "$q"; done`: of the values, `file` is the first; these are the others. */
function others(file: NamedFile, readings: readonly TextReading[], plan: Plan): readonly NamedFile[] {
  const { place, command, path } = file;
  if (command.context.loops === 0) return [];
  const reading = readings.find(one => one.commands.includes(command));
  const at = reading?.commands.indexOf(command) ?? -1;
  const written = place.source.text.slice(place.range.start, place.range.end);
  return (reading?.constructs ?? []).flatMap((one): readonly NamedFile[] => {
    if (one.kind !== 'loop' || one.variable === undefined || at < one.body.from || at >= one.body.to) return [];
    const [first, ...more] = one.words;
    if (!first?.value || !new RegExp(`\\$(?:${one.variable}\\b|\\{${one.variable}\\})`).test(written)) return [];
    return more.flatMap(({ value, glob, start, end }) => {
      const other = value === undefined || glob ? undefined : path.replace(first.value!, () => value);
      const whole = other === undefined ? undefined : relative(plan.repository.dir, `${plan.repository.dir}/${other}`);
      return whole ? [{ ...file, path: whole, place: reading!.text.placeOf(start, end) }] : [];
    });
  });
}
