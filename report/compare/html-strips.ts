import type { ComparedItem, Comparison, ItemName, Verdict } from '../../compare/comparison.ts';
import { escaped, named } from '../page/escaped.ts';
import { counted } from '../run/amount.ts';
import { cutMiddle } from '../run/width.ts';
import { scaleOf } from './amounts.ts';
import { valueTicks } from './axes.ts';
import { labelled } from './labels.ts';
import { inOrderOfWeight, kindOf, signs, verdictText, verdictWord } from './words.ts';

/** More strips than these are not drawn: those of what differs most are. */
const mostStrips = 60;
/** Of more values so many evenly spaced quantiles are drawn. */
const mostDots = 200;

interface Measured {
  readonly name: ItemName;
  readonly samples: readonly { readonly run: string; readonly values: readonly number[]; readonly verdict?: Verdict }[];
  readonly judged: ComparedItem;
}

/** The values of each item, a strip of dots a run, all on one axis of their own unit; and what they come to, as a table. */
export function strips(comparisons: readonly Comparison[]): string {
  const all = measured(comparisons);
  const drawable = all.filter(({ samples }) => samples.some(({ values }) => values.length > 1));
  if (drawable.length === 0) return '';
  const { labels } = labelled(all.map(({ name }) => name));
  const label = (item: Measured) => labels[all.indexOf(item)]!;
  const shown = drawable.slice(0, mostStrips);
  const left = all.length - shown.length;
  const many = shown.some(({ samples }) => samples.some(({ values }) => values.length > mostDots));
  return `<p class="quiet">Each dot is a value, the upright line the mean. Each item has an axis of its own, which does not begin at 0.${many ? ` Of more than ${mostDots} values, ${mostDots} evenly spaced quantiles are drawn.` : ''}${left > 0 ? ` ${counted(left, 'item')} of single values or smaller differences not drawn.` : ''}</p>
<div class="strips">
${shown.map(item => strip(item, label(item), comparisons.length > 1)).join('\n')}
</div>
<details><summary>The same in figures</summary><div class="scroll" role="region" aria-label="Values in figures" tabindex="0"><table class="values">
<thead><tr><th scope="col">item</th><th scope="col">run</th>${['values', 'mean', 'deviation', 'least', 'median', 'most'].map(text => `<th scope="col" class="number">${text}</th>`).join('')}</tr></thead>
<tbody>
${all.flatMap(item => item.samples.map(({ run, values }) => valuesRow(label(item), item.name.measure, run, values))).join('\n')}
</tbody>
</table></div></details>`;
}

/** Every item once, with its values in all runs, what differs most first. */
function measured(comparisons: readonly Comparison[]): Measured[] {
  const found = new Map<string, { name: ItemName; judged: ComparedItem; samples: Measured['samples'][number][] }>();
  for (const item of inOrderOfWeight(comparisons.flatMap(({ items }) => items))) {
    const { a, b } = comparisons.find(({ items }) => items.includes(item))!;
    const key = JSON.stringify([item.stage, item.file, item.item, item.measure]);
    const known = found.get(key) ?? { name: item, judged: item, samples: [{ run: a, values: item.values[0] }] };
    known.samples.push({ run: b, values: item.values[1], verdict: item.verdict });
    found.set(key, known);
  }
  const order = [...new Set(comparisons.flatMap(({ a, b }) => [a, b]))];
  const place = ({ run }: { readonly run: string }) => order.indexOf(run);
  return [...found.values()].map(({ samples, ...item }) => ({
    ...item,
    samples: samples.sort((one, other) => place(one) - place(other)),
  }));
}

const [width, row, side] = [360, 46, 10];

