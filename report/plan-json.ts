import type { Plan } from '../plan/plan.ts';
import { readable } from '../plan/symbol.ts';
import { besideOf, boxNeeds } from './plan-view.ts';

/** `campaign plan --format json`. Times in seconds, money in US dollars; what is not known is `null`. */
export function planObject(plan: Plan) {
  const beside = besideOf(plan);
  const { machine, limits, store, time, repository } = plan;
  return {
    version: 1,
    campaign: plan.campaign.name.value,
    profile: plan.profile ?? null,
    params: Object.fromEntries([...plan.params].map(([name, value]) => [name, value ?? null])),
    source: {
      repo: repository.repo ?? null,
      ref: repository.ref,
      commit: repository.commit ?? null,
      dir: repository.dir,
    },
    machine: {
      type: machine.type ?? null,
      market: machine.market,
      count: machine.count,
      usdPerHour: machine.price?.usdPerHour ?? null,
    },
    store: { url: store.url === undefined ? null : readable(store.url), checkpointSeconds: store.checkpoint },
    time: {
      worstCaseSeconds: time.worstCase,
      wallSeconds: limits.wall ?? null,
      worstCostUsd: time.worstCost ?? null,
      costLimitUsd: limits.cost ?? null,
      criticalPath: time.criticalPath,
      criticalSeconds: time.criticalSeconds,
      buildSeconds: time.buildSeconds,
    },
    stages: plan.stages.map(stage => ({
      stage: stage.name,
      needs: stage.needs.map(({ to, what }) => ({ stage: to, for: readable(what) })),
      beside: beside.get(stage.name) ?? [],
      exclusive: stage.exclusive,
      timeoutSeconds: stage.timeout ?? null,
      attempts: stage.attempts,
      box: boxNeeds(stage).map(readable),
      produces: stage.produces.map(({ path, upload, checkpoint }) => ({
        path: readable(path.text),
        upload,
        checkpointSeconds: checkpoint === 0 ? null : checkpoint,
      })),
      skipped: stage.off ? readable(stage.off.text) : null,
    })),
  } as const;
}
