import { type Command, formatOption } from '../command.ts';
import { liveFiles, openedStore, reading, storeOption } from '../store.ts';
import { styleFor } from '../style.ts';

export const runs: Command = {
  name: 'runs',
  summary: 'list the runs in the store, the newest first',
  arguments: [],
  options: [storeOption, formatOption],
  examples: [
    { command: 'campaign runs', meaning: 'the runs of this repository on this machine' },
    { command: 'campaign runs --store s3://my-bucket/results', meaning: 'those of a bucket' },
    {
      command: 'campaign runs --store /srv/results --format json',
      meaning: 'the runs of another store, for a program',
    },
  ],
  async run(invocation, context) {
    const { store, home } = await openedStore(invocation, context);
    const { nameLeftoversOf } = await import('../cloud.ts');
    await reading(() => nameLeftoversOf(store, context));
    const { recallRuns } = await import('../../run/recall.ts');
    const { runsObject, runsTable } = await import('../../report/run/runs.ts');
    const views = await reading(() => recallRuns(store, runId => liveFiles(home, runId)));
    const { stdout } = context.io;
    if (invocation.value('format') === 'json')
      stdout.write(`${JSON.stringify(runsObject(views, store.url), null, 2)}\n`);
    else stdout.write(runsTable(views, store.url, styleFor(context, 'stdout').style));
    return 0;
  },
};
