import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent } from '../schema/records.ts';
import { composeView } from './compose.ts';
import { newJournal } from './journal.ts';
import { statusOf } from './record.ts';
import { lastLines } from './tail.ts';
import type { RunView, StageView } from './view.ts';

export interface WatchOptions {
  /** The run's live files: `$CAMPAIGN_HOME/runs/<run-id>`. They need not exist yet. */
  readonly directory: string;
  readonly runId: string;
  /** Milliseconds since the epoch; a status written before is an earlier life's and not shown. Absent: all is shown. */
  readonly since?: number;
  /** The plan's, for the view. */
  readonly worstSeconds?: number;
  /** Where the run's folder in the store will be, for the view. */
  readonly place?: string;
  /** Lines of log to bring of each running stage; 1 where not said, which is its `lastLine`. */
  readonly tail?: number;
  readonly now?: () => number;
}

export interface Look {
  readonly view: RunView;
  /** What has happened since the look before. */
  readonly events: readonly RunEvent[];
}

export interface Watch {
  /** Reads what is new. Cheap on large logs: only their ends are read, and events once. */
  look(): Promise<Look>;
}

/** Watches a run's live files. `skipEvents`: bytes of an earlier life's events, which are taken in but not told again. */
export function watchRun(options: WatchOptions, skipEvents = 0): Watch {
  const journal = newJournal();
  const decoder = new TextDecoder('utf-8');
  const eventsPath = join(options.directory, 'events.jsonl');
  let offset = 0;

  async function news(): Promise<readonly RunEvent[]> {
    const events: RunEvent[] = [];
    for (;;) {
      const limit = offset < skipEvents ? skipEvents - offset : chunk;
      const bytes = await readPartOf(eventsPath, offset, Math.min(limit, chunk));
      if (bytes.length === 0) return events;
      const told = journal.read(decoder.decode(bytes, { stream: true }));
      if (offset >= skipEvents) events.push(...told);
      offset += bytes.length;
    }
  }

  return {
    async look() {
      // The events first: a table that is read later can only know more than they tell.
      const events = await news();
      const status = statusOf(await readFile(join(options.directory, 'status.json')).catch(() => undefined));
      const now = (options.now ?? Date.now)();
      // Records carry whole seconds, so an earlier life is told by the second.
      const old = status && options.since !== undefined && Date.parse(status.updatedAt) < floorSecond(options.since);
      const view = composeView({
        campaign: '',
        runId: options.runId,
        now,
        status: old ? undefined : status,
        journal,
        lastSign: now,
        worstSeconds: options.worstSeconds,
        place: options.place,
      });
      const seconds =
        view.state === 'starting' && options.since !== undefined ? (now - options.since) / 1000 : view.seconds;
      return { view: { ...view, seconds, stages: await Promise.all(view.stages.map(withLog)) }, events };
    },
  };

  async function withLog(stage: StageView): Promise<StageView> {
    if (stage.state === 'pending' || stage.attempt === 0) return stage;
    const log = join(options.directory, 'stages', stage.stage, 'log');
    return stage.state === 'running'
      ? { ...stage, log, ...endShown(await lastLines(log, options.tail ?? 1)) }
      : { ...stage, log };
  }
}

/** The end of a running stage's log, in a view. */
export function endShown(lines: readonly string[]): Pick<StageView, 'lastLine' | 'tail'> {
  return { lastLine: lines.at(-1) ?? '', ...(lines.length > 1 && { tail: lines }) };
}

const chunk = 1 << 20;

async function readPartOf(path: string, offset: number, limit: number): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(limit), 0, limit, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return Buffer.alloc(0);
  }
}

function floorSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000;
}
