import type { ComparedItem, Comparison, Headline, Verdict } from '../../compare/comparison.ts';
import { foldText } from '../fold-text.ts';
import { counted } from '../run/amount.ts';
import { dot, ellipsis, type Style } from '../run/style.ts';
import { clean, cutMiddle, pad, textWidth } from '../run/width.ts';
import { amount, changeText } from './amounts.ts';
import { fullName, labelled } from './labels.ts';
import { conclusionOf, directionText, passedOverText, reasonText, signs, tellingMeans, verdictText } from './words.ts';

/** A comparison for a person: the answer, what is unfair, every item's change from a to b, what one run lacks, and the means. `columns` absent: nothing is cut or folded. */
export function comparisonText(comparison: Comparison, { style, columns }: { style: Style; columns?: number }): string {
  const { a, b, doubts, refused, items, headlines, onlyA, onlyB, withoutRatio, passedOver } = comparison;
  const { colors } = style;
  const conclusion = conclusionOf(comparison, style.ascii);
  const told: string[] = [colors.bold(`${clean(b)} compared with ${clean(a)}`)];
  const say = (text: string, colour = (line: string) => line) =>
    told.push(...foldText('', text, columns, 2).map(line => colour(line)));
  const [answer, ...rest] = conclusion.sentences;
  say(answer!, line => colors.bold(painted(conclusion.verdict, line, style)));
  for (const sentence of rest) say(sentence);
  for (const doubt of doubts)
    if (refused.includes(doubt)) say(`refused: ${clean(doubt.message)} (${doubt.kind})`, colors.red);
    else say(`note: ${clean(doubt.message)}`, colors.yellow);
  if (items.length > 0) {
    const { shared } = labelled(items);
    told.push('');
    say([shared, directionText(items)].filter(Boolean).join(dot(style)), colors.dim);
    told.push(...table(items, { a: clean(a), b: clean(b) }, { style, columns }));
  }
  const means = tellingMeans(comparison);
  if (means.length > 0) told.push('');
  for (const headline of means) say(headlineText(headline, style), line => painted(headline.verdict, line, style));
  const lists: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [`only in ${clean(a)}, in no mean: ${onlyA.length}`, onlyA.map(fullName)],
    [`only in ${clean(b)}, in no mean: ${onlyB.length}`, onlyB.map(fullName)],
    [
      `in both, without a ratio, in no mean: ${withoutRatio.length}`,
      withoutRatio.map(item => `${fullName(item)}: ${reasonText(item)}`),
    ],
    [`passed over: ${counted(passedOver.length, 'file')}`, passedOver.map(passedOverText)],
  ];
  for (const [title, lines] of lists) {
    if (lines.length === 0) continue;
    say(title, colors.yellow);
    for (const line of lines) told.push(...foldText('  ', line, columns, 4));
  }
  if (refused.length > 0) return `${told.join('\n')}\n`;
  if (headlines.length === 0 && items.length > 0)
    say('No mean over all: the runs do not have the same items. --common takes those that both have.');
  else if (onlyA.length + onlyB.length + withoutRatio.length > 0 && items.length > 0)
    say('The means are over the items that both runs have, not over all.', colors.yellow);
  return `${told.join('\n')}\n`;
}

interface Row {
  readonly label: string;
  readonly a: string;
  readonly b: string;
  readonly change: string;
  readonly interval: string;
  readonly verdict: string;
}

type Column = keyof Row;

/** What a window has room for, the widest first; each has to leave this much for names. */
const layouts: readonly (readonly Column[])[] = [
  ['a', 'b', 'change', 'interval', 'verdict'],
  ['change', 'interval', 'verdict'],
];
const leastLabel = 16;

function table(
  items: readonly ComparedItem[],
  { a, b }: { readonly a: string; readonly b: string },
  { style, columns = Number.POSITIVE_INFINITY }: { readonly style: Style; readonly columns?: number | undefined },
): string[] {
  const rows = rowsOf(items, style);
  const [from, to] = [a, b].map(run => cutMiddle(run, 16, ellipsis(style)));
  const head: Row = { label: 'item', a: from!, b: to!, change: 'change', interval: '95% interval', verdict: '' };
  const width = (column: Column) => Math.max(...[head, ...rows].map(row => textWidth(row[column])));
  const roomIn = (layout: readonly Column[]) => columns - layout.reduce((sum, column) => sum + width(column) + 2, 0);
  const layout = layouts.find(each => roomIn(each) >= Math.min(width('label'), leastLabel));
  // Where no layout leaves enough of the names to tell them apart, each item takes lines of its own.
  if (!layout) return rows.flatMap((row, index) => stacked(row, items[index]!.verdict, style, columns));
  const room = Math.min(width('label'), roomIn(layout));
  const line = (row: Row, paint: (text: string) => string) =>
    [
      pad(cutMiddle(row.label, room, ellipsis(style)), room),
      ...layout.map(column => {
        const text = row[column];
        if (column === 'verdict') return paint(text);
        return column === 'interval' ? pad(text, width(column)) : ' '.repeat(width(column) - textWidth(text)) + text;
      }),
    ]
      .join('  ')
      .trimEnd();
  return [
    style.colors.dim(line(head, text => text)),
    ...rows.map((row, index) => line(row, text => painted(items[index]!.verdict, text, style))),
  ];
}

function rowsOf(items: readonly ComparedItem[], style: Style): Row[] {
  const { labels } = labelled(items);
  return items.map((item, index) => {
    const { measure, means, verdict, samples } = item;
    const { change, interval } = changeText(item, style.ascii);
    const [a, b] = means.map((value, side) => `${amount(measure, value, style.ascii)} (${samples[side]})`);
    return {
      label: labels[index]!,
      a: a!,
      b: b!,
      change,
      interval,
      verdict: `${signs[verdict][style.ascii ? 1 : 0]} ${verdictText(item, style.ascii)}`,
    };
  });
}

function stacked(row: Row, state: Verdict, style: Style, columns: number): string[] {
  const fold = (text: string) => foldText('  ', text, columns, 4);
  return [
    ...foldText('', row.label, columns, 2),
    ...fold(`${row.a} ${style.ascii ? '->' : '→'} ${row.b}`),
    ...fold(`${row.change} ${row.interval}`.trimEnd()),
    ...fold(row.verdict).map(line => painted(state, line, style)),
  ];
}

function headlineText(headline: Headline, style: Style): string {
  const { measure, interval, items, over, verdict } = headline;
  const drawn = interval && over === 'items' ? ', as if these were drawn from many' : '';
  return `${signs[verdict][style.ascii ? 1 : 0]} ${clean(measure)}, geometric mean of ${counted(items, 'item')}${drawn}: ${changeText(headline, style.ascii).both}${dot(style)}${verdictText(headline, style.ascii)}`;
}

function painted(verdict: Verdict | 'refused', text: string, { colors }: Style): string {
  if (verdict === 'better') return colors.green(text);
  if (verdict === 'worse' || verdict === 'refused') return colors.red(text);
  return verdict === 'unclear' ? text : colors.yellow(text);
}