function strip({ name, samples, judged }: Measured, label: string, several: boolean): string {
  const values = samples.flatMap(each => each.values);
  const spread = Math.max(...values) - Math.min(...values) || Math.abs(values[0]!) * 0.1;
  const [low, high] = [Math.min(...values) - spread * 0.04, Math.max(...values) + spread * 0.04];
  const x = (value: number) => side + ((value - low) / (high - low)) * (width - 2 * side);
  const { unit, factor } = scaleOf(name.measure, values);
  const ticks = valueTicks(low * factor, high * factor);
  const digits = Math.max(0, -Math.floor(Math.log10((ticks[1] ?? 1) - (ticks[0] ?? 0)) + 1e-9));
  const height = samples.length * row + 24;
  const lines = ticks.map(
    tick =>
      `<line class="tick" x1="${round(x(tick / factor))}" x2="${round(x(tick / factor))}" y1="0" y2="${height - 20}"/>`,
  );
  const scale = ticks.map((tick, index) => {
    const place = x(tick / factor);
    const anchor = place > width - 40 ? ' class="last"' : place < 30 ? ' class="first"' : '';
    const shown = tick.toFixed(digits) + (index === ticks.length - 1 && unit ? ` ${unit}` : '');
    return `<text${anchor} x="${round(anchor.includes('last') ? width - 2 : anchor ? 2 : place)}" y="${height - 5}">${shown}</text>`;
  });
  const rows = samples.map(({ run, values: own, verdict }, index) => {
    const middle = index * row + 30;
    const mean = round(x(own.reduce((sum, value) => sum + value, 0) / own.length));
    return `<g class="${verdict === undefined ? 'base' : kindOf(verdict)}"><text class="run" x="${side}" y="${index * row + 12}">${escaped(cutMiddle(run, 36, '…'))}${several && verdict ? ` ${signs[verdict][0]} ${verdictWord(verdict, judged.speed)}` : ''}</text><path class="dots" d="${dots(own.map(x), middle)}"/><line class="middle" x1="${mean}" x2="${mean}" y1="${middle - 13}" y2="${middle + 13}"/></g>`;
  });
  const told = samples.map(({ run, values: own }) => `${run}: ${counted(own.length, 'value')}`).join(', ');
  return `<figure class="strip ${kindOf(judged.verdict)}"><figcaption><b>${named(label)}</b>${several ? '' : ` <span class="told"><span class="sign" aria-hidden="true">${signs[judged.verdict][0]}</span> ${verdictText(judged)}</span>`}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(`${label}: ${told}; figures in the table below`)}">${lines.join('')}${rows.join('')}${scale.join('')}</svg></figure>`;
}

/** Dots that would cover one another lie above and below. */
function dots(places: readonly number[], middle: number): string {
  const ordered = [...places].sort((one, other) => one - other);
  const taken =
    ordered.length <= mostDots
      ? ordered
      : Array.from(
          { length: mostDots },
          (_, index) => ordered[Math.floor(((index + 0.5) / mostDots) * ordered.length)]!,
        );
  const bins = new Map<number, number>();
  for (const place of taken) bins.set(Math.floor(place / 4), (bins.get(Math.floor(place / 4)) ?? 0) + 1);
  const step = Math.min(4.5, 22 / Math.max(1, ...bins.values()));
  const used = new Map<number, number>();
  return taken
    .map(place => {
      const bin = Math.floor(place / 4);
      const rank = used.get(bin) ?? 0;
      used.set(bin, rank + 1);
      const off = Math.ceil(rank / 2) * (rank % 2 === 0 ? 1 : -1) * step;
      return `M${round(place)} ${round(middle + off)}h0`;
    })
    .join('');
}

function valuesRow(label: string, measure: string, run: string, values: readonly number[]): string {
  const ordered = [...values].sort((one, other) => one - other);
  const count = ordered.length;
  const mean = ordered.reduce((sum, value) => sum + value, 0) / count;
  const median = (ordered[Math.floor((count - 1) / 2)]! + ordered[Math.ceil((count - 1) / 2)]!) / 2;
  const deviation = Math.sqrt(ordered.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  const { unit, factor } = scaleOf(measure, values);
  const cell = (value: number) =>
    `<td class="number">${Number.isFinite(value) ? `${(value * factor).toPrecision(4)}${unit && ` ${unit}`}` : '–'}</td>`;
  return `<tr><th scope="row">${named(label)}</th><td>${named(run)}</td><td class="number">${count}</td>${[mean, deviation, ordered[0]!, median, ordered.at(-1)!].map(cell).join('')}</tr>`;
}

function round(value: number): string {
  return String(Number(value.toFixed(1)));
}
