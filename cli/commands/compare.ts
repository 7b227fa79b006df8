import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Comparison } from '../../compare/comparison.ts';
import type { MeasuredRun } from '../../compare/measured-run.ts';
import { openedRun } from '../campaign-store.ts';
import { type Command, formatOption } from '../command.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../io.ts';
import { liveFiles, lookOption, reading } from '../store.ts';
import { styleFor } from '../style.ts';

export const compare: Command = {
  name: 'compare',
  summary: 'did anything get slower: the results of runs, with statistics',
  description:
    'Reads CSV, JSON lines and the JSON of hyperfine, Criterion, pytest-benchmark and Google Benchmark among the outputs of passed stages. Every ratio is the later run to the first one named. See docs/comparing.md.',
  arguments: [
    {
      name: 'A',
      summary: 'the run to compare with: an id, the beginning of one, or latest',
      required: true,
      complete: 'run',
    },
    { name: 'B', summary: 'the runs to compare with it', required: true, many: true, complete: 'run' },
  ],
  options: [
    lookOption,
    {
      ...formatOption,
      choices: ['pretty', 'json', 'md', 'html'],
      summary:
        'how results are written: pretty (default), json, md: a comment for a pull request, or html: one page with plots',
    },
    { name: 'output', short: 'o', value: 'FILE', complete: 'file', summary: 'write there instead of to stdout' },
    {
      name: 'key',
      value: 'COLUMN',
      many: true,
      complete: 'nothing',
      summary: 'a column that names the item, in place of the columns of text',
    },
    {
      name: 'measure',
      value: 'COLUMN',
      many: true,
      complete: 'nothing',
      summary: 'compare only this column or measure',
    },
    {
      name: 'lower-is-better',
      value: 'MEASURE',
      many: true,
      complete: 'nothing',
      summary: 'lower values of it are better',
    },
    {
      name: 'higher-is-better',
      value: 'MEASURE',
      many: true,
      complete: 'nothing',
      summary: 'higher values of it are better',
    },
    { name: 'common', summary: 'means over the items that both runs have, where one lacks some' },
    {
      name: 'accept',
      value: 'KIND',
      many: true,
      choices: ['incomplete', 'machine', 'cpu', 'command', 'not-comparable', 'unknown-machine'],
      summary: 'compare in spite of this reason to refuse',
    },
    {
      name: 'max-slowdown',
      value: 'PERCENT',
      complete: 'nothing',
      summary: 'exit 1 when something is slower by more than this, as 5%',
    },
  ],
  examples: [
    { command: 'campaign compare 20260517T0915 latest', meaning: 'the latest run against an earlier one' },
    {
      command: 'campaign compare 20260517T0915 latest --max-slowdown 5% -f md -o comment.md',
      meaning: 'a gate for CI, and what to comment on the pull request',
    },
  ],
  exits: [
    [0, 'compared; with --max-slowdown: nothing is slower by more'],
    [1, 'with --max-slowdown: something is slower by more'],
    [2, 'refused: the comparison would be unfair, or there is nothing to compare'],
  ],
  async run(invocation, context) {
    const limit = percentOf(invocation.value('max-slowdown'));
    const directions = new Map<string, 'lower' | 'higher'>();
    for (const better of ['lower', 'higher'] as const)
      for (const measure of invocation.values(`${better}-is-better`)) {
        if (directions.has(measure) && directions.get(measure) !== better)
          throw new Refusal(`\`${measure}\` cannot be better both lower and higher`);
        directions.set(measure, better);
      }
    const { recallMeasured } = await import('../../run/measured.ts');
    const runs: Awaited<ReturnType<typeof recallMeasured>>[] = [];
    for (const asked of invocation.arguments) {
      const { ref, ...opened } = await openedRun(asked, invocation, context);
      runs.push(await reading(() => recallMeasured(opened.store, ref, liveFiles(opened.home, ref.runId))));
    }
    const { compareRuns, isBeyond } = await import('../../compare/comparison.ts');
    const options = {
      keys: invocation.values('key'),
      measures: invocation.values('measure'),
      directions,
      accepted: new Set(invocation.values('accept')),
      common: invocation.has('common'),
    };
    const comparisons = runs.slice(1).map(run => compareRuns(runs[0]!, run, options));
    const output = invocation.value('output');
    const text = await rendered(comparisons, runs, invocation.value('format'), {
      context,
      toFile: output !== undefined && output !== '-',
    });
    if (output === undefined || output === '-') context.io.stdout.write(text);
    else save(output, text, context);
    if (comparisons.some(({ refused }) => refused.length > 0)) return 2;
    if (comparisons.some(({ items }) => items.length === 0))
      throw new Refusal(
        'the runs have no result in common',
        'results are .csv, .json, .jsonl or .ndjson among the outputs of passed stages; name their columns with --key and --measure',
      );
    if (limit === undefined) return 0;
    if (comparisons.some(({ headlines }) => headlines.length === 0))
      throw new Refusal(
        '--max-slowdown cannot be judged: the runs do not have the same items',
        'judge those that both have: --common',
      );
    return comparisons.some(each => [...each.items, ...each.headlines].some(one => isBeyond(one, limit))) ? 1 : 0;
  },
};

/** `5%` as 0.05. */
function percentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, figure] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (figure === undefined)
    throw new Refusal(`--max-slowdown cannot be \`${text}\``, 'write a percentage: --max-slowdown 5%');
  return Number(figure) / 100;
}

async function rendered(
  comparisons: readonly Comparison[],
  runs: readonly MeasuredRun[],
  format: string | undefined,
  { context, toFile }: { readonly context: Context; readonly toFile: boolean },
): Promise<string> {
  if (format === 'json') {
    const { comparisonsObject } = await import('../../report/compare/json.ts');
    return `${JSON.stringify(comparisonsObject(comparisons), null, 2)}\n`;
  }
  if (format === 'md') return (await import('../../report/compare/markdown.ts')).comparisonsMarkdown(comparisons, runs);
  if (format === 'html') return (await import('../../report/compare/html.ts')).comparisonsHtml(comparisons, runs);
  const { comparisonText } = await import('../../report/compare/pretty.ts');
  const { plain } = await import('../../report/run/style.ts');
  const look = toFile ? { style: { colors: plain } } : styleFor(context, 'stdout');
  return comparisons.map(each => comparisonText(each, look)).join('\n');
}

function save(name: string, text: string, context: Context): void {
  try {
    writeFileSync(resolve(context.cwd, name), text);
  } catch (error) {
    throw new Refusal(`${name} cannot be written: ${(error as Error).message}`, 'name another file with -o');
  }
  context.note(`${name} is written`);
}
