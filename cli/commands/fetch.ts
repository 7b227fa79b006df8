import { resolve } from 'node:path';
import { openedRun } from '../campaign-store.ts';
import { type Command, formatOption } from '../command.ts';
import { answered, lookOption, reading } from '../store.ts';

export const fetch: Command = {
  name: 'fetch',
  summary: 'bring home what a run has left: outputs, logs and records, verified',
  description:
    'Every file is compared with the size and SHA-256 that the run recorded, and written whole or not at all. What is there already ' +
    'and right is not fetched again, so after a break the same command goes on. It also works while the run goes on.',
  arguments: [{ name: 'RUN', summary: 'a run id or the beginning of one; default: the latest', complete: 'run' }],
  options: [
    {
      name: 'output',
      short: 'o',
      value: 'DIR',
      complete: 'directory',
      summary: 'where to; default: campaign-results/RUN-ID',
    },
    {
      name: 'stage',
      short: 's',
      value: 'NAME',
      many: true,
      complete: 'nothing',
      summary: 'only what this stage left; may be repeated',
    },
    lookOption,
    formatOption,
  ],
  examples: [
    { command: 'campaign fetch', meaning: 'the latest run, into campaign-results/ and its id' },
    { command: 'campaign fetch latest --stage generate -o rows', meaning: 'one stage of it, into rows/' },
  ],
  exits: [
    [0, 'all that the run left is in the directory, verified'],
    [2, 'there is no such run or stage, or the store or the command line is wrong'],
    [4, 'something is missing, damaged, not verified or partial, or the run has not ended; what could be had is there'],
  ],
  async run(invocation, context) {
    const { fetchRun } = await import('../../run/fetch.ts');
    const { fetchedObject, fetchedText, isWhole, shown } = await import('../../report/run/fetched.ts');
    const { ref, ...opened } = await openedRun(invocation.arguments[0], invocation, context);
    const { nameLeftoversOf } = await import('../cloud.ts');
    await reading(() => nameLeftoversOf(opened.store, context, ref));
    const written = invocation.value('output') ?? `campaign-results/${ref.runId}`;
    const directory = resolve(context.cwd, written);
    const { stdout, stderr } = context.io;
    const fetched = answered(
      await reading(() =>
        fetchRun(opened.store, ref, {
          directory,
          stages: invocation.values('stage'),
          onObject: (key, number, of) => context.quiet || stderr.write(`fetching ${number}/${of} ${shown(key)}\n`),
        }),
      ),
    );
    if (invocation.value('format') === 'json')
      stdout.write(`${JSON.stringify(fetchedObject(fetched, ref, directory), null, 2)}\n`);
    else stdout.write(fetchedText(fetched, `${ref.campaign}/${ref.runId}`, written));
    return isWhole(fetched) ? 0 : 4;
  },
};
