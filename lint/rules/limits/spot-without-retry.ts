import { addToList, mapAt } from '../../../schema/edit.ts';
import { isLong } from '../../measuring.ts';
import { defineRule } from '../../rule.ts';
import { spokenList, spokenTime } from '../../spoken.ts';
import { bodyOf, fixBy, inStage } from '../../stage-edits.ts';

/** A run of less than this is cheaper to start again than to think about. */
const SHORT = 3_600;

const RETRY = '{ attempts: 2, on: [spot] }';

export default defineRule({
  id: 'spot-without-retry',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a spot machine, hours of work, and a long stage that is not taken up again after a spot notice',
  why: `A spot machine can be taken away at two minutes' notice. What had passed is in the store and is not run again; the stage that was
running is lost, and where it is not retried, so is everything that waits for it.`,
  instead: '`retry: { attempts: 2, on: [spot] }` at the stage, or `machine: { market: on-demand }`.',
  examples: {
    bad: [
      {
        campaign: `campaign: tpch
version: 1
machine: { market: spot }
limits: { wall: 5h, stage: 20m }
stages:
  bench:
    run: ./bench --out results.md
    produces: [{ path: results.md, expect: { lines: 22 } }]
    timeout: 2h
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: [
          '6:3 when AWS takes the spot machine back, `bench`, which may take 2h, is lost: nothing starts it again',
        ],
        fixed: `campaign: tpch
version: 1
machine: { market: spot }
limits: { wall: 5h, stage: 20m }
stages:
  bench:
    run: ./bench --out results.md
    produces: [{ path: results.md, expect: { lines: 22 } }]
    timeout: 2h
    retry: { attempts: 2, on: [spot] }
`,
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
machine: { market: spot }
limits: { wall: 5h, stage: 20m }
stages:
  bench:
    run: ./bench --out results.md
    produces: [{ path: results.md, expect: { lines: 22 } }]
    timeout: 2h
    retry: { attempts: 2, on: [spot] }
`,
        files: { bench: '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    lost: ({ stage, time }: { stage: string; time: string }) =>
      `when AWS takes the spot machine back, \`${stage}\`, which may take ${time}, is lost: nothing starts it again`,
  },
  check(context) {
    const { plan } = context;
    if (plan.machine.market !== 'spot' || plan.time.worstCase <= SHORT) return;
    for (const stage of plan.stages) {
      if (stage.off || stage.derived || !isLong(stage) || (stage.retryOn.includes('spot') && stage.attempts > 1))
        continue;
      const { value, place } = stage.stage.name;
      const { retry } = stage.stage;
      const body = bodyOf(stage.stage);
      const own = body && mapAt(body, 'retry');
      // A second attempt that `attempts` forbids is none.
      const again = retry?.attempts?.text === '1' ? undefined : own;
      const edit = retry ? again && addToList(again, 'on', ['spot']) : inStage(stage.stage, 'retry', RETRY);
      context.report({
        message: 'lost',
        args: { stage: value, time: spokenTime(stage.timeout ?? 0) },
        place,
        stage,
        help: retry
          ? spokenList([
              ...(stage.attempts > 1 ? [] : ['write `attempts: 2` in its `retry`']),
              ...(stage.retryOn.includes('spot') ? [] : ['add `spot` to `retry.on`']),
            ])
          : 'write `retry: { attempts: 2, on: [spot] }` at the stage, or `market: on-demand` under `machine:`',
        ...fixBy('unsafe', retry ? 'add `spot` to `retry.on`' : `write \`retry: ${RETRY}\``, edit),
        cost: `up to ${spokenTime(stage.timeout ?? 0)} of paid work, and what waits for it`,
      });
    }
  },
});
