import { escaped, named } from '../page/escaped.ts';
import { page } from '../page/page.ts';
import { counted, dollars, span } from '../run/amount.ts';
import { figureOf } from './cost.ts';
import { happened, provenance, spent } from './html-facts.ts';
import { stageDetails, stageTable, wrong } from './html-stages.ts';
import { style } from './html-style.ts';
import { timeMark } from './marks.ts';
import type { Report } from './report.ts';
import { nameColumns, timeline } from './timeline.ts';

/** Where a page finds what the run left. */
export interface Links {
  /** What to write into a link to an object of the run, given its key; absent: there is nothing that a browser could open. */
  href(key: string): string | undefined;
  /** What kind of links they are and for whom they work, in a sentence. */
  readonly meaning: string;
  /** A command that brings all of it. */
  readonly command: string;
}

/** A run as one page that needs nothing else. */
export function reportHtml(report: Report, links: Links): string {
  const { object, grade } = report;
  const order = inOrder(report);
  const sections = [
    ['wrong', 'What did not pass', wrong(report, order, links)],
    ['timeline', 'Timeline', timeline(report, order)],
    ['stages', 'Stages', stageTable(report, order)],
    ['details', 'Outputs and logs', stageDetails(report, order, links)],
    ['happened', 'What happened', happened(object)],
    ['cost', 'Cost', spent(object)],
    ['provenance', 'Provenance', provenance(object)],
  ].filter(([, , content]) => content !== '');
  const kind = grade === 'under way' ? 'live' : grade;
  const mark = { good: '✓', bad: '✗', 'under way': '▶' }[grade];
  const body = `<header>
<p class="quiet">Run <code>${escaped(object.runId)}</code>${object.asOf === null ? '' : `, which goes on, as it was at ${timeMark(object.asOf, '')} UTC`}</p>
<h1>${named(object.campaign)}</h1>
<p class="verdict is-${kind}"><span aria-hidden="true">${mark}</span> ${escaped(object.verdict)}</p>
${figures(report)}
</header>
<nav aria-label="Contents"><ul>
${sections.map(([id, title]) => `<li><a href="#${id}">${title}</a></li>`).join('\n')}
</ul></nav>
<main id="main" tabindex="-1">
${sections.map(([id, title, content]) => `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${title}</h2>\n${content}\n</section>`).join('\n')}
</main>
<footer>
<p>Made by <code>campaign report</code> from the records of the run${object.results === null ? '' : ` in <code>${escaped(object.results)}</code>`}. Seconds are of the monotonic clock, times of day UTC.</p>
</footer>`;
  return page({
    title: `${object.campaign}: run ${object.runId}`,
    style: style(nameColumns(report)),
    body,
  });
}

/** Stages by when they began, then those that never did, in the order of the plan. */
function inOrder({ chronicle, object }: Report): readonly number[] {
  const began = new Map<string, number>();
  for (const { stage, from } of chronicle.attempts) if (!began.has(stage)) began.set(stage, from);
  const key = (index: number) => began.get(object.stages[index]!.stage) ?? Number.POSITIVE_INFINITY;
  return object.stages.map((_, index) => index).sort((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
}

function figures({ object }: Report): string {
  const { stages, cost, provenance: record, startedAt, starts } = object;
  const passed = stages.filter(({ state }) => state === 'passed' || state === 'cached').length;
  const cpu = stages.reduce((sum, { cpuSeconds }) => sum + (cpuSeconds ?? 0), 0);
  const source = record?.repositories[0];
  const machine = record?.machine;
  const tiles: readonly (readonly [string, string, string])[] = [
    ['Stages passed', `${passed} of ${stages.length}`, ''],
    [
      'Took',
      object.seconds > 0 ? span(object.seconds) : 'not recorded',
      [
        startedAt?.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC') ?? '',
        starts.length > 1 ? `${counted(starts.length, 'start')}` : '',
      ]
        .filter(Boolean)
        .join(' · '),
    ],
    [
      'Processor time',
      stages.some(({ cpuSeconds }) => cpuSeconds !== null) ? span(cpu) : 'not recorded',
      machine?.cores ? `${machine.cores} cores` : '',
    ],
    ['Cost', figureOf(cost), cost.worstUsd === null ? '' : `${dollars(cost.worstUsd)} at worst`],
    [
      'Commit',
      source ? source.commit.slice(0, 12) : 'not recorded',
      source ? `${source.ref}${source.dirtyAtCompile ? ' · with changes that are not in the run' : ''}` : '',
    ],
    [
      'Machine',
      String(machine?.instanceType ?? processor(machine?.cpuModel) ?? 'not recorded'),
      `${machine?.availabilityZone ?? machine?.region ?? machine?.os ?? ''}`,
    ],
  ];
  return `<dl class="figures">
${tiles.map(([name, value, more]) => `<div><dt>${name}</dt><dd>${escaped(value)}${more ? `<small>${escaped(more)}</small>` : ''}</dd></div>`).join('\n')}
</dl>`;
}

/** `Intel(R) Xeon(R) Platinum 8488C` without what says nothing. */
function processor(model: string | number | undefined): string | undefined {
  return model === undefined
    ? undefined
    : String(model)
        .replace(/\((?:R|TM|C)\)/gi, '')
        .replace(/ (?:CPU|Processor)\b/g, '');
}
