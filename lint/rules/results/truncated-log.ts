import type { PlannedStage } from '../../../plan/plan.ts';
import type { Edit } from '../../finding.ts';
import { holds } from '../../produced.ts';
import { recipeTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import type { ShellReading } from '../../shell/construct.ts';
import { type Loss, lostOutput } from '../../shell/output.ts';
import { purposeOf } from '../../shell/purpose.ts';
import { type Tailed, tailedLogs, tailedValues } from '../../shell/tailed.ts';
import { fixBy, withoutEnd } from '../../stage-edits.ts';
import { OUTPUT_OPTION } from '../../stage-files.ts';
import type { ShellText } from '../../stage-script.ts';
import { runTexts, shownCommand } from '../../stage-shell.ts';

export default defineRule({
  id: 'truncated-log',
  severity: 'error',
  since: '0.1.0',
  summary: 'output of a stage’s work that is cut (`| tail`, `| head`) or thrown away (`> /dev/null`)',
  why: `Of the origin's benchmark of 22 queries, \`tail -400\` of the output was kept. The result lines of the first queries, and the
error that had ended the run, were in what was cut. Later every stage ended in \`2>&1 | tail -N\`.`,
  instead: `Nothing: the whole log of every stage is kept and uploaded while it grows. To see less of it, \`campaign logs --tail 20\`. For
a file of its own, \`| tee run.log\` and \`produces: [run.log]\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench --queries 22 2>&1 | tail -400
  load:
    run: ./load >/dev/null 2>&1
`,
        files: { bench: '', load: '' },
        executable: ['bench', 'load'],
        expect: [
          '6:36 `| tail -400` cuts the output of `./bench --queries 22`: what it leaves out is lost',
          '8:17 all that `./load` says goes to /dev/null: nobody will know how it went, or why it failed',
        ],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: ./bench --queries 22 2>&1
  load:
    run: ./load
`,
      },
    ],
    good: [
      {
        title: 'Kept whole before it is cut, a value, and a question',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      newest=$(./bench --list | tail -1)
      command -v perf >/dev/null && perf list | head -3
      ./bench --queries "$newest" 2>&1 | tee run.log | tail -5
    produces: [run.log]
`,
        files: { bench: '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    cut: ({ by, command }: Said) => `\`${by}\` cuts the output of \`${command}\`: what it leaves out is lost`,
    all: ({ command }: Said) =>
      `all that \`${command}\` says goes to /dev/null: nobody will know how it went, or why it failed`,
    stdout: ({ command }: Said) => `what \`${command}\` prints goes to /dev/null: the stage keeps no result of it`,
    stderr: ({ command }: Said) => `the errors of \`${command}\` go to /dev/null: nobody will know why it failed`,
  },
  check(context) {
    const { plan, facts } = context;
    const recipes = [...recipeTexts(plan, facts)];
    // What a recipe or script of package.json may well be meant to keep quiet is left to it.
    const readings = new Set(recipes.flatMap(({ recipe, reading }) => (recipe ? [reading] : [])));
    const texts = [...runTexts(plan, facts), ...recipes];
    const tailed = (reading: ShellReading & { readonly text: ShellText }): readonly Tailed[] =>
      [...tailedLogs(reading.text.text, reading), ...tailedValues(reading.text.text, reading)].filter(
        ({ name }) =>
          !texts.some(other => other.reading !== reading && other.reading.text.text.includes(name)) &&
          !plan.stages.some(({ produces }) => produces.some(output => holds(output, name, ''))),
      );
    for (const { stage, reading } of texts)
      for (const loss of [...lostOutput(reading.text.text, reading), ...tailed(reading)]) {
        const severity = weight(loss, stage);
        if (severity === 'none') continue;
        if (readings.has(reading) && !isPlain(loss, severity)) continue;
        const { how, command, written, start, end } = loss;
        context.report({
          message: how,
          args: { by: written, command: shownCommand(command) },
          place: reading.text.placeOf(start, end),
          stage,
          help:
            'into' in loss
              ? `delete it and \`${loss.into}\`: the whole log is kept and uploaded anyway; \`campaign logs --tail 20\` shows its end`
              : how === 'cut'
                ? `delete \`${written}\`: the whole log is kept and uploaded anyway; \`campaign logs --tail 20\` shows its end`
                : `delete \`${written}\`: the log is kept and uploaded while it grows`,
          cost: 'the results and errors of a paid stage',
          ...('into' in loss ? {} : fixBy('unsafe', `delete \`${written}\``, removalOf(reading.text, loss))),
          severity: severity === 'error' ? undefined : severity,
        });
      }
  },
});

/** What of a recipe is lost as its log, and not kept quiet while something is asked. */
function isPlain({ how, command, toFile }: Loss, severity: 'error' | 'warning'): boolean {
  if (severity !== 'error') return how === 'cut' && toFile;
  return how === 'cut' || (how === 'all' && !command.context.asked);
}

interface Said {
  readonly by: string;
  readonly command: string;
}

/** Where what cuts can go and no file goes with it. */
function removalOf(text: ShellText, { start, end }: Loss): Edit | undefined {
  const code = text.text.slice(start, end);
  const isPlain = /^\|&?[^>]*$|^(?:(?:\d|&)?>{1,2}[|&]?\s*(?:\/dev\/null|[12])\s*)+$/.test(code);
  return isPlain ? withoutEnd(text, start, end) : undefined;
}

/** How sure it is that what is lost was a result. */
function weight({ how, command, beside, toFile }: Loss, stage: PlannedStage | undefined): 'error' | 'warning' | 'none' {
  const purpose = purposeOf(command);
  const tools = purpose === 'install' || purpose === 'fetch' || stage === undefined;
  if (how === 'cut') return tools || toFile ? 'warning' : 'error';
  if (how === 'all') return tools || beside || purpose === 'build' ? 'warning' : 'error';
  if (how === 'stderr') return tools || beside ? 'none' : 'warning';
  // Its results are in a file, so what it prints may be noise; of a client of a database it may be its time that counts.
  if (
    /^(psql|mysql|mariadb|sqlite3|duckdb|clickhouse-client|redis-cli)$/.test(command.words[0]?.value ?? '') ||
    tools ||
    beside ||
    purpose === 'build' ||
    // `perf record -o x ./bench`: of what stands before it, too.
    [...command.written, ...command.words].some(({ value, text }) => OUTPUT_OPTION.test(value ?? text))
  )
    return 'none';
  return (stage?.produces.length ?? 0) > 0 ? 'warning' : 'error';
}
