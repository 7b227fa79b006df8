import type { LogEnd } from '../../run/history.ts';
import { escaped, named } from '../page/escaped.ts';
import { bytes, counted, dollars, span } from '../run/amount.ts';
import type { Links } from './html.ts';
import { signMark, stateMark, timeMark, wentWrong } from './marks.ts';
import type { StageObject } from './object.ts';
import type { Report } from './report.ts';

/** Stages of which the end of the log stands beside the reason; the others have it with their details. */
const mostTails = 12;
const tailLines = 25;
const mostFiles = 100;
/** Things of one kind in a list. */
const mostListed = 50;

/** Why stages did not pass, the ends of their logs, and all else that is wrong with the run; empty where nothing is. */
export function wrong({ object, logs }: Report, order: readonly number[], links: Links): string {
  const bad = order.filter(index => wentWrong(object.stages[index]!.state));
  const blocked = order.filter(index => object.stages[index]!.state === 'blocked');
  const articles = bad.slice(0, mostListed).map((index, nth) => {
    const stage = object.stages[index]!;
    const log = nth < mostTails ? logs.get(stage.stage) : undefined;
    const title = `<h3>${signMark(stage.state)} <a href="#stage-${index + 1}">${named(stage.stage)}</a> ${stage.state}${stage.reason ? `: ${escaped(stage.reason)}` : ''}</h3>`;
    if (!log) return `<article class="wrong">${title}</article>`;
    const end = tail(log, links, tailLines);
    // Of many, the first is likely to be why; the others must not hide it.
    return bad.length <= 3
      ? `<article class="wrong">\n${title}\n${end}</article>`
      : `<article class="wrong">${title}<details${nth === 0 ? ' open' : ''}><summary>The end of its log</summary><div>\n${end}</div></details></article>`;
  });
  if (bad.length > mostListed) articles.push(`<p>and ${bad.length - mostListed} more, in the table of stages</p>`);
  const waiting = blocked.map(index => {
    const { stage, reason } = object.stages[index]!;
    return `<li><a href="#stage-${index + 1}">${named(stage)}</a>: ${escaped(reason)}</li>`;
  });
  const more = [
    ...(object.stopping ? [`Stopped before its end: ${object.stopping.detail || object.stopping.why}`] : []),
    ...object.missing.map(what => `Missing: ${what}`),
    ...object.unsaved.map(({ key, error }) => `Not in the store: ${key}${error ? ` (${error})` : ''}`),
    ...object.unreadable.map(key => `Unreadable record: ${key}`),
  ];
  return [
    more.length > 0 ? list(more.map(escaped)) : '',
    ...articles,
    waiting.length > 0
      ? `<h3>${signMark('blocked')} ${counted(waiting.length, 'stage')} blocked</h3>\n${list(waiting, true)}`
      : '',
  ]
    .filter(Boolean)
    .join('\n');
}

function list(items: readonly string[], bare = false): string {
  const shown = items.slice(0, mostListed).map(item => (bare ? item : `<li>${item}</li>`));
  const rest = items.length > mostListed ? [`<li>and ${items.length - mostListed} more</li>`] : [];
  return `<ul>\n${[...shown, ...rest].join('\n')}\n</ul>`;
}

/** A column: its title, and what it says of a stage. */
type Column = readonly [title: string, cell: (stage: StageObject) => string];

const outputsColumn: Column = [
  'Outputs',
  ({ outputs }) =>
    outputs.length === 0 ? '' : `${outputs.length}, ${bytes(outputs.reduce((sum, { size }) => sum + size, 0))}`,
];

