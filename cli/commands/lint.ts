import type { Findings } from '../../report/findings.ts';
import { type Command, formatOption } from '../command.ts';
import { type Context, tellRefusal } from '../context.ts';
import type { Invocation } from '../invocation.ts';
import { Refusal } from '../io.ts';
import type { Judged } from '../judge.ts';
import { planOptions } from '../params.ts';

export const lint: Command = {
  name: 'lint',
  summary: 'find what would waste paid time or lose results',
  description: `Reads the campaign, the repository around it and its CI; runs nothing and reaches no network.
Without FILE: every tracked campaign.yaml and *.campaign.yaml from here downwards, but those that the repository's
.campaignignore names (a path, a directory with a trailing /, or a glob a line). A directory as FILE means the same from there.

--fix writes the fixes that are safe into the campaigns, keeping comments and layout, and tells what is left. An unsafe fix may
change what the campaign does: --fix --unsafe writes the safe ones and shows the others as a diff, for a person to look at and
\`git apply\`. --diff writes nothing and shows what --fix would write (with --unsafe: all fixes). A diff takes the findings' place
on stdout.`,
  arguments: [
    {
      name: 'FILE',
      summary: 'campaigns to judge, directories that hold some, or - for stdin',
      many: true,
      complete: 'campaign',
    },
  ],
  options: [
    {
      ...formatOption,
      choices: ['pretty', 'json', 'sarif', 'github', 'gcc'],
      summary:
        'how findings are written: pretty (default), json, sarif (2.1.0), github (annotations) or gcc (a line each)',
    },
    ...planOptions,
    { name: 'fix', summary: 'write the safe fixes, and tell what is left' },
    { name: 'diff', summary: 'write nothing; show as a diff what --fix would' },
    { name: 'unsafe', summary: 'with --fix or --diff: show unsafe fixes too, as a diff' },
    { name: 'max-warnings', value: 'N', complete: 'nothing', summary: 'exit 1 when there are more warnings than this' },
    {
      name: 'stdin-filename',
      value: 'FILE',
      complete: 'campaign',
      summary: 'where the campaign that comes from stdin (-) lies: its name and its repository',
    },
  ],
  examples: [
    { command: 'campaign lint', meaning: 'every campaign of this directory, as the pre-commit hook does' },
    {
      command: 'campaign lint --format json bench.campaign.yaml | jq .summary',
      meaning: 'one campaign, for a program',
    },
    { command: 'campaign lint --fix --unsafe > unsafe.patch', meaning: 'write what is safe, keep the rest for a look' },
  ],
  exits: [
    [0, 'no errors'],
    [1, 'errors, or too many warnings; with --diff: there is something to fix'],
    [2, 'a file or the command line is wrong'],
  ],
  async run(invocation, context) {
    const wanted = wantedOf(invocation);
    const { lintTargets } = await import('../lint-targets.ts');
    const { files, refusals } = lintTargets(invocation.arguments, invocation.value('stdin-filename'), context);
    for (const refusal of refusals) tellRefusal(refusal, context.io, context.colors.stderr);
    const { witness } = context.io;
    witness?.aims(context.cwd, invocation.arguments, files);
    if (refusals.length > 0 || wanted.fix || wanted.diff || invocation.has('params-file')) witness?.spoil();
    const { judge } = await import('../judge.ts');
    const judgement = { invocation, shellcheck: true };
    const fixing =
      wanted.fix || wanted.diff ? new (await import('../fixing.ts')).Fixing(context, judgement, wanted) : undefined;
    const judged: Judged[] = [];
    let refused = refusals.length;
    for (const file of files) {
      try {
        judged.push(await judge(fixing ? await fixing.apply(file) : file, context, judgement));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        tellRefusal(error, context.io, context.colors.stderr);
        refused++;
      }
    }
    if (judged.length === 0) return 2;
    const told = findingsOf(judged);
    // As with other formatters, what came from stdin goes to stdout when it is to be fixed.
    const fromStdin = wanted.fix ? judged.find(({ file }) => file.text !== undefined) : undefined;
    if (fixing && (wanted.diff || wanted.unsafe)) context.io.stdout.write(fixing.diff);
    else if (fromStdin) context.io.stdout.write(fromStdin.text);
    else await tell(told, judged, invocation, context);
    if (fixing) context.note(fixing.summary(told));
    if (refused > 0) return 2;
    if (wanted.diff) return fixing?.diff ? 1 : 0;
    const errors = told.findings.some(finding => finding.severity === 'error');
    const warnings = told.findings.filter(finding => finding.severity === 'warning').length;
    if (!errors && warnings > wanted.most)
      context.note(`${warnings} warnings: more than --max-warnings ${wanted.most}`);
    return errors || warnings > wanted.most ? 1 : 0;
  },
};

