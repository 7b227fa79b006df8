import { longest } from '../../../plan/cost.ts';
import type { Plan } from '../../../plan/plan.ts';
import { readable } from '../../../plan/symbol.ts';
import { defineRule } from '../../rule.ts';
import { spokenList, spokenMoney, spokenTime, writtenTime } from '../../spoken.ts';
import { fixBy } from '../../stage-edits.ts';

export default defineRule({
  id: 'over-budget',
  severity: 'error',
  since: '0.1.0',
  summary:
    'timeouts that together exceed `limits.wall`; a worst case that costs more than `limits.cost`; a cap on a price that is not known',
  why: `A wall limit that the stages' own timeouts exceed cuts the last ones off: all their paid time is lost. A cap that is not
held against a price caps nothing.`,
  instead: `Shorter timeouts, fewer attempts, \`exclusive: false\` where nothing is measured, or a higher limit; for a machine that the
price table does not know, \`machine: { price: 0.357 USD/h }\`.`,
  examples: {
    bad: [
      {
        title: 'The timeouts exceed the wall limit',
        campaign: `campaign: tpch
version: 1
limits: { wall: 2h }
stages:
  generate:
    run: make data
    timeout: 20m
  bench:
    run: make bench
    timeout: 1h
    retry: { attempts: 2 }
`,
        expect: ['3:17 the stages can take 2h 20m by their timeouts, more than the wall limit of 2h'],
        fixed: `campaign: tpch
version: 1
limits: { wall: 2h20m }
stages:
  generate:
    run: make data
    timeout: 20m
  bench:
    run: make bench
    timeout: 1h
    retry: { attempts: 2 }
`,
      },
      {
        title: 'The worst case costs more than the cap, or what it costs is not known',
        campaign: `campaign: tpch
version: 1
machine: { type: c7i.48xlarge }
limits: { wall: 2h, cost: 5 USD }
stages:
  bench:
    run: make bench
    timeout: 90m
profiles:
  lab:
    machine: { type: rack-7 }
`,
        expect: [
          '4:27 the price of `rack-7` is not known, so the cap of 5.00 USD cannot be held',
          '4:27 the run can cost 12.85 USD (1h 30m), more than the cap of 5.00 USD',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: tpch
version: 1
machine: { type: c7i.2xlarge, price: 4 USD/h }
limits: { wall: 2h, cost: 7 USD }
stages:
  bench:
    run: make bench
    timeout: 90m
`,
      },
    ],
  },
  messages: {
    wall: ({ worst, wall }: { worst: number; wall: number }) =>
      `the stages can take ${spokenTime(worst)} by their timeouts, more than the wall limit of ${spokenTime(wall)}`,
    cost: ({ worst, hours, cap }: { worst: number; hours: number; cap: number }) =>
      `the run can cost ${spokenMoney(worst)} (${spokenTime(hours)}), more than the cap of ${spokenMoney(cap)}`,
    unknown: ({ type, region, cap }: { type: string; region?: string | undefined; cap: number }) =>
      `the price of ${type}${region === undefined ? '' : ` in ${readable(region)}`} is not known, so the cap of ${spokenMoney(cap)} cannot be held`,
  },
  check(context) {
    const { plan, campaign } = context;
    const { wall, cost: cap } = plan.limits;
    const { worstCase, worstCost } = plan.time;
    const written = campaign.limits;
    if (!written) return;
    if (written.wall && wall !== undefined && worstCase > wall)
      context.report({
        message: 'wall',
        args: { worst: worstCase, wall },
        place: written.wall.place,
        help: `write \`wall: ${writtenTime(worstCase)}\`, or shorten what weighs most: ${heaviest(plan)}`,
        ...fixBy('unsafe', `write \`wall: ${writtenTime(worstCase)}\``, {
          place: written.wall.place,
          replacement: writtenTime(worstCase),
        }),
        cost: `what still runs or waits after ${spokenTime(wall)} is cut off: its paid time is lost`,
      });
    if (!written.cost || cap === undefined) return;
    const place = written.cost.place;
    if (worstCost === undefined) {
      const type = plan.machine.type === undefined ? 'a machine without a type' : `\`${readable(plan.machine.type)}\``;
      const help = 'write `machine: { price: 0.357 USD/h }` with what it costs';
      context.report({
        message: 'unknown',
        args: { type, region: plan.machine.type && plan.store?.region, cap },
        place,
        help,
        cost: 'a cap that caps nothing',
      });
    } else if (worstCost > cap) {
      const { price, count } = plan.machine;
      const seconds = Math.min(worstCase, wall ?? worstCase);
      const machines = count > 1 ? ` on each of ${count} machines` : '';
      context.report({
        message: 'cost',
        args: { worst: worstCost, hours: seconds, cap },
        place,
        help: `write \`cost: ${Math.ceil(worstCost * 100) / 100} USD\`, lower \`limits.wall\`, or shorten what weighs most: ${heaviest(plan)}`,
        cost: `up to ${spokenMoney(worstCost - cap)} more than allowed, at ${spokenMoney(price!.usdPerHour)} an hour${machines}`,
      });
    }
  },
});

/** The three stages with the longest worst case. */
function heaviest(plan: Plan): string {
  const stages = plan.stages.filter(({ off }) => !off).sort((a, b) => longest(b) - longest(a));
  const said = stages.slice(0, 3).map(stage => {
    const times = stage.attempts > 1 ? `${stage.attempts} × ` : '';
    return `\`${readable(stage.name)}\` (${times}${spokenTime(stage.timeout ?? 0)})`;
  });
  return spokenList(said);
}
