import type { Prebuilt, Stage } from '../schema/model.ts';
import { evaluate, type Scope } from './evaluate.ts';
import type { Faults } from './fault.ts';
import type { Provision } from './graph.ts';
import type { Ground } from './instance.ts';
import { pathAt } from './place.ts';
import type { PlannedPrebuilt, PlannedStage } from './plan.ts';

/** What the artifact brings, as path sets. */
export function provisionOf(prebuilt: Prebuilt, dir: string, scope: Scope, faults: Faults): Provision {
  return { prebuilt, provides: prebuilt.provides.map(path => pathAt(dir, evaluate(path, scope, faults))) };
}

export function plannedPrebuilt({ prebuilt, provides }: Provision, scope: Scope, faults: Faults): PlannedPrebuilt {
  return {
    prebuilt,
    url: evaluate(prebuilt.url, scope, faults),
    provides,
    ...(prebuilt.build && { build: evaluate(prebuilt.build, scope, faults) }),
    missing: prebuilt.missing?.value ?? 'fail',
  };
}

/**
 * The stage that builds an artifact which cannot be fetched, where `build` is written and `missing` is `build`:
 * `_prebuilt`, `_prebuilt-2`, … It produces what the artifact provides and uploads nothing. Absent: without the
 * artifact the run cannot start.
 */
export function derivedStage(
  { prebuilt, provides }: Provision,
  count: number,
  scope: Scope,
  ground: Ground,
): PlannedStage | undefined {
  if (prebuilt.build === undefined || prebuilt.missing?.value !== 'build') return undefined;
  const { faults, campaign, limits } = ground;
  const name = count === 1 ? '_prebuilt' : `_prebuilt-${count}`;
  const stage = written(prebuilt, name, prebuilt.build);
  return {
    name,
    stage,
    derived: { from: prebuilt },
    matrix: [],
    run: evaluate(prebuilt.build, scope, faults),
    env: campaign.env.map(({ name, value }) => ({ name: name.value, value: evaluate(value, scope, faults) })),
    secrets: [],
    cwd: ground.dir,
    ...(ground.user !== undefined && { user: ground.user }),
    ...(limits.stage !== undefined && { timeout: limits.stage }),
    attempts: 1,
    retryOn: [],
    backoff: 0,
    exclusive: true,
    warmup: true,
    onFailure: 'continue',
    requires: [],
    produces: provides.map((path, index) => {
      const { place } = prebuilt.provides[index]!;
      return { output: stage.produces[index]!, place, path, upload: false, checkpoint: 0 };
    }),
    needs: [],
  };
}

/** The derived stage as if the author had written it where the artifact is declared. */
function written(prebuilt: Prebuilt, name: string, build: Stage['run']): Stage {
  const { place } = prebuilt;
  return {
    place,
    name: { value: name, place },
    body: { kind: 'map', source: place.source, range: place.range, entries: [] },
    run: build,
    requires: [],
    produces: prebuilt.provides.map(path => ({ place: path.place, path, upload: { value: false, place } })),
    env: [],
    secrets: [],
  };
}
