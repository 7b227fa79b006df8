import { createHash } from 'node:crypto';
import type { Plan, PlannedExpectation, PlannedStage } from './plan.ts';

/**
 * What identifies the work of each stage when compiled, as lower-case hex SHA-256 by stage name: its command,
 * environment, place, user, conditions of success, outputs and inputs, the commits, the machine type, and the
 * fingerprints of all it waits for. Where two runs agree on it, a passed stage need not run again (R9). Timeouts,
 * retries and order change how a stage is run, not what it is.
 */
export function fingerprints(plan: Plan): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const ground = {
    commit: plan.repository.commit ?? null,
    dir: plan.repository.dir,
    siblings: plan.siblings.map(({ repo, commit, dir }) => [repo ?? null, commit ?? null, dir]),
    machine: [plan.machine.type ?? null, plan.machine.image ?? null],
  };
  for (const stage of plan.stages) {
    // What a circle leaves without an order has no fingerprint of its own to give; the linter rejects such plans.
    const awaited = stage.needs.map(({ to }) => [to, found.get(to) ?? null]);
    found.set(stage.name, sha256(canonical({ ...ground, ...identity(stage), awaited })));
  }
  return found;
}

function identity(stage: PlannedStage) {
  return {
    name: stage.name,
    run: stage.run,
    env: stage.env.map(({ name, value }) => [name, value]).sort(byFirst),
    secrets: [...stage.secrets].sort(),
    cwd: stage.cwd,
    user: stage.user ?? null,
    condition: stage.boxCondition ?? null,
    requires: stage.requires.flatMap(required => (required.kind === 'path' ? [required.path.text] : [])),
    produces: stage.produces.map(({ path, as, upload, expect }) => [path.text, as ?? null, upload, expected(expect)]),
    expect: expected(stage.expect),
  };
}

function expected(expect: PlannedExpectation | undefined) {
  if (expect === undefined) return null;
  const { expectation: _, ...rest } = expect;
  return rest;
}

function byFirst(a: readonly string[], b: readonly string[]): number {
  return a[0]! < b[0]! ? -1 : 1;
}

/** JSON with the keys of every object in code unit order and without what is undefined. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(byKey));
  });
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
