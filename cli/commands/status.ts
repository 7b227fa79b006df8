import { openedRun } from '../campaign-store.ts';
import { type Command, formatOption } from '../command.ts';
import { liveFiles, lookOption, reading } from '../store.ts';
import { styleFor } from '../style.ts';

export const status: Command = {
  name: 'status',
  summary: 'how a run stands, or what came of it',
  arguments: [{ name: 'RUN', summary: 'a run id or the beginning of one; default: the latest', complete: 'run' }],
  options: [lookOption, formatOption],
  examples: [
    { command: 'campaign status', meaning: 'the latest run' },
    { command: 'campaign status 20260517T0915 --format json', meaning: 'the run whose id begins so, for a program' },
  ],
  async run(invocation, context) {
    const { ref, ...opened } = await openedRun(invocation.arguments[0], invocation, context);
    const { recallRun } = await import('../../run/recall.ts');
    const { nameLeftoversOf } = await import('../cloud.ts');
    await reading(() => nameLeftoversOf(opened.store, context, ref));
    const directory = liveFiles(opened.home, ref.runId);
    const view = await reading(() => recallRun(opened.store, ref, { tail: 10, directory }));
    const { stdout } = context.io;
    if (invocation.value('format') === 'json') {
      const { runObject } = await import('../../report/run/json.ts');
      stdout.write(`${JSON.stringify(runObject(view), null, 2)}\n`);
    } else {
      const { readMeter } = await import('../../run/meter.ts');
      const meter = await reading(() => readMeter(opened.store, ref));
      const alive = view.state === 'running' || view.state === 'starting';
      const cost = meter.cost(alive ? Date.now() : undefined);
      const store = invocation.value('store');
      const { statusText } = await import('../../report/run/status.ts');
      const launch = meter.launches.at(-1);
      stdout.write(
        statusText(view, {
          ...styleFor(context, 'stdout'),
          ...(store !== undefined && { store }),
          ...(launch && { launch }),
          cost,
        }),
      );
    }
    return 0;
  },
};
