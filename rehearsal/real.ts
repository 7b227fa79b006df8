import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckedPlan } from '../plan/checked.ts';
import type { PlannedStage } from '../plan/plan.ts';
import type { StageResult } from '../schema/records.ts';
import { Box, runId } from './box.ts';
import { hasEnded, lastWords, resultsIn, survival } from './cell.ts';
import type { Fault } from './fault.ts';
import { type RealGround, realParts } from './real-parts.ts';
import { type Cell, holds, type Outcome, type Rehearsal, told, verdictOn } from './rehearsal.ts';

export interface RealOptions {
  /** The text of the very script that `campaign run` would run on this machine. */
  readonly script: string;
  readonly faults: readonly Fault[];
  /** Name of the stage under test. */
  readonly stage: string;
  /** Seconds from the beginning of that stage to the fault. */
  readonly after: number;
  /** What the script and its stages inherit, `HOME` and what leads git to the repository of this machine included. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly keep?: boolean;
  readonly signal: AbortSignal;
  readonly onDirectory?: (directory: string) => void;
  readonly onProgress?: (done: number, of: number, cell?: Cell) => void;
}

/** How long the real commands may take, in seconds. */
export interface RealCost {
  readonly cases: number;
  /** Of one case at most: the stage with all its attempts, and what it takes to save and end. */
  readonly each: number;
  /** Of what the stage needs, once before all cases, at most. */
  readonly before: number;
  readonly needed: readonly string[];
}

/** Seconds that a run may take to check out, to save and to end, beyond its stages. */
const around = 120;

export function realCost(plan: CheckedPlan, name: string, faults: readonly Fault[]): RealCost {
  const needed = neededBy(plan, name);
  const bound = (each: PlannedStage) => (each.timeout ?? plan.limits.wall ?? 0) * each.attempts;
  const limit = (stages: readonly PlannedStage[]) =>
    Math.min(
      plan.limits.wall ?? Number.POSITIVE_INFINITY,
      stages.map(bound).reduce((sum, one) => sum + one, 0),
    ) + around;
  const stage = plan.stages.filter(each => each.name === name);
  // What is never uploaded is made anew in every case.
  const remade = needed.filter(({ produces }) => produces.some(({ upload }) => !upload));
  return {
    cases: realFaults(plan, faults).length,
    each: limit([...remade, ...stage]),
    before: needed.length === 0 ? 0 : limit(needed),
    needed: needed.map(each => each.name),
  };
}

/** The faults that need nothing of a stand-in, and that the kind of store that the campaign has knows. */
export function realFaults(plan: CheckedPlan, faults: readonly Fault[]): readonly Fault[] {
  const isBucket = plan.store.url?.startsWith('s3://') ?? false;
  return faults.filter(({ strikesReal, store }) => strikesReal && !(isBucket && store === 'file'));
}

/** Why a stage cannot be rehearsed with its own commands; absent when it can. */
export function notReal(plan: CheckedPlan, name: string): string | undefined {
  const stages = plan.stages.filter(each => each.name === name || neededBy(plan, name).includes(each));
  const secret = stages.find(({ secrets }) => secrets.length > 0);
  if (secret) return `\`${secret.name}\` takes a secret, and no credentials reach a rehearsal`;
  for (const { produces, name: of } of stages)
    for (const { path } of produces)
      if (path.absolute || path.escapes)
        return `\`${of}\` writes ${path.text}, which is outside the checkout, and a rehearsal writes nothing there`;
  return undefined;
}

/** Runs what the stage needs once, then the stage under each fault, all with their own commands, one case after another. */
export async function rehearseReal(plan: CheckedPlan, options: RealOptions): Promise<Rehearsal> {
  const began = performance.now();
  const stage = plan.stages.find(({ name }) => name === options.stage)!;
  const faults = realFaults(plan, options.faults);
  const cost = realCost(plan, stage.name, faults);
  const directory = mkdtempSync(join(tmpdir(), 'campaign-rehearsal-'));
  options.onDirectory?.(directory);
  const price = plan.machine.price?.usdPerHour;
  const usdPerHour = price === undefined ? undefined : price * plan.machine.count;
  const shared: Real = { plan, stage, cost, directory, options, ...(usdPerHour !== undefined && { usdPerHour }) };
  try {
    const cells: Cell[] = [];
    options.onProgress?.(0, faults.length);
    const before = cost.needed.length === 0 ? undefined : await playNeeded(shared);
    for (const fault of faults) {
      options.signal.throwIfAborted();
      const outcome: Outcome =
        before?.why === undefined
          ? await realCell(shared, fault, before?.store)
          : { rehearsed: false, why: before.why };
      const cell = { stage: stage.name, fault: fault.name, outcome, verdict: verdictOn(outcome, plan.limits.maxLoss) };
      cells.push(cell);
      options.onProgress?.(cells.length, faults.length, cell);
    }
    const took = Math.max(0, ...cells.map(({ outcome }) => (outcome.rehearsed ? (outcome.ran ?? 0) : 0)));
    return {
      campaign: plan.campaign.name.value,
      ...(plan.profile !== undefined && { profile: plan.profile }),
      store: 'file',
      checkpoint: plan.store.checkpoint,
      durations: { from: 'commands', after: options.after },
      ...(usdPerHour !== undefined && { usdPerHour }),
      ...(plan.limits.maxLoss !== undefined && { maxLoss: plan.limits.maxLoss }),
      stages: [told(stage, took)],
      faults: faults.map(({ name, title, meaning }) => ({ fault: name, title, meaning })),
      scale: { file: 1 },
      cells,
      held: holds(cells),
      took: (performance.now() - began) / 1000,
    };
  } finally {
    if (!options.keep) rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

interface Real {
  readonly plan: CheckedPlan;
  readonly stage: PlannedStage;
  readonly cost: RealCost;
  readonly directory: string;
  readonly options: RealOptions;
  readonly usdPerHour?: number;
}

/** Runs what the stage needs; the store that it leaves, or why there is nothing to go on from. */
async function playNeeded({ plan, cost, directory, options }: Real): Promise<{ store: string; why?: string }> {
  const store = join(directory, 'before');
  const box = new Box(mkdtempSync(join(directory, 'cell-')), plan.campaign.name.value);
  try {
    box.start(options.script, { ...options.environment, CAMPAIGN_STAGES: lines(cost.needed) }, options.environment);
    const ended = await hasEnded(box, cost.before, options.signal);
    await box.killAll();
    if (!ended || box.ended !== 0) return { store, why: `what it needs did not pass: ${lastWords(box)}` };
    cpSync(box.store, store, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    return { store };
  } finally {
    await box.close({ keep: options.keep ?? false });
  }
}

/** `before`: a store that holds what the stage needs; the run in it is taken up. */
async function realCell(shared: Real, fault: Fault, before: string | undefined): Promise<Outcome> {
  const { plan, stage, cost, directory, options } = shared;
  const { signal, after } = options;
  const box = new Box(mkdtempSync(join(directory, 'cell-')), plan.campaign.name.value);
  try {
    if (before !== undefined)
      cpSync(before, box.store, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    if (fault.onSpot) await box.beSpot(plan.machine.type);
    const environment = { ...options.environment, CAMPAIGN_STAGES: lines([stage.name]) };
    const id = before === undefined ? runId : `resume:${runId}`;
    box.start(options.script, environment, { ...options.environment, CAMPAIGN_RUN_ID: id });
    // The start that made what it needs has told of this stage too: that it was not to run.
    const events = () => {
      const all = box.events();
      return all.slice(
        Math.max(
          0,
          all.findLastIndex(({ event }) => event === 'run-started'),
        ),
      );
    };
    const began = () => events().find(event => event.event === 'stage-started' && event.stage === stage.name)?.up;
    await box.until(() => began() !== undefined || box.ended !== undefined, cost.each, signal);
    if (began() === undefined) return { rehearsed: false, why: `it did not begin: ${lastWords(box)}` };
    const ended = () => events().find(event => event.event === 'stage-ended' && event.stage === stage.name)?.up;
    if (await box.until(() => ended() !== undefined || box.ended !== undefined, after, signal))
      return {
        rehearsed: false,
        why: `it ended before the fault, which comes ${after} s after it began: choose an earlier moment with --after`,
      };
    await fault.inject(box, { stage: stage.name, checkpoint: plan.store.checkpoint, real: true });
    const struck = box.up();
    const broken = { untrue: [] as string[], late: [] as string[] };
    if (!fault.endsBox && !(await hasEnded(box, cost.each, signal)))
      broken.late.push(`it has not ended ${cost.each} s after the fault; still running: ${box.processes().join(', ')}`);
    await box.killAll();
    await box.until(() => box.ended !== undefined, 5);
    const from = began() ?? 0;
    const ran = (ended() ?? struck) - from;
    const ground: RealGround = {
      source: join(box.local, 'tree', plan.repository.dir),
      local: box.local,
      events: events(),
      began: from,
      over: from + ran,
      checkpoint: plan.store.checkpoint,
    };
    const parts = realParts(stage, box.remains(), ground);
    const results = existsSync(box.store) ? resultsIn(box.remains()) : new Map<string, StageResult>();
    const seconds = (name: string) => (name === stage.name ? ran : (results.get(name)?.seconds ?? 0));
    const clock = {
      scale: 1,
      checkpoint: plan.store.checkpoint,
      short: (one: number) => one,
      long: (one: number) => one,
    };
    const timed = {
      ...{ plan, directory, seconds, clock, signal, store: 'file' as const, upload: 15 },
      ...{ compile: () => options.script, environment, keep: options.keep ?? false },
      ...(shared.usdPerHour !== undefined && { usdPerHour: shared.usdPerHour }),
    };
    // Real commands come to their end by themselves, and may before the fault has its effect.
    const states = fault.endsBox ? fault.states : [...fault.states, 'passed' as const];
    return { ...survival(stage, { ...fault, states }, timed, box, parts, broken), ran };
  } finally {
    await box.close({ keep: options.keep ?? false });
  }
}

function lines(names: readonly string[]): string {
  return names.map(name => `${name}\n`).join('');
}

function neededBy(plan: CheckedPlan, name: string): readonly PlannedStage[] {
  const needed = new Set([name]);
  // Backwards: what a stage needs comes before it.
  for (const each of [...plan.stages].reverse())
    if (needed.has(each.name)) for (const { to } of each.needs) needed.add(to);
  return plan.stages.filter(each => !each.off && each.name !== name && needed.has(each.name));
}