/** What the options ask for, those of `campaign lint` alone. */
export interface Wanted {
  readonly fix: boolean;
  readonly diff: boolean;
  readonly unsafe: boolean;
  /** So many warnings are no failure. */
  readonly most: number;
}

function wantedOf(invocation: Invocation): Wanted {
  const [fix, diff, unsafe] = ['fix', 'diff', 'unsafe'].map(name => invocation.has(name)) as [
    boolean,
    boolean,
    boolean,
  ];
  const format = invocation.value('format') ?? 'pretty';
  if (unsafe && !fix && !diff)
    throw new Refusal(
      '--unsafe says which fixes are meant, and none are asked for',
      'write --fix --unsafe, or --diff --unsafe',
    );
  if ((diff || unsafe) && format !== 'pretty')
    throw new Refusal(
      `--format ${format} does not go with ${diff ? '--diff' : '--unsafe'}: a diff takes the place of the findings`,
      '--format json has every fix in its findings',
    );
  return { fix, diff, unsafe, most: limitOf(invocation.value('max-warnings')) };
}

/** For services that know files by their path in the repository, `inRepository` names those of one so. */
function findingsOf(judged: readonly Judged[], inRepository = false): Findings {
  const findings = judged.flatMap(one => one.findings);
  const ignored = judged.flatMap(one => one.ignored);
  const names = new Map(
    judged.flatMap(one =>
      [...one.findings, ...one.ignored].flatMap(finding =>
        [
          finding.place,
          ...finding.related.map(({ place }) => place),
          ...(finding.fix?.edits.map(({ place }) => place) ?? []),
        ].map(
          place =>
            [place.source, inRepository && one.repository.git ? place.source.path : one.nameOf(place.source)] as const,
        ),
      ),
    ),
  );
  return { files: judged.length, findings, ignored, nameOf: source => names.get(source) ?? source.path };
}

async function tell(
  told: Findings,
  judged: readonly Judged[],
  invocation: Invocation,
  context: Context,
): Promise<void> {
  const { stdout } = context.io;
  switch (invocation.value('format')) {
    case 'json': {
      const { findingsJson } = await import('../../report/findings-json.ts');
      return stdout.write(findingsJson(told));
    }
    case 'sarif': {
      const { findingsSarif } = await import('../../report/findings-sarif.ts');
      const { rules } = await import('../../lint/rules/index.ts');
      const { version } = await import('../../package.json');
      return stdout.write(findingsSarif(findingsOf(judged, true), { rules, version }));
    }
    case 'github': {
      const { findingsGithub } = await import('../../report/findings-github.ts');
      return stdout.write(findingsGithub(findingsOf(judged, true)));
    }
    case 'gcc': {
      const { findingsGcc } = await import('../../report/findings-gcc.ts');
      return stdout.write(findingsGcc(told));
    }
    default: {
      const { findingsPretty } = await import('../../report/findings-pretty.ts');
      if (context.verbose)
        for (const { file, findings } of judged) context.note(`${file.shown}: ${findings.length} findings`);
      stdout.write(
        findingsPretty(told, { colors: context.colors.stdout, quiet: context.quiet, columns: stdout.columns }),
      );
    }
  }
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(text))
    throw new Refusal(`--max-warnings cannot be \`${text}\``, 'write a whole number, as --max-warnings 0');
  return Number(text);
}
