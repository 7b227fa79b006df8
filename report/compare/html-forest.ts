import type { ComparedItem, Comparison, Judged, Verdict } from '../../compare/comparison.ts';
import { escaped, named } from '../page/escaped.ts';
import { counted } from '../run/amount.ts';
import { amount, changeText, ratioFigure } from './amounts.ts';
import { type RatioAxis, ratioAxis } from './axes.ts';
import { labelled } from './labels.ts';
import { directionText, inOrderOfWeight, kindOf, signs, tellingMeans, verdictText } from './words.ts';

/** The forest plot: a table whose rows carry their own piece of one axis, so that who cannot see it reads the same in figures. */
export function forest(comparison: Comparison): string {
  const { a, b, items } = comparison;
  if (items.length === 0) return '';
  const means = tellingMeans(comparison);
  const axis = ratioAxis([...items, ...means].flatMap(({ ratio, interval }) => [ratio, ...(interval ?? [])]));
  const { labels, shared } = labelled(items);
  const names = new Map(items.map((item, index) => [item, labels[index]!]));
  const ground = [shared, directionText(items)].filter(Boolean).join('; ');
  const head = ['item', named(a), named(b), 'ratio', '95% interval'];
  return `<figure>
<figcaption>${legend}</figcaption>
<div class="scroll" role="region" aria-label="Ratios of ${escaped(b)} to ${escaped(a)}" tabindex="0">
<table class="forest" role="table">
<caption>Ratio of the mean of ${named(b)} to that of ${named(a)}; in brackets: numbers of values. ${escaped(ground)}. What differs most comes first.</caption>
<thead role="rowgroup"><tr role="row">${head.map(text => `<th role="columnheader" scope="col"${text === 'item' ? '' : ' class="number"'}>${text}</th>`).join('')}<th role="columnheader" scope="col" class="plot"><span class="hidden">plot</span>${scale(axis)}</th><th role="columnheader" scope="col">verdict</th></tr></thead>
<tbody role="rowgroup">
${inOrderOfWeight(items)
  .map(item => itemRow(item, names.get(item)!, axis, [a, b]))
  .join('\n')}
</tbody>
${means.length === 0 ? '' : `<tfoot role="rowgroup">\n${means.map(mean => meanRow(mean, axis)).join('\n')}\n</tfoot>`}
</table>
</div>
</figure>`;
}

const legend = (
  [
    ['worse', 'stands, worse or better'],
    ['perhaps-worse', 'perhaps'],
    ['unclear', 'no difference seen'],
    ['unknown', 'too few values for an interval'],
  ] as const
)
  .map(
    ([verdict, text]) =>
      `<span class="key"><svg class="${verdict === 'worse' ? '' : kindOf(verdict)}" width="16" height="16" aria-hidden="true">${marker(verdict, '50%', 8)}</svg>${text}</span>`,
  )
  .concat(
    `<span class="key"><svg width="20" height="16" aria-hidden="true"><svg x="50%" y="8" overflow="visible"><path class="mean" d="M-9 0L0-5L9 0L0 5Z"/></svg></svg>mean over all, with its interval</span>`,
  )
  .join('\n');

function itemRow(item: ComparedItem, label: string, axis: RatioAxis, runs: readonly [string, string]): string {
  const { measure, means, samples } = item;
  const values = means.map(
    (value, side) =>
      `<td role="cell" class="number"><span class="label">${named(runs[side]!)} </span>${amount(measure, value)} <span class="quiet">(${samples[side]})</span></td>`,
  );
  return `<tr role="row" class="${kindOf(item.verdict)}"><th role="rowheader" scope="row">${named(label)}</th>${values.join('')}${figures(item)}<td role="cell" class="plot">${piece(item, axis)}</td>${verdictCell(item)}</tr>`;
}

