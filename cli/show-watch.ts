import { calmLine } from '../report/run/calm.ts';
import { pulseLine, type WatchLine, watchFacts, watchObject } from '../report/run/watched.ts';
import type { Cost } from '../run/cost.ts';
import type { Look } from '../run/watch.ts';
import type { Context } from './context.ts';
import { canPaint, painter } from './painter.ts';

/** A look at a run, and what it has cost up to it. */
export interface PricedLook extends Look {
  readonly cost: Cost;
  /** The last sign of life by the clock of the box, where it is seen through its store alone. */
  readonly heartbeat?: string;
}

/** Shows a run that somebody else has started. */
export interface WatchShow {
  look(look: PricedLook): void;
  /** What stands between us and the run. */
  trouble(line: string): void;
  /** Takes away what only counts while the run goes on. */
  clear(): void;
}

/** Milliseconds after which a pipe, too, is told how the run stands. */
const pulseEvery = 60_000;

/**
 * On stdout, for the run is what was asked for: a table on a terminal; anywhere else what happens, a line each, and once a minute how it
 * stands; as JSON, a line for each event and for each change.
 */
export function watchShow(context: Context, format: string | undefined): WatchShow {
  const { io, quiet, verbose } = context;
  const warn = (line: string) => context.note(context.colors.stderr.yellow(line));
  const facts = ({ cost, heartbeat }: PricedLook) =>
    watchFacts(cost, heartbeat === undefined ? undefined : (Date.now() - Date.parse(heartbeat)) / 1000);
  if (format === 'json') return jsonShow(line => io.stdout.write(`${JSON.stringify(watchObject(line))}\n`));
  if (quiet) return { look: () => {}, trouble: warn, clear: () => {} };
  if (canPaint(context, 'stdout')) {
    const { paint, clear } = painter(context, 'stdout');
    return {
      look: look => paint(look.view, { facts: facts(look), notice: 'Ctrl-C leaves the run running' }),
      trouble: line => {
        clear();
        warn(line);
      },
      clear,
    };
  }
  const say = (line: string) => io.stdout.write(`${line}\n`);
  let saidAt: number | undefined;
  return {
    look: look => {
      if (saidAt === undefined)
        say(`run ${look.view.runId} of ${look.view.campaign}, results in ${look.view.place ?? ''}`);
      for (const event of look.events) {
        const line = calmLine(event, { verbose });
        if (line !== undefined) say(line);
      }
      const alive = look.view.state === 'running' || look.view.state === 'starting';
      if (alive && (saidAt === undefined || Date.now() - saidAt >= pulseEvery)) {
        say(pulseLine(look.view, facts(look)));
        saidAt = Date.now();
      }
      saidAt ??= Date.now();
    },
    trouble: warn,
    clear: () => {},
  };
}

function jsonShow(put: (line: WatchLine) => void): WatchShow {
  let before = '';
  let putAt = 0;
  return {
    look: ({ view, events, cost }) => {
      for (const event of events) put({ kind: 'event', event });
      const now = JSON.stringify([view.state, view.phase, view.stages.map(({ state, attempt }) => [state, attempt])]);
      if (now === before && Date.now() - putAt < pulseEvery) return;
      [before, putAt] = [now, Date.now()];
      put({ kind: 'look', view, cost });
    },
    trouble: message => put({ kind: 'trouble', message }),
    clear: () => {},
  };
}

/** Shows on stderr how a run that has been asked to stop comes to its end. */
export function stopShow(context: Context): Pick<WatchShow, 'trouble' | 'clear'> & { look(look: Look): void } {
  const warn = (line: string) => context.note(context.colors.stderr.yellow(line));
  if (context.quiet) return { look: () => {}, trouble: warn, clear: () => {} };
  if (canPaint(context, 'stderr')) {
    const { paint, clear } = painter(context, 'stderr');
    const notice = 'it has been asked to stop; Ctrl-C does not wait for it';
    const trouble = (line: string) => {
      clear();
      warn(line);
    };
    return { look: ({ view }) => paint(view, { notice }), trouble, clear };
  }
  // What was before is known to whoever cancels it.
  let first = true;
  return {
    look: ({ events }) => {
      const lines = first ? [] : events.map(event => calmLine(event, { verbose: context.verbose }));
      for (const line of lines) if (line !== undefined) context.note(line);
      first = false;
    },
    trouble: warn,
    clear: () => {},
  };
}
