import type { Diagnosis } from '../../run/diagnosis.ts';
import type { Recalled } from '../../run/recall-findings.ts';
import type { RunRef } from '../../run/store.ts';
import { openedRun } from '../campaign-store.ts';
import { type Command, formatOption } from '../command.ts';
import type { Context } from '../context.ts';
import { liveFiles, lookOption, reading } from '../store.ts';
import { styleFor } from '../style.ts';

export const why: Command = {
  name: 'why',
  summary: 'why a run stands as it does, on one screen: cause, evidence, what survived, cost',
  description: `Names one cause, what it rests on with the end of the log, what is in the store, what it cost, what doing the rest again costs at the
most, and the command that does. It reads the store; of a run that died without a word it also asks EC2 what became of its box.`,
  arguments: [{ name: 'RUN', summary: 'a run id or the beginning of one; default: the latest', complete: 'run' }],
  options: [lookOption, formatOption],
  examples: [
    { command: 'campaign why', meaning: 'the latest run' },
    { command: 'campaign why 20260517T0915 --format json', meaning: 'the run whose id begins so, for a program' },
  ],
  async run(invocation, context) {
    const { ref, store, home } = await openedRun(invocation.arguments[0], invocation, context);
    const { nameLeftoversOf } = await import('../cloud.ts');
    await reading(() => nameLeftoversOf(store, context, ref));
    const { recallFindings } = await import('../../run/recall-findings.ts');
    const { diagnose } = await import('../../run/diagnosis.ts');
    const found = await reading(() => recallFindings(store, ref, liveFiles(home, ref.runId)));
    const asked = found.view.state === 'died' ? await askBox(found, context) : { console: [] };
    const diagnosis = diagnose({ ...found, ...(asked.standing && { standing: asked.standing }) });
    const alive = found.view.state === 'running' || found.view.state === 'starting';
    const cost = found.meter.cost(alive ? Date.now() : undefined);
    const worstSeconds = secondsAgain(diagnosis, found);
    const told = {
      ...{ view: found.view, diagnosis, kept: found.kept, cost, console: asked.console },
      again: {
        worstSeconds,
        ...(cost.kind === 'known' && { worstUsd: (worstSeconds / 3600) * cost.usdPerHour }),
      },
      next: await nextCommand(diagnosis, found, ref, invocation.value('store')),
    };
    const { whyObject, whyText } = await import('../../report/run/why.ts');
    const { stdout } = context.io;
    if (invocation.value('format') === 'json') stdout.write(`${JSON.stringify(whyObject(told), null, 2)}\n`);
    else stdout.write(whyText(told, styleFor(context, 'stdout')));
    return 0;
  },
};

/** What EC2 says of the box of a run that gives no sign of life; nothing where it had none, or nobody tells. */
async function askBox({ launches, view }: Recalled, context: Context) {
  const { boxOfRun } = await import('../box-of-run.ts');
  const box = await boxOfRun(launches, context);
  const id = box?.launch.instanceId;
  if (!box?.cloud || id === undefined) return { console: [] };
  const { consoleOf, standingOf } = await import('../../run/cloud/standing.ts');
  const ask = standingOf(box.cloud, id);
  // What EC2 does not know at first, it may not have heard of yet.
  const standing = (await ask()) ?? (await ask());
  return { ...(standing && { standing }), console: view.phase === undefined ? await consoleOf(box.cloud, id) : [] };
}

/** Timeouts of what would run again, with its attempts where the plan is known. */
function secondsAgain({ again }: Diagnosis, { meter }: Recalled): number {
  return again.reduce((sum, { stage, timeoutSeconds }) => sum + timeoutSeconds * (meter.attempts.get(stage) ?? 1), 0);
}

async function nextCommand(
  { cause }: Diagnosis,
  { launches, record }: Recalled,
  { runId }: RunRef,
  given: string | undefined,
): Promise<string> {
  const { quote } = await import('../../plan/quote.ts');
  const { whereWords } = await import('../../report/run/overview.ts');
  const store = given === undefined ? '' : ` --store ${quote(given)}`;
  if (cause.kind === 'running' || cause.kind === 'starting') return `campaign watch ${runId}${store}`;
  if (cause.kind === 'well') return `campaign fetch ${runId}${store}`;
  const where = whereWords(launches.at(-1));
  return record ? `campaign resume ${runId}${where}${store}` : `campaign run --run-id ${runId}${where}${store}`;
}
