import { nearest } from '../../../schema/nearest.ts';
import { defineRule } from '../../rule.ts';

export default defineRule({
  id: 'unused-ignore',
  severity: 'warning',
  since: '0.1.0',
  summary: 'a `# campaign-ignore:` that keeps no finding back',
  why: 'What it excused is gone, or it stands at the wrong line. Left there, it would hide the next finding of that rule, which nobody has argued for.',
  instead: 'Remove it, or move it to the line before the node that it is about.',
  examples: {
    bad: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  scan:
    run: df -h
    timeout: 1m # campaign-ignore: no-timeout -- it is to run for as long as the machine may
`,
        expect: ['7:36 nothing to ignore here for `no-timeout`'],
      },
    ],
    good: [
      {
        campaign: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  scan: # campaign-ignore: no-timeout -- it is to run for as long as the machine may
    run: df -h
`,
      },
    ],
  },
  messages: {
    unused: ({ rule }: { rule: string }) => `nothing to ignore here for \`${rule}\``,
    unknown: ({ rule }: { rule: string }) => `no rule is called \`${rule}\``,
    none: () => 'the ignore names no rule',
  },
  checkIgnores(context) {
    for (const { rule, place, used } of context.ignores) {
      if (used) continue;
      if (rule === '')
        context.report({ message: 'none', place, help: 'write `# campaign-ignore: <rule> -- <reason>`' });
      else if (context.ran.has(rule))
        context.report({
          message: 'unused',
          args: { rule },
          place,
          help: 'remove it, or move it to the line before what it is about',
        });
      else if (!context.known.has(rule)) {
        // A later release may have the rule; only a near miss is plainly a slip.
        const near = nearest(rule, context.known);
        if (near !== undefined)
          context.report({ message: 'unknown', args: { rule }, place, help: `did you mean \`${near}\`?` });
      }
    }
  },
});
