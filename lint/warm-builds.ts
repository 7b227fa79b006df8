import type { Plan, PlannedStage } from '../plan/plan.ts';
import { type Difference, differing } from './build-differences.ts';
import { type CargoBuild, cargoBuilds } from './cargo-builds.ts';
import { setOf } from './cargo-flags.ts';
import type { RepositoryFacts } from './facts.ts';
import type { RustChannel } from './toolchain/rust-channel.ts';

/** A build that an earlier stage was there to make, and that cargo makes again. */
export interface Rebuild {
  readonly build: CargoBuild;
  /** What the earlier stage has built in vain. */
  readonly made: CargoBuild;
  readonly difference: Difference | { readonly what: 'directory'; readonly here: string; readonly there: string };
}

/**
 * What compiles again although a stage before it has built the same profile and features: with other flags, another toolchain, for
 * another target or into another directory. One a stage and difference; empty where each takes what was built.
 */
export function rebuilds(plan: Plan, facts: RepositoryFacts, channel: RustChannel | undefined): readonly Rebuild[] {
  const byStage = new Map<PlannedStage, CargoBuild[]>();
  for (const build of cargoBuilds(plan, facts)) {
    const known = byStage.get(build.stage);
    if (known) known.push(build);
    else byStage.set(build.stage, [build]);
  }
  const makers = [...byStage].filter(([stage, builds]) => stage.warmup || builds.every(onlyBuilds));
  const waiting = makers.map(([stage]) => waitingFor(stage, plan));
  return [...byStage].flatMap(([stage, builds]) => {
    const earlier = makers.flatMap(([, made], at) => (waiting[at]!.has(stage.name) ? made : []));
    const told = new Set<string>();
    return builds.flatMap(build => {
      const same = earlier.filter(
        made => setOf(made) === setOf(build) && made.command.directory === build.command.directory,
      );
      const difference = differing(build, same, channel) ?? elsewhere(build, same);
      if (!difference || told.has(difference.what)) return [];
      told.add(difference.what);
      return [{ build, made: same[0]!, difference }];
    });
  });
}

function elsewhere(build: CargoBuild, made: readonly CargoBuild[]): Rebuild['difference'] | undefined {
  const directoryOf = ({ targetDirectory }: CargoBuild) => targetDirectory ?? 'target';
  const [first] = made;
  if (!first || [build, ...made].some(one => directoryOf(one).includes('?'))) return undefined;
  return made.some(one => directoryOf(one) === directoryOf(build))
    ? undefined
    : { what: 'directory', here: `\`${directoryOf(build)}\``, there: `\`${directoryOf(first)}\`` };
}

/** It leaves programs and runs none of them. */
export function onlyBuilds({ verb, command }: CargoBuild): boolean {
  return /^(build|b|install)$/.test(verb) || command.words.some(({ value }) => value === '--no-run');
}

/** Names of the stages that start after another one, directly or not. */
export function waitingFor({ name }: PlannedStage, { stages }: Plan): ReadonlySet<string> {
  const after = new Map<string, string[]>();
  for (const one of stages)
    for (const { to } of one.needs) {
      const known = after.get(to);
      if (known) known.push(one.name);
      else after.set(to, [one.name]);
    }
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const one of after.get(next) ?? [])
      if (!found.has(one)) {
        found.add(one);
        open.push(one);
      }
  return found;
}
