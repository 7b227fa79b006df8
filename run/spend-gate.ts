import type { Plan } from '../plan/plan.ts';
import type { Fault } from './fault.ts';

/** What a box of a plan may cost, at the on-demand price whatever the market: the disk, transfer and requests are not in it. */
export interface Spend {
  readonly usdPerHour?: number;
  readonly priceFrom?: 'stated' | 'table';
  /** The plan's worst case, and at most `limits.wall`. */
  readonly worstSeconds: number;
  readonly worstUsd?: number;
  /** After this the box is gone, whatever went wrong on it. */
  readonly lifeSeconds: number;
  readonly lifeUsd?: number;
  /** `limits.cost`. */
  readonly capUsd?: number;
  readonly machines: number;
}

/**
 * Seconds that a box may be there beyond `limits.wall`: until cloud-init runs the loader, until the loader gives up (600 s), and what
 * the timer on the box leaves the script to save (900 s).
 */
const beyondWall = 1800;

export function spendOf({ machine, limits, time }: Pick<Plan, 'machine' | 'limits' | 'time'>): Spend {
  const wall = limits.wall ?? time.worstCase;
  const worstSeconds = Math.min(time.worstCase, wall);
  const lifeSeconds = Math.round(wall) + beyondWall;
  const machines = machine.count;
  const cost = (seconds: number, usdPerHour: number) => (seconds / 3600) * usdPerHour * machines;
  return {
    worstSeconds,
    lifeSeconds,
    machines,
    ...(machine.price && {
      usdPerHour: machine.price.usdPerHour,
      priceFrom: machine.price.from,
      worstUsd: cost(worstSeconds, machine.price.usdPerHour),
      lifeUsd: cost(lifeSeconds, machine.price.usdPerHour),
    }),
    ...(limits.cost !== undefined && { capUsd: limits.cost }),
  };
}

/** Why nothing may be created; absent: nothing stands against it. No rule that is switched off, and no `--yes`, goes past it. */
export function spendFault({ worstUsd, capUsd }: Spend, type: string | undefined): Fault | undefined {
  const doing = 'comparing the worst case with limits.cost';
  if (capUsd === undefined) return undefined;
  if (worstUsd === undefined)
    return {
      code: 'spend',
      doing,
      message: `the price of ${type ?? 'the machine'} is not known, and limits.cost is ${capUsd} USD`,
      help: 'state it: machine.price, as 0.357 USD/h',
    };
  if (worstUsd <= capUsd) return undefined;
  return {
    code: 'spend',
    doing,
    message: `it may cost ${worstUsd.toFixed(2)} USD, and limits.cost is ${capUsd} USD`,
    help: 'give stages shorter timeouts or fewer attempts, take a cheaper machine, or raise limits.cost',
  };
}
