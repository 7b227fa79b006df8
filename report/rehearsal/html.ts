import type { Cell, Rehearsal, Verdict } from '../../rehearsal/rehearsal.ts';
import { escaped } from '../page/escaped.ts';
import { page } from '../page/page.ts';
import { counted, dollars } from '../run/amount.ts';
import { doesText, length, wasRehearsed } from './figures.ts';
import { style } from './html-style.ts';
import { basisText, notRehearsedReasons, verdictText } from './words.ts';

/** A rehearsal as one page that needs nothing else: no script, no font, no network. */
export function rehearsalHtml(rehearsal: Rehearsal): string {
  const { campaign, profile, held } = rehearsal;
  const title = profile === undefined ? campaign : `${campaign}, profile ${profile}`;
  const name = escaped(title);
  const done = rehearsal.cells.filter(wasRehearsed).length;
  const body = `<header>
<h1>${name}</h1>
<p class="quiet">Rehearsal: what is kept when something fails. ${counted(rehearsal.stages.length, 'stage')} under ${counted(rehearsal.faults.length, 'fault')}, ${done} of ${counted(rehearsal.cells.length, 'case')} rehearsed in ${length(rehearsal.took)}.</p>
<p class="verdict ${held ? 'held' : 'failed'}">${escaped(verdictText(rehearsal))}</p>
</header>
<main id="main" tabindex="-1">
${matrix(rehearsal)}
${section('What must never be, and was', brokenItems(rehearsal))}
${section('Not rehearsed', notRehearsedReasons(rehearsal).map(escaped))}
<h2>The faults</h2>
<dl>
${rehearsal.faults.map(({ title, fault, meaning }) => `<dt>${escaped(title)}</dt><dd>${escaped(meaning)} <code class="quiet">--fault ${escaped(fault)}</code></dd>`).join('\n')}
</dl>
<h2>How to read it</h2>
<p>Each case is a run of its own: the script that would run on the box, ${rehearsal.durations.from === 'commands' ? 'with the real commands, up to the moment that was chosen' : 'with stand-ins for the commands, up to the worst moment of the stage'}; then the fault; then only the store is looked at. <b>Lost</b> is work that was written and is not in the store. <b>Kept</b> is work of this stage and of those before it that is. <b>Again</b> is what a run that is taken up has to repeat, and what that costs.</p>
<p class="quiet">${escaped(basisText(rehearsal))}</p>
</main>`;
  return page({ title: `Rehearsal of ${title}`, style, body });
}

function matrix({ stages, faults, cells }: Rehearsal): string {
  const head = faults.map(({ title }) => `<th scope="col">${escaped(title)}</th>`).join('');
  const rows = stages.map(({ stage, seconds }) => {
    const row = faults.map(({ fault }) => field(cells.filter(cell => cell.stage === stage && cell.fault === fault)));
    return `<tr><th scope="row">${escaped(stage)}<small>${length(seconds)}</small></th>${row.join('')}</tr>`;
  });
  return `<div class="scroll" role="region" aria-label="Stages and faults" tabindex="0">
<table>
<caption>Work lost, kept and done again, stage by fault</caption>
<thead><tr><th scope="col">Stage</th>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>`;
}

/** All points of a stage and a fault; the worst gives the colour. */
function field(cells: readonly Cell[]): string {
  const order: readonly Verdict[] = ['broken', 'too-much', 'lost', 'kept', 'not-rehearsed'];
  const verdict = order.find(each => cells.some(cell => cell.verdict === each)) ?? 'not-rehearsed';
  return `<td class="cell ${verdict}">${cells.map(figures).join('<hr>')}</td>`;
}

function figures({ outcome, verdict }: Cell): string {
  if (!outcome.rehearsed) return `<b>not rehearsed</b>`;
  const { lost, kept, again, usd } = outcome;
  const word: Readonly<Record<Exclude<Verdict, 'not-rehearsed'>, string>> = {
    kept: 'nothing lost',
    lost: `${length(lost)} lost`,
    'too-much': `${length(lost)} lost, too much`,
    broken: 'broken',
  };
  const price = usd === undefined ? '' : `<small>${dollars(usd)}</small>`;
  const told = verdict === 'not-rehearsed' ? '' : word[verdict];
  if (outcome.does === 'not-started' && verdict === 'kept') return `<b>${doesText[outcome.does]}</b>`;
  return `<b>${told}</b><small>${length(kept)} kept</small><small>${again === 0 ? 'nothing again</small>' : `${length(again)} ${outcome.does === 'built' ? 'more, to build' : 'again'}</small>${price}`}`;
}

function brokenItems({ cells }: Rehearsal): string[] {
  return cells
    .filter(wasRehearsed)
    .flatMap(({ stage, fault, outcome }) =>
      outcome.broken.map(what => `<b>${escaped(stage)}</b>, ${escaped(fault)}: ${escaped(what)}`),
    );
}

function section(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<h2>${title}</h2>\n<ul>\n${items.map(item => `<li>${item}</li>`).join('\n')}\n</ul>`;
}
