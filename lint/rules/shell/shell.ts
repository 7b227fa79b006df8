import type { PlannedStage } from '../../../plan/plan.ts';
import type { ShellRemark } from '../../facts.ts';
import { defineRule } from '../../rule.ts';
import { lostWith } from '../../spoken.ts';
import { allTexts, type TextReading } from '../../stage-shell.ts';
import { commentBehind, endless, swallowedByFolding, swallowedByYaml } from '../../unread-code.ts';

export default defineRule({
  id: 'shell',
  severity: 'error',
  since: '0.1.0',
  summary:
    'shell code that does not parse; and, where shellcheck is installed, what it warns of, at its place in the YAML',
  why: `Bash reads a text while it runs it: a quote that is never closed, or an \`if\` without \`fi\`, is found out on the box, after whatever
comes before it has been done. What shellcheck warns of has cost others the same.`,
  instead: `What the message says. A remark of shellcheck that does not hold here is switched off with its reason where it stands:
\`# shellcheck disable=SC2046 # the list is split on purpose\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      ./bench --warm
      ./bench "data
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: ['8:15 bash cannot read this: unterminated double quote'],
      },
      {
        title: 'What bash reads and editors do not show',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: bash all.sh
`,
        files: { 'all.sh': '\ufeffset -eu\n./bench\n', bench: '' },
        executable: ['bench'],
        expect: [
          'all.sh:1:1 the script begins with a byte order mark, which bash takes for a part of its first command',
        ],
      },
    ],
    good: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      if [ -d data ]; then
        ./bench "data"
      else
        exit 1
      fi
`,
        files: { bench: '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    mark: () => 'the script begins with a byte order mark, which bash takes for a part of its first command',
    returns: () =>
      'its lines end with a carriage return, as on Windows: bash takes it for a part of the last word of each',
    parse: ({ what }: { what: string }) => `bash cannot read this: ${what}`,
    comment: ({ what }: { what: string }) => `YAML takes \`${what}\` for a comment: bash never gets it`,
    folded: ({ what }: { what: string }) =>
      `the lines of a folded text (\`>\`) become one, and this comment takes \`${what}\` with it: it never runs`,
    bracket: ({ what, instead }: { what: string; instead: string }) =>
      `bash reads \`${what}\` as one word: without the blank in \`${instead}\` nothing is tested`,
    endless: ({ mark }: { mark: string }) =>
      `no line is \`${mark}\` alone: all that follows is text of this here-document, and none of it runs`,
    remark: ({ code, what }: { code: number; what: string }) => `${what} (SC${code})`,
  },
  asks: 'shellcheck',
  check(context) {
    const { plan, facts } = context;
    const texts = [...allTexts(plan, facts)];
    const { comments } = context.reading;
    const { setup } = plan.campaign.machine ?? {};
    for (const [run, stage] of [
      ...(setup ? [[setup] as const] : []),
      ...plan.stages.map(one => [one.stage.run, one] as const),
    ])
      for (const one of [swallowedByYaml(run, comments), swallowedByFolding(run)])
        if (one)
          context.report({
            message: one.how === 'comment' ? 'comment' : 'folded',
            args: { what: one.what },
            place: one.place,
            stage,
            help:
              one.how === 'comment'
                ? 'put the text into a block, where YAML has no comments: `run: |`, and the command on the next line, indented'
                : 'write `|` instead of `>`: the lines then stay lines',
            cost: stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage',
          });
    for (const { stage, reading } of texts) {
      for (const { what, place, indented } of reading.errors.length === 0 ? endless(reading) : [])
        context.report({
          message: 'endless',
          args: { mark: what },
          place,
          stage,
          help: indented
            ? `put \`${what}\` at the beginning of its line, without blanks before or behind it; in a \`run: |\` that is where the text’s own lines begin`
            : `write a line that is \`${what}\` alone where the text ends`,
          cost: stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage',
        });
      for (const { what, instead, start, end } of glued(reading))
        context.report({
          message: 'bracket',
          args: { what, instead },
          place: reading.text.placeOf(start, end),
          stage,
          help: `write \`${instead}\``,
          cost: stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage',
        });
      if (reading.marked)
        context.report({
          message: 'mark',
          place: reading.text.placeOf(0, 0),
          stage,
          help: `save it as UTF-8 without BOM: \`sed -i '1s/^\\xEF\\xBB\\xBF//' ${reading.script}\``,
          cost: stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage',
        });
      const returned = reading.script === undefined ? -1 : reading.text.text.search(/\r\n/);
      if (returned >= 0) {
        // The box gets it as git holds it.
        if (facts.git?.plainEnds(reading.script!)) continue;
        context.report({
          message: 'returns',
          place: reading.text.placeOf(returned, returned + 1),
          stage,
          help: `\`sed -i 's/\\r$//' ${reading.script}\`, and \`*.sh eol=lf\` in .gitattributes`,
          cost: stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage',
        });
        continue;
      }
      const [fault] = reading.errors;
      if (!fault) continue;
      // What is never closed is missed at the end of the text: shown at the last that stands there.
      const start = Math.max(0, Math.min(fault.at, reading.text.text.trimEnd().length - 1));
      const what = fault.message.replaceAll("'", '`');
      context.report({
        message: 'parse',
        args: { what },
        place: reading.text.placeOf(start, Math.min(start + 1, reading.text.text.length)),
        stage,
        help: isCut(stage, reading)
          ? 'YAML takes what follows ` #` on this line for a comment: put the text into a block, `run: |`, and the command on the next line, indented'
          : `${mending(what)}; \`bash -n FILE\` checks a script without running it`,
        cost: stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage',
      });
    }
    if (!facts.shellcheck) return;
    // Scripts of the repository are for the repository's own checks.
    const own = texts.filter(({ reading }) => reading.script === undefined && reading.errors.length === 0);
    const remarks = facts.shellcheck(own.map(({ reading }) => reading.text.text));
    for (const [index, { stage, reading }] of own.entries())
      for (const remark of remarks[index] ?? []) tell(remark, stage, reading);

    function isCut(stage: PlannedStage | undefined, { script }: TextReading): boolean {
      const run = stage ? stage.stage.run : setup;
      return script === undefined && run !== undefined && commentBehind(run, comments) !== undefined;
    }

    function tell({ code, message, start, end }: ShellRemark, stage: PlannedStage | undefined, { text }: TextReading) {
      context.report({
        message: 'remark',
        args: { code, what: message.replace(/\.$/, '') },
        place: text.placeOf(start, end),
        stage,
        help: `why: https://www.shellcheck.net/wiki/SC${code}`,
        severity: 'warning',
      });
    }
  },
});

