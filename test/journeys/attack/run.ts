/**
 * Launches on a box, each struck at one of its calls to AWS: `npm run test:attack -- [--market spot] [--blow killed-after]… [--from N]
 * [--to N]`. Prints a line for each, and what is left in EC2 after `campaign sweep`, which has to be nothing; exits 1 where something is.
 */
import { parseArgs } from 'node:util';
import { type Blow, blows, faultsOf, launches, strike } from './attack.ts';

const { values } = parseArgs({
  options: {
    market: { type: 'string', default: 'on-demand' },
    blow: { type: 'string', multiple: true, default: [...blows] },
    from: { type: 'string', default: '1' },
    to: { type: 'string', default: '200' },
  },
});

async function main(): Promise<number> {
  let [struck, boxes, wrong] = [0, 0, 0];
  await using given = await launches(values.market === 'spot' ? 'spot' : 'on-demand');
  for (const blow of values.blow as Blow[])
    for (let at = Number(values.from); at <= Number(values.to); at++) {
      const end = await strike(given, blow, at);
      // The launch had fewer calls than that.
      if (end.call === '') break;
      const faults = faultsOf(end);
      struck += 1;
      boxes += end.boxes;
      wrong += faults.length > 0 ? 1 : 0;
      const came = `exit ${end.code ?? 'killed'}, ${end.boxes} boxes, ${end.left.length} left`;
      process.stdout.write(`${faults.length > 0 ? 'WRONG' : 'ok   '}  ${blow} at ${at}, ${end.call}: ${came}\n`);
      for (const fault of faults) process.stdout.write(`       ${fault}\n`);
    }
  const left = given.cloud.holding();
  process.stdout.write(`${struck} launches struck, ${boxes} boxes made, ${left.length} things left, ${wrong} wrong\n`);
  return wrong + left.length > 0 ? 1 : 0;
}

process.exitCode = await main();
