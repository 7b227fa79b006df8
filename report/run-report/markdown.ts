import type { LogEnd } from '../../run/history.ts';
import { bytes, counted, dollars, span } from '../run/amount.ts';
import { signOf } from '../run/state.ts';
import { clean } from '../run/width.ts';
import { figureOf } from './cost.ts';
import { wentWrong } from './marks.ts';
import type { ReportObject, StageObject } from './object.ts';
import type { Report } from './report.ts';

/** By this a file, or a comment of a pull request, is known as ours. */
export const markdownMark = '<!-- campaign report';

/** GitHub takes no longer body of an issue, a pull request or a comment: "body is too long (maximum is 65536 characters)". */
export const mostCharacters = 65_536;
/** What tables and notices may take of it together; logs get the rest. */
const tableRoom = 40_000;
const logRoom = 62_000;
const tailLines = 20;
const mostTail = 4000;

/** A run for a pull request, in GitHub's markdown: short, and always short enough to be taken. */
export function reportMarkdown(report: Report): string {
  const { object, grade } = report;
  const mark = { good: '✓', bad: '✗', 'under way': '▶' }[grade];
  const head = [
    `${markdownMark} ${object.runId.replace(/[^\w.-]/g, '_')} -->`,
    `## ${mark} ${code(object.campaign)}: ${object.verdict}`,
    factTable(object),
    troubles(object),
  ];
  let text = head.filter(Boolean).join('\n\n');
  text += stageTable(object, tableRoom - text.length);
  const wrong = object.stages.filter(({ state }) => wentWrong(state));
  let left = wrong.length;
  for (const stage of wrong) {
    const block = `\n\n${logBlock(stage, report.logs.get(stage.stage))}`;
    if (text.length + block.length > logRoom) break;
    text += block;
    left--;
  }
  if (left > 0)
    text += `\n\nThe logs of ${counted(left, 'more stage')} do not fit here; all of them: \`campaign report\`, or \`campaign logs\`.`;
  return `${text}\n`;
}

function factTable({ runId, startedAt, seconds, asOf, starts, cost, provenance, results }: ReportObject): string {
  const source = provenance?.repositories[0];
  const machine = provenance?.machine;
  const figure = cost.state === 'unknown' ? `**${figureOf(cost)}**` : figureOf(cost);
  const rows: readonly (readonly [string, string])[] = [
    [
      'run',
      [
        code(runId),
        ...(startedAt === null ? [] : [startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')]),
        seconds > 0 ? span(seconds) : 'no time recorded',
        ...(starts.length > 1 ? [counted(starts.length, 'start')] : []),
        ...(asOf === null ? [] : [`as of ${asOf}, it goes on`]),
      ].join(', '),
    ],
    [
      'commit',
      source
        ? `${code(source.commit)} (${code(source.ref)})${source.dirtyAtCompile ? ', **with changes that are not in the run**' : ''}`
        : 'not recorded',
    ],
    [
      'machine',
      [
        machine?.instanceType,
        machine?.cpuModel,
        machine?.cores && `${machine.cores} cores`,
        machine?.kernel && `kernel ${machine.kernel}`,
      ]
        .filter(each => each !== undefined && each !== '' && each !== 0)
        .map(each => code(String(each)))
        .join(', ') || 'not recorded',
    ],
    ['cost', [figure, ...(cost.worstUsd === null ? [] : [`${dollars(cost.worstUsd)} at worst`])].join(', ')],
    ...(results === null ? [] : [['results', code(results)] as const]),
  ];
  return `| | |\n|---|---|\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}`;
}

function troubles({ stopping, missing, unsaved, unreadable, warnings }: ReportObject): string {
  const lines = [
    ...(stopping ? [`stopped before its end: ${code(stopping.detail || stopping.why)}`] : []),
    ...missing.map(what => `missing: ${code(what)}`),
    ...unsaved.map(({ key, error }) => `not in the store: ${code(key)}${error ? ` (${code(error)})` : ''}`),
    ...unreadable.map(key => `unreadable record: ${code(key)}`),
    ...warnings.map(message => `warning: ${code(message)}`),
  ];
  const most = 20;
  const more = lines.length > most ? [`and ${lines.length - most} more`] : [];
  return [...lines.slice(0, most), ...more].map(line => `- ${line}`).join('\n');
}

/** Where not all fit, those that did not pass come first and the others are counted. */
function stageTable({ stages }: ReportObject, room: number): string {
  if (stages.length === 0) return '\n\nNo stage is recorded.';
  const head = '\n\n| stage | state | took | processors, mean | memory, peak | outputs |\n|---|---|--:|--:|--:|--:|';
  const rows = stages.map(stage => ({ stage, text: `\n${stageRow(stage)}` }));
  const all = head + rows.map(({ text }) => text).join('');
  if (all.length <= room) return all;
  let table = head;
  let shown = 0;
  for (const { text } of rows.toSorted((a, b) => Number(wentWrong(b.stage.state)) - Number(wentWrong(a.stage.state)))) {
    if (table.length + text.length > room) break;
    table += text;
    shown++;
  }
  return `${table}\n\n${counted(stages.length - shown, 'more stage')} do not fit here; all of them: \`campaign report\`, or \`campaign status\`.`;
}

function stageRow({
  stage,
  state,
  reason,
  attempts,
  seconds,
  meanCores,
  maxMemoryBytes,
  outputs,
}: StageObject): string {
  const size = outputs.reduce((sum, output) => sum + output.size, 0);
  return `| ${[
    code(stage),
    `${signOf(state).glyph} ${state}${reason ? `: ${code(reason)}` : ''}${attempts.length > 1 ? `, ${attempts.length} attempts` : ''}`,
    attempts.length > 0 ? span(seconds) : '',
    meanCores === null ? '' : meanCores.toFixed(2),
    maxMemoryBytes === null ? '' : bytes(maxMemoryBytes),
    outputs.length > 0 ? `${outputs.length}, ${bytes(size)}` : '',
  ].join(' | ')} |`;
}

function logBlock({ stage, state, reason }: StageObject, log: LogEnd | undefined): string {
  const lines = (log?.lines ?? []).slice(-tailLines).map(clean);
  let tail = lines.join('\n');
  if (tail.length > mostTail) tail = `…${tail.slice(-mostTail).replace(/^[\uDC00-\uDFFF]/, '')}`;
  const told = !log
    ? 'It left no log.'
    : lines.length === 0
      ? 'It printed nothing.'
      : `The end of its log, ${bytes(log.size)} in all:\n\n${fenced(tail)}`;
  return `<details><summary>${signOf(state).glyph} ${htmlCode(stage)} ${state}${reason ? `: ${htmlCode(reason)}` : ''}</summary>\n\n${told}\n\n</details>`;
}

/** Between backticks of which there are more than anywhere within. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** Foreign text that stays what it is: no markup, no cell of its own, nobody mentioned, nothing linked. What is very long is cut. */
function code(text: string): string {
  const line = oneLine(text);
  return /^[^`|]+$/.test(line) ? `\`${line}\`` : htmlCode(text);
}

/** The same where markdown is not read, and where it could not hold the text. */
function htmlCode(text: string): string {
  const special = /[&<>"'\\`*_~|[\]#!$@]|:(?=\/\/)/g;
  return `<code>${oneLine(text).replace(special, letter => `&#${letter.charCodeAt(0)};`)}</code>`;
}

function oneLine(text: string): string {
  const line = clean(text.replace(/\s*\n\s*/g, ' '));
  return line.length > 300 ? `${line.slice(0, 299).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
