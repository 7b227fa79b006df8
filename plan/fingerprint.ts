import type { Prebuilt } from '../schema/model.ts';
import type { Plan, PlannedExpectation, PlannedStage } from './plan.ts';

/** What identifies the work of a stage when compiled. */
export interface Fingerprint {
  /** Lower-case hex SHA-256 over `parts` and the fingerprints of all it waits for. */
  readonly sha256: string;
  /**
   * The first six hex digits of the SHA-256 of each part, to say which one changed: `command`, `commit`, `machine`, `inputs`,
   * `outputs`, `env.NAME` for each variable; `directory`, `user`, `secrets` and `condition` where they are not the default.
   */
  readonly parts: ReadonlyMap<string, string>;
}

/**
 * The fingerprint of each stage by its name. It covers command, environment, place, user, names of secrets, conditions of
 * success, outputs and inputs, the commits, the machine type and image, and all it waits for. Where two runs agree on it, a
 * passed stage need not run again (R9). Timeouts, retries and order change how a stage is run, not what it is.
 */
export function fingerprints(plan: Plan): ReadonlyMap<string, Fingerprint> {
  const found = new Map<string, Fingerprint>();
  const ground = {
    commit: [
      plan.repository.commit ?? null,
      plan.siblings.map(({ repo, commit, dir }) => [repo ?? null, commit ?? null, dir]),
    ],
    machine: [plan.machine.type ?? null, plan.machine.image ?? null],
  };
  for (const stage of plan.stages) {
    const parts = new Map<string, string>();
    for (const [name, value] of Object.entries({ ...ground, ...identity(stage, plan.repository.dir) }))
      if (value !== undefined) parts.set(name, sha256(canonical(value)));
    // What a circle leaves without an order has no fingerprint of its own to give; the linter rejects such plans.
    const awaited = stage.needs.map(({ to }) => [to, found.get(to)?.sha256 ?? null]);
    found.set(stage.name, {
      sha256: sha256(canonical([stage.name, [...parts], awaited])),
      parts: new Map([...parts].map(([name, digest]) => [name, digest.slice(0, 6)])),
    });
  }
  return found;
}

/** Its parts by name; one that is `undefined` is as it is by default. */
function identity(stage: PlannedStage, dir: string): Readonly<Record<string, unknown>> {
  const { user, boxCondition, secrets, cwd } = stage;
  const env = stage.env.map(({ name, value }) => [`env.${name}`, value] as const).sort(byKey);
  return {
    command: stage.run,
    inputs: stage.requires.flatMap(required =>
      required.kind === 'path' ? [[required.path.text, ...artifact(required.prebuilt)]] : [],
    ),
    outputs: [
      stage.produces.map(({ path, as, upload, expect }) => [path.text, as ?? null, upload, expected(expect)]),
      expected(stage.expect),
    ],
    directory: cwd === dir ? undefined : cwd,
    user,
    secrets: secrets.length ? [...secrets].sort() : undefined,
    condition: boxCondition,
    ...Object.fromEntries(env),
  };
}

/** Its URL names the commit by an expression, and the commit is a part of its own. */
function artifact(prebuilt: Prebuilt | undefined): readonly string[] {
  return prebuilt ? [prebuilt.url.text, prebuilt.build?.text ?? ''] : [];
}

function expected(expect: PlannedExpectation | undefined) {
  if (expect === undefined) return null;
  const { expectation: _, ...rest } = expect;
  return rest;
}

/** JSON with the keys of every object in code unit order and without what is undefined. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(byKey));
  });
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function sha256(text: string): string {
  // Loaded here: a lint needs no fingerprints.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex');
}
