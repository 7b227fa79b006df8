import type { Comparison } from '../../compare/comparison.ts';
import type { MeasuredRun } from '../../compare/measured-run.ts';
import { escaped, named } from '../page/escaped.ts';
import { page } from '../page/page.ts';
import { counted } from '../run/amount.ts';
import { forest } from './html-forest.ts';
import { strips } from './html-strips.ts';
import { style } from './html-style.ts';
import { fullName } from './labels.ts';
import { provenance } from './provenance.ts';
import { conclusionOf, kindOf, passedOverText, reasonText, signs } from './words.ts';

/** Comparisons with the first of some runs as one page that needs nothing else. */
export function comparisonsHtml(comparisons: readonly Comparison[], runs: readonly MeasuredRun[]): string {
  const { a } = comparisons[0]!;
  const others = comparisons.map(({ b }) => b);
  const values = strips(comparisons);
  const parts: readonly (readonly [id: string, title: string, content: string])[] = [
    ...comparisons.map(
      (each, index) => [`compared-${index + 1}`, `${named(each.b)} to ${named(each.a)}`, section(each)] as const,
    ),
    ['values', 'Values', values],
    ['runs', 'The runs side by side', sideBySide(runs)],
    ['reading', 'How to read it', reading],
  ];
  const sections = parts.filter(([, , content]) => content !== '');
  return page({
    title: `${others.join(', ')} compared with ${a}`,
    style,
    body: `<header>
<p class="quiet">Comparison${runs[0]?.record ? ` of ${named(runs[0].record.campaign)}` : ''}</p>
<h1>${others.map(named).join(', ')} compared with ${named(a)}</h1>
${comparisons.map(each => answer(each, comparisons.length > 1)).join('\n')}
</header>
<nav aria-label="Contents"><ul>
${sections.map(([id, title]) => `<li><a href="#${id}">${title}</a></li>`).join('\n')}
</ul></nav>
<main id="main" tabindex="-1">
${sections.map(([id, title, content]) => `<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${title}</h2>\n${content}\n</section>`).join('\n')}
</main>
<footer>
<p>Made by <code>campaign compare</code> from results and records in the store.</p>
</footer>`,
  });
}

function answer(comparison: Comparison, several: boolean): string {
  const { verdict, sentences } = conclusionOf(comparison);
  const [first, ...rest] = sentences;
  const [sign, kind] = verdict === 'refused' ? ['✗', 'bad'] : [signs[verdict][0], kindOf(verdict)];
  const notes = comparison.doubts.length;
  const told = `${counted(notes, 'note')} on whether it is fair`;
  const flags = notes === 0 || verdict === 'refused' ? '' : ` <a href="#flags-${anchor(comparison)}">${told}</a>.`;
  return `<div class="verdict is-${kind}"><p><span aria-hidden="true">${sign}</span> ${several ? `${named(comparison.b)}: ` : ''}${escaped(first!)}</p>${rest.length > 0 || flags !== '' ? `<p class="rest">${rest.map(escaped).join(' ')}${flags}</p>` : ''}</div>`;
}

/** Run ids are of letters that need no escaping, but for those that somebody chose. */
function anchor({ b }: Comparison): string {
  return b.replace(/[^\w-]/g, '_');
}

function section(comparison: Comparison): string {
  const { a, b, doubts, refused, items, headlines, onlyA, onlyB, withoutRatio, passedOver } = comparison;
  const flags = [...refused, ...doubts.filter(doubt => !refused.includes(doubt))].map(doubt =>
    refused.includes(doubt)
      ? `<li class="bad"><b>✗ Refused</b> (${doubt.kind}): ${escaped(doubt.message)}. <span class="quiet">Compare in spite of it: <code>--accept ${doubt.kind}</code></span></li>`
      : `<li class="warn"><b>! Note</b>: ${escaped(doubt.message)}</li>`,
  );
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? ''
      : `<h3>${title}: ${lines.length}</h3>\n<ul>\n${lines.map(line => `<li>${line}</li>`).join('\n')}\n</ul>`;
  const lacking = onlyA.length + onlyB.length + withoutRatio.length > 0;
  const means =
    !lacking || items.length === 0
      ? ''
      : `<p class="warn">${headlines.length === 0 ? 'There is no mean over all: the runs do not have the same items.' : 'The means are over the items that both runs have, not over all.'}</p>`;
  return [
    flags.length === 0 ? '' : `<ul class="flags" id="flags-${anchor(comparison)}">\n${flags.join('\n')}\n</ul>`,
    means,
    forest(comparison),
    list(
      `Only in ${named(a)}, in no mean`,
      onlyA.map(item => named(fullName(item))),
    ),
    list(
      `Only in ${named(b)}, in no mean`,
      onlyB.map(item => named(fullName(item))),
    ),
    list(
      'In both, without a ratio, in no mean',
      withoutRatio.map(item => `${named(fullName(item))}: ${reasonText(item)}`),
    ),
    list(
      'Files passed over',
      passedOver.map(file => escaped(passedOverText(file))),
    ),
  ]
    .filter(Boolean)
    .join('\n');
}

function sideBySide(runs: readonly MeasuredRun[]): string {
  const facts = provenance(runs);
  if (facts.length === 0) return '<p>Nothing is known of the runs but their results.</p>';
  const rows = facts.map(
    ({ name, values, differs }) =>
      `<tr${differs ? ' class="differs"' : ''}><th scope="row">${escaped(name)}${differs ? ' <span class="mark">differs</span>' : ''}</th>${values.map(value => `<td>${named(value)}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" role="region" aria-label="Facts of the runs" tabindex="0"><table class="runs">
<thead><tr><td></td>${runs.map(({ runId }) => `<th scope="col">${named(runId)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}

const reading = `<dl>
<dt>Ratio</dt><dd>The mean of the later run by that of the first, of the same item. The axis is logarithmic: half and double lie equally far from 1.</dd>
<dt>Interval</dt><dd>95 of 100 such intervals hold the true ratio: a bootstrap of 4,000 resamples, widened for few values (expanded percentiles). It holds what varied inside the two runs; what varies from run to run is not in it, and two runs of the same commit show how much that is.</dd>
<dt>✗ ✓</dt><dd>Slower or faster, worse or better: the interval does not hold 1, and that stands among all the items that were looked at. Of what stands, one in twenty is false on average (Benjamini–Hochberg).</dd>
<dt>?</dt><dd>Perhaps: the interval does not hold 1, but among so many items one would not by chance.</dd>
<dt>·</dt><dd>No difference seen is not none: one of the size that is given would have been seen four times in five, a smaller one may be there.</dd>
<dt>–</dt><dd>Fewer than five values in one of the runs: no interval, no verdict.</dd>
</dl>`;
