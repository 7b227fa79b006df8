import type { RunView } from '../../run/view.ts';
import { span } from './amount.ts';
import { type RunObject, runObject } from './json.ts';
import { runSign } from './state.ts';
import type { Style } from './style.ts';
import { clean, pad, textWidth } from './width.ts';

/** The runs of a store as a table, in the order given; says so when there are none. */
export function runsTable(views: readonly RunView[], storeUrl: string, style: Style): string {
  if (views.length === 0) return `No run in ${storeUrl}\n`;
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
  readonly store: string;
  readonly runs: readonly RunObject[];
}

/** The same for `--format json`. */
export function runsObject(views: readonly RunView[], storeUrl: string): RunsObject {
  return { version: 1, store: storeUrl, runs: views.map(runObject) };
}
