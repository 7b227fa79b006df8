import { bucketBeside, missed, openedBucket } from '../campaign-store.ts';
import { type Command, formatOption } from '../command.ts';
import { liveFiles, lookOption, openedStore, reading } from '../store.ts';
import { styleFor } from '../style.ts';

export const runs: Command = {
  name: 'runs',
  summary: 'list the runs in the store, the newest first',
  arguments: [],
  options: [lookOption, formatOption],
  examples: [
    {
      command: 'campaign runs',
      meaning: 'those here, and in the bucket that the campaign names',
    },
    { command: 'campaign runs --store s3://my-bucket/results', meaning: 'those of a bucket' },
    {
      command: 'campaign runs --store /srv/results --format json',
      meaning: 'the runs of another store, for a program',
    },
  ],
  async run(invocation, context) {
    const { store, home } = await openedStore(invocation, context);
    const stores = [store];
    const beside = await bucketBeside(invocation, context);
    if (beside !== undefined) {
      const { value, fault } = await openedBucket(beside);
      if (fault) await missed(beside, fault, (await reading(() => store.runs())).length > 0, context);
      else stores.push(value);
    }
    const { recallRuns } = await import('../../run/recall.ts');
    const { runsObject, runsTable } = await import('../../report/run/runs.ts');
    const { nameLeftoversOf } = await import('../cloud.ts');
    const { stdout } = context.io;
    const lists = await Promise.all(
      stores.map(async each => {
        await reading(() => nameLeftoversOf(each, context));
        return { url: each.url, views: await reading(() => recallRuns(each, runId => liveFiles(home, runId))) };
      }),
    );
    if (invocation.value('format') === 'json') stdout.write(`${JSON.stringify(runsObject(lists), null, 2)}\n`);
    else stdout.write(runsTable(lists, styleFor(context, 'stdout').style));
    return 0;
  },
};
