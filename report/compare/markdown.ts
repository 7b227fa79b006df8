import type { ComparedItem, Comparison, Headline } from '../../compare/comparison.ts';
import type { MeasuredRun } from '../../compare/measured-run.ts';
import { counted } from '../run/amount.ts';
import { cutMiddle } from '../run/width.ts';
import { amount, changeText } from './amounts.ts';
import { fullName, labelled } from './labels.ts';
import { code, prose } from './markdown-text.ts';
import { provenance } from './provenance.ts';
import {
  conclusionOf,
  directionText,
  inOrderOfWeight,
  passedOverText,
  reasonText,
  signs,
  tellingMeans,
  verdictText,
} from './words.ts';

/** A comment on GitHub holds fewer characters than this (the API answers "body is too long (maximum is 65536 characters)"). */
export const longestComment = 65_536;

/** Comparisons with the first run as a comment on a pull request: what changed, and behind it what did not. It always fits into one; what had to be left out is said. */
export function comparisonsMarkdown(comparisons: readonly Comparison[], runs: readonly MeasuredRun[]): string {
  // A row takes more than 64 characters.
  for (let most = Math.floor(1024 / comparisons.length); most >= 1; most = Math.floor(most / 2)) {
    const text = page(comparisons, runs, most);
    if (text.length < longestComment) return text;
  }
  // One comparison with one item of each list always fits: its names are cut, and its lists are of eight.
  for (let kept = comparisons.length; ; kept = Math.ceil(kept / 2)) {
    const left = comparisons.length - kept;
    const what =
      left === 0 ? 'What the runs ran on is' : `${counted(left, 'more comparison')}, and what the runs ran on, are`;
    const text = `${page(comparisons.slice(0, kept), [], 1)}\n**${what} not shown here, for want of room.**\n`;
    if (text.length < longestComment || kept === 1) return text;
  }
}

function page(comparisons: readonly Comparison[], runs: readonly MeasuredRun[], most: number): string {
  const facts = provenance(runs);
  const shown = facts.slice(0, most * 16);
  const known =
    facts.length === 0
      ? []
      : [
          details('What the runs are, and what they ran on', [
            row(['', ...runs.map(({ runId }) => code(runId)), '']),
            row(['---', ...runs.map(() => '---'), '---']),
            ...shown.map(({ name, values, differs }) =>
              row([prose(name), ...values.map(code), differs ? '**differs**' : '']),
            ),
            ...leftOut(facts.length - shown.length, 'fact'),
          ]),
        ];
  return `${[...comparisons.map(each => section(each, most)), ...known].join('\n')}`;
}

function section(comparison: Comparison, most: number): string {
  const { a, b, doubts, refused, items, headlines, onlyA, onlyB, withoutRatio, passedOver } = comparison;
  const { verdict, sentences } = conclusionOf(comparison);
  const sign = verdict === 'refused' ? '✗' : signs[verdict][0];
  const [answer, ...rest] = sentences;
  const told = [
    `### ${code(b)} compared with ${code(a)}`,
    '',
    `**${sign} ${prose(answer!)}** ${rest.map(prose).join(' ')}`.trimEnd(),
    '',
  ];
  const flags = [...refused, ...doubts.filter(doubt => !refused.includes(doubt))].slice(0, Math.max(8, most));
  for (const doubt of flags) {
    const what = refused.includes(doubt) ? `**Refused** (${doubt.kind})` : '**Note**';
    told.push(`> ${what}: ${prose(doubt.message.slice(0, 300))}`, '>');
  }
  if (flags.length > 0) told.splice(-1, 1, '');
  told.push(...leftOut(doubts.length - flags.length, 'note'));
  const telling = tellingMeans(comparison);
  const means = telling.slice(0, Math.max(8, most));
  if (means.length > 0)
    told.push(...means.map(each => `- ${headlineText(each)}`), ...leftOut(telling.length - means.length, 'mean'), '');
  told.push(...tables(comparison, most));
  const list = <T>(title: string, all: readonly T[], line: (item: T) => string) => {
    if (all.length === 0) return;
    const lines = all.slice(0, most).map(item => `- ${line(item)}`);
    told.push(`**${title}: ${all.length}**`, '', ...lines, ...leftOut(all.length - most), '');
  };
  list(`Only in ${code(a)}, in no mean`, onlyA, item => code(fullName(item)));
  list(`Only in ${code(b)}, in no mean`, onlyB, item => code(fullName(item)));
  list('In both, without a ratio, in no mean', withoutRatio, item => `${code(fullName(item))}: ${reasonText(item)}`);
  list('Files passed over', passedOver, file => prose(passedOverText(file).slice(0, 300)));
  if (headlines.length === 0 && items.length > 0)
    told.push('No mean over all: the runs do not have the same items. `--common` takes those that both have.', '');
  else if (onlyA.length + onlyB.length + withoutRatio.length > 0 && items.length > 0)
    told.push('The means are over the items that both runs have, not over all.', '');
  return `${told.join('\n')}`;
}

/** What differs, or may, and then, folded, where no difference is seen. */
function tables({ a, b, items }: Comparison, most: number): string[] {
  const { labels, shared } = labelled(items);
  const names = new Map(items.map((item, index) => [item, labels[index]!]));
  const words = [shared, directionText(items), 'in brackets: numbers of values'].filter(Boolean).join('; ');
  const ground = prose(cutMiddle(words, 400, '…'));
  const tableOf = (all: readonly ComparedItem[], room: number) => [
    row(['', 'item', code(a), code(b), 'change', '95% interval', 'verdict']),
    row([':-:', '---', '--:', '--:', '--:', ':-:', '---']),
    ...all.slice(0, room).map(item => itemRow(item, names.get(item)!)),
    ...leftOut(all.length - room, 'item'),
  ];
  const ordered = inOrderOfWeight(items);
  const open = ordered.filter(({ verdict }) => verdict !== 'unclear');
  const folded = ordered.filter(({ verdict }) => verdict === 'unclear');
  const title = `${counted(folded.length, 'item')} in which no difference is seen`;
  return [
    ...(open.length > 0 ? [...tableOf(open, most), ''] : []),
    ...(folded.length > 0 ? [details(title, tableOf(folded, Math.max(0, most - open.length)))] : []),
    ...(items.length > 0 ? [ground, ''] : []),
  ];
}

function itemRow(item: ComparedItem, label: string): string {
  const { measure, means, samples, verdict } = item;
  const { change, interval } = changeText(item);
  const [a, b] = means.map((value, side) => `${amount(measure, value)} (${samples[side]})`);
  const name = code(label);
  return row([signs[verdict][0], name, a!, b!, change, interval, verdictText(item)]);
}

function headlineText(headline: Headline): string {
  const { measure, interval, items, over, verdict } = headline;
  const drawn = interval && over === 'items' ? ', as if these were drawn from many' : '';
  return `${signs[verdict][0]} ${code(measure)}, geometric mean of ${counted(items, 'item')}${drawn}: ${changeText(headline).both}, ${verdictText(headline)}`;
}

function leftOut(count: number, noun?: string): string[] {
  if (count <= 0) return [];
  const what = noun === undefined ? `${count} more` : counted(count, `more ${noun}`);
  return ['', `**${what} not shown here, for want of room: \`campaign compare\` without \`-f md\` shows all.**`];
}

function details(title: string, lines: readonly string[]): string {
  return `<details><summary>${title}</summary>\n\n${lines.join('\n')}\n\n</details>\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
