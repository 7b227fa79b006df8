import { escaped } from '../page/escaped.ts';
import { span } from '../run/amount.ts';
import { signOf, type Told } from '../run/state.ts';
import { cutMiddle } from '../run/width.ts';
import type { Attempt } from './chronicle.ts';
import { clockOf, percent, row } from './drawing.ts';
import { lanes, mostMoments } from './lanes.ts';
import { classOf, signMark } from './marks.ts';
import type { StageObject } from './object.ts';
import type { Report } from './report.ts';
import { type Scale, scaleOf } from './scale.ts';

/** Names longer than this lose their middle in the drawing; the table has them whole. */
const nameWidth = 34;

/** The run on the wall clock, as a drawing beside which the tables say the same in words. Empty where no time is recorded. */
export function timeline(report: Report, order: readonly number[]): string {
  const { chronicle, object } = report;
  if (chronicle.starts.length === 0) return '';
  const scale = scaleOf(chronicle.starts);
  const rows = order.map(index => stageRow(report, index, scale));
  return `<figure class="timeline">
<figcaption>Wall clock, ${new Date(chronicle.starts[0]!.from).toISOString().slice(0, 10)} in UTC. ${legend(
    report,
    scale,
    rows.some(each => each.includes('class="wait"')),
  )} <span class="hidden">The tables of stages and of what happened say the same in words.</span></figcaption>
<div class="chart${order.length > 60 ? ' dense' : ''}" aria-hidden="true">
${patterns}
${grid(report, scale)}
${axis(scale)}
${lanes(report, scale)}
${rows.join('\n')}
${object.stages.length > 30 ? axis(scale) : ''}</div>
</figure>`;
}

/** Columns that the longest name takes. */
export function nameColumns({ object }: Report): number {
  return Math.min(nameWidth, Math.max(10, ...object.stages.map(({ stage }) => [...stage].length))) + 3;
}

const patterns = `<svg width="0" height="0" class="patterns"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2.5" height="6"/></pattern></defs></svg>`;

function grid({ chronicle }: Report, scale: Scale): string {
  const lines = scale.ticks.map(({ position }) => line('tick', position));
  const resumed = chronicle.starts.slice(1).map(({ from }) => line('resumed', scale.at(from)));
  const grave = chronicle.moments.filter(({ grade, kind }) => grade === 'bad' && kind !== 'run-ended');
  const pauses = scale.breaks.map(
    ({ from, to }) => `<rect class="pause" x="${percent(from)}" width="${percent(to - from)}" height="100%"/>`,
  );
  return `<svg class="grid" width="100%" height="100%">${pauses.join('')}${lines.join('')}${resumed.join('')}${grave
    .slice(0, mostMoments)
    .map(({ at }) => line('grave', scale.at(at)))
    .join('')}</svg>`;
}

function line(kind: string, position: number): string {
  return `<line class="${kind}" x1="${percent(position)}" x2="${percent(position)}" y2="100%"/>`;
}

function axis({ ticks, breaks }: Scale): string {
  const labels = ticks
    .filter(({ label }) => label !== '')
    .map(({ position, label, time, anchor }, index) => {
      // A narrow window has room for every third.
      const kind = `${anchor === 'middle' ? '' : anchor}${index % 3 ? ' spare' : ''}`.trim();
      return `<text${kind ? ` class="${kind}"` : ''} data-time="${time}" x="${percent(position)}" y="14">${label}</text>`;
    });
  const pauses = breaks.map(
    ({ from, to, seconds }) =>
      `<text class="gap" x="${percent((from + to) / 2)}" y="30">${pause(seconds)} later</text>`,
  );
  return row('axis', '', `${labels.join('')}${pauses.join('')}`, '', breaks.length > 0 ? 36 : 20);
}

function pause(seconds: number): string {
  return seconds >= 172_800 ? `${Math.round(seconds / 86_400)} days` : span(seconds);
}

function stageRow({ chronicle, object }: Report, index: number, scale: Scale): string {
  const stage = object.stages[index]!;
  const attempts = chronicle.attempts.filter(attempt => attempt.stage === stage.stage);
  const drawn = attempts.map((attempt, nth) => {
    const before = attempts[nth - 1];
    const since = before ? before.to : readyAt(stage, attempt, chronicle.attempts);
    const waits =
      since !== undefined &&
      attempt.start === (before?.start ?? attempt.start) &&
      scale.at(attempt.from) - scale.at(since) > 0.004
        ? `<line class="wait" x1="${percent(scale.at(since))}" x2="${percent(scale.at(attempt.from))}" y1="50%" y2="50%"><title>waits ${span((attempt.from - since) / 1000)}</title></line>`
        : '';
    return waits + bar(attempt, scale);
  });
  const name = cutMiddle(stage.stage, nameWidth, '…');
  const label = `<a class="who" href="#stage-${index + 1}" tabindex="-1" title="${escaped(stage.stage)}">${signMark(stage.state)} <bdi class="name">${escaped(name)}</bdi></a>`;
  const took = attempts.length > 0 ? span(stage.seconds) : '';
  return row('', label, drawn.join('') + words(stage, attempts, scale), took);
}

