import type { Cell, Does, Survival } from '../../rehearsal/rehearsal.ts';

/** Seconds in at most two units: `0s`, `27s`, `5m 3s`, `20m`, `1h 20m`. */
export function length(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return '0s';
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}

/** What a run without its artifacts does, in words. */
export const doesText: Readonly<Record<Does, string>> = { built: 'built here', 'not-started': 'no start' };

/** A cell that was really done. */
export type SurvivingCell = Cell & { readonly outcome: Survival };

export function wasRehearsed(cell: Cell): cell is SurvivingCell {
  return cell.outcome.rehearsed;
}

/** The cell that is worst by loss, then by what is done again; absent where none was rehearsed. */
export function worstOf(cells: readonly Cell[]): SurvivingCell | undefined {
  return cells
    .filter(wasRehearsed)
    .reduce<SurvivingCell | undefined>((worst, cell) => (!worst || isWorse(cell, worst) ? cell : worst), undefined);
}

function isWorse({ outcome: a }: SurvivingCell, { outcome: b }: SurvivingCell): boolean {
  const broken = a.broken.length - b.broken.length;
  return broken !== 0 ? broken > 0 : a.lost !== b.lost ? a.lost > b.lost : a.again > b.again;
}