/** `[-d data ]` and `[ -d data]`: a bracket is a command, and its end a word of its own. */
function glued({ commands }: TextReading): readonly { what: string; instead: string; start: number; end: number }[] {
  return commands.flatMap(({ kind, words }) => {
    const [first, last] = [words[0], words.at(-1)];
    if (kind !== 'command' || !first || !last) return [];
    const [, open, rest] = /^(\[\[?)([-!"$].*)$/s.exec(first.text) ?? [];
    if (open) return [{ what: first.text, instead: `${open} ${rest}`, start: first.start, end: first.end }];
    const [, word] = (first.value === '[' && /^([^[\]]+)\]$/.exec(last.text)) || [];
    return word ? [{ what: last.text, instead: `${word} ]`, start: last.start, end: last.end }] : [];
  });
}

/** What to write where bash misses something. */
function mending(what: string): string {
  const closing = /^expected `(.+?)`/.exec(what)?.[1];
  if (closing !== undefined) return `write the missing \`${closing}\``;
  const after = /^expected command after `(.+?)`/.exec(what)?.[1];
  if (after !== undefined) return `write a command after \`${after}\`, or delete it`;
  for (const [pattern, mark] of CLOSINGS) if (pattern.test(what)) return `write the closing ${mark}`;
  return 'write what is missing, or delete what is too much';
}

const CLOSINGS: readonly (readonly [RegExp, string])[] = [
  [/^unterminated double quote/, '`"`'],
  [/^unterminated (single|ANSI-C) quote/, "`'`"],
  [/^unterminated (command|process) substitution/, '`)`'],
  [/^unterminated parameter expansion/, '`}`'],
  [/^unterminated arithmetic/, '`))`'],
];
