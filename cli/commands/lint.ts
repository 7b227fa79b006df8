import { type CampaignFile, campaignFile } from '../campaign-file.ts';
import { type Command, formatOption } from '../command.ts';
import { Refusal } from '../io.ts';
import { planOptions } from '../params.ts';

export const lint: Command = {
  name: 'lint',
  summary: 'find what would waste paid time or lose results',
  description: `Reads the campaign, the repository around it and its CI; runs nothing and reaches no network.
Without FILE: every tracked campaign.yaml and *.campaign.yaml from here downwards, but those that the repository's
.campaignignore names (a path, a directory with a trailing /, or a glob a line).`,
  arguments: [{ name: 'FILE', summary: 'campaigns to judge', many: true, complete: 'campaign' }],
  options: [
    { ...formatOption, later: ['sarif', 'github', 'gcc'] },
    ...planOptions,
    { name: 'max-warnings', value: 'N', complete: 'nothing', summary: 'exit 1 when there are more warnings than this' },
  ],
  examples: [
    { command: 'campaign lint', meaning: 'every campaign of this directory, as the pre-commit hook does' },
    {
      command: 'campaign lint --format json bench.campaign.yaml | jq .summary',
      meaning: 'one campaign, for a program',
    },
  ],
  exits: [
    [0, 'no errors'],
    [1, 'errors, or too many warnings'],
    [2, 'a file or the command line is wrong'],
  ],
  async run(invocation, context) {
    const { judge } = await import('../judge.ts');
    const most = limitOf(invocation.value('max-warnings'));
    const files =
      invocation.arguments.length > 0
        ? invocation.arguments.map(given => campaignFile(given, context))
        : await tracked();
    const judged = [];
    for (const file of files) judged.push(await judge(file, context, { invocation, shellcheck: true }));
    const findings = judged.flatMap(one => one.findings);
    const names = new Map(
      judged.flatMap(one =>
        one.findings.flatMap(finding =>
          [
            finding.place,
            ...finding.related.map(related => related.place),
            ...(finding.fix?.edits.map(edit => edit.place) ?? []),
          ].map(place => [place.source, one.nameOf(place.source)]),
        ),
      ),
    );
    const told = {
      files: files.length,
      findings,
      nameOf: (source: { path: string }) => names.get(source as never) ?? source.path,
    };
    if (invocation.value('format') === 'json') {
      const { findingsJson } = await import('../../report/findings-json.ts');
      context.io.stdout.write(findingsJson(told));
    } else {
      const { findingsPretty } = await import('../../report/findings-pretty.ts');
      const { columns } = context.io.stdout;
      if (context.verbose)
        for (const { file, findings: own } of judged) context.note(`${file.shown}: ${own.length} findings`);
      context.io.stdout.write(
        findingsPretty(told, {
          colors: context.colors.stdout,
          quiet: context.quiet,
          columns,
        }),
      );
    }
    const errors = findings.some(finding => finding.severity === 'error');
    const warnings = findings.filter(finding => finding.severity === 'warning').length;
    if (!errors && warnings > most) context.note(`${warnings} warnings: more than --max-warnings ${most}`);
    return errors || warnings > most ? 1 : 0;

    async function tracked(): Promise<readonly CampaignFile[]> {
      const { trackedCampaigns } = await import('../tracked-campaigns.ts');
      const found = trackedCampaigns(context);
      return found.length > 0 ? found : [campaignFile(undefined, context)];
    }
  },
};

function limitOf(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(text))
    throw new Refusal(`--max-warnings cannot be \`${text}\``, 'write a whole number, as --max-warnings 0');
  return Number(text);
}
