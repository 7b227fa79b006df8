import type { Place } from '../../../schema/source.ts';
import type { Edit } from '../../finding.ts';
import { uncheckedWork } from '../../programs/python-unchecked.ts';
import type { Runner } from '../../recipes/recipe.ts';
import { recipeTexts } from '../../recipes/recipe-texts.ts';
import { ignoringErrors, passedOver, swallowedInRecipe } from '../../recipes/swallowed.ts';
import { defineRule } from '../../rule.ts';
import { type Swallow, swallowed } from '../../shell/swallowed.ts';
import { exactly, fixBy, withoutEnd, withoutLine } from '../../stage-edits.ts';
import type { ShellText } from '../../stage-script.ts';
import { type RunText, runTexts, shownCommand } from '../../stage-shell.ts';

export default defineRule({
  id: 'swallowed-failure',
  severity: 'error',
  since: '0.1.0',
  summary:
    'a command that matters and whose failure nobody learns of: `|| true`, `set +e`, `|| exit 0`, `trap "exit 0" EXIT`, `make -i`',
  why: `The origin's stages ended in \`|| true\` and its uploads in \`2>/dev/null || true\`: results were lost on a paid machine, and the
run said "campaign complete". A stage that fails costs minutes; one that pretends to have worked costs the whole run.`,
  instead: `Let it fail: a stage runs under \`set -euo pipefail\`, the others go on, and the failure stands in the report. Where a status
is an answer, take it: \`cmd || status=$?\` and decide. What only tidies up (\`rm\`, \`kill\`, \`docker rm\`) may end in \`|| true\`.`,
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      ./bench --out results.md 2>&1 || true
      aws s3 cp results.md s3://results/ 2>/dev/null || :
    produces: [results.md]
`,
        files: { bench: '' },
        executable: ['bench'],
        expect: [
          '7:37 `|| true` hides a failure of `./bench --out results.md`: the stage passes without its work',
          '8:54 `|| :` hides a failure of `aws s3 cp results.md s3://results/`: the stage passes without its work',
        ],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      ./bench --out results.md 2>&1
      aws s3 cp results.md s3://results/ 2>/dev/null
    produces: [results.md]
`,
      },
      {
        title: 'In a script that the stage runs, and by `set +e`',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: bash all.sh
`,
        files: { 'all.sh': 'set -e\n./one || exit 0\nset +e\n./two\necho done\n', one: '', two: '' },
        executable: ['one', 'two'],
        expect: [
          'all.sh:2:7 `|| exit 0` hides a failure of `./one`: the stage passes without its work',
          'all.sh:3:1 after `set +e` a failure of `./two` ends nothing: the stage goes on without its work',
        ],
        fixedFiles: { 'all.sh': 'set -e\n./one\n./two\necho done\n' },
      },
      {
        title: 'In a Makefile and in package.json',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      make bench
      npm run report
`,
        files: {
          Makefile: 'bench:\n\t-rm -r out\n\t-./bench --out out\n',
          'package.json': '{ "scripts": { "report": "node report.js || true" } }\n',
          bench: '',
          'report.js': '',
        },
        executable: ['bench'],
        expect: [
          'Makefile:3:2 `-` before `./bench --out out` has make go on when it fails: the stage passes without its work',
          'package.json:1:42 `|| true` hides a failure of `node report.js`: the stage passes without its work',
        ],
        fixedFiles: {
          Makefile: 'bench:\n\t-rm -r out\n\t./bench --out out\n',
          'package.json': '{ "scripts": { "report": "node report.js" } }\n',
        },
      },
    ],
    good: [
      {
        title: 'What tidies up may fail, a status may be an answer, and text is text',
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  bench:
    run: |
      rm -f results.md || true
      pkill bench-server || true
      found=$(grep -c slow config.txt || true)
      ./bench --slow "$found" --out results.md || { echo "status $?" >&2; exit 1; }
      echo 'never write || true'
    produces: [results.md]
`,
        files: { bench: '', 'config.txt': '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    or: ({ by, command }: Said) => `\`${by}\` hides a failure of \`${command}\`: the stage passes without its work`,
    default: ({ by, command }: Said) =>
      `\`${by}\` hides a failure of \`${command}\`: the stage goes on with an empty value`,
    option: ({ by, command }: Said) =>
      `after \`${by}\` a failure of \`${command}\` ends nothing: the stage goes on without its work`,
    'option-last': ({ by, command }: Said) =>
      `\`${by}\` lets the stage go on past a failure: what is added after \`${command}\` will hide that it failed`,
    branch: ({ command }: Said) => `when \`${command}\` fails, that is only printed: the stage passes without its work`,
    'silent-branch': ({ command }: Said) =>
      `when \`${command}\` fails, nothing happens: the stage goes on without its work`,
    negated: ({ command }: Said) => `\`!\` turns a failure of \`${command}\` into success`,
    background: ({ command }: Said) =>
      `\`wait\` without a process always succeeds: a failure of \`${command}\` is lost`,
    unawaited: ({ command }: Said) =>
      `nothing waits for \`${command}\`: the stage ends before it does, and passes whatever becomes of it`,
    chain: ({ by, command }: Said) =>
      `\`set -e\` does not see \`${command}\` fail before \`&&\` in \`${by}\`: the stage goes on`,
    retries: ({ command }: Said) =>
      `when the last attempt of \`${command}\` fails too, the loop just ends: the stage goes on`,
    status: ({ by, command }: Said) =>
      `\`${by}\` takes a failure of \`${command}\` for none: most programs end with 1 whatever went wrong`,
    unchecked: ({ call, command }: { call: string; command: string }) =>
      `\`${call}\` goes on when \`${command}\` fails: the stage passes without its work`,
    'no-errexit': ({ command }: Said) => `this shell runs without \`set -e\`: a failure of \`${command}\` ends nothing`,
    'no-pipefail': ({ command }: Said) =>
      `this shell runs without \`pipefail\`: a failure of \`${command}\` is lost in the pipe`,
    'pipefail-off': ({ by, command }: Said) => `after \`${by}\` a failure of \`${command}\` is lost in the pipe`,
    masked: ({ by, command }: Said) =>
      `\`${by}\` succeeds even when \`${command}\` inside it fails: the stage goes on without its value`,
    each: ({ command }: Said) =>
      `\`find … -exec … \\;\` ends with 0 whatever \`${command}\` does: the stage passes without its work`,
    asked: ({ by, command }: Said) =>
      `\`${by}\` is called where its status is asked, so \`set -e\` does not hold in it: a failure of \`${command}\` ends nothing`,
    trap: ({ by, command }: Said) => `\`${by}\` ends the stage with 0 whatever fails, \`${command}\` too`,
    dash: ({ runner, command }: Said & { runner: Runner }) =>
      `\`-\` before \`${command}\` has ${runner} go on when it fails: the stage passes without its work`,
    passes: ({ runner, by, command }: Said & { runner: Runner }) =>
      `\`${by}\` has ${runner} go on when \`${command}\` fails: the stage passes without its work`,
    'ignore-errors': ({ by, command }: Said) =>
      `\`${by}\` has \`${command}\` go on past every failure: the stage passes without its work`,
  },
  check(context) {
    const { plan, facts } = context;
    const cost = 'a paid stage that passes without its result, and a run that says it is complete';
    const tell = ({ stage, reading }: RunText, swallows: readonly Swallow[]): void => {
      for (const swallow of swallows) {
        const { how, command, start, end, written } = swallow;
        context.report({
          message: how,
          args: { by: written, command: shownCommand(command) },
          place: reading.text.placeOf(start, end),
          stage,
          help: HELP[how](written, shownCommand(command)),
          cost,
          ...fixBy('unsafe', `delete \`${written}\``, removalOf(reading.text, swallow)),
          severity: UNSURE.has(how) ? 'warning' : undefined,
        });
      }
      for (const command of reading.commands) {
        const option = ignoringErrors(command);
        if (!option) continue;
        context.report({
          message: 'ignore-errors',
          args: { by: option.text, command: shownCommand(command) },
          place: reading.text.placeOf(option.start, option.end),
          stage,
          help: `delete \`${option.text}\`: make then ends at the first line that fails, and the stage with it`,
          cost,
          ...(option.own &&
            fixBy('unsafe', `delete \`${option.text}\``, withoutEnd(reading.text, option.start, option.end))),
        });
      }
    };
    for (const one of runTexts(plan, facts)) tell(one, swallowed(one.reading.text.text, one.reading));
    for (const { stage, call, command, text, start, end, instead, open } of uncheckedWork(plan, facts)) {
      const place = instead || !open ? undefined : exactly(text, end - 1, end - 1);
      context.report({
        message: 'unchecked',
        args: { call, command: shownCommand(command) },
        place: text.placeOf(start, end),
        stage,
        help: `${instead ? `write \`${instead}\`` : 'add `check=True`'}: the program then ends where it fails, and the stage with it`,
        cost,
        ...fixBy('unsafe', 'add `check=True`', place && { place, replacement: ', check=True' }),
        severity: 'warning',
      });
    }
    for (const one of recipeTexts(plan, facts)) {
      tell(one, swallowedInRecipe(one));
      const passes = one.recipe?.passes;
      const command = passedOver(one);
      if (!passes || !command) continue;
      const { runner, written, place } = passes;
      context.report({
        message: written === '-' ? 'dash' : 'passes',
        args: { runner, by: written, command: shownCommand(command) },
        place,
        stage: one.stage,
        help: `${written === '-' ? 'delete the `-` at the beginning of the line' : written === '.IGNORE' ? 'take the target out of `.IGNORE`' : `delete \`${written}\``}: ${runner} then ends where it fails, and the stage with it`,
        cost,
        ...(written === '-' &&
          fixBy('unsafe', 'delete the `-`', isDash(place) ? { place, replacement: '' } : undefined)),
      });
    }
  },
});

interface Said {
  readonly by: string;
  readonly command: string;
}

/** It is written there, and not what a variable of make brings. */
function isDash({ source, range }: Place): boolean {
  return source.text.slice(range.start, range.end) === '-';
}

/** Where all that swallows the failure can go, and nothing else with it. */
function removalOf(text: ShellText, { how, start, end }: Swallow): Edit | undefined {
  if (how === 'or') return withoutEnd(text, start, end);
  return how === 'option' || how === 'option-last' || how === 'pipefail-off'
    ? withoutLine(text, start, end)
    : undefined;
}

/** They may be meant so. */
const UNSURE: ReadonlySet<Swallow['how']> = new Set([
  'default',
  'option-last',
  'silent-branch',
  'background',
  'unawaited',
  'chain',
  'retries',
  'status',
  'no-errexit',
  'no-pipefail',
  'masked',
  'each',
  'asked',
]);

/** Where the failure is expected. */
function expected(command: string): string {
  const short = command.length <= 60 && !/[|&;<>\n]|…$/.test(command) ? command : 'COMMAND';
  return `if it may fail, keep its status: \`status=0; ${short} || status=$?\``;
}

const HELP: Readonly<Record<Swallow['how'], (written: string, command: string) => string>> = {
  or: (by, command) => `delete \`${by}\`: the stage then fails, and the others go on; ${expected(command)}`,
  default: by => `write the value to go on with, as in \`|| echo none\`, or delete \`${by}\``,
  option: (by, command) => `delete \`${by}\`; ${expected(command)}`,
  'option-last': (by, command) => `delete \`${by}\`; ${expected(command)}`,
  branch: () => 'add `exit 1` after what is printed',
  'silent-branch': () => 'run it without `if`, or write `else exit 1`',
  negated: (_, command) => `delete the \`!\`; where it has to fail, write \`if ${command}; then exit 1; fi\``,
  background: () => 'keep its number right after the `&`, `pid=$!`, and write `wait "$pid"`',
  unawaited: () => 'delete the `&`; or keep its number right after it, `pid=$!`, and end with `wait "$pid"`',
  chain: () => 'write the commands on lines of their own, without `&&`',
  retries: () =>
    'write `retry: { attempts: 3 }` at the stage in place of the loop, or check after the loop that it has worked',
  status: by =>
    `delete \`${by}\`: the stage then fails, and the others go on; where 1 is an answer of this program, say so in an ignore`,
  'no-errexit': () => 'begin it with `set -euo pipefail`, or run it by `bash -euo pipefail`',
  'no-pipefail': () => 'begin it with `set -euo pipefail`, or run it by `bash -euo pipefail`',
  'pipefail-off': by => `delete \`${by}\`: a pipe then fails when any of its commands does`,
  masked: () =>
    'take the value on a line of its own, `value=$(…)`, and use it on the next: its failure then ends the stage',
  each: () => 'end it with `+` in place of `\\;`, or write a loop: `while read -r f; do … "$f"; done < <(find …)`',
  asked: (by, command) =>
    `call \`${by}\` on a line of its own, without \`if\`, \`&&\` or \`||\`; or write \`|| return 1\` behind \`${command}\` in it`,
  trap: () => 'delete the `exit 0`: the trap’s own end does not change the status',
};
