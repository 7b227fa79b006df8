/** Prints how long planning takes: `npx tsx test/plan/bench.ts`. */
import { collisions } from '../../plan/collisions.ts';
import { fingerprints } from '../../plan/fingerprint.ts';
import { resolve } from '../../plan/resolve.ts';
import { campaign, type Written } from './campaigns.ts';

const COUNT = 16_000;

/** Milliseconds of processor time so far: other work on the machine does not count. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const shapes: Readonly<Record<string, (at: number) => Written>> = {
  'a chain of files': at => ({ requires: at > 0 ? [`data/${at - 1}.csv`] : [], produces: [`data/${at}.csv`] }),
  'directories and globs': at => ({ requires: at > 0 ? [`d${at >> 1}/*.csv`] : [], produces: [`d${at + 1}/`] }),
  'globs by their ends': at => ({ produces: [`out/*-${at}.csv`] }),
  'everybody requires one directory': at =>
    at === 0 ? { produces: ['seed/'] } : { requires: ['seed/x'], produces: [`o/${at}/`] },
  'shared stages': at => ({
    exclusive: at % 10 === 0,
    produces: [`x${at}`],
    ...(at > 20 && { requires: [`x${at - 20}`] }),
  }),
};

for (const [name, shape] of Object.entries(shapes)) {
  const written = campaign(Object.fromEntries(Array.from({ length: COUNT }, (_, at) => [`s${at}`, shape(at)])));
  const started = cpu();
  const { plan } = resolve(written);
  const resolved = cpu();
  const found = collisions(plan).length;
  const collided = cpu();
  fingerprints(plan);
  const ended = cpu();
  const ms = (from: number, to: number) => `${Math.round(to - from)} ms`;
  console.log(
    `${COUNT} stages, ${name}: resolve ${ms(started, resolved)}, ${found} collisions ${ms(resolved, collided)}, fingerprints ${ms(collided, ended)}`,
  );
}
