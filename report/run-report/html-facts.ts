import { escaped, named } from '../page/escaped.ts';
import { bytes, dollars, span } from '../run/amount.ts';
import { figureOf } from './cost.ts';
import { momentSigns, timeMark } from './marks.ts';
import type { ReportObject, StageObject } from './object.ts';

const mostMoments = 200;
const grades = { bad: 'bad', warn: 'warn', note: 'none' } as const;
const gradeWords = { bad: 'trouble', warn: 'note well', note: '' } as const;

/** What befell the run as a whole, in order. */
export function happened({ moments }: ReportObject): string {
  if (moments.length === 0) return '<p>No event is recorded.</p>';
  // What matters is shown whatever else there is.
  const kept =
    moments.length <= mostMoments ? moments : moments.filter(({ grade }) => grade !== 'note').slice(0, mostMoments);
  const rows = kept.map(
    ({ at, grade, text }) =>
      `<tr><td><time datetime="${at}">${at.slice(0, 10)} ${at.slice(11, 19)}</time></td><td><span class="${grades[grade]}"><span class="sign" aria-hidden="true">${momentSigns[grade]}</span>${gradeWords[grade] ? `<span class="hidden">${gradeWords[grade]}: </span>` : ''}</span> ${escaped(text)}</td></tr>`,
  );
  const cut =
    kept.length < moments.length
      ? `<p class="quiet">${moments.length - kept.length} more are not shown; all of them: <code>campaign report --format json</code></p>`
      : '';
  return `<table class="files"><caption class="hidden">Events of the run</caption><thead><tr><th scope="col">UTC</th><th scope="col">Event</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>${cut}`;
}

/** What it cost, where that is known, and what the figure rests on. */
export function spent({ cost, stages }: ReportObject): string {
  const shared = stages.filter(({ machineSeconds }) => machineSeconds > 0);
  const sum = (some: typeof shared) => ({
    machineSeconds: some.reduce((total, each) => total + each.machineSeconds, 0),
    usd: some.reduce((total, each) => total + (each.usd ?? 0), 0),
  });
  const all = sum(shared);
  const rest = {
    machineSeconds: Math.max(0, cost.paidSeconds - all.machineSeconds),
    usd: Math.max(0, (cost.usd ?? 0) - all.usd),
  };
  const part = (seconds: number) =>
    cost.paidSeconds > 0 ? `${((seconds / cost.paidSeconds) * 100).toFixed(1)} %` : '';
  const facts = [
    ['Cost', `<b>${figureOf(cost)}</b>`],
    ...(cost.worstUsd === null ? [] : [['At worst', dollars(cost.worstUsd)]]),
    ...(cost.capUsd === null ? [] : [['limits.cost', dollars(cost.capUsd)]]),
    ...(cost.instanceType === null
      ? []
      : [['Machine', escaped([cost.instanceType, cost.market].filter(Boolean).join(', '))]]),
  ];
  const rows = [...shared].sort((a, b) => b.machineSeconds - a.machineSeconds).slice(0, 30);
  const row = (name: string, { machineSeconds: seconds, usd }: Pick<StageObject, 'machineSeconds' | 'usd'>) =>
    `<tr><th scope="row">${name}</th><td class="number">${span(seconds)}</td><td class="number">${part(seconds)}</td>${cost.usd === null ? '' : `<td class="number">${dollars(usd ?? 0)}</td>`}</tr>`;
  const table =
    rows.length === 0
      ? ''
      : `<table class="files"><caption class="hidden">Each stage’s part of the machine’s time</caption><thead><tr><th scope="col">Stage</th><th scope="col" class="number">Its time</th><th scope="col" class="number">Part</th>${cost.usd === null ? '' : '<th scope="col" class="number">Cost</th>'}</tr></thead><tbody>
${rows.map(stage => row(named(stage.stage), stage)).join('\n')}
${
  shared.length > rows.length
    ? row(`${shared.length - rows.length} more stages`, sum(shared.filter(each => !rows.includes(each))))
    : ''
}
${row('Preparing, waiting, saving', rest)}
</tbody></table>
<p class="quiet">Where stages overlap, each has an equal part of the time.</p>`;
  return `<dl>\n${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n')}\n</dl>
<p class="quiet">${escaped(cost.basis)}</p>
${table}`;
}

/** What ran, on what, with what; everything that somebody needs to do it again. */
export function provenance({ provenance: record, launches, starts }: ReportObject): string {
  if (!record) return '<p>run.json is not there or cannot be read: what ran is not known.</p>';
  const code = (text: string) => `<code class="digest">${escaped(text)}</code>`;
  const repositories = record.repositories.map(
    ({ repo, ref, commit, dirtyAtCompile, dir }) =>
      `${escaped(repo)}<br>${code(commit)} (${escaped(ref)})${dirtyAtCompile ? ', <b class="warn">with changes where it was compiled that are not in the run</b>' : ', unchanged where it was compiled'}<br><span class="quiet">in ${escaped(dir)}</span>`,
  );
  const box = launches.map(({ number, instanceId, instanceType, zone, region, market, imageId, image, receipts }) => {
    const what = [instanceId, instanceType, zone ?? region, market, imageId ?? image].filter(each => each !== null);
    const read = receipts.map(
      ({ what: name, state, detail }) =>
        `<li><b class="${state === 'ok' ? 'good' : state === 'wrong' ? 'bad' : 'warn'}">${state === 'ok' ? 'ok' : state.toUpperCase()}</b> ${escaped(name)}: ${escaped(detail)}</li>`,
    );
    return [
      `Box ${number}`,
      `${escaped(what.join(', '))}${read.length > 0 ? `<ul>${read.join('')}</ul>` : ''}`,
    ] as const;
  });
  const rows: readonly (readonly [string, string])[] = [
    ...repositories.map((text, index) => [index === 0 ? 'Source' : 'Sibling', text] as const),
    ['Campaign', `campaign.yaml, SHA-256 ${code(record.campaignSha256)}`],
    ['Script', `SHA-256 ${code(record.scriptSha256)}, compiled by ${escaped(record.compiler)}`],
    ...(record.profile === null ? [] : [['Profile', escaped(record.profile)] as const]),
    ...entries('Parameters', record.params),
    ...entries('Environment', record.env),
    ...(record.secrets.length > 0
      ? [['Secrets', `${record.secrets.map(escaped).join(', ')} (names only)`] as const]
      : []),
    ...entries('Tools', record.tools),
    ...(starts.length > 1
      ? [
          [
            'Starts',
            starts
              .map(
                ({ startedAt, seconds, resumed, machine }) =>
                  `${timeMark(startedAt, '')}, ${span(seconds)}${resumed ? ', taken up again' : ''}${machine === null ? '' : `, on ${named(machine)}`}`,
              )
              .join('<br>'),
          ] as const,
        ]
      : []),
    ...box,
    ...entries('Machine', record.machine),
  ];
  return `<dl>\n${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n')}\n</dl>`;
}

/** Longer values are folded away, whole. */
const longValue = 300;

function entries(title: string, values: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const lines = Object.entries(values).map(([name, value]) => {
    const text = String(value).replace(/\r?\n/g, '⏎');
    const size = typeof value === 'number' && /Bytes$/.test(name) ? ` (${bytes(value)})` : '';
    return text.length > longValue
      ? `<details><summary><code>${escaped(name)}</code> ${text.length} characters</summary><div>${named(text)}</div></details>`
      : `<div><code>${escaped(name)}</code> ${named(text)}${size}</div>`;
  });
  return lines.length === 0 ? [] : [[title, lines.join('\n')]];
}
