import { buildOf } from './build.ts';
import { lintAgain } from './kept-lint/again.ts';
import { processIo } from './process-io.ts';

/** As `start` of lint-entry.ts, from what is kept in `cache`; `undefined` where the lint is to be done. */
export async function start(cache: string): Promise<number | undefined> {
  const build = buildOf();
  const io = processIo(cache);
  if (build === undefined) return undefined;
  return lintAgain({ directory: cache, build, cwd: io.cwd, argv: process.argv.slice(2) }, io);
}
