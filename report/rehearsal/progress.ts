import type { Cell } from '../../rehearsal/rehearsal.ts';
import { ellipsis, type Style } from '../run/style.ts';
import { clean, cut } from '../run/width.ts';
import { length } from './figures.ts';
import { paintOf } from './matrix.ts';

export interface Progress {
  readonly done: number;
  readonly of: number;
  /** Seconds since it began. */
  readonly seconds: number;
  /** What has been done last. */
  readonly last?: Cell;
}

/** The lines of a terminal while it goes on: a bar, and the last word. */
export function progressLines(
  { done, of, seconds, last }: Progress,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const mark = ellipsis(style);
  const left = done < 3 ? '' : `, about ${length((seconds / done) * (of - done))} left`;
  const text = `${done} of ${of}${left}`;
  const width = Math.max(0, Math.min(30, columns - text.length - 2));
  const full = of === 0 ? 0 : Math.round((done / of) * width);
  const [on, off] = style.ascii ? ['#', '.'] : ['━', '─'];
  const bar = `${style.colors.green(on.repeat(full))}${style.colors.dim(off.repeat(width - full))}`;
  const word = last ? cut(`${clean(last.stage)}: ${last.fault}, ${last.verdict}`, columns, mark) : '';
  return [`${bar}  ${cut(text, columns, mark)}`, last ? paintOf(last.verdict, style.colors)(word) : word];
}
