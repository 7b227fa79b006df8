import type { RunEvent } from '../schema/records.ts';
import type { RunView } from './view.ts';

/** What a run's events add up to, as far as they have been read. */
export interface Journal {
  /** Takes whole lines and the beginning of one; answers the events that are now whole. */
  read(text: string): readonly RunEvent[];
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
  readonly stopping: RunView['stopping'];
  unsaved(): RunView['unsaved'];
  /** Whether all the run has is in the store; absent while it has not ended. */
  readonly complete: boolean | undefined;
  /** Milliseconds since the epoch at which something last reached the store; absent: nothing did. */
  readonly savedAt: number | undefined;
  /** Bytes of all that the store holds of the run. */
  savedBytes(): number;
}

export function newJournal(): Journal {
  let rest = '';
  let missing: readonly string[] = [];
  let warnings: string[] = [];
  let stopping: RunView['stopping'];
  let savedAt: number | undefined;
  const stored = new Map<string, number>();
  const unsaved = new Map<string, string>();
  let complete: boolean | undefined;

  const ends = new Map<string, string>();

  /** A watchdog that ends a killed script tells again how its stages ended. */
  function isRepeated(event: RunEvent): boolean {
    if (event.event !== 'stage-ended') return false;
    const end = `${event.attempt} ${event.state}`;
    if (ends.get(event.stage) === end) return true;
    ends.set(event.stage, end);
    return false;
  }

  function take(event: RunEvent): void {
    switch (event.event) {
      case 'run-started':
        // Taken up again: what was said of its earlier life no longer holds.
        ends.clear();
        missing = [];
        warnings = [];
        stopping = undefined;
        complete = undefined;
        break;
      case 'preflight':
        missing = event.missing;
        break;
      case 'warning':
        warnings.push(event.message);
        break;
      case 'stopping':
        stopping = { why: event.why, detail: event.detail };
        break;
      case 'checkpoint':
      case 'uploaded':
        stored.set(event.key, event.bytes);
        unsaved.delete(event.key);
        savedAt = Date.parse(event.at);
        break;
      case 'upload-failed':
        unsaved.set(event.key, event.error);
        break;
      case 'run-ended':
        complete = event.complete;
        break;
      case 'stage-ended':
        if (event.state === 'passed')
          for (const key of stored.keys()) if (key.startsWith(`stages/${event.stage}/partial/`)) stored.delete(key);
        break;
    }
  }

  return {
    read(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      const events: RunEvent[] = [];
      for (const line of lines) {
        const event = eventOf(line);
        if (!event || isRepeated(event)) continue;
        take(event);
        events.push(event);
      }
      return events;
    },
    get missing() {
      return missing;
    },
    get warnings() {
      return warnings;
    },
    get stopping() {
      return stopping;
    },
    get complete() {
      return complete;
    },
    get savedAt() {
      return savedAt;
    },
    unsaved: () => [...unsaved].map(([key, error]) => ({ key, error })),
    savedBytes: () => [...stored.values()].reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** A line that a kill cut short is no event. */
function eventOf(line: string): RunEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'event' in value ? (value as RunEvent) : undefined;
  } catch {
    return undefined;
  }
}
