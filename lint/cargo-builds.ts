import { evaluate } from '../plan/evaluate.ts';
import { Faults } from '../plan/fault.ts';
import type { Plan, PlannedStage } from '../plan/plan.ts';
import type { Prebuilt } from '../schema/model.ts';
import { type CargoFlags, cargoFlags, plainFlags } from './cargo-flags.ts';
import type { RepositoryFacts } from './facts.ts';
import { relative, resolvePath } from './path.ts';
import type { Recipe } from './recipes/recipe.ts';
import { ranTexts } from './recipes/recipe-texts.ts';
import { scriptOf } from './shell/called.ts';
import { type SimpleCommand, STRICT } from './shell/commands.ts';
import { type LocatedCommand, readBeside, stageReading, type TextReading } from './stage-shell.ts';
import { rustFlags } from './toolchain/rust-flags.ts';

/** A cargo command of a stage that compiles. */
export interface CargoBuild extends CargoFlags {
  readonly stage: PlannedStage;
  readonly reading: TextReading;
  readonly command: LocatedCommand;
}

const known = new WeakMap<Plan, readonly CargoBuild[]>();

/**
 * Every cargo command of a plan's stages that compiles the repository, in order, those of recipes after the others; what the compiler
 * derives left out.
 */
export function cargoBuilds(plan: Plan, facts: RepositoryFacts): readonly CargoBuild[] {
  let found = known.get(plan);
  if (!found) {
    found = [...ranTexts(plan, facts)].flatMap(({ stage, reading, recipe }) => {
      if (!stage || stage.derived || (recipe && setsFlags(recipe))) return [];
      const env = new Map(stage.env.map(one => [one.name, one.value]));
      return reading.commands.flatMap((command, index) => {
        let before: readonly SimpleCommand[] | undefined;
        const earlier = () => {
          before ??= [
            ...(recipe ? stageReading(plan, stage, facts).commands : []),
            ...reading.commands.slice(0, index).flatMap(one => withSourced(one, plan, stage, facts)),
          ];
          return before;
        };
        return [command, ...againFor(command, index, reading)].flatMap(one => {
          const flags = cargoFlags(one, earlier, env);
          return flags ? [{ ...asConfigured(atRoot(flags, one, plan), facts), stage, reading, command }] : [];
        });
      });
    });
    known.set(plan, found);
  }
  return found;
}

/** More values than anybody gives the features of a crate by. */
const MOST = 30;

/** `for f in a b; do cargo run --features "$f"; done`: it is read with the first of the values; this is the command with the others. */
function againFor(command: LocatedCommand, at: number, { constructs }: TextReading): readonly LocatedCommand[] {
  if (command.context.loops === 0) return [];
  return constructs.flatMap(one => {
    if (one.kind !== 'loop' || one.variable === undefined || at < one.body.from || at >= one.body.to) return [];
    const [first, ...more] = one.words;
    const named = new RegExp(`\\$(?:${one.variable}\\b|\\{${one.variable}\\})`);
    if (!first?.value || more.length > MOST || !command.words.some(({ text }) => named.test(text))) return [];
    return more.flatMap(({ value, glob }) => {
      if (value === undefined || glob) return [];
      const words = command.words.map(word => {
        if (!named.test(word.text) || word.value === undefined) return word;
        const around = word.text.replaceAll(/["']/g, '').split(named);
        // Where something else is expanded too, nothing tells which letters are the loop's.
        return { ...word, value: around.join(first.value) === word.value ? around.join(value) : undefined };
      });
      return [{ ...command, words }];
    });
  });
}

/** The file of a recipe has a say elsewhere in what cargo is told by variables, and only its own runner knows what. */
function setsFlags({ text }: Recipe): boolean {
  const mentions = (of: string) => of.match(/RUSTFLAGS|CARGO_|RUSTUP_/g)?.length ?? 0;
  return mentions(text.placeOf(0, 0).source.text) > mentions(text.text);
}

/** A command, and where it is `source x.sh`, what that sets as well. */
function withSourced(
  command: LocatedCommand,
  plan: Plan,
  stage: PlannedStage,
  facts: RepositoryFacts,
): readonly LocatedCommand[] {
  const script = scriptOf(command);
  const path =
    script?.sourced && script.word.value !== undefined ? resolvePath(command.directory, script.word.value) : undefined;
  if (path === undefined) return [command];
  const local = relative(plan.repository.dir, path);
  const sourced = stageReading(plan, stage, facts).texts.find(text => text.script === local && local !== undefined);
  return [command, ...(sourced?.commands ?? [])];
}

/** The target directory as seen from the root of the repository; that of cargo itself is none. */
function atRoot(flags: CargoFlags, { directory }: LocatedCommand, plan: Plan): CargoFlags {
  if (flags.targetDirectory === undefined) return flags;
  const local = relative(plan.repository.dir, resolvePath(directory, flags.targetDirectory));
  return { ...flags, targetDirectory: local === 'target' ? undefined : (local ?? flags.targetDirectory) };
}

/** Flags that are those of .cargo/config.toml are none of the command's own: cargo compares what they say, and not where. */
function asConfigured(flags: CargoFlags, facts: RepositoryFacts): CargoFlags {
  return flags.rustflags && plainFlags(flags.rustflags) === rustFlags(facts)
    ? { ...flags, rustflags: undefined }
    : flags;
}

/** The commands of an artifact's `build`, and of the scripts of the repository that it runs; none where it has none. */
export function artifactCommands({ build }: Prebuilt, plan: Plan, facts: RepositoryFacts): readonly LocatedCommand[] {
  if (!build) return [];
  const text = evaluate(build, { texts: new Map() }, new Faults());
  const started = { from: plan.repository.dir, variables: environmentOf(plan), start: STRICT };
  return readBeside({ text, placeOf: () => build.place }, started, plan, facts, new Set()).commands;
}

/** How an artifact is built: those of its commands that are cargo's and compile. */
export function artifactBuilds(prebuilt: Prebuilt, plan: Plan, facts: RepositoryFacts): readonly CargoFlags[] {
  const commands = artifactCommands(prebuilt, plan, facts);
  return commands.flatMap((command, index) => {
    const flags = cargoFlags(command, () => commands.slice(0, index), environmentOf(plan));
    return flags ? [asConfigured(atRoot(flags, command, plan), facts)] : [];
  });
}

function environmentOf({ campaign }: Plan): ReadonlyMap<string, string> {
  return new Map(campaign.env.map(({ name, value }) => [name.value, value.text]));
}
