import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckedPlan } from '../plan/checked.ts';
import type { PlannedOutput, PlannedStage } from '../plan/plan.ts';
import type { StageResult } from '../schema/records.ts';
import { stagesAgain } from './again.ts';
import { Box } from './box.ts';
import { type Clock, clockOf } from './clock.ts';
import { type Part, partsOf } from './evidence.ts';
import type { Fault, StoreKind } from './fault.ts';
import { isResult, untruths } from './invariants.ts';
import { mustDo } from './no-artifact.ts';
import type { Does, Outcome, Survival } from './rehearsal.ts';
import { rehearsedPlan, writtenFiles } from './rehearsed-plan.ts';
import type { Remains } from './remains.ts';

/** What all cells of a rehearsal share. */
export interface Stage {
  readonly plan: CheckedPlan;
  /** An existing directory; each cell makes one of its own in it. */
  readonly directory: string;
  /** Compiles a plan, with so many seconds between TERM and KILL, to the text of its script. */
  readonly compile: (plan: CheckedPlan, grace: number) => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly seconds: (stage: string) => number;
  readonly usdPerHour?: number;
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

/** Seconds that a rehearsed run may take before it counts as one that does not end. */
const walls: Readonly<Record<StoreKind, number>> = { file: 60, s3: 240 };
const grace = 1;
/** Seconds that are allowed for one upload on a busy machine, beyond the checkpoint interval. */
const uploads: Readonly<Record<StoreKind, number>> = { file: 3, s3: 15 };

/** What a cell has come to. `late`: all that is broken is that something took long, which a busy machine explains as well. */
export interface CellEnd {
  readonly outcome: Outcome;
  readonly late: boolean;
}

/** What is broken, in two kinds. */
interface Broken {
  readonly untrue: string[];
  readonly late: string[];
}

/** Rehearses one stage under one fault. `point`: from 0 to 1, when the fault comes; absent: at the worst moment. */
export async function rehearseCell(
  stage: PlannedStage,
  fault: Fault,
  store: StoreKind,
  shared: Stage,
  point: number | undefined,
): Promise<CellEnd> {
  const { plan, signal } = shared;
  const clock = clockOf(plan, store);
  const wall = walls[store];
  const box = new Box(mkdtempSync(join(shared.directory, 'cell-')), plan.campaign.name.value);
  try {
    const why = fault.ground && (await box.lay(fault.ground));
    if (why !== undefined) return { outcome: { rehearsed: false, why }, late: false };
    if (store === 's3') await box.useBucket();
    if (fault.onSpot) await box.beSpot(plan.machine.type);
    const slowest = Math.max(clock.checkpoint, ...stage.produces.map(({ checkpoint }) => clock.short(checkpoint)));
    const scene = {
      stage: stage.name,
      clock,
      source: box.source,
      root: box.outside,
      wall,
      onCue: { cue: box.cueFile, begun: join(box.root, 'begun') },
      ...(fault.byTimeout && { timeout: 2 * slowest + 6 }),
      ...(fault.ofPrebuilt && { artifacts: await box.beWithoutArtifacts() }),
    };
    const script = shared.compile(rehearsedPlan(plan, scene), grace);
    const { PATH, LANG } = shared.environment;
    box.start(script, { PATH, LANG, CAMPAIGN_STAGES: `${stage.name}\n` });
    const files = writtenFiles(stage, plan, scene);
    const watched = files.filter(({ output }) => output.upload && output.checkpoint > 0).map(({ output }) => output);
    const broken: Broken = { untrue: [], late: [] };
    if (fault.ofPrebuilt) {
      // It is there from the start: there is no moment to wait for.
    } else if (point !== undefined) {
      await box.until(() => box.number('begun') !== undefined, 30, signal);
      await sleep(point * (2 * slowest + 2) * 1000, undefined, { signal });
    } else if (!(await worstMoment(box, stage.name, watched.length, { checkpoint: clock.checkpoint, slowest }, signal)))
      broken.late.push(`${stage.name} was not saved twice while it ran: ${lastWords(box)}`);
    await fault.inject(box, {
      stage: stage.name,
      checkpoint: clock.checkpoint,
      ...(point === undefined && { worst: slowest - 0.2 * clock.checkpoint }),
    });
    if (!fault.endsBox && !(await hasEnded(box, wall, signal)))
      broken.late.push(`it has not ended ${wall} s after the fault; still running: ${box.processes().join(', ')}`);
    await box.killAll();
    const uploaded = files.flatMap(({ output, files }) =>
      output.upload ? files.map(name => ({ name, interval: intervalOf(output, clock) })) : [],
    );
    const log = { name: 'log', interval: clock.checkpoint };
    const parts = partsOf(stage.name, [...uploaded, log], box, box.remains());
    const outcome = survival(stage, fault, { ...shared, clock, store, upload: uploads[store] }, box, parts, broken);
    return { outcome, late: broken.late.length > 0 && broken.untrue.length === 0 };
  } finally {
    await box.close({ keep: shared.keep });
  }
}

function intervalOf({ checkpoint }: PlannedOutput, clock: Clock): number {
  return checkpoint === 0 ? 0 : Math.max(clock.checkpoint, clock.short(checkpoint));
}

/**
 * Waits until everything that is saved while the stage runs has been, and then until just before what is saved most seldom would be
 * again. Whether it came to that.
 */
async function worstMoment(
  box: Box,
  stage: string,
  outputs: number,
  { checkpoint, slowest }: { readonly checkpoint: number; readonly slowest: number },
  signal: AbortSignal,
): Promise<boolean> {
  const saves = new Map<string, { count: number; at: number }>();
  const look = () => {
    const counts = new Map<string, number>();
    for (const event of box.events())
      if (event.event === 'checkpoint' && event.stage === stage)
        counts.set(event.key, (counts.get(event.key) ?? 0) + 1);
    for (const [key, count] of counts)
      if (saves.get(key)?.count !== count) saves.set(key, { count, at: performance.now() });
    return counts.size > outputs && Math.max(0, ...counts.values()) > 1;
  };
  const saved = await box.until(() => look() || box.ended !== undefined, 30 + 20 * checkpoint, signal);
  // On a busy machine we may oversleep, and it has just been saved: then once more.
  for (let round = 0; saved && round < 5; round++) {
    const oldest = Math.min(...[...saves.values()].map(({ at }) => at));
    const left = oldest + 1000 * (slowest - 0.25 * checkpoint) - performance.now();
    if (round > 0 && left < 200 * checkpoint) break;
    await sleep(Math.max(0, left), undefined, { signal });
    look();
  }
  return saved && box.ended === undefined;
}

export async function hasEnded(box: Box, wall: number, signal: AbortSignal): Promise<boolean> {
  const over = () => box.ended !== undefined && box.processes().length === 0;
  return await box.until(over, wall, signal, 150);
}

export function lastWords(box: Box): string {
  return box.said.trim().split('\n').at(-1) ?? '';
}

/** What is shared, and how time goes in this cell. `upload`: seconds that one may take. */
interface Timed extends Stage {
  readonly clock: Clock;
  readonly upload: number;
  readonly store: StoreKind;
}

export function survival(
  stage: PlannedStage,
  fault: Fault,
  shared: Timed,
  box: Box,
  parts: readonly Part[],
  broken: Broken,
): Survival {
  const { plan, seconds, usdPerHour } = shared;
  const remains = box.remains();
  broken.untrue.push(...untruths(remains, fault.endsBox ? undefined : box.ownRecords()));
  broken.untrue.push(...box.wrong, ...parts.flatMap(({ untrue }) => untrue ?? []));
  const results = resultsIn(remains);
  const state = results.get(stage.name)?.state;
  const reason = results.get(stage.name)?.reason ?? '';
  // Its own limits end a run that is slow before the fault has had its effect.
  const kind = /its (wall )?limit of \d+ s/.test(reason) && !fault.byTimeout ? broken.late : broken.untrue;
  if (!fault.states.includes(state ?? 'none'))
    kind.push(`${stage.name} is ${state ?? 'without a result'} in the store, and not ${fault.states.join(' or ')}`);
  if (fault.reason !== undefined && state !== 'passed' && !reason.includes(fault.reason))
    kind.push(`the result of ${stage.name} does not say “${fault.reason}” but “${reason}”`);
  if (box.ended === 0 && !remains.keys().includes('COMPLETE'))
    broken.untrue.push('exit status 0, and the store is not complete');
  const does = fault.ofPrebuilt && mustDo(plan, stage);
  if (does !== undefined) untrueWithout(does, stage.name, state, box, broken);
  const worst = lossOf(stage, fault, shared, parts, broken);
  const passed = new Set([...results].filter(([, result]) => isDone(result)).map(([name]) => name));
  const cutShort = fault.endsBox === true || state === undefined || state === 'interrupted';
  const again = stagesAgain(plan, {
    passed,
    begun: new Set(does === 'not-started' ? [] : [...passed, stage.name]),
    cutShort,
    stage: stage.name,
  });
  const retried = Math.max(0, (results.get(stage.name)?.attempt ?? 1) - 1) * seconds(stage.name);
  const built =
    does === 'built'
      ? plan.stages.filter(({ name, derived }) => derived && passed.has(name)).map(({ name }) => name)
      : [];
  const repeat = retried + sum([...again, ...built].map(seconds));
  // What passed and lies on the box alone is not kept.
  const before = sum(
    [...passed].filter(name => name !== stage.name && !again.includes(name) && !built.includes(name)).map(seconds),
  );
  const isSaved = stage.produces.length === 0 || stage.produces.some(({ upload }) => upload);
  const savedOf = isSaved && does !== 'not-started' ? seconds(stage.name) : 0;
  return {
    rehearsed: true,
    store: shared.store,
    ...(state !== undefined && { state }),
    exit: box.ended ?? 'none',
    kept: Math.max(0, before + savedOf - worst.lost),
    ...worst,
    ...(does !== undefined && { does }),
    again: repeat,
    stagesAgain: again,
    ...(usdPerHour !== undefined && { usd: (repeat / 3600) * usdPerHour }),
    broken: [...broken.untrue, ...broken.late],
  };
}

/** Whether a run whose artifacts are not there has done what it must, and has said so. */
function untrueWithout(does: Does, stage: string, state: string | undefined, box: Box, { untrue }: Broken): void {
  const begun = box.events().flatMap(event => (event.event === 'stage-started' ? [event.stage] : []));
  const said = box
    .events()
    .flatMap(event => (event.event === 'warning' ? [event.message] : event.event === 'preflight' ? event.missing : []));
  if (!said.some(text => text.startsWith('prebuilt http')))
    untrue.push('the run does not say which artifact is missing');
  if (does === 'built' && (state !== 'passed' || box.ended !== 0))
    untrue.push(
      `${stage} is ${state ?? 'without a result'}, exit status ${box.ended}, though what is missing can be built`,
    );
  if (does === 'not-started' && (begun.length > 0 || box.ended !== 3))
    untrue.push(
      `exit status ${box.ended}, and ${begun.join(', ') || 'no stage'} has begun, though an artifact is missing`,
    );
}

function isDone({ state }: StageResult): boolean {
  return state === 'passed' || state === 'cached';
}

/** By the name of the stage. */
export function resultsIn(remains: Remains): ReadonlyMap<string, StageResult> {
  return new Map(
    remains
      .keys()
      .filter(isResult)
      .map(key => {
        const result = JSON.parse(remains.bytes(key).toString('utf8')) as StageResult;
        return [result.stage, result];
      }),
  );
}

/** The part that most is lost of, in seconds of the campaign. */
function lossOf(
  stage: PlannedStage,
  fault: Fault,
  { clock, seconds, upload }: Timed,
  parts: readonly Part[],
  broken: Broken,
): Pick<Survival, 'lost' | 'of'> {
  const whole = seconds(stage.name);
  let worst: Pick<Survival, 'lost' | 'of'> = { lost: 0 };
  for (const { name, lost, interval } of parts) {
    if (lost === 0) continue;
    if (fault.keepsAll) broken.untrue.push(`${amount(lost)} of ${name} is not in the store, though the box lived on`);
    else if (interval > 0 && (lost === 'all' || lost > interval + upload))
      broken.late.push(`${amount(lost)} of ${name} is lost: more than a checkpoint of ${interval} s and an upload`);
    // The interval is what was shortened; what an upload takes beyond it is as long as it is.
    const late = lost === 'all' ? 0 : Math.max(0, lost - interval);
    const long = lost === 'all' ? whole : late > upload ? clock.long(lost) : clock.long(lost - late) + late;
    if (long > worst.lost) worst = { lost: Math.min(whole, long), of: name };
  }
  return worst;
}

function amount(lost: number | 'all'): string {
  return lost === 'all' ? 'all' : `${lost.toFixed(1)} s (of the rehearsal)`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
