import type { Spend } from '../../run/spend-gate.ts';
import { dollars, hourly, span } from './amount.ts';

/** What a box may cost, before it is created. */
export function spendText(
  spend: Spend,
  machine: { readonly type: string; readonly market: string },
): readonly string[] {
  const { worstSeconds, worstUsd, usdPerHour, priceFrom, lifeSeconds, lifeUsd, capUsd, machines } = spend;
  const many = machines === 1 ? '' : ` on ${machines} machines`;
  const price =
    usdPerHour === undefined
      ? `the price of ${machine.type} is not known`
      : `${hourly(usdPerHour)} ${priceFrom === 'stated' ? 'as machine.price states it' : 'on demand, by the table that comes with this release'}`;
  const cap = capUsd === undefined ? 'no limits.cost' : `limits.cost ${capUsd} USD`;
  return [
    `worst case ${worstUsd === undefined ? 'of unknown cost' : dollars(worstUsd)}: ${span(worstSeconds)} of timeouts and attempts${many}; ${price}; ${cap}`,
    `in no case longer than ${span(lifeSeconds)}${lifeUsd === undefined ? '' : `, which is ${dollars(lifeUsd)}`}: then the box ends itself; disk, transfer and requests are not counted`,
  ];
}
