import type { RunEvent } from '../schema/records.ts';
import { composeView } from './compose.ts';
import type { Answer } from './fault.ts';
import { newJournal } from './journal.ts';
import { recordOf, resultOf, statusOf } from './record.ts';
import type { RunRef, RunStore } from './store.ts';
import { endOf, tailReach } from './tail.ts';
import type { RunView, StageView } from './view.ts';

export interface RecallOptions {
  readonly now?: number;
  /** Lines of log to bring of each stage that did not pass; 0 (the default) brings none. */
  readonly tail?: number;
}

/** A run as its store tells it, whatever a kill has left out. */
export async function recallRun(store: RunStore, run: RunRef, options: RecallOptions = {}): Promise<RunView> {
  const objects = await store.list(run, '');
  const keys = new Set(objects.map(object => object.key));
  const unreadable: string[] = [];
  const read = async <T>(key: string, parse: (bytes: Buffer | undefined) => T | undefined) => {
    if (!keys.has(key)) return undefined;
    const value = parse(await store.read(run, key));
    if (value === undefined) unreadable.push(key);
    return value;
  };

  const journal = newJournal();
  for (const key of keys)
    if (/^events\/[^/]+\.jsonl$/.test(key)) journal.read(`${(await store.read(run, key))?.toString('utf8') ?? ''}\n`);
  const results = [];
  for (const key of keys)
    if (/^stages\/[^/]+\/result\.json$/.test(key)) {
      const result = await read(key, resultOf);
      if (result) results.push(result);
    }
  const view = composeView({
    campaign: run.campaign,
    runId: run.runId,
    now: options.now ?? Date.now(),
    status: await read('status.json', statusOf),
    record: await read('run.json', recordOf),
    journal,
    results,
    mark: keys.has('COMPLETE') ? 'COMPLETE' : keys.has('INCOMPLETE') ? 'INCOMPLETE' : undefined,
    lastSign: Math.max(0, ...objects.map(object => object.modifiedAt)),
    unreadable,
    place: store.place(run, ''),
  });
  const stages = [];
  for (const stage of view.stages) stages.push(await withLog(store, run, stage, keys, options.tail ?? 0));
  return { ...view, stages, unreadable };
}

/** The key of a stage's log: whole where it has ended, else what the last checkpoint saved; absent when there is none. */
export function logKey(stage: string, has: (key: string) => boolean): string | undefined {
  return [`stages/${stage}/log`, `stages/${stage}/partial/log`].find(has);
}

async function withLog(
  store: RunStore,
  run: RunRef,
  stage: StageView,
  keys: ReadonlySet<string>,
  lines: number,
): Promise<StageView> {
  const key = logKey(stage.stage, candidate => keys.has(candidate));
  if (key === undefined) return stage;
  const log = store.place(run, key);
  const live = stage.state === 'running';
  const told = live ? 1 : stage.state === 'passed' || stage.state === 'cached' ? 0 : lines;
  if (told === 0) return { ...stage, log };
  const size = (await store.size(run, key)) ?? 0;
  const bytes = await store.readFrom(run, key, Math.max(0, size - tailReach), tailReach);
  const tail = bytes ? endOf(bytes, size > tailReach, told) : [];
  return live ? { ...stage, log, lastLine: tail[0] ?? '' } : { ...stage, log, tail };
}

/** What a run has gone through, oldest first, without lines that a kill cut short. */
export async function recallEvents(store: RunStore, run: RunRef): Promise<readonly RunEvent[]> {
  const journal = newJournal();
  const events: RunEvent[] = [];
  for (const { key } of await store.list(run, 'events/'))
    events.push(...journal.read(`${(await store.read(run, key))?.toString('utf8') ?? ''}\n`));
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
