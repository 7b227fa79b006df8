import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent, RunRecord, RunStatus } from '../schema/records.ts';
import { composeView } from './compose.ts';
import type { Answer } from './fault.ts';
import { gate } from './gate.ts';
import { newJournal } from './journal.ts';
import { lockHeld } from './lock.ts';
import { recordOf, resultOf, statusOf } from './record.ts';
import type { RunRef, RunStore } from './store.ts';
import { endOf, tailReach } from './tail.ts';
import type { RunView, StageView } from './view.ts';

export interface RecallOptions {
  readonly now?: number;
  /** Lines of log to bring of each stage that did not pass; 0 (the default) brings none. */
  readonly tail?: number;
  /** Only what a list of runs shows: no events, logs and outputs are read. */
  readonly brief?: boolean;
  /** The run's live files on this machine: what holds their lock tells sooner than a heartbeat whether it is alive. */
  readonly directory?: string;
}

/** A run as its store tells it, whatever a kill has left out. */
export async function recallRun(store: RunStore, run: RunRef, options: RecallOptions = {}): Promise<RunView> {
  const now = options.now ?? Date.now();
  const unreadable = new Set<string>();
  const read = async <T>(key: string, parse: (bytes: Buffer | undefined) => T | undefined) => {
    const value = parse(await store.read(run, key));
    if (value === undefined && (await store.size(run, key)) !== undefined) unreadable.add(key);
    return value;
  };
  const [status, record] = await Promise.all([read('status.json', statusOf), read('run.json', recordOf)]);
  const journal = newJournal();
  if (!options.brief) await readEvents(store, run, text => journal.read(text));
  // The table of a run that ended by itself says it all but the outputs; that of any other may be behind the results.
  const names = options.brief && status?.state === 'ended' ? [] : await stageNames(store, run, status, record);
  const resultKeys = names.map(stage => `stages/${stage}/result.json`);
  const results = await Promise.all(resultKeys.map(key => read(key, resultOf)));
  const mark = await markOf(store, run);
  const objects = status ? [] : await store.list(run, '');
  const lastSign = Math.max(0, ...objects.map(object => object.modifiedAt));
  const booting = objects.some(({ key }) => key.startsWith('launch/')) && now - lastSign < bootSeconds * 1000;
  const mayLive = options.directory !== undefined && status?.state !== 'ended' && mark !== 'COMPLETE';
  const view = composeView({
    campaign: run.campaign,
    runId: run.runId,
    now,
    status,
    record,
    journal,
    results: results.filter(result => result !== undefined),
    mark,
    alive: booting || (mayLive ? await aliveHere(options.directory!, status) : undefined),
    ...(!status && { lastSign }),
    unreadable: ['status.json', 'run.json', ...resultKeys].filter(key => unreadable.has(key)),
    place: store.place(run, ''),
  });
  if (options.brief) return view;
  return {
    ...view,
    stages: await Promise.all(view.stages.map(stage => withLog(store, run, stage, options.tail ?? 0))),
  };
}

/** What the lock of the live files here tells of the start that the store knows; nothing, where that one has begun elsewhere since. */
async function aliveHere(directory: string, stored: RunStatus | undefined): Promise<boolean | undefined> {
  const held = await lockHeld(directory);
  if (held !== false) return held;
  const here = statusOf(await readFile(join(directory, 'status.json')).catch(() => undefined));
  return (stored?.start ?? 1) > (here?.start ?? 1) ? undefined : false;
}

/** How long a box may take from its launch to the first sign of its run, before the run counts as dead. */
export const bootSeconds = 900;

/** Every run of a store, as a list shows them: newest first. `directoryOf` says where a run would have its live files. */
export async function recallRuns(store: RunStore, directoryOf: (runId: string) => string): Promise<readonly RunView[]> {
  const inTurn = gate(16);
  const views = (await store.runs()).map(run =>
    inTurn(() => recallRun(store, run, { brief: true, directory: directoryOf(run.runId) })),
  );
  return await Promise.all(views);
}

