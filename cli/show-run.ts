import { calmLine } from '../report/run/calm.ts';
import { repaint } from '../report/run/repaint.ts';
import { liveTable } from '../report/run/table.ts';
import type { RunOptions } from '../run/run.ts';
import type { Context } from './context.ts';
import { styleFor } from './style.ts';

/** Shows a run while it goes on, on stderr: a table that is painted anew on a terminal, calm lines anywhere else. */
export function showing(context: Context): Pick<RunOptions, 'onStart' | 'onLook' | 'onStopAsked'> {
  const { io, quiet, verbose, note } = context;
  const { stderr } = io;
  const stop = (signal: string) =>
    signal === 'INT'
      ? 'stopping: it saves what there is; Ctrl-C again leaves it running'
      : 'stopping: it saves what there is';
  if (quiet) return {};
  if (!stderr.isTerminal || io.env.TERM === 'dumb')
    return {
      onStart: paths => note(`run ${paths.runId}, results in ${paths.place}`),
      onLook: ({ events }) => {
        for (const event of events) {
          const line = calmLine(event, { verbose });
          if (line !== undefined) note(line);
        }
      },
      onStopAsked: signal => note(stop(signal)),
    };
  let painted: readonly string[] = [];
  let said: string | undefined;
  return {
    onStart: paths => note(`run ${paths.runId}, results in ${paths.place}`),
    onLook: ({ view }) => {
      const { style, columns = 80 } = styleFor(context, 'stderr');
      const lines = [
        ...liveTable(view, { style, columns, rows: stderr.rows ?? 24 }),
        ...(said === undefined ? [] : [style.colors.yellow(said.slice(0, columns))]),
      ];
      stderr.write(repaint(painted, lines, columns));
      painted = lines;
    },
    onStopAsked: signal => {
      said = stop(signal);
    },
  };
}