/** All stages in figures. The roles stand for the ones that the narrow layout takes from the elements. */
export function stageTable({ object }: Report, order: readonly number[]): string {
  const { stages } = object;
  if (stages.length === 0) return '<p>No stage is recorded.</p>';
  const day = firstDay(object);
  const has = (pick: (stage: StageObject) => unknown) => stages.some(stage => pick(stage) !== null);
  const columns: readonly Column[] = [
    [
      'Began',
      ({ attempts, startedAt }) =>
        attempts[0] ? timeMark(attempts[0].startedAt, day) : startedAt === null ? '' : timeMark(startedAt),
    ],
    ['Took', ({ attempts, seconds }) => (attempts.length === 0 ? '' : span(seconds))],
    ...(stages.some(({ attempts }) => attempts.length > 1)
      ? [['Attempts', ({ attempts }: StageObject) => (attempts.length === 0 ? '' : `${attempts.length}`)] as const]
      : []),
    ...(has(({ meanCores }) => meanCores)
      ? [
          [
            'Processors, mean',
            ({ meanCores }: StageObject) => (meanCores === null ? '' : meanCores.toFixed(2)),
          ] as const,
        ]
      : []),
    ...(has(({ maxMemoryBytes }) => maxMemoryBytes)
      ? [
          [
            'Memory, peak',
            ({ maxMemoryBytes }: StageObject) => (maxMemoryBytes === null ? '' : bytes(maxMemoryBytes)),
          ] as const,
        ]
      : []),
    ...(has(({ usd }) => usd)
      ? [['Cost', ({ usd }: StageObject) => (usd === null || usd === 0 ? '' : dollars(usd))] as const]
      : []),
    ...(stages.some(({ outputs }) => outputs.length > 0) ? [outputsColumn] : []),
  ];
  const rows = order.map(index => {
    const stage = stages[index]!;
    const cells = columns.map(([title, cell]) => {
      const text = cell(stage);
      return `<td role="cell" class="number"${text ? ` data-label="${title}"` : ''}>${text}</td>`;
    });
    const apart = stage.notComparable === null ? '' : `not comparable: ${stage.notComparable}`;
    const reason = [stage.reason, apart].filter(Boolean).join('; ');
    return `<tr role="row"><th scope="row" role="rowheader"><a href="#stage-${index + 1}">${named(stage.stage)}</a></th><td role="cell">${stateMark(stage.state)}${reason ? `<span class="reason">${escaped(reason)}</span>` : ''}</td>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" role="region" aria-label="Table of stages" tabindex="0">
<table class="stages" role="table">
<caption>Every stage, as they began; times are UTC</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Stage</th><th scope="col" role="columnheader">State</th>${columns.map(([title]) => `<th scope="col" role="columnheader" class="number">${title}</th>`).join('')}</tr></thead>
<tbody role="rowgroup">
${rows.join('\n')}
</tbody>
</table>
</div>`;
}

/** What each stage left, with links, and the end of its log. */
export function stageDetails({ object, logs }: Report, order: readonly number[], links: Links): string {
  if (object.stages.length === 0) return '';
  const blocks = order.map(index => {
    const stage = object.stages[index]!;
    const log = logs.get(stage.stage);
    const size = stage.outputs.reduce((sum, output) => sum + output.size, 0);
    const sums = [
      ...(stage.outputs.length > 0 ? [`${counted(stage.outputs.length, 'output')}, ${bytes(size)}`] : []),
      ...(log ? [`log ${bytes(log.size)}`] : []),
    ];
    return `<details><summary>${signMark(stage.state)} ${named(stage.stage)}<span class="quiet">${[stage.state, ...sums].join(' · ')}</span></summary>
<div id="stage-${index + 1}">
${facts(stage, firstDay(object))}
${files(stage, links)}
${log ? tail(log, links) : '<p class="quiet">It left no log.</p>'}
</div></details>`;
  });
  return `<p>${escaped(links.meaning)} All of it: <code>${escaped(links.command)}</code></p>\n${blocks.join('\n')}`;
}

/** Times of this day are told without it. */
function firstDay({ starts }: Report['object']): string | undefined {
  return starts[0]?.startedAt.slice(0, 10);
}

function facts(
  { attempts, needs, timeoutSeconds, fingerprint, reason, exclusive }: StageObject,
  day: string | undefined,
): string {
  const rows = [
    ...(reason ? [['Why', escaped(reason)]] : []),
    ...(attempts.length > 0
      ? [
          [
            attempts.length === 1 ? 'Ran' : 'Attempts',
            attempts
              .map(
                ({ attempt, startedAt, endedAt, seconds, state, reason: why }) =>
                  `${attempts.length === 1 ? '' : `${attempt}: `}${timeMark(startedAt, day)} to ${timeMark(endedAt, day)}, ${span(seconds)}${attempts.length === 1 ? '' : `, ${state}${why ? `: ${escaped(why)}` : ''}`}`,
              )
              .join('<br>'),
          ],
        ]
      : []),
    ...(needs.length > 0 ? [['Needs', needs.map(named).join(', ')]] : []),
    ...(timeoutSeconds > 0 ? [['Limit', `${span(timeoutSeconds)}${exclusive ? ', alone on the machine' : ''}`]] : []),
    ...(fingerprint === null ? [] : [['Fingerprint', `<code class="digest">${escaped(fingerprint)}</code>`]]),
  ];
  return rows.length === 0
    ? ''
    : `<dl>\n${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n')}\n</dl>`;
}

function files({ outputs, stage }: StageObject, links: Links): string {
  if (outputs.length === 0) return '';
  const rows = outputs.slice(0, mostFiles).map(({ path, key, size, sha256, link }) => {
    const href = key === null ? undefined : links.href(key);
    const name = href === undefined ? named(path) : `<a href="${escaped(href)}">${named(path)}</a>`;
    const note = [link === undefined ? '' : `link to ${escaped(link)}`, key === null ? 'not uploaded' : '']
      .filter(Boolean)
      .join(', ');
    return `<tr><td>${name}${note ? ` <span class="quiet">${note}</span>` : ''}</td><td class="number">${bytes(size)}</td><td><code class="digest">${escaped(sha256)}</code></td></tr>`;
  });
  const rest = outputs.length > mostFiles ? `<p class="quiet">and ${outputs.length - mostFiles} more</p>` : '';
  return `<table class="files"><caption class="hidden">Outputs of ${named(stage)}</caption><thead><tr><th scope="col">Output</th><th scope="col" class="number">Size</th><th scope="col">SHA-256</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>${rest}`;
}

/** The end of a log; `most`: of at most so many lines. Says what is not shown. */
function tail(log: LogEnd, links: Links, most = Number.POSITIVE_INFINITY): string {
  const href = links.href(log.key);
  const whole = href === undefined ? `<code>${escaped(log.place)}</code>` : `<a href="${escaped(href)}">the log</a>`;
  const what = log.final ? '' : ' as a checkpoint saved it';
  const lines = log.lines.slice(-most);
  const cut = log.before > 0 || lines.length < log.lines.length;
  const told = cut
    ? `The last ${counted(lines.length, 'line')} of ${whole}${what}, ${bytes(log.size)}`
    : `All of ${whole}${what}, ${bytes(log.size)}`;
  if (lines.length === 0) return `<p class="quiet">${log.size === 0 ? `It printed nothing: ${whole}` : told}</p>\n`;
  return `<p class="quiet">${told}</p>\n<pre>${lines.map(escaped).join('\n')}</pre>\n`;
}
