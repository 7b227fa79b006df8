import type { Rehearsal } from '../../rehearsal/rehearsal.ts';
import { foldText } from '../fold-text.ts';
import { dot, type Style } from '../run/style.ts';
import { clean, pad, textWidth } from '../run/width.ts';
import { counted, dollars, length, type SurvivingCell, wasRehearsed, worstOf } from './figures.ts';
import { matrix, paintOf } from './matrix.ts';

export interface PrettyOptions {
  readonly style: Style;
  readonly columns?: number | undefined;
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
    `${bold('lost')} ${dim('when the fault strikes at the worst moment of the stage')}`,
    ...matrix(rehearsal, options),
    '',
    ...worstLines(rehearsal, options),
    ...brokenLines(rehearsal, options),
    ...notRehearsed(rehearsal, options),
    ...fold(basis(rehearsal)).map(dim),
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

/** For each fault its worst stage: what is kept, lost, done again, paid. */
function worstLines(rehearsal: Rehearsal, { style, columns = 100 }: PrettyOptions): string[] {
  const { dim } = style.colors;
  const rows = rehearsal.faults.flatMap(({ fault, title }) => {
    const worst = worstOf(rehearsal.cells.filter(cell => cell.fault === fault));
    return worst ? [{ title, worst }] : [];
  });
  if (rows.length === 0) return [];
  const table = [
    ['at worst', 'in', 'kept', 'lost', 'done again', 'costs'],
    ...rows.map(({ title, worst }) => [title, clean(worst.stage), ...figures(worst)]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map(row => textWidth(row[column]!))));
  // In a narrow window the stage goes first, then what is kept: the matrix above and the list tell them.
  const fits = (shown: readonly number[]) => shown.reduce((sum, column) => sum + widths[column]! + 2, 0) <= columns;
  const shown = [
    [0, 1, 2, 3, 4, 5],
    [0, 2, 3, 4, 5],
    [0, 3, 4, 5],
    [0, 3, 4],
    [0, 3],
  ].find(fits) ?? [0, 3];
  const lines = table.map((row, index) => {
    const worst = rows[index - 1]?.worst;
    const text = shown.map(column => {
      const word = pad(row[column]!, widths[column]!);
      return worst && column === 3 ? paintOf(worst.verdict, style.colors)(word) : word;
    });
    const line = `  ${text.join('  ')}`;
    return worst ? line : dim(line);
  });
  return [...lines.map(line => line.trimEnd()), ''];
}

function figures({ outcome }: SurvivingCell): string[] {
  return [
    length(outcome.kept),
    length(outcome.lost),
    length(outcome.again),
    outcome.usd === undefined ? '?' : dollars(outcome.usd),
  ];
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

function notRehearsed({ faults, cells, stages }: Rehearsal, { style, columns }: PrettyOptions): string[] {
  const lines = faults.flatMap(({ fault, title }) => {
    const reasons = new Map<string, number>();
    for (const { outcome, fault: of } of cells)
      if (of === fault && !outcome.rehearsed) reasons.set(outcome.why, (reasons.get(outcome.why) ?? 0) + 1);
    return [...reasons].flatMap(([why, count]) =>
      foldText('  ', `${title}${count < stages.length ? ` (${counted(count, 'stage')})` : ''}: ${why}`, columns),
    );
  });
  if (lines.length === 0) return [];
  return [`${style.colors.yellow('?')} ${style.colors.bold('not rehearsed')}`, ...lines.map(style.colors.dim), ''];
}

function basis({ durations, checkpoint, scale, usdPerHour, store }: Rehearsal): string {
  const from = durations.from === 'timeouts' ? 'their timeouts' : `run ${clean(durations.run)}`;
  return [
    `Stage lengths are ${from}; what runs is saved every ${length(checkpoint)}`,
    `; one second here was ${length(scale)} there; ${store === 'file' ? 'a file store' : 'an emulated S3 store'}`,
    usdPerHour === undefined ? '; no price is known.' : ` at ${usdPerHour} USD/h.`,
  ].join('');
}

function verdictText(rehearsal: Rehearsal): string {
  const worst = worstOf(rehearsal.cells);
  const { maxLoss } = rehearsal;
  const broken = rehearsal.cells.filter(({ verdict }) => verdict === 'broken').length;
  if (broken > 0) return `FAILED: something that must never be was in ${counted(broken, 'case')}`;
  if (!worst) return 'Nothing was rehearsed.';
  const most =
    worst.outcome.lost === 0
      ? 'nothing that was written is lost'
      : `at most ${length(worst.outcome.lost)} of work is lost, of ${clean(worst.outcome.of ?? '')} in ${clean(worst.stage)}`;
  if (maxLoss === undefined) return `Held: ${most} (the campaign sets no limits.max-loss)`;
  return rehearsal.held
    ? `Held: ${most}; limits.max-loss is ${length(maxLoss)}`
    : `FAILED: ${length(worst.outcome.lost)} of work is lost, of ${clean(worst.outcome.of ?? '')} in ${clean(worst.stage)}; limits.max-loss is ${length(maxLoss)}`;
}
