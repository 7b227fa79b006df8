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
  messages: { silent: () => 'the ignore gives no reason' },
  checkIgnores(context) {
    const told = new Set<number>();
    for (const { comment, reason } of context.ignores) {
      if (reason !== '' || told.has(comment.range.start)) continue;
      told.add(comment.range.start);
      context.report({
        message: 'silent',
        place: comment,
        help: 'end it with ` -- ` and the reason why the finding is right here',
      });
    }
  },
});
