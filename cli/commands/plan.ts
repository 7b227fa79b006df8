import { campaignFile } from '../campaign-file.ts';
import { type Command, formatOption } from '../command.ts';
import { planOptions } from '../params.ts';
import { refuseFaulty } from '../refuse.ts';

export const plan: Command = {
  name: 'plan',
  summary: 'what would run, in which order, how long and at what cost',
  arguments: [{ name: 'FILE', summary: 'the campaign; default: campaign.yaml, here or above', complete: 'campaign' }],
  options: [
    ...planOptions,
    {
      name: 'stage',
      short: 's',
      value: 'NAME',
      many: true,
      complete: 'nothing',
      summary: 'only this stage and what it needs',
    },
    formatOption,
  ],
  examples: [
    { command: 'campaign plan', meaning: 'what would run, in which order, and what it may cost at most' },
    {
      command: 'campaign plan --profile local --format json | jq .time',
      meaning: 'the same for a profile, for a program',
    },
  ],
  exits: [
    [0, 'there is a plan'],
    [2, 'the campaign has errors, or the command line'],
  ],
  async run(invocation, context) {
    const { judge } = await import('../judge.ts');
    const stages = invocation.values('stage');
    const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
      invocation,
      // A plan is looked at before the work is committed.
      tolerate: ['untracked-file', 'dirty-file', 'unpushed-commit', 'userdata-size'],
      ...(stages.length > 0 && { stages }),
    });
    const checked = await refuseFaulty(judged, context, 'planned');
    if (invocation.value('format') === 'json') {
      const { planObject } = await import('../../report/plan-json.ts');
      context.io.stdout.write(`${JSON.stringify(planObject(checked), null, 2)}\n`);
    } else {
      const { planPretty } = await import('../../report/plan-pretty.ts');
      const { columns } = context.io.stdout;
      context.io.stdout.write(planPretty(checked, { colors: context.colors.stdout, columns }));
    }
    return 0;
  },
};
