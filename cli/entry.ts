import { commands } from './commands/index.ts';
import { main } from './main.ts';
import { processIo } from './process-io.ts';

/** What the launcher calls: runs the command of this process, and answers its exit code. */
export async function start(cache?: string): Promise<number> {
  return await main(process.argv.slice(2), processIo(cache), commands);
}
