import type { Cell, Rehearsal } from '../../rehearsal/rehearsal.ts';

/** What `campaign rehearse --format json` prints. Times in seconds of the campaign, money in US dollars; unknown is null. */
export function rehearsalObject(rehearsal: Rehearsal) {
  return {
    version: 1,
    campaign: rehearsal.campaign,
    profile: rehearsal.profile ?? null,
    held: rehearsal.held,
    maxLossSeconds: rehearsal.maxLoss ?? null,
    store: rehearsal.store,
    checkpointSeconds: rehearsal.checkpoint,
    scale: { file: rehearsal.scale.file ?? null, s3: rehearsal.scale.s3 ?? null },
    durations: { run: null, afterSeconds: null, ...durationsObject(rehearsal.durations) },
    usdPerHour: rehearsal.usdPerHour ?? null,
    seed: rehearsal.seed ?? null,
    tookSeconds: rehearsal.took,
    stages: rehearsal.stages,
    faults: rehearsal.faults,
    cells: rehearsal.cells.map(cellObject),
  };
}

function durationsObject(durations: Rehearsal['durations']) {
  return durations.from === 'commands' ? { from: durations.from, afterSeconds: durations.after } : durations;
}

function cellObject({ stage, fault, point, verdict, outcome }: Cell) {
  const none = {
    store: null,
    state: null,
    exit: null,
    keptSeconds: null,
    lostSeconds: null,
    lostOf: null,
    does: null,
    againSeconds: null,
    stagesAgain: [],
    usd: null,
    broken: [],
  };
  const found = outcome.rehearsed
    ? {
        store: outcome.store,
        state: outcome.state ?? null,
        exit: outcome.exit,
        keptSeconds: outcome.kept,
        lostSeconds: outcome.lost,
        lostOf: outcome.of ?? null,
        does: outcome.does ?? null,
        againSeconds: outcome.again,
        stagesAgain: outcome.stagesAgain,
        usd: outcome.usd ?? null,
        broken: outcome.broken,
      }
    : none;
  return { stage, fault, point: point ?? null, verdict, why: outcome.rehearsed ? null : outcome.why, ...found };
}
