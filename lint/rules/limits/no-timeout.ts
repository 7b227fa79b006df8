import { defineRule } from '../../rule.ts';
import { spokenTime } from '../../spoken.ts';
import { fixBy, inStage } from '../../stage-edits.ts';

export default defineRule({
  id: 'no-timeout',
  severity: 'error',
  since: '0.1.0',
  summary: 'a stage with neither a `timeout` of its own nor `limits.stage`',
  why: `A stage that hangs holds up all that comes after it, until the wall limit ends the run. The origin paid for 25 minutes of a
stage that nobody would have waited for.`,
  instead: '`timeout: 20m` on the stage, or `limits: { stage: 1h }` for all that have none.',
  examples: {
    bad: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  scan:
    run: df -h
`,
        expect: ['5:3 `scan` has no timeout: nothing ends it when it hangs'],
        fixed: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  scan:
    run: df -h
    timeout: 20m
`,
      },
    ],
    good: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  scan:
    run: df -h
    timeout: 1m
`,
      },
    ],
  },
  messages: {
    none: ({ stage }: { stage: string }) => `\`${stage}\` has no timeout: nothing ends it when it hangs`,
    build: () => 'building this artifact when it is missing has no timeout: nothing ends it when it hangs',
  },
  check(context) {
    const { plan, campaign } = context;
    const { wall } = plan.limits;
    const cost =
      wall === undefined ? 'paid time without end' : `up to ${spokenTime(wall)} of paid time, until the wall limit`;
    // A misspelt key, or a value that is no duration, is the reader's to tell.
    if (campaign.limits?.stage || (campaign.limits && context.faulty(campaign.limits.place, ABOUT_STAGE))) return;
    if (context.faulty({ source: campaign.source, range: campaign.root.range }, ABOUT_LIMITS)) return;
    for (const planned of plan.stages) {
      const { stage, timeout, derived } = planned;
      if (timeout !== undefined || stage.timeout || context.faulty(stage.place, ABOUT_TIMEOUT)) continue;
      if (derived) {
        context.report({ message: 'build', place: stage.place, help: 'write `limits: { stage: 1h }`', cost });
        continue;
      }
      const { place, value } = stage.name;
      const help = 'write `timeout: 20m` here, or `limits: { stage: 1h }` for all stages that have none';
      const fix = fixBy('unsafe', 'write `timeout: 20m`', inStage(stage, 'timeout', '20m'));
      context.report({ message: 'none', args: { stage: value }, place, stage: planned, help, cost, ...fix });
    }
  },
});

/** Faults of the reader, in `limits`, anywhere and in a stage, that explain why there is no timeout. */
const ABOUT_STAGE = /^`stage` |did you mean `stage`|key `stage` stands/;
const ABOUT_LIMITS =
  /^`limits` (must|has no value)|did you mean `limits`|key `limits` stands|`(timeout|limits)` belongs/;
const ABOUT_TIMEOUT = /^`timeout` |did you mean `timeout`|key `timeout` stands/;
