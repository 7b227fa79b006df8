import type { Plan } from '../plan/plan.ts';
import type { StoreKind } from './fault.ts';

/** How a campaign's time is shortened: its checkpoint interval becomes a second or a few of a rehearsal. */
export interface Clock {
  /** Seconds of the campaign in one second of the rehearsal; 1 or more. */
  readonly scale: number;
  /** Seconds of the rehearsal between two checkpoints of the store; whole, 1 or more. */
  readonly checkpoint: number;
  /** Seconds of the rehearsal for a declared number of seconds; whole, 1 or more, but 0 stays 0. */
  short(seconds: number): number;
  /** Seconds of the campaign for a span of the rehearsal. */
  long(seconds: number): number;
}

/** The longest that a rehearsed stage waits for one checkpoint of an output, in seconds. */
const patience = 12;

/** Seconds between two checkpoints in a rehearsal: the least that leaves room for what saves them. */
const least: Readonly<Record<StoreKind, number>> = { file: 1, s3: 5 };

/** The script counts in whole seconds, so the store's checkpoint becomes one; a far longer one of an output shortens it further. */
export function clockOf(plan: Plan, store: StoreKind): Clock {
  const intervals = plan.stages.flatMap(({ produces }) => produces.map(({ checkpoint }) => checkpoint));
  const longest = Math.max(plan.store.checkpoint, ...intervals);
  const scale = Math.max(1, plan.store.checkpoint / least[store], longest / patience);
  const short = (seconds: number) => (seconds === 0 ? 0 : Math.max(1, Math.round(seconds / scale)));
  return { scale, checkpoint: short(plan.store.checkpoint), short, long: seconds => seconds * scale };
}
