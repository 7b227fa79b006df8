import type { Plan } from '../plan/plan.ts';
import { artifactBuilds, type CargoBuild, cargoBuilds } from './cargo-builds.ts';
import { type CargoFlags, plainFlags, setOf } from './cargo-flags.ts';
import { compilerOf } from './compilers.ts';
import type { RepositoryFacts } from './facts.ts';
import { type LocatedCommand, setupReading } from './stage-shell.ts';

/** Whether the artifact is no use to a command. Other flags are another rule's; another selection of targets is none. */
export function recompiles(one: CargoFlags, builds: readonly CargoFlags[]): 'set' | 'directory' | undefined {
  const same = builds.filter(
    other =>
      plainFlags(other.rustflags) === plainFlags(one.rustflags) &&
      other.toolchain === one.toolchain &&
      other.target === one.target,
  );
  if (same.length === 0) return undefined;
  const fits = same.some(
    other =>
      setOf(one) === setOf(other) ||
      // A package alone may have none of the features that the whole is built with.
      (one.profile === other.profile &&
        one.selects &&
        !one.allFeatures &&
        !one.noDefault &&
        one.features.every(name => other.features.includes(name) || other.allFeatures)),
  );
  if (!fits) return 'set';
  return same.some(other => other.targetDirectory === one.targetDirectory) ? undefined : 'directory';
}

/** The cargo commands of stages that compile on the machine although there may be artifacts. */
export function buildsOnBox(plan: Plan, facts: RepositoryFacts): readonly CargoBuild[] {
  const builds = cargoBuilds(plan, facts);
  const artifacts = plan.campaign.prebuilt
    .filter(({ build }) => build)
    .flatMap(one => artifactBuilds(one, plan, facts));
  if (!plan.campaign.prebuilt.some(({ build }) => build)) return builds;
  return artifacts.length === 0
    ? []
    : builds.filter(one => recompiles(one, artifacts) !== undefined || hasOtherFlags(one, artifacts));
}

function hasOtherFlags({ rustflags }: CargoFlags, artifacts: readonly CargoFlags[]): boolean {
  return (
    rustflags !== '?' &&
    artifacts.every(one => one.rustflags !== '?' && plainFlags(one.rustflags) !== plainFlags(rustflags))
  );
}

/** The cargo commands of the setup that compile the repository: no artifact is there yet. */
export function setupBuilds(plan: Plan, facts: RepositoryFacts): readonly LocatedCommand[] {
  const readable = setupReading(plan, facts)?.texts.filter(({ errors }) => errors.length === 0) ?? [];
  return readable
    .flatMap(({ commands }) => commands)
    .filter(
      command =>
        compilerOf(command, true, facts, plan.repository.dir)?.kind === 'cargo' &&
        (!command.words.some(({ value }) => value === 'install') ||
          command.words.some(({ value }) => value?.startsWith('--path'))),
    );
}
