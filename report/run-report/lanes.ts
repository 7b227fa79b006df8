import { escaped } from '../page/escaped.ts';
import { bytes, span } from '../run/amount.ts';
import type { Phase, Save } from './chronicle.ts';
import { clockOf, percent, row } from './drawing.ts';
import { momentSigns } from './marks.ts';
import type { Report } from './report.ts';
import type { Scale } from './scale.ts';

/** What reached the store is drawn in this many columns. */
const saveColumns = 240;
/** Moments beyond these are in the table alone. */
export const mostMoments = 300;

/** Rows above the stages: what happened to the run and its machine, what was used of it, what reached the store. */
export function lanes({ chronicle, stretches, object }: Report, scale: Scale): string {
  const moments = chronicle.moments
    .slice(0, mostMoments)
    .map(
      ({ at, grade, text }) =>
        `<text class="moment ${grade}" x="${percent(scale.at(at))}" y="15">${momentSigns[grade]}<title>${escaped(`${clockOf(at)} ${text}`)}</title></text>`,
    );
  const cores = stretches.flatMap(({ cores: value, ...rest }) => (value === undefined ? [] : [{ ...rest, value }]));
  const memory = stretches.flatMap(({ memory: value, ...rest }) => (value === undefined ? [] : [{ ...rest, value }]));
  const most = (all: readonly { readonly value: number }[]) => Math.max(0, ...all.map(({ value }) => value));
  const machine = object.machine.cores;
  const highest = Math.max(machine ?? 0, most(cores));
  return [
    moments.length > 0 ? row('lane', '<span class="name">Events</span>', moments.join(''), '', 22) : '',
    chronicle.phases.length > 0
      ? row(
          'lane',
          '<span class="name">Machine</span>',
          chronicle.phases.map(each => phase(each, scale)).join(''),
          '',
          22,
        )
      : '',
    cores.length > 0
      ? row(
          'lane',
          '<span class="name">Processors</span>',
          steps(cores, highest, scale, 'cpu', value => `${value.toFixed(1)} busy in the mean`),
          `${most(cores).toFixed(1)}${machine === null ? '' : ` of ${machine}`}`,
          36,
        )
      : '',
    memory.length > 0
      ? row(
          'lane',
          '<span class="name">Memory</span>',
          steps(memory, most(memory), scale, 'memory', value => `${bytes(value)} at most`),
          bytes(most(memory)),
          36,
        )
      : '',
    chronicle.saves.length > 0
      ? row('lane', '<span class="name">Saved</span>', saved(chronicle.saves, scale), bytes(object.saved.bytes), 22)
      : '',
  ].join('\n');
}

function phase({ from, to, kind, text, failed }: Phase, scale: Scale): string {
  const box = `x="${percent(scale.at(from))}" width="${percent(Math.max(scale.at(to) - scale.at(from), 0.002))}" y="5" height="13"`;
  const title = `<title>${escaped(`${text}; ${clockOf(from)} to ${clockOf(to)}, ${span((to - from) / 1000)}`)}</title>`;
  return `<rect class="phase ${failed ? 'bad' : kind}" ${box}>${title}</rect>${failed ? `<rect class="hatch" ${box}/>` : ''}`;
}

function steps(
  values: readonly {
    readonly from: number;
    readonly to: number;
    readonly value: number;
    readonly stages: readonly string[];
  }[],
  most: number,
  scale: Scale,
  kind: string,
  words: (value: number) => string,
): string {
  return values
    .map(({ from, to, value, stages }) => {
      const height = most === 0 ? 0 : Math.max(0.02, (value / most) * 0.92);
      return `<rect class="${kind}" x="${percent(scale.at(from))}" width="${percent(scale.at(to) - scale.at(from))}" y="${percent(1 - height)}" height="${percent(height)}"><title>${escaped(`${words(value)}: ${few(stages)}`)}</title></rect>`;
    })
    .join('');
}

function saved(saves: readonly Save[], scale: Scale): string {
  const columns = new Map<number, { bytes: number; final: boolean; count: number }>();
  for (const { at, bytes: size, final } of saves) {
    const index = Math.min(saveColumns - 1, Math.floor(scale.at(at) * saveColumns));
    const column = columns.get(index) ?? { bytes: 0, final: false, count: 0 };
    columns.set(index, { bytes: column.bytes + size, final: column.final || final, count: column.count + 1 });
  }
  return [...columns]
    .map(
      ([index, { bytes: size, final, count }]) =>
        `<rect class="save ${final ? 'final' : 'partial'}" x="${percent(index / saveColumns)}" width="${percent(0.7 / saveColumns)}" y="${final ? 5 : 10}" height="${final ? 14 : 9}"><title>${count} saved, ${bytes(size)}</title></rect>`,
    )
    .join('');
}

function few(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
