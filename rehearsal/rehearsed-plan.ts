import { join } from 'node:path';
import type { CheckedPlan } from '../plan/checked.ts';
import type { PathSet } from '../plan/path-set.ts';
import { pathSet } from '../plan/path-set.ts';
import type { PlannedOutput, PlannedRequirement, PlannedStage } from '../plan/plan.ts';
import type { Clock } from './clock.ts';
import { filesOf, type OnCue, standIn } from './stand-in.ts';

/** A stage under test, where it is rehearsed. */
export interface Scene {
  /** Name of the stage under test. */
  readonly stage: string;
  readonly clock: Clock;
  /** Takes the place of `source.dir`. */
  readonly source: string;
  /** Absolute outputs lie under it. */
  readonly root: string;
  readonly onCue: OnCue;
  /** Seconds of the rehearsal; absent: far more than the scene takes. */
  readonly timeout?: number;
  readonly wall: number;
  /** Where all prebuilt artifacts are looked for; absent: they are left out, and what builds them runs like any stage. */
  readonly artifacts?: string;
}

/**
 * The plan with stand-ins for its commands: the same stages, edges, outputs, retries and order, so the same script but for what
 * a stand-in cannot have: requirements on the box, inputs from the repository, secrets, and expectations on content.
 */
export function rehearsedPlan(plan: CheckedPlan, scene: Scene): CheckedPlan {
  const { prebuilt, hosts, secrets, env, ...campaign } = plan.campaign;
  const stages = plan.stages.map(stage => rehearsedStage(stage, plan, scene));
  return {
    ...plan,
    campaign: { ...campaign, prebuilt: scene.artifacts === undefined ? [] : prebuilt, hosts: [], secrets: [], env: [] },
    repository: { ...plan.repository, dir: scene.source, commit: plan.repository.commit ?? '', inPlace: true },
    siblings: [],
    secrets: [],
    prebuilt: plan.prebuilt.flatMap((each, index) =>
      scene.artifacts === undefined
        ? []
        : [
            {
              ...each,
              url: `${scene.artifacts}/${index + 1}`,
              provides: each.provides.map(path => movedTo(path, plan.repository.dir, scene)),
            },
          ],
    ),
    limits: { ...plan.limits, wall: scene.wall },
    store: { ...plan.store, checkpoint: scene.clock.checkpoint },
    stages,
  };
}

function rehearsedStage(stage: PlannedStage, plan: CheckedPlan, scene: Scene): PlannedStage {
  const { expect, boxCondition, timeout, derived, user, ...kept } = stage;
  const moved = (path: PathSet) => movedTo(path, plan.repository.dir, scene);
  const produces = stage.produces.map(
    ({ expect, ...output }): PlannedOutput => ({
      ...output,
      path: moved(output.path),
      checkpoint: scene.clock.short(output.checkpoint),
    }),
  );
  const files = writtenFiles(stage, plan, scene).flatMap(each => each.files);
  return {
    ...kept,
    ...(scene.artifacts !== undefined && derived && { derived }),
    run: standIn(files, stage.name === scene.stage ? scene.onCue : undefined),
    env: [],
    secrets: [],
    cwd: scene.source,
    timeout: (stage.name === scene.stage ? scene.timeout : undefined) ?? scene.wall,
    backoff: Math.min(1, stage.backoff),
    requires: stage.requires.flatMap((required): PlannedRequirement[] =>
      required.kind === 'stage' ||
      (required.kind === 'path' &&
        (required.producers.length > 0 || (scene.artifacts !== undefined && required.prebuilt)))
        ? [required.kind === 'path' ? { ...required, path: moved(required.path) } : required]
        : [],
    ),
    produces,
    stage: { ...stage.stage, secrets: [] },
  };
}

/** What a stand-in writes for each output of a stage; paths as the rehearsed plan has them. */
export function writtenFiles(
  stage: PlannedStage,
  plan: CheckedPlan,
  scene: Pick<Scene, 'source' | 'root'>,
): readonly { readonly output: PlannedOutput; readonly files: readonly string[] }[] {
  return stage.produces.map(output => ({
    output,
    files: filesOf(output, plan.stages).map(file => movedTo(pathSetOf(file), plan.repository.dir, scene).text),
  }));
}

function pathSetOf(file: string): PathSet {
  return { kind: 'file', text: file, absolute: file.startsWith('/'), escapes: false, unknown: false };
}

/** Nothing of a rehearsal lies outside its own directory: absolute paths move below it. */
function movedTo(path: PathSet, dir: string, { source, root }: Pick<Scene, 'source' | 'root'>): PathSet {
  if (!path.absolute) return path;
  const { text } = path;
  const to = text === dir || text.startsWith(`${dir}/`) ? join(source, text.slice(dir.length)) : join(root, text);
  return path.kind === 'glob' ? { ...pathSet(text), text: to } : { ...path, text: to };
}
