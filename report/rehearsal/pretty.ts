import type { Rehearsal } from '../../rehearsal/rehearsal.ts';
import { foldText } from '../fold-text.ts';
import { counted, dollars } from '../run/amount.ts';
import { dot, type Style } from '../run/style.ts';
import { clean, pad, textWidth } from '../run/width.ts';
import { length, type SurvivingCell, wasRehearsed, worstOf } from './figures.ts';
import { rehearsalRows } from './list.ts';
import { matrix, paintOf } from './matrix.ts';
import { basisText, notRehearsedReasons, verdictText } from './words.ts';

export interface PrettyOptions {
  readonly style: Style;
  readonly columns?: number | undefined;
  /** Every case with all its figures, too. */
  readonly verbose?: boolean;
}

/** A rehearsal for people on a terminal: the matrix, what each fault costs at worst, and whether it held. */
export function rehearsalPretty(rehearsal: Rehearsal, options: PrettyOptions): string {
  const { style, columns } = options;
  const { bold, dim } = style.colors;
  const fold = (text: string) => foldText('', text, columns);
  const [title, ...more] = fold(titleOf(rehearsal, style));
  const name = clean(rehearsal.campaign);
  return `${[
    title!.replace(name, bold),
    ...more,
    '',
    ...foldText('', `lost, if the fault strikes at ${momentOf(rehearsal)}`, columns).map(bold),
    ...matrix(rehearsal, options),
    '',
    ...worstLines(rehearsal, options),
    ...brokenLines(rehearsal, options),
    ...(options.verbose ? listLines(rehearsal, options) : []),
    ...notRehearsed(rehearsal, options),
    ...fold(basisText(rehearsal)).map(dim),
    ...fold(verdictText(rehearsal))
      .map(rehearsal.held ? style.colors.green : style.colors.red)
      .map(bold),
  ].join('\n')}\n`;
}

function titleOf(rehearsal: Rehearsal, style: Style): string {
  const done = rehearsal.cells.filter(wasRehearsed).length;
  return [
    clean(rehearsal.campaign),
    ...(rehearsal.profile === undefined ? [] : [`profile ${clean(rehearsal.profile)}`]),
    `${counted(rehearsal.stages.length, 'stage')} under ${counted(rehearsal.faults.length, 'fault')}`,
    `${done} of ${rehearsal.cells.length} rehearsed in ${length(rehearsal.took)}`,
  ].join(dot(style));
}

/** For each fault what it comes to at worst, whichever stage it strikes: each figure by itself. */
function worstLines(rehearsal: Rehearsal, { style, columns = 100 }: PrettyOptions): string[] {
  const { dim } = style.colors;
  const rows = rehearsal.faults.flatMap(({ fault, title }) => {
    const cells = rehearsal.cells.filter(cell => cell.fault === fault).filter(wasRehearsed);
    const worst = worstOf(cells);
    return worst ? [{ title, worst, ...figures(cells) }] : [];
  });
  if (rows.length === 0) return [];
  const table = [
    ['at worst', 'lost', 'of', 'kept', 'done again', 'costs', 'when it strikes'],
    ...rows.map(({ title, worst, again, usd, at }) => [
      title,
      length(worst.outcome.lost),
      worst.outcome.of === undefined ? '' : `${clean(worst.outcome.of)} in ${clean(worst.stage)}`,
      length(worst.outcome.kept),
      length(again),
      usd === undefined ? '?' : dollars(usd),
      again === 0 ? '' : clean(at),
    ]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map(row => textWidth(row[column]!))));
  // In a narrow window the names go first: the matrix above tells them.
  const fits = (shown: readonly number[]) => shown.reduce((sum, column) => sum + widths[column]! + 2, 0) <= columns;
  const all = [
    [0, 1, 2, 3, 4, 5, 6],
    [0, 1, 3, 4, 5, 6],
    [0, 1, 3, 4, 5],
    [0, 1, 4, 5],
    [0, 1, 4],
  ];
  const shown = all.find(fits) ?? [0, 1];
  const lines = table.map((row, index) => {
    const verdict = rows[index - 1]?.worst.verdict;
    const text = shown.map(column => {
      const word = pad(row[column]!, widths[column]!);
      return verdict && column === 1 ? paintOf(verdict, style.colors)(word) : word;
    });
    return verdict ? `  ${text.join('  ').trimEnd()}` : dim(`  ${text.join('  ').trimEnd()}`);
  });
  return [...lines, ''];
}

function figures(cells: readonly SurvivingCell[]) {
  const most = cells.reduce((a, b) => (b.outcome.again > a.outcome.again ? b : a));
  return { again: most.outcome.again, usd: most.outcome.usd, at: most.stage };
}

function momentOf({ seed, cells, durations }: Rehearsal): string {
  if (durations.from === 'commands') return `${length(durations.after)} after the stage has begun`;
  if (seed === undefined) return 'the worst moment of the stage';
  const points = Math.max(1, ...cells.map(({ point }) => point ?? 1));
  return `the worst of ${counted(points, 'random moment')} (--seed ${seed})`;
}

/** All cases in columns, folded by none: a window too narrow for them wraps them itself. */
function listLines(rehearsal: Rehearsal, { style }: PrettyOptions): string[] {
  const [head, ...rows] = rehearsalRows(rehearsal);
  const widths = head!.map((_, column) => Math.max(...[head!, ...rows].map(row => textWidth(row[column]!))));
  const line = (row: readonly string[]) =>
    `  ${row.map((word, column) => pad(word, widths[column]!)).join('  ')}`.trimEnd();
  return [style.colors.dim(line(head!)), ...rows.map(line), ''];
}

function brokenLines(rehearsal: Rehearsal, { style, columns }: PrettyOptions): string[] {
  const lines = rehearsal.cells
    .filter(wasRehearsed)
    .flatMap(cell =>
      cell.outcome.broken.flatMap(what =>
        foldText('  ', `${clean(cell.stage)}, ${cell.fault}: ${clean(what)}`, columns),
      ),
    );
  if (lines.length === 0) return [];
  return [style.colors.bold(style.colors.red('what must never be, and was')), ...lines, ''];
}

function notRehearsed(rehearsal: Rehearsal, { style, columns }: PrettyOptions): string[] {
  const lines = notRehearsedReasons(rehearsal).flatMap(reason => foldText('  ', reason, columns));
  if (lines.length === 0) return [];
  return [`${style.colors.yellow('?')} ${style.colors.bold('not rehearsed')}`, ...lines.map(style.colors.dim), ''];
}
