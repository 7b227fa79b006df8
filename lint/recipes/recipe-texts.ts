import type { Plan, PlannedStage } from '../../plan/plan.ts';
import { type Command, UNKNOWN } from '../ci/command.ts';
import { type Files, filesOf } from '../ci/repository.ts';
import type { RepositoryFacts } from '../facts.ts';
import { base } from '../path.ts';
import {
  type LocatedCommand,
  type RunText,
  readBeside,
  runTexts,
  type StageReading,
  setupReading,
  stageReading,
} from '../stage-shell.ts';
import { justRecipes } from './just-recipes.ts';
import { makeRecipes } from './make-recipes.ts';
import { npmRecipes } from './npm-scripts.ts';
import type { Recipe } from './recipe.ts';
import { taskRecipes } from './task-recipes.ts';

/** A text that a stage or `machine.setup` runs through make, just, task or a package manager: a line of a recipe, a script of package.json, or what they run in turn. */
export interface RecipeText extends RunText {
  /** Absent for a script that a recipe runs. */
  readonly recipe?: Recipe;
}

const READERS = [
  [/^g?make$/, makeRecipes],
  [/^(npm|pnpm|yarn|bun)$/, npmRecipes],
  [/^just$/, justRecipes],
  [/^(go-)?task$/, taskRecipes],
] as const;
const DEEPEST = 6;
const known = new WeakMap<PlannedStage | Plan, readonly RecipeText[]>();
const files = new WeakMap<RepositoryFacts, Files>();

/** Every such text that bash can read, of the setup and of all stages that are not off. */
export function* recipeTexts(plan: Plan, facts: RepositoryFacts): Iterable<RecipeText> {
  yield* recipesRun(plan, undefined, facts);
  for (const stage of plan.stages) if (!stage.off) yield* recipesRun(plan, stage, facts);
}

/** All that a plan runs and bash can read: its own texts and scripts, and what they run through make and its like. */
export function* ranTexts(plan: Plan, facts: RepositoryFacts): Iterable<RecipeText> {
  yield* runTexts(plan, facts);
  yield* recipeTexts(plan, facts);
}

/** Those of one stage; without one, those of the setup. */
export function recipesRun(plan: Plan, stage: PlannedStage | undefined, facts: RepositoryFacts): readonly RecipeText[] {
  let found = known.get(stage ?? plan);
  if (!found) {
    const reading = stage ? stageReading(plan, stage, facts) : setupReading(plan, facts);
    known.set(stage ?? plan, (found = reading ? textsOf(reading, plan, stage, facts) : []));
  }
  return found;
}

function textsOf(
  { texts, commands }: StageReading,
  plan: Plan,
  stage: PlannedStage | undefined,
  facts: RepositoryFacts,
): readonly RecipeText[] {
  const seen = new Set(texts.flatMap(({ script }) => script ?? []));
  const env = stage?.env ?? settings(plan);
  const found: RecipeText[] = [];
  const follow = (all: readonly LocatedCommand[], depth: number): void => {
    if (depth > DEEPEST) return;
    for (const one of all)
      for (const recipe of recipesOf(one, env, plan, facts)) {
        const { source, range } = recipe.text.placeOf(0, recipe.text.text.length);
        const key = `${source.path}:${range.start}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const from = recipe.directory ?? plan.repository.dir;
        const start = { ...recipe.start, root: one.context.root };
        const inner = readBeside(recipe.text, { from, variables: new Map(), start }, plan, facts, seen);
        for (const [at, reading] of inner.texts.entries())
          if (reading.errors.length === 0)
            found.push({ ...(stage && { stage }), reading, ...(at === 0 && { recipe }) });
        follow(inner.commands, depth + 1);
      }
  };
  follow(commands, 0);
  return found;
}

/** What a command runs of a Makefile, a justfile, a Taskfile or a package.json. */
function recipesOf(
  command: LocatedCommand,
  env: PlannedStage['env'],
  plan: Plan,
  facts: RepositoryFacts,
): readonly Recipe[] {
  const program = base(command.words[0]?.value ?? '');
  const read = READERS.find(([name]) => name.test(program))?.[1];
  if (!read || command.context.elsewhere || command.context.trap) return [];
  let kept = files.get(facts);
  if (!kept) files.set(facts, (kept = filesOf(facts)));
  return read(asked(command, env), { root: plan.repository.dir, files: kept });
}

/** The command as the readers of recipes want it. */
function asked({ words, assigns, directory, start, end, text }: LocatedCommand, around: PlannedStage['env']): Command {
  const env = new Map<string, string>(around.map(({ name, value }) => [name, value]));
  for (const { name, value } of assigns) env.set(name, value ?? UNKNOWN);
  return {
    words: words.map(({ value }) => value ?? UNKNOWN),
    text: text.text.slice(start, end),
    cwd: directory,
    env,
    own: new Set(),
    range: { start, end },
    via: [],
    swallowed: false,
  };
}

/** The campaign's own variables, as far as they are plain. */
function settings({ campaign }: Plan): PlannedStage['env'] {
  return campaign.env.flatMap(({ name, value }) =>
    value.text.includes('${{') ? [] : [{ name: name.value, value: value.text }],
  );
}
