import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, StoreFailure } from './fault.ts';
import { lockHeld } from './lock.ts';
import { recallRun, storedLog } from './recall.ts';
import type { RunRef, RunStore } from './store.ts';
import { readPart } from './stores/file.ts';
import type { RunView, StageView } from './view.ts';
import { watchRun } from './watch.ts';

export interface LogOptions {
  readonly store: RunStore;
  readonly run: RunRef;
  /** The run's live files on this machine, where it runs or ran here: `$CAMPAIGN_HOME/runs/<run-id>`. */
  readonly directory?: string;
  /** Absent: of every stage that has one, in plan order. */
  readonly stage?: string;
  /** Goes on until the stage, or the run, has ended. */
  readonly follow?: boolean;
  /** Ends a follow. */
  readonly signal?: AbortSignal;
  /** Milliseconds between looks of a follow; the store's own where not said. */
  readonly every?: number;
}

/** Some bytes of one stage's log. */
export interface LogPart {
  readonly stage: string;
  readonly bytes: Buffer;
}

/** Logs as they are: the final one in the store, else the live one of this machine, else what the last checkpoint saved. */
export async function readLogs(options: LogOptions): Promise<Answer<AsyncIterable<LogPart>>> {
  const table = tableOf(options);
  let view = await table();
  // A run that has only just begun does not know its stages yet.
  while (options.follow && view.state === 'starting' && !options.signal?.aborted) {
    await sleep(everyOf(options));
    view = await table();
  }
  const doing = `reading a log of ${options.run.runId}`;
  const names = view.stages.map(stage => stage.stage);
  if (options.stage !== undefined && !names.includes(options.stage))
    return {
      fault: {
        code: 'stage-unknown',
        doing,
        message: `the run has no stage \`${options.stage}\``,
        help: names.length ? `its stages are ${names.join(', ')}` : 'it has not come as far as its first stage',
      },
    };
  const stage = view.stages.find(each => each.stage === options.stage);
  if (stage && !options.follow && !(await sourceOf(options, stage.stage)))
    return {
      fault: {
        code: 'log-missing',
        doing,
        message: `\`${stage.stage}\` has left no log: it is ${stage.state}${stage.reason ? ` (${stage.reason})` : ''}`,
        help: 'see how the run stands: campaign status',
      },
    };
  return { value: parts(options, table) };
}

async function* parts(options: LogOptions, table: () => Promise<RunView>): AsyncGenerator<LogPart> {
  const offsets = new Map<string, number>();
  const whole = new Map<string, number>();
  for (;;) {
    const view = await patiently(options, table);
    const stages = view.stages.filter(stage => options.stage === undefined || stage.stage === options.stage);
    for (const { stage, state, attempt } of stages) {
      if (whole.get(stage) === attempt) continue;
      const source = await patiently(options, () => sourceOf(options, stage));
      if (!source) continue;
      let offset = offsets.get(stage) ?? 0;
      // Another attempt has begun the log anew.
      if (source.size < offset) offset = 0;
      for (;;) {
        const bytes = await patiently(options, () => source.read(offset));
        if (!bytes?.length) break;
        yield { stage, bytes };
        offset += bytes.length;
      }
      offsets.set(stage, offset);
      if (source.final && state !== 'pending' && state !== 'running') whole.set(stage, attempt);
    }
    if (!options.follow || options.signal?.aborted || isOver(view, stages, options)) return;
    await sleep(everyOf(options));
  }
}

function everyOf({ every, store }: LogOptions): number {
  return every ?? store.lookEvery;
}

/** Milliseconds for which a follow outlives a store that does not answer. */
const outage = 60_000;

/** What is asked, however often a follow has to ask for it. */
async function patiently<T>(options: LogOptions, ask: () => Promise<T>): Promise<T> {
  const since = Date.now();
  for (;;)
    try {
      return await ask();
    } catch (error) {
      const lasting = !options.follow || options.signal?.aborted || Date.now() - since >= outage;
      if (lasting || !(error instanceof StoreFailure)) throw error;
      await sleep(everyOf(options));
    }
}

function isOver(view: RunView, stages: readonly StageView[], options: LogOptions): boolean {
  if (view.state !== 'running' && view.state !== 'starting') return true;
  return options.stage !== undefined && stages.every(stage => stage.state !== 'pending' && stage.state !== 'running');
}

/** How the run stands, asked again and again: its live table while it runs on this machine, else the store's. */
function tableOf({ store, run, directory }: LogOptions): () => Promise<RunView> {
  const recalling = { brief: true, ...(directory !== undefined && { directory }) };
  const watch = directory === undefined ? undefined : watchRun({ directory, runId: run.runId });
  let gone = false;
  let asked = 0;
  return async () => {
    const live = (await watch?.look())?.view;
    // What is left of a killed run looks alive until its heartbeat is old; its lock tells at once.
    if (directory !== undefined && live?.state === 'running' && Date.now() - asked >= 1000) {
      gone = (await lockHeld(directory)) === false;
      asked = Date.now();
    }
    return live?.state === 'running' && !gone ? live : await recallRun(store, run, recalling);
  };
}

interface Source {
  readonly size: number;
  /** It is whole: nothing will be added. */
  readonly final: boolean;
  read(offset: number): Promise<Buffer | undefined>;
}

const chunk = 1 << 20;

async function sourceOf({ store, run, directory }: LogOptions, stage: string): Promise<Source | undefined> {
  const found = await storedLog(store, run, stage);
  const stored: Source | undefined = found && {
    size: found.size,
    final: found.final,
    read: offset => store.readFrom(run, found.key, offset, chunk),
  };
  if (directory === undefined || found?.final) return stored;
  const live = join(directory, 'stages', stage, 'log');
  const size = await stat(live).then(
    entry => entry.size,
    () => undefined,
  );
  return size === undefined
    ? stored
    : { size, final: false, read: offset => readPart(live, offset, chunk).catch(() => undefined) };
}
