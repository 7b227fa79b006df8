import type { Cell, Rehearsal, Verdict } from '../../rehearsal/rehearsal.ts';
import { shortName } from '../run/overview.ts';
import { ellipsis, type Style } from '../run/style.ts';
import { clean, cut, pad, textWidth } from '../run/width.ts';
import { doesText, length, wasRehearsed, worstOf } from './figures.ts';

export interface MatrixOptions {
  readonly style: Style;
  /** Of the terminal; absent: as wide as it needs. */
  readonly columns?: number | undefined;
}

/** Stage by fault: what each loses at worst. A window too narrow for all faults has them below each other in bands. */
export function matrix(rehearsal: Rehearsal, { style, columns = Number.POSITIVE_INFINITY }: MatrixOptions): string[] {
  const names = rehearsal.stages.map(({ stage }) => shortName(clean(stage), Math.min(columns, 120), style));
  const nameWidth = Math.max(...names.map(textWidth), 5);
  const fields = rehearsal.faults.map(({ fault, title }) => {
    const heads = headLines(title);
    const cells = rehearsal.stages.map(({ stage }) =>
      field(
        rehearsal.cells.filter(cell => cell.stage === stage && cell.fault === fault),
        style,
      ),
    );
    const width = Math.max(...heads.map(textWidth), ...cells.map(({ text }) => textWidth(text)));
    return { heads, cells, width };
  });
  const margin = 2;
  const room = Math.max(1, columns - margin - nameWidth);
  const lines: string[] = [];
  for (const band of bands(fields, room)) {
    if (lines.length > 0) lines.push('');
    for (const line of [0, 1]) {
      const heads = band.map(({ heads, width }) => `  ${pad(heads[line] ?? '', width)}`).join('');
      const whole = `${' '.repeat(margin + nameWidth)}${heads}`.trimEnd();
      lines.push(style.colors.dim(cut(whole, columns, ellipsis(style))));
    }
    for (const [row, name] of names.entries()) {
      const cells = band.map(({ cells, width }) => {
        const { text, paint } = cells[row]!;
        return `  ${paint(text)}${' '.repeat(width - textWidth(text))}`;
      });
      lines.push(`${' '.repeat(margin)}${pad(name, nameWidth)}${cells.join('')}`.trimEnd());
    }
  }
  return lines;
}

/** A title in two lines, the second the longer where it is odd. */
function headLines(title: string): readonly [string, string] {
  const words = title.split(' ');
  const half = Math.floor(words.length / 2);
  return [words.slice(0, half).join(' '), words.slice(half).join(' ')];
}

/** As few bands as the room allows, and none much shorter than the others. */
function bands<T extends { readonly width: number }>(fields: readonly T[], room: number): readonly (readonly T[])[] {
  for (let count = 1; count < fields.length; count++) {
    const each = Math.ceil(fields.length / count);
    const all = Array.from({ length: count }, (_, band) => fields.slice(band * each, (band + 1) * each));
    if (all.every(band => band.reduce((used, { width }) => used + width + 2, 0) <= room)) return all;
  }
  return fields.map(field => [field]);
}

interface Field {
  readonly text: string;
  readonly paint: (text: string) => string;
}

function field(cells: readonly Cell[], style: Style): Field {
  const { colors, ascii } = style;
  const worst = worstOf(cells);
  const verdict = worst?.verdict ?? 'not-rehearsed';
  return { text: fieldText(worst, verdict, ascii ?? false), paint: paintOf(verdict, colors) };
}

function fieldText(worst: Cell | undefined, verdict: Verdict, ascii: boolean): string {
  if (!worst || !wasRehearsed(worst)) return '?';
  if (verdict === 'broken') return 'BROKEN';
  if (verdict === 'kept' && worst.outcome.does) return doesText[worst.outcome.does];
  if (verdict === 'kept') return ascii ? 'ok' : '✓';
  const lost = `${ascii ? '-' : '−'}${length(worst.outcome.lost)}`;
  return verdict === 'too-much' ? `${lost}!` : lost;
}

export function paintOf(verdict: Verdict, colors: Style['colors']): (text: string) => string {
  switch (verdict) {
    case 'kept':
      return colors.green;
    case 'lost':
      return colors.yellow;
    case 'too-much':
    case 'broken':
      return text => colors.bold(colors.red(text));
    case 'not-rehearsed':
      return colors.dim;
  }
}
