import type { RunEvent, RunStatus } from '../schema/records.ts';
import { aliveSeconds, composeView } from './compose.ts';
import { newJournal } from './journal.ts';
import { markOf, storedLog } from './recall.ts';
import { recordOf, statusOf } from './record.ts';
import type { RunRef, RunStore } from './store.ts';
import { endOf, tailReach } from './tail.ts';
import type { StageView } from './view.ts';
import { endShown, type Look, type Watch } from './watch.ts';

export interface StoreWatchOptions {
  readonly store: RunStore;
  readonly run: RunRef;
  /** Starts of the script of this number and earlier ones are not shown: they are an earlier launch's. 0: all are. */
  readonly after: number;
  /** The plan's, for the view. */
  readonly worstSeconds?: number;
  /** Lines of log to bring of each running stage; 1 where not said, which is its `lastLine`. */
  readonly tail?: number;
  readonly now?: () => number;
}

export interface StoreLook extends Look {
  /** Whether the start that is waited for has given a sign. */
  readonly begun: boolean;
  /** Whether it has ended by itself: its last mark is written. */
  readonly ended: boolean;
  /** The latest, by the clock of the box; absent before the first. */
  readonly heartbeat?: string;
  /** Seconds for which it may give no sign and be alive all the same. */
  readonly patience: number;
  /** What the box says it has set to power itself off, in run.json. */
  readonly timer?: string;
}

export interface StoreWatch extends Watch {
  /** Throws a `StoreFailure` when the store does not answer; the next look goes on where the last one was. */
  look(): Promise<StoreLook>;
}

/** The number of the latest start of a run that has left a sign; 0 where there is none. */
export async function latestStart(store: RunStore, run: RunRef): Promise<number> {
  const status = statusOf(await store.read(run, 'status.json'));
  return status ? startOf(status) : 0;
}

function startOf(status: RunStatus): number {
  return status.start ?? 1;
}

/** Watches a run through its store alone, from any machine. A look costs some requests; what is known already is not read again. */
export function watchStore({
  store,
  run,
  after,
  worstSeconds,
  tail = 1,
  now = Date.now,
}: StoreWatchOptions): StoreWatch {
  const journal = newJournal();
  const decoders = new Map<string, { read: number; readonly decoder: InstanceType<typeof TextDecoder> }>();
  const since = now();
  let seen = 0;
  let first = true;
  let timer: string | undefined;
  // What was read by a look that the store then failed is told by the next one.
  let untold: RunEvent[] = [];

  /** Of each file what is new in it. A file that was put again shorter was cut at a line that was half written. */
  async function readNews(): Promise<void> {
    for (const { key, size } of await store.list(run, 'events/')) {
      let file = decoders.get(key);
      if (!file || size < file.read) file = { read: 0, decoder: new TextDecoder('utf-8') };
      decoders.set(key, file);
      if (size === file.read) continue;
      const bytes = await store.readFrom(run, key, file.read, size - file.read);
      if (!bytes) continue;
      file.read += bytes.length;
      for (const event of journal.read(file.decoder.decode(bytes, { stream: true }))) {
        if (event.seq <= seen) continue;
        seen = event.seq;
        untold.push(event);
      }
    }
  }

  async function withLog(stage: StageView): Promise<StageView> {
    if (stage.state === 'pending' || stage.attempt === 0) return stage;
    const found = await storedLog(store, run, stage.stage);
    if (!found) return stage;
    const log = store.place(run, found.key);
    if (stage.state !== 'running') return { ...stage, log };
    const bytes = await store.readFrom(run, found.key, Math.max(0, found.size - tailReach), tailReach);
    return { ...stage, log, ...endShown(bytes ? endOf(bytes, found.size > tailReach, tail) : []) };
  }

  return {
    async look() {
      await readNews();
      const status = statusOf(await store.read(run, 'status.json'));
      const begun = status !== undefined && startOf(status) > after;
      const mark = begun && status.state === 'ended' ? await markOf(store, run) : undefined;
      if (begun && timer === undefined) {
        const record = recordOf(await store.read(run, 'run.json'));
        // That of this start: the one before may have had another box.
        if (record && (record.starts ?? [0]).length >= startOf(status)) timer = String(record.machine.powerOff ?? '');
      }
      const view = composeView({
        campaign: run.campaign,
        runId: run.runId,
        now: now(),
        status: begun ? status : undefined,
        journal: begun ? journal : undefined,
        ...(mark && { mark }),
        ...(!begun && { lastSign: now() }),
        worstSeconds,
        place: store.place(run, ''),
      });
      const seconds = begun ? view.seconds : (now() - since) / 1000;
      const stages = await Promise.all(view.stages.map(withLog));
      // What was there before the launch is known, and no news.
      const events = first && !begun && after > 0 ? [] : untold;
      first = false;
      untold = [];
      return {
        view: { ...view, seconds, stages },
        events,
        begun,
        ended: mark !== undefined,
        patience: aliveSeconds(begun ? status : undefined),
        ...(begun && { heartbeat: status.updatedAt }),
        ...(timer && { timer }),
      };
    },
  };
}
