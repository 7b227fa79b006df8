import type { RehearseOptions } from '../rehearsal/rehearse.ts';
import { openedRun } from './campaign-store.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';
import { liveFiles, reading } from './store.ts';

/** `--durations RUN`: how long the stages took that passed in that run; absent where it is not asked for. */
export async function durationsOf(
  invocation: Invocation,
  context: Context,
): Promise<RehearseOptions['durations'] | undefined> {
  const asked = invocation.value('durations');
  if (asked === undefined) return undefined;
  const { recallRun } = await import('../run/recall.ts');
  const { ref, ...opened } = await openedRun(asked, invocation, context);
  const view = await reading(() => recallRun(opened.store, ref, { directory: liveFiles(opened.home, ref.runId) }));
  const passed = view.stages.filter(({ state, seconds }) => (state === 'passed' || state === 'cached') && seconds > 0);
  if (passed.length === 0)
    throw new Refusal(
      `--durations ${asked}: no stage of run ${ref.runId} has passed, so it tells no lengths`,
      'name a run that has, or leave it out: then lengths are timeouts',
    );
  return { run: ref.runId, seconds: new Map(passed.map(({ stage, seconds }) => [stage, seconds])) };
}
