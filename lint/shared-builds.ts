import type { Plan, PlannedStage } from '../plan/plan.ts';
import { setupBuilds } from './artifact-use.ts';
import type { CargoBuild } from './cargo-builds.ts';
import { cargoFlags, setOf } from './cargo-flags.ts';
import { compilerOf } from './compilers.ts';
import type { RepositoryFacts } from './facts.ts';
import { base } from './path.ts';
import { ranTexts } from './recipes/recipe-texts.ts';
import { type LocatedCommand, setupCommands, type TextReading } from './stage-shell.ts';
import { onlyBuilds } from './warm-builds.ts';

/** A command of a stage that compiles what another may compile too. */
export interface SharedBuild {
  readonly stage: PlannedStage;
  readonly reading: TextReading;
  readonly command: LocatedCommand;
  /** Builds of one key are one compile: the second finds what the first has made. */
  readonly key: string;
  /** It runs nothing of what it builds. */
  readonly only: boolean;
}

export function ofCargo(build: CargoBuild): SharedBuild {
  const { stage, reading, command } = build;
  return { stage, reading, command, key: setOf(build), only: onlyBuilds(build) };
}

/** What stages compile by other means than cargo's, where the command tells which build it is. */
export function* otherBuilds(plan: Plan, facts: RepositoryFacts): Iterable<SharedBuild> {
  for (const { stage, reading } of ranTexts(plan, facts)) {
    if (!stage || stage.derived) continue;
    for (const command of reading.commands) {
      const key = keyOf(command, plan, facts);
      const only = !command.words.some(({ value }) => /^run$|(^|:)jmh$/.test(value ?? ''));
      if (key !== undefined) yield { stage, reading, command, key, only };
    }
  }
}

/** The keys of what `machine.setup` has compiled before the first stage. */
export function builtInSetup(plan: Plan, facts: RepositoryFacts): ReadonlySet<string> {
  const env = new Map(plan.campaign.env.map(({ name, value }) => [name.value, value.text]));
  return new Set([
    ...setupBuilds(plan, facts).flatMap(command => {
      const flags = cargoFlags(command, () => [], env);
      return flags ? [setOf(flags)] : [];
    }),
    ...setupCommands(plan, facts).flatMap(command => keyOf(command, plan, facts) ?? []),
  ]);
}

/** The words that say what is built, and where; `undefined` for what compiles nothing, or cannot be told. */
function keyOf(command: LocatedCommand, plan: Plan, facts: RepositoryFacts): string | undefined {
  const compiler = compilerOf(command, false, facts, plan.repository.dir);
  if (!compiler || compiler.kind === 'cargo' || compiler.weight === 'small') return undefined;
  const [program = '?', ...args] = command.words.map(({ value }) => value ?? '?');
  const end = args.indexOf('--');
  // What follows the package of `go run` is its program's.
  const last = base(program) === 'go' && args[0] === 'run' ? args.findIndex(word => /^\.|\/|\.go$/.test(word)) + 1 : 0;
  const said = args
    .slice(0, last > 0 ? last : end < 0 ? undefined : end)
    .filter(word => !/^(-j\d*|--jobs|--parallel(=\d+)?)$/.test(word) && !/^\d+$/.test(word));
  const key = [command.directory ?? '?', base(program), ...said];
  return key.includes('?') ? undefined : key.join(' ');
}
