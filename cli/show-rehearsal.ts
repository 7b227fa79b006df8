import type { RehearseOptions } from '../rehearsal/rehearse.ts';
import { calmCell } from '../report/rehearsal/list.ts';
import { progressLines } from '../report/rehearsal/progress.ts';
import { repaint } from '../report/run/repaint.ts';
import type { Context } from './context.ts';
import { styleFor } from './style.ts';

export interface ShowingRehearsal extends Pick<RehearseOptions, 'onProgress' | 'onDirectory'> {
  /** Takes away what only counts while it goes on. */
  clear(): void;
}

/** Shows on stderr how a rehearsal goes on: a bar that is painted anew on a terminal, calm lines anywhere else. */
export function rehearsing(context: Context): ShowingRehearsal {
  const { io, note, verbose, quiet } = context;
  const { stderr } = io;
  const began = performance.now();
  const onDirectory = (directory: string) => {
    if (verbose) note(`boxes and stores in ${directory}`);
  };
  if (quiet) return { clear: () => {} };
  let painted: readonly string[] = [];
  const paint = (lines: readonly string[]) => {
    stderr.write(repaint(painted, lines, stderr.columns ?? 80));
    painted = lines;
  };
  const isLive = stderr.isTerminal && io.env.TERM !== 'dumb' && !verbose;
  let tenths = 0;
  return {
    onDirectory,
    onProgress: (done, of, cell) => {
      if (isLive) {
        const { style, columns = 80 } = styleFor(context, 'stderr');
        const seconds = (performance.now() - began) / 1000;
        paint(progressLines({ done, of, seconds, ...(cell && { last: cell }) }, { style, columns }));
      } else if (verbose && cell) note(calmCell(cell));
      else if (done === 0) note(`rehearsing ${of} cases`);
      else if (Math.floor((done / of) * 10) > tenths) {
        tenths = Math.floor((done / of) * 10);
        note(`${done} of ${of} rehearsed`);
      }
    },
    clear: () => {
      if (painted.length > 0) paint([]);
    },
  };
}
