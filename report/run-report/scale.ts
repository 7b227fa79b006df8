import type { Start } from './chronicle.ts';

/** Where moments lie between the left end of a timeline (0) and its right one (1). */
export interface Scale {
  at(time: number): number;
  readonly ticks: readonly Tick[];
  /** Times in which no script lived and that are drawn shorter than they were. */
  readonly breaks: readonly { readonly from: number; readonly to: number; readonly seconds: number }[];
}

export interface Tick {
  readonly position: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Near an edge the label begins or ends at its tick, so that it stays in the drawing. */
  readonly anchor: 'first' | 'last' | 'middle';
  /** UTC: `09:15`, with seconds where ticks are closer than a minute, the first of another day with its date; empty: no room. */
  readonly label: string;
}

/** What a pause between two starts takes at most, as a part of the whole. */
const breakWidth = 0.05;
const wantedTicks = 9;
/** Half of what a letter of a label takes, as a part of a timeline that is as narrow as one with all labels gets. */
const letterWidth = 0.006;
/** How near to an end of a timeline a label would leave it, as a part of the whole. */
const edge = 0.06;

/** Steps between ticks, in seconds. */
const steps = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800,
];

/** A scale over the starts of a run and the boots before them: true to the clock within each, pauses between cut short. */
export function scaleOf(starts: readonly Start[]): Scale {
  const lives = starts.map(({ from, to, launched }) => ({ from: launched ?? from, to: Math.max(to, from + 1) }));
  const first = lives[0];
  if (!first) return { at: () => 0, ticks: [], breaks: [] };
  const lived = lives.reduce((sum, { from, to }) => sum + to - from, 0);
  // Lengths as drawn, in milliseconds.
  const drawn: { from: number; to: number; length: number; pause: boolean }[] = [];
  let end = first.from;
  for (const { from, to } of lives) {
    if (from > end) drawn.push({ from: end, to: from, length: Math.min(from - end, lived * breakWidth), pause: true });
    const begin = Math.max(from, end);
    if (to > begin) drawn.push({ from: begin, to, length: to - begin, pause: false });
    end = Math.max(end, to);
  }
  const whole = drawn.reduce((sum, { length }) => sum + length, 0);
  const at = (time: number) => {
    let before = 0;
    for (const { from, to, length } of drawn) {
      if (time < from) break;
      before += time >= to ? length : ((time - from) / (to - from)) * length;
    }
    return Math.min(1, before / whole);
  };
  const breaks = drawn
    .filter(({ pause, from, to, length }) => pause && length < to - from)
    .map(({ from, to }) => ({ from: at(from), to: at(to), seconds: (to - from) / 1000 }));
  return { at, breaks, ticks: ticksOf(drawn, whole, at) };
}

function ticksOf(
  drawn: readonly { readonly from: number; readonly to: number; readonly pause: boolean }[],
  whole: number,
  at: (time: number) => number,
): readonly Tick[] {
  const step = 1000 * (steps.find(each => whole / 1000 / each <= wantedTicks) ?? whole / 1000 / wantedTicks);
  const ticks: Tick[] = [];
  let day = new Date(drawn[0]!.from).toISOString().slice(0, 10);
  // Where the last label ends.
  let taken = -1;
  for (const { from, to, pause } of drawn) {
    if (pause) continue;
    for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
      const text = new Date(time).toISOString();
      const clock = text.slice(11, step < 1000 ? 21 : step < 60_000 ? 19 : 16);
      const label = text.slice(0, 10) === day ? clock : `${text.slice(5, 10)} ${clock}`;
      const [position, width] = [at(time), 2 * label.length * letterWidth];
      const anchor = position < edge ? 'first' : position > 1 - edge ? 'last' : 'middle';
      const left = position - { first: 0, middle: width / 2, last: width }[anchor];
      const fits = left > taken;
      ticks.push({ position, time, anchor, label: fits ? label : '' });
      if (!fits) continue;
      day = text.slice(0, 10);
      taken = left + width;
    }
  }
  return ticks;
}
