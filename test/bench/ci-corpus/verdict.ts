import { type Ci, DEFAULT_WORKFLOWS, readCi } from '../../../lint/ci/ci.ts';
import { type Overlap, overlapsOf } from '../../../lint/ci/overlap.ts';
import { type Files, filesOf } from '../../../lint/ci/repository.ts';
import { unitsOf } from '../../../lint/ci/units.ts';
import type { RepositoryFacts } from '../../../lint/facts.ts';
import type { Case, Label } from './case.ts';

/** Where the box has the source. */
const ROOT = '/opt/campaign/source';

/** What the engine says of a case, and the step of CI that it names. */
export interface Verdict {
  readonly label: Label;
  readonly step: string;
}

/** A repository whose CI has been read once for all of its cases. */
export function reader(facts: Pick<RepositoryFacts, 'read' | 'exists' | 'list'>): (asked: Case) => Verdict {
  const files = filesOf(facts);
  const ci = readCi(facts, DEFAULT_WORKFLOWS, files);
  return asked => verdict(asked, files, ci);
}

function verdict([, , run, , surroundings = {}]: Case, files: Files, ci: Ci): Verdict {
  const cwd = surroundings.cwd === undefined ? ROOT : `${ROOT}/${surroundings.cwd}`;
  const env = new Map(Object.entries(surroundings.env ?? {}));
  const units = unitsOf(run, { root: ROOT, files }, { cwd, env });
  const found = (frequency: 'change' | 'schedule') =>
    overlapsOf(units, ci.units, { required: new Set(), root: ROOT }, frequency);
  const often = found('change');
  if (often.length > 0)
    return { label: often.every(({ coverage }) => coverage.covers === 'whole') ? 'whole' : 'part', step: told(often) };
  const seldom = found('schedule');
  return seldom.length > 0 ? { label: 'scheduled', step: told(seldom) } : { label: 'none', step: '' };
}

function told([first]: readonly Overlap[]): string {
  const { step, unit } = first!.ci;
  return `${step.workflow}, job ${step.job}: ${unit.command.words.join(' ')}`;
}
