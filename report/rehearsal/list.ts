import type { Cell, Rehearsal } from '../../rehearsal/rehearsal.ts';
import { dollars } from '../run/amount.ts';
import { clean } from '../run/width.ts';
import { doesText, length } from './figures.ts';

/** A rehearsal for pipes: a line for each stage and fault, fields separated by tabs. */
export function rehearsalList(rehearsal: Rehearsal): string {
  return rehearsalRows(rehearsal)
    .map(fields => `${fields.join('\t')}\n`)
    .join('');
}

/** Its fields, the names of the columns first. */
export function rehearsalRows(rehearsal: Rehearsal): readonly (readonly string[])[] {
  const head = ['stage', 'fault', 'verdict', 'kept', 'lost', 'again', 'cost', 'note'];
  return [head, ...rehearsal.cells.map(row)];
}

/** One cell as a line for people who follow along. */
export function calmCell(cell: Cell): string {
  const [stage, fault, verdict, kept, lost, again, cost, note] = row(cell);
  if (!cell.outcome.rehearsed) return `${stage} ${fault}: not rehearsed: ${note}`;
  return `${stage} ${fault}: ${verdict}, ${lost} lost, ${kept} kept, ${again} again, ${cost}${note ? ` (${note})` : ''}`;
}

function row({ stage, fault, point, outcome, verdict }: Cell): string[] {
  const names = [clean(stage), point === undefined ? fault : `${fault}#${point}`, verdict];
  if (!outcome.rehearsed) return [...names, '-', '-', '-', '-', clean(outcome.why)];
  const { kept, lost, again, usd, of, does, broken } = outcome;
  const note =
    broken.length > 0
      ? broken.map(clean).join('; ')
      : of === undefined
        ? does
          ? doesText[does]
          : ''
        : `of ${clean(of)}`;
  return [...names, length(kept), length(lost), length(again), usd === undefined ? '-' : dollars(usd), note];
}
