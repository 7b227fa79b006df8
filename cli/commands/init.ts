import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../command.ts';
import { Refusal } from '../io.ts';

export const init: Command = {
  name: 'init',
  summary: 'write a commented campaign.yaml for this repository',
  description:
    'Looks at its CI workflows and lock files. Writes nothing but campaign.yaml, in the directory it is started in, and never over one that is there.',
  arguments: [],
  options: [],
  examples: [
    { command: 'campaign init', meaning: 'a first campaign.yaml here' },
    { command: 'campaign -C ~/engine init', meaning: 'the same in another directory' },
  ],
  exits: [
    [0, 'the file is written'],
    [2, 'there is one already, or it cannot be written'],
  ],
  async run(_, context) {
    for (const name of ['campaign.yaml', 'campaign.yml'])
      if (existsSync(join(context.cwd, name)))
        throw new Refusal(`${name} is already there`, `look at it: campaign lint ${name}`);
    const { repositoryAround, factsOf } = await import('../ports/repository.ts');
    const { firstCampaign } = await import('../first-campaign.ts');
    const repository = repositoryAround(context.cwd, context.io);
    const { text, looked } = firstCampaign(factsOf(repository), repository.root);
    const file = { path: join(context.cwd, 'campaign.yaml'), shown: 'campaign.yaml' };
    try {
      writeFileSync(file.path, text, { flag: 'wx' });
    } catch (error) {
      throw new Refusal(
        `campaign.yaml cannot be written: ${(error as Error).message}`,
        'start it in a directory that is yours',
      );
    }
    const { judge } = await import('../judge.ts');
    const { count, countsText } = await import('../../report/findings.ts');
    const counts = count((await judge(file, context)).findings);
    const { bold } = context.colors.stdout;
    context.io.stdout.write(
      [
        `${bold('campaign.yaml')} is written`,
        ...looked.map(line => `  ${line}`),
        ...(counts.errors + counts.warnings > 0 ? [`  lint has ${countsText(counts)} to tell: campaign lint`] : []),
        'next: say in `run` what to measure, commit it, then campaign lint, campaign plan, campaign run',
        '',
      ].join('\n'),
    );
    return 0;
  },
};
