import type { Cell, Rehearsal } from '../../rehearsal/rehearsal.ts';

function cell(stage: string, fault: string, lost: number, verdict: Cell['verdict']): Cell {
  return {
    stage,
    fault,
    verdict,
    outcome: {
      rehearsed: true,
      store: 'file',
      exit: 1,
      kept: 1200 - lost,
      lost,
      ...(lost > 0 && { of: 'rows.txt' }),
      again: 1200,
      stagesAgain: [stage],
      usd: 0.119,
      broken: [],
    },
  };
}

/** Of two stages, with every verdict but one that must never be. */
export const rehearsal: Rehearsal = {
  campaign: 'engine',
  store: 'file',
  checkpoint: 30,
  scale: { file: 30 },
  durations: { from: 'timeouts' },
  usdPerHour: 0.357,
  maxLoss: 60,
  stages: [
    { stage: 'generate[sf=1]', seconds: 1200, notUploaded: [], neverSavedWhileRunning: [] },
    { stage: '<count>', seconds: 1200, notUploaded: [], neverSavedWhileRunning: [] },
  ],
  faults: [
    { fault: 'box-killed', title: 'box dies', meaning: 'Everything ends.' },
    { fault: 'stage-killed', title: 'stage killed', meaning: 'One thing ends.' },
    { fault: 'out-of-memory', title: 'out of memory', meaning: 'It eats.' },
  ],
  cells: [
    cell('generate[sf=1]', 'box-killed', 28, 'lost'),
    cell('generate[sf=1]', 'stage-killed', 0, 'kept'),
    {
      stage: 'generate[sf=1]',
      fault: 'out-of-memory',
      verdict: 'not-rehearsed',
      outcome: { rehearsed: false, why: 'no' },
    },
    cell('<count>', 'box-killed', 1200, 'too-much'),
    cell('<count>', 'stage-killed', 0, 'kept'),
    { stage: '<count>', fault: 'out-of-memory', verdict: 'not-rehearsed', outcome: { rehearsed: false, why: 'no' } },
  ],
  held: false,
  took: 14,
};
