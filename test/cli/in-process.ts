import { commands } from '../../cli/commands/index.ts';
import { main } from '../../cli/main.ts';
import { type Ended, plainEnvironment } from './process.ts';

/**
 * The command line as the real command has it, without a process: for what is decided before anything is done, of which there is much.
 * That a process answers the same is for `campaign` in `process.ts` to show.
 */
export async function answered(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const writer = (stream: keyof typeof said) => ({
    isTerminal: false,
    write: (text: string | Uint8Array) => {
      said[stream] += typeof text === 'string' ? text : Buffer.from(text).toString();
    },
  });
  const io = { stdout: writer('stdout'), stderr: writer('stderr'), env: { ...plainEnvironment, ...env } };
  const code = await main(args, { ...io, cwd, interactive: false }, commands);
  return { code, ...said };
}
