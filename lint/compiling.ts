import type { Plan } from '../plan/plan.ts';
import type { Prebuilt } from '../schema/model.ts';
import { setupBuilds } from './artifact-use.ts';
import { artifactCommands } from './cargo-builds.ts';
import { type Compiler, compilerOf } from './compilers.ts';
import type { RepositoryFacts } from './facts.ts';
import { base, resolvePath } from './path.ts';
import { ranTexts } from './recipes/recipe-texts.ts';
import type { LocatedCommand, RunText } from './stage-shell.ts';

/** A command that compiles, of a stage, of the setup or of a recipe that they run. */
export interface Compiling extends RunText {
  readonly command: LocatedCommand;
  readonly compiler: Compiler;
  /** It stands in a recipe of make or its like. */
  readonly inRecipe: boolean;
}

/** 1: an artifact could bring what it makes, and would spare minutes. 0: it takes seconds. */
export function weightOf({ compiler }: Compiling): number {
  return compiler.weight === 'sure' ? 1 : 0;
}

/** The commands that compile; instances of one stage count once. Recipes count where the command that runs them does not. */
export function* compiling(plan: Plan, facts: RepositoryFacts): Iterable<Compiling> {
  const seen = new Set<string>();
  const told = new Set<string | undefined>();
  for (const { stage, reading, recipe } of ranTexts(plan, facts)) {
    const inRecipe = recipe !== undefined;
    if (inRecipe && told.has(stage?.name)) continue;
    for (const command of reading.commands) {
      const compiler = stage?.derived
        ? undefined
        : compilerOf(command, stage === undefined, facts, plan.repository.dir);
      if (!compiler) continue;
      // What a runner's line runs in turn compiles no second time.
      if (!inRecipe || /^(g?make|npm|pnpm|yarn)$/.test(base(command.words[0]!.value!))) told.add(stage?.name);
      const { source, range } = reading.text.placeOf(command.start, command.end);
      const key = `${source.path}:${range.start}`;
      if (!seen.has(key)) yield { ...(stage && { stage }), reading, command, compiler, inRecipe };
      seen.add(key);
    }
  }
}

/** What an artifact's `build` says where it is made by the same means. */
const FAMILIES: Readonly<Record<Compiler['kind'], RegExp>> = {
  cargo: /\b(cargo|cross|make|just|maturin)\b/,
  go: /(?!)/,
  cmake: /\b(cmake|ninja|meson|make)\b/,
  make: /\b(make|cmake)\b/,
  python: /\b(pip|maturin|uv|setup\.py)\b|-m build\b/,
  node: /\b(npm|pnpm|yarn|node-gyp)\b/,
  java: /\b(mvnw?|gradlew?|sbt|mill|ant)\b/,
  other: /(?!)/,
};

/** `cargo install hyperfine`: a program of another project, which no artifact of this one brings. */
function installsTool({ words: [program, ...args] }: LocatedCommand): boolean {
  return (
    base(program?.value ?? '') === 'cargo' &&
    args.some(({ value }) => value === 'install') &&
    !args.some(({ value }) => value === undefined || /^(--path|--list|--help)\b/.test(value))
  );
}

/** The artifact is built by the same means, so that there is nothing left to compile; cargo's flags are looked at one by one. */
export function isBrought(
  { compiler, command, stage, inRecipe }: Compiling,
  prebuilt: readonly Prebuilt[],
  plan: Plan,
  facts: RepositoryFacts,
): boolean {
  if (compiler.weight === 'small') return true;
  if (installsTool(command)) return false;
  // Artifacts are fetched after the setup; only a tool that is installed is nothing that one would bring.
  if (!stage && compiler.kind === 'cargo' && setupBuilds(plan, facts).some(({ start }) => start === command.start))
    return false;
  // What the same runner has made, it does not make again.
  const isBuiltBy = (program: RegExp) => (one: Prebuilt) =>
    artifactCommands(one, plan, facts).some(({ words }) => program.test(words.map(({ text }) => text).join(' ')));
  if (inRecipe && prebuilt.some(isBuiltBy(/\b(make|just|task|npm|pnpm|yarn)\b/))) return true;
  const same = prebuilt.filter(isBuiltBy(FAMILIES[compiler.kind]));
  if (same.length === 0) return false;
  const at = command.words.findIndex(({ value }) => /^(--build|-C)$/.test(value ?? ''));
  const directory = /^(cmake|make)$/.test(compiler.kind) && at > 0 ? command.words[at + 1]?.value : undefined;
  if (directory === undefined) return true;
  // Another build directory than the one that is brought.
  const absolute = resolvePath(command.directory, directory);
  return same.some(({ provides }) =>
    provides.some(({ text }) => {
      const brought = resolvePath(plan.repository.dir, text.replace(/\/?\**$/, ''));
      return (
        brought === undefined || absolute === undefined || absolute === brought || absolute.startsWith(`${brought}/`)
      );
    }),
  );
}
