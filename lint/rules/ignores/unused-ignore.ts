import { nearest } from '../../../schema/nearest.ts';
import { renaming } from '../../../schema/rename.ts';
import type { Edit } from '../../finding.ts';
import type { Ignore } from '../../ignore.ts';
import { defineRule } from '../../rule.ts';
import { fixBy } from '../../stage-edits.ts';

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
        expect: ['7:36 `no-timeout` finds nothing here: the ignore keeps nothing back'],
        fixed: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  scan:
    run: df -h
    timeout: 1m
`,
      },
      {
        title: 'One of two, one that is misspelt, and one in shell code',
        campaign: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  # campaign-ignore: no-timeout, swallowed-failure -- it is to run for as long as the machine may
  scan:
    run: |
      # campaign-ignore: truncated-log -- only the end says something
      df -h
  # campaign-ignore: no-timout -- it is to run for as long as the machine may
  inodes:
    run: df -i
`,
        expect: [
          '5:34 `swallowed-failure` finds nothing here: the ignore keeps nothing back',
          '8:26 `truncated-log` finds nothing here: the ignore keeps nothing back',
          '10:22 no rule is called `no-timout`',
          '11:3 [no-timeout] `inodes` has no timeout: nothing ends it when it hangs',
        ],
        fixed: `campaign: scan
version: 1
limits: { wall: 2h }
stages:
  # campaign-ignore: no-timeout -- it is to run for as long as the machine may
  scan:
    run: |
      df -h
  # campaign-ignore: no-timeout -- it is to run for as long as the machine may
  inodes:
    run: df -i
`,
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
    unused: ({ rule }: { rule: string }) => `\`${rule}\` finds nothing here: the ignore keeps nothing back`,
    unknown: ({ rule }: { rule: string }) => `no rule is called \`${rule}\``,
    every: ({ rule }: { rule: string }) => `\`${rule}\` names no rule, and an ignore is for the rules that it names`,
    none: () => 'the ignore names no rule',
  },
  checkIgnores(context) {
    for (const ignore of context.ignores) {
      const { rule, place, used } = ignore;
      if (used) continue;
      if (rule === '')
        context.report({ message: 'none', place, help: 'write `# campaign-ignore: <rule> -- <reason>`' });
      else if (context.ran.has(rule))
        context.report({
          message: 'unused',
          args: { rule },
          place,
          help: 'remove it, or move it to the line before what it is about',
          ...(rule !== 'shell' && fixBy('safe', 'remove it', removalOf(ignore, context.ignores))),
        });
      else if (!context.known.has(rule)) {
        // A later release may have the rule; only a near miss is plainly a slip.
        const near = nearest(rule, context.known);
        if (EVERY.test(rule))
          context.report({
            message: 'every',
            args: { rule },
            place,
            help: 'name the rules, as the findings do: `# campaign-ignore: no-timeout, unpinned -- <reason>`',
          });
        else if (near !== undefined)
          context.report({
            message: 'unknown',
            args: { rule },
            place,
            help: `did you mean \`${near}\`?`,
            fix: renaming(place, rule, near, context.known),
          });
      }
    }
  },
});

/** What people write for all rules. */
const EVERY = /^(all|any|every|everything|lint|\*|.*\*.*)$/i;

/** The comment with its line or the blanks before it; of a comment that names several rules, the one. */
function removalOf({ place, comment }: Ignore, all: readonly Ignore[]): Edit {
  const { source } = comment;
  const { text } = source;
  const edit = (start: number, end: number): Edit => ({ place: { source, range: { start, end } }, replacement: '' });
  const before = (from: number, what: RegExp) => what.exec(text.slice(Math.max(0, from - 200), from))?.[0].length ?? 0;
  if (
    all.some(
      other => other.comment.range.start === comment.range.start && other.place.range.start !== place.range.start,
    )
  ) {
    const comma = /^\s*,\s*/.exec(text.slice(place.range.end, comment.range.end))?.[0].length;
    return comma === undefined
      ? edit(place.range.start - before(place.range.start, /,?\s*$/), place.range.end)
      : edit(place.range.start, place.range.end + comma);
  }
  const { start, end } = comment.range;
  const blanks = start - before(start, /[ \t]*$/);
  const newline = /^\r?\n/.exec(text.slice(end, end + 2))?.[0].length ?? 0;
  const alone = blanks === 0 || text[blanks - 1] === '\n';
  return alone ? edit(blanks, end + newline) : edit(blanks, end);
}
