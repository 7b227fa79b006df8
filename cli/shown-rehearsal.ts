import type { Rehearsal } from '../rehearsal/rehearsal.ts';
import type { RehearseOptions } from '../rehearsal/rehearse.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { styleFor } from './style.ts';

/** What any rehearsal is told: where it is shown, and when to end. */
export type Live = Pick<RehearseOptions, 'signal' | 'keep' | 'onProgress' | 'onDirectory'>;

/** Rehearses, shows how that goes and what came of it in the format that is asked for; the exit status. A signal ends it. */
export async function shown(
  invocation: Invocation,
  context: Context,
  perform: (live: Live) => Promise<Rehearsal>,
): Promise<number> {
  const { rehearsing } = await import('./show-rehearsal.ts');
  const { processSignals } = await import('../run/signals.ts');
  const aborting = new AbortController();
  let stoppedBy: string | undefined;
  const unlisten = processSignals(signal => {
    stoppedBy ??= signal;
    aborting.abort();
  });
  const { clear, ...show } = rehearsing(context);
  const rehearsal = await perform({ signal: aborting.signal, keep: invocation.has('keep'), ...show }).catch(
    (error: unknown) => {
      if (stoppedBy === undefined) throw error;
      return undefined;
    },
  );
  unlisten();
  clear();
  if (!rehearsal) {
    context.note('stopped: nothing of it runs any more');
    return stoppedBy === 'INT' ? 130 : 143;
  }
  const { stdout } = context.io;
  if (invocation.value('format') === 'json') {
    const { rehearsalObject } = await import('../report/rehearsal/json.ts');
    stdout.write(`${JSON.stringify(rehearsalObject(rehearsal), null, 2)}\n`);
  } else if (invocation.value('format') === 'html') {
    const { rehearsalHtml } = await import('../report/rehearsal/html.ts');
    stdout.write(rehearsalHtml(rehearsal));
  } else if (stdout.isTerminal) {
    const { rehearsalPretty } = await import('../report/rehearsal/pretty.ts');
    stdout.write(rehearsalPretty(rehearsal, { ...styleFor(context, 'stdout'), verbose: context.verbose }));
  } else {
    const { rehearsalList } = await import('../report/rehearsal/list.ts');
    stdout.write(rehearsalList(rehearsal));
  }
  return rehearsal.held ? 0 : 1;
}
