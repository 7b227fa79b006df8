import type { RealCost } from '../../rehearsal/real.ts';
import type { Rehearsal } from '../../rehearsal/rehearsal.ts';
import { counted } from '../run/amount.ts';
import { clean } from '../run/width.ts';
import { length, worstOf } from './figures.ts';

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
  if (durations.from === 'commands')
    return `The commands were real, and the fault came ${length(durations.after)} after the stage had begun; it is not known to be the worst moment. What runs is saved every ${length(checkpoint)}, into a directory. Work is what the commands took. ${priceText(usdPerHour)}`;
  const from = durations.from === 'timeouts' ? 'their timeouts' : `those of run ${clean(durations.run)}`;
  const times = [
    ...(scale.file === undefined ? [] : [`${length(scale.file)} with a store in a directory`]),
    ...(scale.s3 === undefined ? [] : [`${length(scale.s3)} with an emulated bucket and the real aws command`]),
  ];
  const used = cells.filter(({ outcome }) => outcome.rehearsed && outcome.store === 's3');
  const stages = [...new Set(used.map(({ stage }) => clean(stage)))];
  const titles = faults.filter(({ fault }) => used.some(cell => cell.fault === fault)).map(({ title }) => title);
  const bucket = used.length === 0 ? '' : ` The bucket was there for ${stages.join(', ')}: ${titles.join(', ')}.`;
  const second = times.length === 0 ? '' : `; one second here stood for ${times.join(', ')}`;
  return `Lengths of stages are ${from}. What runs is saved every ${length(checkpoint)}${second}.${bucket} ${priceText(usdPerHour)}`;
}

/** What real commands will take, before they begin. */
export function costText(stage: string, { cases, each, before, needed }: RealCost, after: number): string {
  const first =
    needed.length === 0
      ? ''
      : `first, once, ${needed.map(clean).join(', ')}, which it needs: at most ${length(before)}; then `;
  return `real commands: ${first}${counted(cases, 'case')} of ${clean(stage)}, one after another, each struck after ${length(after)} and at most ${length(each)} long: ${length(before + cases * each)} in all at most`;
}

function priceText(usdPerHour: number | undefined): string {
  return usdPerHour === undefined ? 'No price is known.' : `An hour costs ${usdPerHour} USD.`;
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
