import type { Edit } from '../../finding.ts';
import { ranTexts } from '../../recipes/recipe-texts.ts';
import { defineRule } from '../../rule.ts';
import type { SimpleCommand } from '../../shell/commands.ts';
import { waiting } from '../../shell/interactive.ts';
import { lostWith } from '../../spoken.ts';
import { exactly, fixBy } from '../../stage-edits.ts';
import type { ShellText } from '../../stage-script.ts';
import { shownCommand } from '../../stage-shell.ts';

export default defineRule({
  id: 'interactive',
  severity: 'error',
  since: '0.1.0',
  summary: 'a command that would wait for an answer, an editor, a terminal or a login',
  why: `Nobody sits at the box. A stage has no terminal and its input is empty: \`apt-get install\` without \`-y\` ends with "Abort.",
\`docker run -it\` with "the input device is not a TTY", and what waits anyway waits until the timeout, paid.`,
  instead:
    'The option that answers (`-y`, `--batch`, `--password-stdin`), input from a pipe or file, a parameter, or a secret.',
  examples: {
    bad: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  setup: |
    apt-get update
    apt-get install perf
  services: [docker]
stages:
  bench:
    run: |
      docker run -it --rm postgres:17.2 psql --version
      read -r -p "go on? " answer
`,
        expect: [
          '7:5 `apt-get install perf` would wait for a confirmation, and nobody is there to give it',
          '12:7 `docker run -it --rm postgres:17.2 psql --version` needs a terminal, and there is none',
          '13:7 `read -r -p "go on? " answer` would wait for input, and nobody is there to give it',
        ],
        fixed: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  setup: |
    apt-get update
    apt-get -y install perf
  services: [docker]
stages:
  bench:
    run: |
      docker run -it --rm postgres:17.2 psql --version
      read -r -p "go on? " answer
`,
      },
    ],
    good: [
      {
        campaign: `campaign: bench
version: 1
limits: { wall: 2h, stage: 20m }
machine:
  setup: |
    apt-get install -y perf
  services: [docker]
stages:
  bench:
    run: |
      docker run --rm postgres:17.2 psql --version
      while read -r query; do ./bench "$query"; done <queries.txt
`,
        files: { bench: '', 'queries.txt': '' },
        executable: ['bench'],
      },
    ],
  },
  messages: {
    confirm: ({ command }: Said) => `\`${command}\` would wait for a confirmation, and nobody is there to give it`,
    editor: ({ command }: Said) => `\`${command}\` opens an editor, and nobody is there to use it`,
    terminal: ({ command }: Said) => `\`${command}\` needs a terminal, and there is none`,
    login: ({ command }: Said) => `\`${command}\` would wait for a login, and nobody is there`,
    read: ({ command }: Said) => `\`${command}\` would wait for input, and nobody is there to give it`,
  },
  check(context) {
    const { plan, facts } = context;
    for (const { stage, reading } of ranTexts(plan, facts))
      for (const { command, how, instead } of waiting(reading))
        context.report({
          message: how,
          args: { command: shownCommand(command) },
          place: reading.text.placeOf(command.start, command.end),
          stage,
          help: `use ${instead}`,
          ...(how === 'confirm' && fixBy('safe', 'write `-y`', assuming(reading.text, command))),
          cost: stage ? lostWith(plan, stage) : 'a paid box that never gets to its first stage',
        });
  },
});

/** Package managers that take `-y` before what they are to do; without it they give up here. */
function assuming(text: ShellText, { words }: SimpleCommand): Edit | undefined {
  const [program] = words;
  if (!program || !/^(apt|apt-get|dnf|yum|microdnf|tdnf)$/.test(program.value ?? '')) return undefined;
  const place = exactly(text, program.start, program.end);
  if (!place) return undefined;
  const { end } = place.range;
  return { place: { source: place.source, range: { start: end, end } }, replacement: ' -y' };
}

interface Said {
  readonly command: string;
}