function meanRow(mean: ReturnType<typeof tellingMeans>[number], axis: RatioAxis): string {
  const drawn = mean.interval && mean.over === 'items' ? ', as if these were drawn from many' : '';
  return `<tr role="row" class="${kindOf(mean.verdict)} all"><th role="rowheader" scope="row">${named(mean.measure)}</th><td role="cell" colspan="2" class="basis">geometric mean of ${counted(mean.items, 'item')}${drawn}</td>${figures(mean)}<td role="cell" class="plot">${piece(mean, axis, true)}</td>${verdictCell(mean)}</tr>`;
}

function figures(judged: Judged): string {
  const { ratio, interval } = judged;
  const { change } = changeText(judged);
  const within = interval ? `[${interval.map(ratioFigure).join(', ')}]` : 'none';
  const part = change.startsWith('×') ? '' : `<small>${change}</small>`;
  return `<td role="cell" class="number ratio"><span class="label">ratio </span>${ratioFigure(ratio)}${part}</td><td role="cell" class="number interval"><span class="label">95% </span>${within}</td>`;
}

function verdictCell(judged: Judged): string {
  return `<td role="cell" class="verdict-cell"><span class="sign" aria-hidden="true">${signs[judged.verdict][0]}</span> ${verdictText(judged)}</td>`;
}

function scale({ at, ticks }: RatioAxis): string {
  const label = (tick: number) =>
    tick >= 1e4 || tick < 1e-3 ? tick.toExponential(0) : String(Number(tick.toPrecision(4)));
  return `<svg class="scale" width="100%" height="20" aria-hidden="true">${ticks.map(tick => `<text x="${percent(at(tick))}" y="14">${label(tick)}</text>`).join('')}</svg>`;
}

/** A row's piece of the plot: the lines of the axis, the interval, and the ratio on it. */
function piece({ ratio, interval, verdict }: Judged, { at, ticks }: RatioAxis, all = false): string {
  const line = (x: string, name: string) => `<line class="${name}" x1="${x}" x2="${x}" y1="0" y2="100%"/>`;
  const grid =
    ticks
      .filter(tick => tick !== 1)
      .map(tick => line(percent(at(tick)), 'tick'))
      .join('') + line(percent(at(1)), 'one');
  const [low, high] = (interval ?? [ratio, ratio]).map(each => percent(at(each)));
  const ends = [low, high].map(x => `<line class="interval" x1="${x}" x2="${x}" y1="10" y2="18"/>`).join('');
  const across = `<line class="interval" x1="${low}" x2="${high}" y1="14" y2="14"/>`;
  const where = percent(at(ratio));
  const sign = all
    ? `<svg x="${where}" y="14" overflow="visible"><path class="mean" d="M-9 0L0-6L9 0L0 6Z"/></svg>`
    : marker(verdict, where, 14);
  return `<svg class="grid" aria-hidden="true">${grid}</svg><svg class="estimate" width="100%" height="28" aria-hidden="true">${interval ? across + ends : ''}${sign}</svg>`;
}

/** Shapes, so that verdicts differ without colour: full square, empty square, empty circle, cross. */
function marker(verdict: Verdict, x: string, y: number): string {
  const shape: Readonly<Record<Verdict, string>> = {
    worse: '<rect class="full" x="-5" y="-5" width="10" height="10"/>',
    better: '<rect class="full" x="-5" y="-5" width="10" height="10"/>',
    'perhaps-worse': '<rect class="empty" x="-4.5" y="-4.5" width="9" height="9"/>',
    'perhaps-better': '<rect class="empty" x="-4.5" y="-4.5" width="9" height="9"/>',
    unclear: '<circle class="empty" r="4.5"/>',
    unknown: '<path class="cross" d="M-4-4L4 4M-4 4L4-4"/>',
  };
  return `<svg x="${x}" y="${y}" overflow="visible">${shape[verdict]}</svg>`;
}

function percent(value: number): string {
  return `${value.toFixed(2)}%`;
}