/** When the last stage that it waits for had ended; absent where that is not known. */
function readyAt({ needs }: StageObject, { from, start }: Attempt, all: readonly Attempt[]): number | undefined {
  const ends = all.filter(each => needs.includes(each.stage) && each.start === start && each.saved <= from);
  return ends.length === 0 ? undefined : Math.max(...ends.map(({ saved: at }) => at));
}

function bar(attempt: Attempt, scale: Scale): string {
  const { stage, from, to, saved: at, state, reason } = attempt;
  const [left, right, end] = [scale.at(from), scale.at(to), scale.at(at)];
  const text = `${stage}, attempt ${attempt.attempt}: ${state}${reason ? `: ${reason}` : ''}; ${clockOf(from)} to ${clockOf(to)}, ${span((to - from) / 1000)}`;
  const box = `x="${percent(left)}" width="${percent(Math.max(right - left, 0.002))}" y="18%" height="64%"`;
  const title = `<title>${escaped(text)}</title>`;
  const kind = classOf(state);
  const hatch = kind === 'bad' || kind === 'warn' ? `<rect class="hatch" ${box} rx="2"/>` : '';
  const saving =
    end - right > 0.001
      ? `<rect class="saving" x="${percent(right)}" width="${percent(end - right)}" y="36%" height="28%"><title>saving what it left, ${span((at - to) / 1000)}</title></rect>`
      : '';
  return `<g data-stage="${escaped(stage)}" data-attempt="${attempt.attempt}"><rect class="bar ${kind}" ${box} rx="2">${title}</rect>${hatch}</g>${saving}`;
}

/** What became of a stage that did not end well, where there is room beside its bars. */
function words({ state, reason }: StageObject, attempts: readonly Attempt[], scale: Scale): string {
  const text = escaped(`${signOf(state).glyph} ${state}${reason ? `: ${reason}` : ''}`);
  const kind = classOf(state);
  const first = attempts[0];
  if (!first) return state === 'pending' ? '' : `<text class="said ${kind}" x="6" y="50%">${text}</text>`;
  if (kind === 'good' || kind === 'live') return '';
  const [left, right] = [scale.at(first.from), scale.at(attempts.at(-1)!.saved)];
  if (right < 0.6) return `<text class="said ${kind}" x="${percent(right)}" dx="6" y="50%">${text}</text>`;
  if (left > 0.4) return `<text class="said before ${kind}" x="${percent(left)}" dx="-6" y="50%">${text}</text>`;
  return '';
}

function legend({ chronicle, stretches }: Report, scale: Scale, waits: boolean): string {
  const { attempts } = chronicle;
  const has = (...states: readonly Told[]) => attempts.some(({ state }) => states.includes(state));
  const swatch = (kind: string, text: string) => `<span class="key"><i class="${kind}"></i>${text}</span>`;
  const bad = attempts.some(({ state }) => classOf(state) === 'bad');
  return [
    has('passed', 'cached') ? swatch('bar good', 'passed') : '',
    bad ? swatch('bar bad', 'did not pass') : '',
    has('interrupted') ? swatch('bar warn', 'interrupted') : '',
    has('running') ? swatch('bar live', 'running') : '',
    waits ? swatch('wait', 'waits') : '',
    attempts.some(({ to, saved: at }) => at > to) ? swatch('saving', 'saves what it left') : '',
    ...(['boot', 'provision', 'hold'] as const)
      .filter(kind => chronicle.phases.some(each => each.kind === kind))
      .map(kind =>
        swatch(
          `phase ${kind}`,
          { boot: 'the box starts', provision: 'it is prepared', hold: 'it is kept to save' }[kind],
        ),
      ),
    scale.breaks.length > 0 ? swatch('pause', 'nothing ran: cut short') : '',
    stretches.some(({ cores, memory }) => cores !== undefined || memory !== undefined)
      ? 'Processors and memory are each stage’s mean and peak: nothing between is recorded.'
      : 'No use of the machine is recorded.',
  ]
    .filter(Boolean)
    .join(' ');
}
