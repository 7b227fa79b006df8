import { isFileBeside, meets } from '../plan/path-set.ts';
import type { Plan, PlannedOutput, PlannedRequirement, PlannedStage } from '../plan/plan.ts';
import type { Place } from '../schema/source.ts';
import { holds } from './position.ts';
import type { Study } from './study.ts';

/** A path that an instance of a stage requires. */
export interface Required {
  readonly stage: PlannedStage;
  readonly requirement: PlannedRequirement & { readonly kind: 'path' };
}

/** A path that an instance of a stage produces. */
export interface Produced {
  readonly stage: PlannedStage;
  readonly output: PlannedOutput;
}

/** The required path that is written at an offset, once for each instance of its stage; empty where there is none. */
export function requiredAt({ plan, reading }: Study, offset: number): readonly Required[] {
  return (plan?.stages ?? []).flatMap(stage =>
    stage.requires.flatMap(requirement =>
      requirement.kind === 'path' && isAt(requirement.place, reading, offset) ? [{ stage, requirement }] : [],
    ),
  );
}

/** The produced path that is written at an offset, once for each instance of its stage. */
export function producedAt({ plan, reading }: Study, offset: number): readonly Produced[] {
  return (plan?.stages ?? []).flatMap(stage =>
    stage.produces.flatMap(output => (isAt(output.place, reading, offset) ? [{ stage, output }] : [])),
  );
}

function isAt({ source, range }: Place, reading: Study['reading'], offset: number): boolean {
  return source === reading.source && holds(range, offset);
}

/** What brings a required path. */
export function producersOf(plan: Plan, { stage, requirement }: Required): readonly Produced[] {
  if (requirement.producers.length === 0) return [];
  const names = new Set(requirement.producers);
  return plan.stages.flatMap(other =>
    other !== stage && names.has(other.name)
      ? other.produces.flatMap(output =>
          meets(requirement.path, output.path) && !isFileBeside(output.path, requirement.path)
            ? [{ stage: other, output }]
            : [],
        )
      : [],
  );
}

/** Who asks for a produced path. */
export function consumersOf(plan: Plan, { stage, output }: Produced): readonly Required[] {
  return plan.stages.flatMap(other =>
    other.requires.flatMap(requirement =>
      requirement.kind === 'path' &&
      requirement.producers.includes(stage.name) &&
      meets(requirement.path, output.path) &&
      !isFileBeside(output.path, requirement.path)
        ? [{ stage: other, requirement }]
        : [],
    ),
  );
}

/** The file of the repository that a required path is; absent for what is a glob, a directory, or not there. */
export function fileOf({ facts }: Study, { requirement: { path } }: Required): string | undefined {
  return path.kind === 'file' && !path.absolute && facts?.exists(path.text) === 'file' ? path.text : undefined;
}

/** Names without repetition, in their order. */
export function distinct(names: Iterable<string>): readonly string[] {
  return [...new Set(names)];
}
