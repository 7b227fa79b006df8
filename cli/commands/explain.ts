import type { Rule } from '../../lint/rule.ts';
import { nearest } from '../../schema/nearest.ts';
import { type Command, formatOption } from '../command.ts';
import { Refusal } from '../io.ts';

export const explain: Command = {
  name: 'explain',
  summary: 'what a rule finds, why, and what to write instead',
  arguments: [
    { name: 'RULE', summary: 'the id of a rule, as in findings; without it, all rules are listed', complete: 'rule' },
  ],
  options: [formatOption],
  examples: [
    { command: 'campaign explain', meaning: 'every rule in a line' },
    { command: 'campaign explain no-wall-limit', meaning: 'the page of one rule, with an example of what it finds' },
  ],
  async run(invocation, context) {
    const { rules } = await import('../../lint/rules/index.ts');
    const { list, page } = await import('../../lint/explain.ts');
    const [asked] = invocation.arguments;
    const json = invocation.value('format') === 'json';
    if (asked === undefined) {
      const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
      context.io.stdout.write(
        json ? `${JSON.stringify({ version: 1, rules: sorted.map(brief) }, null, 2)}\n` : list(rules),
      );
      return 0;
    }
    const rule = rules.find(({ id }) => id === asked);
    if (!rule) {
      const near = nearest(
        asked,
        rules.map(({ id }) => id),
      );
      throw new Refusal(
        `there is no rule \`${asked}\``,
        near ? `did you mean \`${near}\`?` : 'see all of them: campaign explain',
      );
    }
    const text = page(rule);
    if (json) context.io.stdout.write(`${JSON.stringify({ version: 1, ...brief(rule), page: text }, null, 2)}\n`);
    else context.io.stdout.write(text.replace(/^#+ .*$/gm, context.colors.stdout.bold));
    return 0;
  },
};

function brief({ id, severity, since, summary }: Rule) {
  return { id, severity, since, summary };
}
