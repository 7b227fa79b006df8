import { join } from 'node:path';
import { calmLine } from '../report/run/calm.ts';
import type { RunOptions } from '../run/run.ts';
import type { Context } from './context.ts';
import { canPaint, painter } from './painter.ts';

export interface Showing extends Pick<RunOptions, 'onStart' | 'onLook' | 'onStopAsked'> {
  /** Takes away what only counts while the run goes on: its summary follows. */
  readonly clear?: () => void;
}

/** Shows a run while it goes on, on stderr: a table that is painted anew on a terminal, calm lines anywhere else. */
export function showing(context: Context, { inPlace = false } = {}): Showing {
  const { quiet, verbose, note } = context;
  const stop = (signal: string) =>
    signal === 'INT'
      ? 'stopping: it saves what there is; Ctrl-C again leaves it running'
      : 'stopping: it saves what there is';
  if (quiet) return {};
  let tree = '';
  if (!canPaint(context, 'stderr'))
    return {
      onStart: paths => {
        // In place nothing is checked out; else a source's directory is below the run's own.
        if (!inPlace && paths.live) tree = join(paths.live.directory, 'tree');
        note(`run ${paths.runId}, results in ${paths.place}`);
      },
      onLook: ({ events }) => {
        for (const event of events) {
          const line = calmLine(event, { verbose, tree });
          if (line !== undefined) note(line);
        }
      },
      onStopAsked: signal => note(stop(signal)),
    };
  let said: string | undefined;
  const { paint, clear } = painter(context, 'stderr');
  return {
    onLook: ({ view }) => paint(view, said === undefined ? {} : { notice: said }),
    onStopAsked: signal => {
      said = stop(signal);
    },
    clear,
  };
}
