import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'ignore-without-reason',
  severity: 'error',
  since: '0.1.0',
  summary: 'a `# campaign-ignore:` that does not say why',
  why: 'An ignore outlives the person who wrote it. Without its reason nobody dares to remove it, and nobody knows when it has become wrong.',
  instead: '`# campaign-ignore: <rule>[, <rule>] -- <reason>`.',
  examples: {
    bad: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  # campaign-ignore: no-timeout
  scan:
    run: df -h
`,
        expect: ['5:3 the ignore gives no reason'],
      },
    ],
    good: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  # campaign-ignore: no-timeout -- it is to run for as long as the machine may
  scan:
    run: df -h
`,
      },
    ],
  },
  messages: {
    silent: () => 'the ignore gives no reason',
    placeholder: ({ reason }: { reason: string }) => `\`${reason}\` is no reason`,
  },
  checkIgnores(context) {
    const told = new Set<number>();
    for (const { comment, reason, rule } of context.ignores) {
      const says = reason !== '' && !PLACEHOLDER.test(reason) && !context.known.has(reason.replace(/[.!]$/, ''));
      if (says || told.has(comment.range.start)) continue;
      told.add(comment.range.start);
      const more = {
        place: comment,
        help: `write \`# campaign-ignore: ${rule || 'RULE'} -- …\` and, after the \`--\`, why this may stay as it is`,
      };
      if (reason === '') context.report({ message: 'silent', ...more });
      else context.report({ message: 'placeholder', args: { reason }, ...more });
    }
  },
});

/** Words that stand where a reason is to come. */
const PLACEHOLDER =
  /^\W*((todo|fixme|xxx+)\b.*|tbd|tba|wip|tmp|temp|temporary|later|because|reason|reasons?|n\/?a|none|ok|okay|fine|yes|no|ignored?|skip|ignore (this|it)|see above|for now|(will )?fix (this |it )?later|false[ -]positive|not (needed|relevant)|wontfix)?\W*$/i;
