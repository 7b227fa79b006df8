import type { Comparison, Estimate, ItemName, Verdict } from '../../compare/comparison.ts';
import { dot, ellipsis, type Style } from '../run/style.ts';
import { clean, cutMiddle, pad, textWidth } from '../run/width.ts';

const words: Readonly<Record<Verdict, string>> = { faster: 'faster', slower: 'slower', unclear: 'no clear difference' };

/** A comparison for a person: what is unfair, every item's ratio of b to a, what one run lacks, and the means. */
export function comparisonText(
  comparison: Comparison,
  { style, columns = 100 }: { style: Style; columns?: number },
): string {
  const { a, b, doubts, refused, items, headlines, onlyA, onlyB, withoutRatio } = comparison;
  const { colors } = style;
  const told = [colors.bold(`${clean(b)} compared with ${clean(a)}`)];
  for (const doubt of doubts)
    told.push(
      refused.includes(doubt)
        ? colors.red(`refused: ${clean(doubt.message)} (${doubt.kind})`)
        : colors.yellow(`note: ${clean(doubt.message)}`),
    );
  if (refused.length > 0) return `${told.join('\n')}\n`;
  const several = new Set(items.map(({ stage, file }) => `${stage} ${file}`)).size > 1;
  const rows = items.map(item => [nameOf(item, several), figures(item), words[item.verdict]] as const);
  const wide = Math.max(0, ...rows.map(([, ratio]) => textWidth(ratio)));
  const room = Math.max(12, columns - wide - 23);
  const names = rows.map(([name]) => cutMiddle(name, room, ellipsis(style)));
  const nameWidth = Math.max(0, ...names.map(textWidth));
  if (rows.length > 0) told.push('');
  for (const [index, [, ratio, word]] of rows.entries())
    told.push(`${pad(names[index]!, nameWidth)}  ${pad(ratio, wide)}  ${painted(items[index]!.verdict, word, style)}`);
  told.push('');
  for (const headline of headlines)
    told.push(
      `${colors.bold(clean(headline.measure))}: geometric mean ${figures(headline)}${dot(style)}${headline.items} ${headline.items === 1 ? 'item' : 'items'}${dot(style)}${headline.better} is better${dot(style)}${painted(headline.verdict, words[headline.verdict], style)}`,
    );
  for (const [run, lacking] of [
    [a, onlyA],
    [b, onlyB],
  ] as const) {
    if (lacking.length === 0) continue;
    told.push(colors.yellow(`only in ${clean(run)}, in no mean: ${lacking.length}`));
    told.push(...lacking.map(item => `  ${nameOf(item, true)}`));
  }
  if (withoutRatio.length > 0) told.push(colors.yellow('with values that are not above 0, in no mean:'));
  told.push(...withoutRatio.map(item => `  ${nameOf(item, true)}`));
  if (headlines.length === 0 && items.length > 0)
    told.push('No mean over all: the runs do not have the same items. --common takes those that both have.');
  else if (onlyA.length + onlyB.length + withoutRatio.length > 0)
    told.push(colors.yellow('The means are over the items that both runs have, not over all.'));
  return `${told.join('\n')}\n`;
}

function painted(verdict: Verdict, text: string, { colors }: Style): string {
  return verdict === 'faster' ? colors.green(text) : verdict === 'slower' ? colors.red(text) : colors.dim(text);
}

function figures({ ratio, interval }: Estimate): string {
  const figure = (value: number) => value.toPrecision(4);
  return interval
    ? `${figure(ratio)} [${figure(interval[0])}, ${figure(interval[1])}]`
    : `${figure(ratio)}, no interval`;
}

function nameOf({ stage, file, item, measure }: ItemName, whole: boolean): string {
  return clean([...(whole || item === '' ? [stage, file] : []), item, measure].filter(Boolean).join(' '));
}