/** The mark of a run's end, which is written last of all; absent while there is none. */
export async function markOf(store: RunStore, run: RunRef): Promise<'COMPLETE' | 'INCOMPLETE' | undefined> {
  const marks = ['COMPLETE', 'INCOMPLETE'] as const;
  const sizes = await Promise.all(marks.map(mark => store.size(run, mark)));
  return marks.find((_, index) => sizes[index] !== undefined);
}

/** From the table, else the plan, else whatever has left a result. */
async function stageNames(
  store: RunStore,
  run: RunRef,
  status: RunStatus | undefined,
  record: RunRecord | undefined,
): Promise<readonly string[]> {
  const known = status?.stages ?? record?.plan;
  if (known) return known.map(stage => stage.stage);
  return (await store.list(run, 'stages/')).flatMap(
    ({ key }) => /^stages\/([^/]+)\/result\.json$/.exec(key)?.[1] ?? [],
  );
}

/** Where a stage's log is: whole where it has ended, else what the last checkpoint saved; absent when there is none. */
export async function storedLog(store: RunStore, run: RunRef, stage: string): Promise<StoredLog | undefined> {
  for (const final of [true, false]) {
    const key = `stages/${stage}/${final ? '' : 'partial/'}log`;
    const size = await store.size(run, key);
    if (size !== undefined) return { key, size, final };
  }
  return undefined;
}

export interface StoredLog {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly final: boolean;
}

async function withLog(store: RunStore, run: RunRef, stage: StageView, lines: number): Promise<StageView> {
  const found = stage.state === 'pending' ? undefined : await storedLog(store, run, stage.stage);
  if (!found) return stage;
  const { key, size } = found;
  const log = store.place(run, key);
  const running = stage.state === 'running';
  const wanted = Math.max(running ? 1 : 0, stage.state === 'passed' || stage.state === 'cached' ? 0 : lines);
  if (wanted === 0) return { ...stage, log };
  const bytes = await store.readFrom(run, key, Math.max(0, size - tailReach), tailReach);
  const tail = bytes ? endOf(bytes, size > tailReach, wanted) : [];
  const last = running ? { lastLine: tail.at(-1) ?? '' } : {};
  return { ...stage, log, ...last, ...(lines > 0 && { tail }) };
}

async function readEvents(store: RunStore, run: RunRef, take: (text: string) => void): Promise<void> {
  // A file that a kill cut short ends in half a line, which must not run into the next file's first.
  const files = await store.list(run, 'events/');
  for (const bytes of await Promise.all(files.map(({ key }) => store.read(run, key))))
    take(`${bytes?.toString('utf8') ?? ''}\n`);
}

/** What a run has gone through, oldest first, without lines that a kill cut short. */
export async function recallEvents(store: RunStore, run: RunRef): Promise<readonly RunEvent[]> {
  const journal = newJournal();
  const events: RunEvent[] = [];
  await readEvents(store, run, text => events.push(...journal.read(text)));
  return events;
}

/** The run that a person means: a whole id, the beginning of one, or `latest` (also when nothing is said). */
export async function findRun(store: RunStore, asked: string | undefined): Promise<Answer<RunRef>> {
  const runs = await store.runs();
  const doing = `looking for the run in ${store.url}`;
  const list = { code: 'run-unknown', doing, help: 'see what is there: campaign runs' } as const;
  if (asked === undefined || asked === 'latest') {
    const [latest] = runs;
    return latest
      ? { value: latest }
      : { fault: { ...list, message: 'the store holds no run', help: 'start one: campaign run' } };
  }
  const exact = runs.filter(run => run.runId === asked || `${run.campaign}/${run.runId}` === asked);
  const found = exact.length ? exact : runs.filter(run => run.runId.startsWith(asked));
  const [only, ...others] = found;
  if (!only) return { fault: { ...list, message: `no run is called or begins with \`${asked}\`` } };
  if (others.length === 0) return { value: only };
  return {
    fault: {
      code: 'run-ambiguous',
      doing,
      message: `\`${asked}\` may be ${found
        .slice(0, 3)
        .map(run => `${run.campaign}/${run.runId}`)
        .join(', ')}${found.length > 3 ? ', …' : ''}`,
      help: 'give one of them whole',
    },
  };
}
