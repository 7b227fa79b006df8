import type { Estimate } from '../../compare/comparison.ts';

/** How a unit's values are written: the next one that leaves at least 1 before the point. */
type Scale = readonly (readonly [unit: string, factor: number])[];

const seconds: Scale = [
  ['s', 1],
  ['ms', 1e-3],
  ['µs', 1e-6],
  ['ns', 1e-9],
];
const bytes: Scale = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
  ['B', 1],
];

/** Units by the end of a measure's name, and how many of the scale's first unit one of them is. */
const units: readonly (readonly [name: RegExp, scale: Scale, factor: number])[] = [
  [/(?:^|[^a-z])(?:s|secs?|seconds?)$/i, seconds, 1],
  [/(?:^|[^a-z])(?:ms|millis|milliseconds?)$/i, seconds, 1e-3],
  [/(?:^|[^a-z])(?:us|micros|microseconds?)$/i, seconds, 1e-6],
  [/(?:^|[^a-z])(?:ns|nanos|nanoseconds?)$/i, seconds, 1e-9],
  [/(?:^|[^a-z])(?:b|bytes?)$/i, bytes, 1],
];
/** Ends that look like a unit of time and are a rate. */
const rate = /(?:per|\/)[_ ]?\w+$/i;

/** A scale and the factor to it that suits all of some values of a measure. `unit` is empty where the name tells none. */
export function scaleOf(
  measure: string,
  values: readonly number[],
): { readonly unit: string; readonly factor: number } {
  const found = rate.test(measure) ? undefined : units.find(([name]) => name.test(measure));
  if (!found) return { unit: '', factor: 1 };
  const [, scale, factor] = found;
  const largest = Math.max(...values.map(Math.abs)) * factor;
  const [unit, step] = scale.find(([, least]) => largest >= least * 0.9995) ?? scale.at(-1)!;
  return { unit, factor: factor / step };
}

/** A value with its unit: `1.52 s`, `873 µs`; without, where the measure's name tells none: `12,345`. */
export function amount(measure: string, value: number, ascii = false): string {
  const { unit, factor } = scaleOf(measure, [value]);
  if (unit === '') return figure(value);
  return `${scaled(value * factor)} ${ascii ? unit.replace('µ', 'u') : unit}`;
}

/** A value without a unit: three significant digits, or all that a whole number has. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-3)) return value.toExponential(2);
  return Number.isInteger(value) ? value.toLocaleString('en-US') : scaled(value);
}

/** Three significant digits, without an exponent. */
function scaled(value: number): string {
  return Math.abs(value) >= 999.5 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
}

/** A change and its interval, both written in the same way. */
export interface ChangeText {
  /** `+38.5%`, `−0.25%`; where one of them is past the double or the half, all are `×3.10`. */
  readonly change: string;
  /** `[+35.0%, +42.0%]`; empty where there is none. */
  readonly interval: string;
  /** Both, or that there is no interval. */
  readonly both: string;
}

export function changeText({ ratio, interval }: Estimate, ascii = false): ChangeText {
  const manifold = [ratio, ...(interval ?? [])].some(each => each >= 1.995 || each <= 0.5);
  const told = (each: number) => (manifold ? times(each, ascii) : percent(each, ascii));
  const within = interval ? `[${interval.map(told).join(', ')}]` : '';
  return { change: told(ratio), interval: within, both: `${told(ratio)}${interval ? ` ${within}` : ', no interval'}` };
}

/** A size of change without its direction: `3.4%`, `0.25%`, `×2.10`. */
export function sizeOfChange(part: number, ascii = false): string {
  return part >= 0.995 ? times(1 + part, ascii) : `${percentage(part * 100)}%`;
}

function percent(ratio: number, ascii: boolean): string {
  const value = (ratio - 1) * 100;
  const size = percentage(Math.abs(value));
  if (Number(size) === 0) return '0%';
  return `${value < 0 ? (ascii ? '-' : '−') : '+'}${size}%`;
}

function times(ratio: number, ascii: boolean): string {
  const figure = ratio >= 1000 || ratio < 0.001 ? ratio.toExponential(2) : ratio.toPrecision(3);
  return `${ascii ? 'x' : '×'}${figure}`;
}

/** A tenth, or a hundredth of what is small. */
function percentage(value: number): string {
  return value.toFixed(value >= 0.995 ? 1 : 2);
}

/** A ratio as tables of publications have it, points below one another: `1.385`. */
export function ratioFigure(ratio: number): string {
  if (ratio >= 10_000 || ratio < 0.001) return ratio.toExponential(2);
  return ratio >= 0.1 ? ratio.toFixed(ratio >= 100 ? 1 : 3) : ratio.toPrecision(3);
}
