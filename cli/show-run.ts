import { join } from 'node:path';
import { calmLine } from '../report/run/calm.ts';
import { repaint } from '../report/run/repaint.ts';
import { liveTable } from '../report/run/table.ts';
import type { RunOptions } from '../run/run.ts';
import type { Context } from './context.ts';
import { styleFor } from './style.ts';

export interface Showing extends Pick<RunOptions, 'onStart' | 'onLook' | 'onStopAsked'> {
  /** Takes away what only counts while the run goes on: its summary follows. */
  readonly clear?: () => void;
}

/** Shows a run while it goes on, on stderr: a table that is painted anew on a terminal, calm lines anywhere else. */
export function showing(context: Context, { inPlace = false } = {}): Showing {
  const { io, quiet, verbose, note } = context;
  const { stderr } = io;
  const stop = (signal: string) =>
    signal === 'INT'
      ? 'stopping: it saves what there is; Ctrl-C again leaves it running'
      : 'stopping: it saves what there is';
  if (quiet) return {};
  let tree = '';
  if (!stderr.isTerminal || io.env.TERM === 'dumb')
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
  let painted: readonly string[] = [];
  let said: string | undefined;
  const paint = (lines: readonly string[]) => {
    stderr.write(repaint(painted, lines, stderr.columns ?? 80));
    painted = lines;
  };
  return {
    onLook: ({ view }) => {
      const { style, columns = 80 } = styleFor(context, 'stderr');
      const notice = said === undefined ? [] : [style.colors.yellow(said.slice(0, columns))];
      const rows = (stderr.rows ?? 24) - notice.length;
      paint([...liveTable(view, { style, columns, rows }), ...notice]);
    },
    onStopAsked: signal => {
      said = stop(signal);
    },
    clear: () => {
      if (painted.length > 0) paint([]);
    },
  };
}
