import type { Rehearsal } from '../../rehearsal/rehearsal.ts';
import { clean } from '../run/width.ts';
import { counted, length, worstOf } from './figures.ts';

/** Whether it held, in a sentence. */
export function verdictText(rehearsal: Rehearsal): string {
  const worst = worstOf(rehearsal.cells);
  const { maxLoss } = rehearsal;
  const broken = rehearsal.cells.filter(({ verdict }) => verdict === 'broken').length;
  if (broken > 0) return `Failed: in ${counted(broken, 'case')} something was that must never be`;
  if (!worst) return 'Nothing was rehearsed';
  const { lost, of } = worst.outcome;
  const what = `${length(lost)} of work${of === undefined ? '' : `, of ${clean(of)}`} in ${clean(worst.stage)}`;
  const most = lost === 0 ? 'nothing that was written is lost' : `no fault loses more than ${what}`;
  if (maxLoss === undefined) return `Held: ${most}; the campaign sets no limits.max-loss`;
  return rehearsal.held
    ? `Held: ${most}; limits.max-loss is ${length(maxLoss)}`
    : `Failed: a fault loses ${what}; limits.max-loss is ${length(maxLoss)}`;
}

/** What the figures rest on, in a few sentences. */
export function basisText({ durations, checkpoint, usdPerHour, scale, cells, faults }: Rehearsal): string {
  const from = durations.from === 'timeouts' ? 'their timeouts' : `those of run ${clean(durations.run)}`;
  const price = usdPerHour === undefined ? 'No price is known.' : `An hour costs ${usdPerHour} USD.`;
  const times = [
    ...(scale.file === undefined ? [] : [`${length(scale.file)} with a store in a directory`]),
    ...(scale.s3 === undefined ? [] : [`${length(scale.s3)} with an emulated bucket and the real aws command`]),
  ];
  const used = cells.filter(({ outcome }) => outcome.rehearsed && outcome.store === 's3');
  const stages = [...new Set(used.map(({ stage }) => clean(stage)))];
  const titles = faults.filter(({ fault }) => used.some(cell => cell.fault === fault)).map(({ title }) => title);
  const bucket = used.length === 0 ? '' : ` The bucket was there for ${stages.join(', ')}: ${titles.join(', ')}.`;
  const second = times.length === 0 ? '' : `; one second here stood for ${times.join(', ')}`;
  return `Lengths of stages are ${from}. What runs is saved every ${length(checkpoint)}${second}.${bucket} ${price}`;
}

/** Why faults were not rehearsed: a line for each fault and reason. */
export function notRehearsedReasons({ faults, cells, stages }: Rehearsal): string[] {
  return faults.flatMap(({ fault, title }) => {
    const reasons = new Map<string, number>();
    for (const { outcome, fault: of } of cells)
      if (of === fault && !outcome.rehearsed) reasons.set(outcome.why, (reasons.get(outcome.why) ?? 0) + 1);
    return [...reasons].map(
      ([why, count]) =>
        `${title}${count < stages.length ? ` (${counted(count, 'stage')} of ${stages.length})` : ''}: ${clean(why)}`,
    );
  });
}
