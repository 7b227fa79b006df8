import { basename, resolve } from 'node:path';
import type { Links } from '../../report/run-report/html.ts';
import type { Report } from '../../report/run-report/report.ts';
import { openedRun } from '../campaign-store.ts';
import type { Command } from '../command.ts';
import { Refusal } from '../io.ts';
import { liveFiles, lookOption, reading } from '../store.ts';

export const report: Command = {
  name: 'report',
  summary: 'a run as one page: timeline, use of the machine, logs, provenance, cost',
  description:
    'The page is one HTML file that needs nothing else and loads nothing: open it, print it, attach it. It is written to ' +
    'campaign-report-RUN.html here; in a pipe it goes to stdout. A report that is there already is written over, any other file only with --force. ' +
    'See docs/looking-at-a-run.md.',
  arguments: [{ name: 'RUN', summary: 'a run id or the beginning of one; default: the latest', complete: 'run' }],
  options: [
    {
      name: 'format',
      short: 'f',
      value: 'FORMAT',
      choices: ['html', 'md', 'json'],
      summary: 'html (default), md: for a pull request, or json: the same for a program; these two go to stdout',
    },
    { name: 'output', short: 'o', value: 'FILE', complete: 'file', summary: 'where to; - is stdout' },
    { name: 'open', summary: 'show the page in the browser' },
    { name: 'force', summary: 'write over a file that is no report, too' },
    lookOption,
  ],
  examples: [
    { command: 'campaign report --open', meaning: 'the latest run, in the browser' },
    { command: 'campaign report 20260517T0915 --format md', meaning: 'for a pull request: gh pr comment -F -' },
  ],
  exits: [
    [0, 'the report is made, whatever came of the run'],
    [2, 'there is no such run, or the store or the command line is wrong'],
  ],
  async run(invocation, context) {
    const { stdout, env } = context.io;
    const format = (invocation.value('format') ?? 'html') as 'html' | 'md' | 'json';
    const output = invocation.value('output');
    const opens = invocation.has('open');
    if (opens && format !== 'html')
      throw new Refusal(`--open shows a page, and the format is ${format}`, 'leave out --format');
    if (opens && output === '-')
      throw new Refusal('--open shows a file, and -o - writes none', 'leave out -o, or name a file');
    const { ref, ...opened } = await openedRun(invocation.arguments[0], invocation, context);
    const { nameLeftoversOf } = await import('../cloud.ts');
    await reading(() => nameLeftoversOf(opened.store, context, ref));
    const { recallHistory } = await import('../../run/history.ts');
    const history = await reading(() =>
      recallHistory(opened.store, ref, { directory: liveFiles(opened.home, ref.runId) }),
    );
    const { reportOf } = await import('../../report/run-report/report.ts');
    const made = reportOf(history);
    const toFile = output === undefined ? format === 'html' && (stdout.isTerminal || opens) : output !== '-';
    const shown = output !== undefined && output !== '-' ? output : `campaign-report-${basename(ref.runId)}.html`;
    const path = resolve(context.cwd, shown);
    const { linksOf } = await import('../links.ts');
    const links = linksOf({ store: opened.store, ref, page: path }, context, invocation.value('store'));
    const text = await written(made, format, links);
    if (!toFile) {
      stdout.write(text);
      return 0;
    }
    const { writeReport } = await import('../report-file.ts');
    const { generator } = await import('../../report/page/page.ts');
    const { markdownMark } = await import('../../report/run-report/markdown.ts');
    const marks = [generator, markdownMark, '"kind": "report"'];
    writeReport({ path, shown, text, force: invocation.has('force'), marks });
    context.note(`${ref.campaign}/${ref.runId} is in ${shown}`);
    if (!opens) return 0;
    const { openFile } = await import('../open-file.ts');
    const trouble = await openFile(path, env);
    if (trouble !== undefined) context.io.stderr.write(`${shown} is not opened: ${trouble}\n`);
    return 0;
  },
};

async function written(made: Report, format: 'html' | 'md' | 'json', links: Links): Promise<string> {
  switch (format) {
    case 'html':
      return (await import('../../report/run-report/html.ts')).reportHtml(made, links);
    case 'md':
      return (await import('../../report/run-report/markdown.ts')).reportMarkdown(made);
    case 'json':
      return `${JSON.stringify(made.object, null, 2)}\n`;
  }
}
