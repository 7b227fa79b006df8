import { openedRun } from '../campaign-store.ts';
import type { Command } from '../command.ts';
import { answered, liveFiles, lookOption, reading } from '../store.ts';

export const logs: Command = {
  name: 'logs',
  summary: 'what the stages of a run have printed',
  arguments: [
    { name: 'RUN', summary: 'a run id or the beginning of one; default: the latest', complete: 'run' },
    { name: 'STAGE', summary: 'one stage; default: all, in plan order', complete: 'nothing' },
  ],
  options: [{ name: 'follow', short: 'f', summary: 'go on until the stage, or the run, has ended' }, lookOption],
  examples: [
    { command: 'campaign logs latest', meaning: 'every stage of the latest run, each under its name' },
    { command: 'campaign logs -f latest generate', meaning: 'one stage, as it is written' },
  ],
  async run(invocation, context) {
    const { readLogs } = await import('../../run/logs.ts');
    const [asked, stage] = invocation.arguments;
    const { ref, ...opened } = await openedRun(asked, invocation, context);
    const { nameLeftoversOf } = await import('../cloud.ts');
    await reading(() => nameLeftoversOf(opened.store, context, ref));
    const asking = {
      store: opened.store,
      run: ref,
      directory: liveFiles(opened.home, ref.runId),
      follow: invocation.has('follow'),
      ...(stage !== undefined && { stage }),
    };
    const { bold } = context.colors.stdout;
    let last = stage;
    let lineOpen = false;
    await reading(async () => {
      for await (const part of answered(await readLogs(asking))) {
        if (part.stage !== last) context.io.stdout.write(`${lineOpen ? '\n' : ''}${bold(`==> ${part.stage} <==`)}\n`);
        last = part.stage;
        context.io.stdout.write(part.bytes);
        lineOpen = part.bytes.at(-1) !== 10;
      }
    });
    return 0;
  },
};
