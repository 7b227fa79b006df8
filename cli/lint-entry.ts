import { lint } from './commands/lint.ts';
import { main } from './main.ts';
import { processIo } from './process-io.ts';

/** As `start` of entry.ts, for a command line whose first word is `lint`: what hooks call all day loads nothing else. */
export async function start(cache?: string): Promise<number> {
  return await main(process.argv.slice(2), processIo(cache), [lint]);
}
