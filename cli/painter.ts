import { repaint } from '../report/run/repaint.ts';
import { liveTable, type TableOptions } from '../report/run/table.ts';
import type { RunView } from '../run/view.ts';
import type { Context } from './context.ts';
import { styleFor } from './style.ts';

/** A table on a terminal that is painted anew in place. */
export interface Painter {
  paint(view: RunView, more?: Pick<TableOptions, 'facts' | 'notice'>): void;
  /** Takes it away, so that other lines may follow. */
  clear(): void;
}

/** Whether a stream is a terminal that something can be painted on. */
export function canPaint({ io }: Context, stream: 'stdout' | 'stderr'): boolean {
  return io[stream].isTerminal && io.env.TERM !== 'dumb';
}

export function painter(context: Context, stream: 'stdout' | 'stderr'): Painter {
  const out = context.io[stream];
  let painted: readonly string[] = [];
  const put = (lines: readonly string[]) => {
    out.write(repaint(painted, lines, out.columns ?? 80));
    painted = lines;
  };
  return {
    paint: (view, more = {}) => {
      const { style, columns = 80 } = styleFor(context, stream);
      put(liveTable(view, { style, columns, rows: out.rows ?? 24, ...more }));
    },
    clear: () => {
      if (painted.length > 0) put([]);
    },
  };
}
