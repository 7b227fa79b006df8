import { buildOf } from './build.ts';
import { lint } from './commands/lint.ts';
import { keep } from './kept-lint/file.ts';
import { Witness } from './kept-lint/witness.ts';
import { main } from './main.ts';
import { processIo } from './process-io.ts';

/** As `start` of entry.ts, for a command line whose first word is `lint`: what hooks call all day loads nothing else. */
export async function start(cache?: string): Promise<number> {
  const argv = process.argv.slice(2);
  const io = processIo(cache);
  const build = cache && buildOf();
  if (!build) return await main(argv, io, [lint]);
  const witness = new Witness(io);
  const exitCode = await main(argv, witness.io, [lint]);
  const testimony = witness.testimony(exitCode);
  if (testimony) keep({ directory: cache, build, cwd: io.cwd, argv }, testimony);
  return exitCode;
}
