import type { Finding } from '../lint/finding.ts';
import type { Source } from '../schema/source.ts';

/** What a lint run has to tell. */
export interface Findings {
  /** How many campaigns were looked at. */
  readonly files: number;
  readonly findings: readonly Finding[];
  /** What ignore comments keep back; only formats that have a word for it tell it. */
  readonly ignored?: readonly Finding[];
  /** The name a text is shown under; its own path where absent. */
  readonly nameOf?: (source: Source) => string;
}

/** So many findings are told one by one: nobody reads more, and a broken file can have one on each of its lines. */
const MOST_TOLD = 1_000;

/** The findings to tell one by one, in their order: where there are too many, errors go before warnings and those before notes. */
export function toldOneByOne(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MOST_TOLD) return findings;
  const chosen = new Set<Finding>();
  for (const severity of ['error', 'warning', 'note'] as const)
    for (const finding of findings) if (finding.severity === severity && chosen.size < MOST_TOLD) chosen.add(finding);
  return findings.filter(finding => chosen.has(finding));
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

export function count(findings: readonly Finding[]): Counts {
  const of = (severity: Finding['severity']) => findings.filter(finding => finding.severity === severity).length;
  return { errors: of('error'), warnings: of('warning'), notes: of('note') };
}

/** `3 errors, 1 warning`. */
export function countsText({ errors, warnings, notes }: Counts): string {
  return [[errors, 'error'] as const, [warnings, 'warning'] as const, [notes, 'note'] as const]
    .filter(([number]) => number > 0)
    .map(([number, noun]) => `${number} ${noun}${number === 1 ? '' : 's'}`)
    .join(', ');
}
