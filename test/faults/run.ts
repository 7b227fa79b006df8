/**
 * Our own fault suite: real runs, each struck at a random moment, and taken up again or not.
 * `npm run test:faults -- [--seeds N] [--from S] [--beside N]`: N seeds from S, so many at once. Prints every seed that failed with
 * the command that replays it, and exits 1.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { pointOf, strike, told } from './points.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    beside: { type: 'string', default: String(cpus().length * 2) },
  },
});

async function main(): Promise<number> {
  const count = Number(values.seeds);
  const from = Number(values.from);
  const began = performance.now();
  const failed: number[] = [];
  let next = from;
  let done = 0;
  const lane = async () => {
    while (next < from + count) {
      const point = pointOf(next++);
      const wrong = await strike(point);
      done++;
      if (wrong.length > 0) {
        failed.push(point.seed);
        process.stdout.write(
          `${told(point)}\n${wrong.map(what => `  ${what}\n`).join('')}  npm run test:faults -- --seeds 1 --from ${point.seed}\n`,
        );
      } else if (count === 1) process.stdout.write(`${told(point)}: well\n`);
      if (done % 25 === 0) process.stderr.write(`${done} of ${count}, ${failed.length} failed\n`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.beside) }, lane));
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(
    `${count} points from seed ${from} in ${seconds} s: ${failed.length === 0 ? 'all is well' : `${failed.length} failed: ${failed.sort((a, b) => a - b).join(' ')}`}\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

main().then(
  status => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 2;
  },
);
