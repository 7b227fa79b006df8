import type { RunView } from '../../run/view.ts';
import { span } from './amount.ts';
import { type RunObject, runObject } from './json.ts';
import { runSign } from './state.ts';
import type { Style } from './style.ts';
import { clean, pad, textWidth } from './width.ts';

/** A store, and its runs in the order in which they are shown. */
export interface RunsOfStore {
  readonly url: string;
  readonly views: readonly RunView[];
}

/** The runs of each store as a table; says so where there are none. Of several stores each is named above its runs. */
export function runsTable(stores: readonly RunsOfStore[], style: Style): string {
  return stores
    .map(({ url, views }) =>
      views.length === 0
        ? `No run in ${url}\n`
        : `${stores.length > 1 ? `${style.colors.bold(url)}\n` : ''}${table(views, style)}`,
    )
    .join('\n');
}

function table(views: readonly RunView[], style: Style): string {
  const rows = views.map(view => [
    view.runId,
    clean(view.campaign),
    view.state,
    view.exitStatus === undefined ? '' : String(view.exitStatus),
    `${view.stages.filter(stage => stage.state === 'passed' || stage.state === 'cached').length}/${view.stages.length}`,
    view.seconds > 0 ? span(view.seconds) : '',
  ]);
  const heads = ['RUN', 'CAMPAIGN', 'STATE', 'EXIT', 'PASSED', 'TIME'];
  const widths = heads.map((head, column) => Math.max(...[head, ...rows.map(row => row[column]!)].map(textWidth)));
  const lines = rows.map((row, index) =>
    row
      .map((text, column) => {
        const padded = pad(text, widths[column]!);
        return column === 2 ? runSign(views[index]!, style).paint(padded) : padded;
      })
      .join('  ')
      .trimEnd(),
  );
  const head = heads.map((text, column) => pad(text, widths[column]!)).join('  ');
  return `${[style.colors.dim(head.trimEnd()), ...lines].join('\n')}\n`;
}

export interface RunsObject {
  readonly version: 1;
  /** The first of `stores`. */
  readonly store: string;
  readonly stores: readonly string[];
  readonly runs: readonly RunObject[];
}

/** The same for `--format json`. */
export function runsObject(stores: readonly RunsOfStore[]): RunsObject {
  const urls = stores.map(({ url }) => url);
  return { version: 1, store: urls[0] ?? '', stores: urls, runs: stores.flatMap(({ views }) => views).map(runObject) };
}
