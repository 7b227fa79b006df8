import { duration } from '../schema/quantity.ts';
import { campaignFile } from './campaign-file.ts';
import { chosenFaults, chosenStages } from './chosen.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';
import { refuseFaulty } from './refuse.ts';
import { shown } from './shown-rehearsal.ts';

/** `campaign rehearse --real`: one stage with its own commands under each fault that needs no stand-in; the exit status. */
export async function rehearseCommands(invocation: Invocation, context: Context): Promise<number> {
  for (const name of ['points', 'seed', 'durations'])
    if (invocation.value(name) !== undefined)
      throw new Refusal(
        `--${name} is for stand-ins, and --real runs the commands`,
        'choose the moment with --after DURATION',
      );
  if (invocation.has('thorough'))
    throw new Refusal('--thorough is for buckets, and --real has a directory for its store', 'leave one of them out');
  const { judge } = await import('./judge.ts');
  const judged = await judge(campaignFile(invocation.arguments[0], context), context, {
    invocation,
    tolerate: ['userdata-size', 'unpushed-commit'],
  });
  const plan = await refuseFaulty(judged, context, 'rehearsed', ['unpushed-commit', 'untracked-file', 'dirty-file']);
  const names = plan.stages.filter(({ off }) => !off).map(({ name }) => name);
  const [stage, ...others] = chosenStages(invocation, names);
  if (stage === undefined || others.length > 0)
    throw new Refusal('--real runs the commands of one stage', `name it: --stage NAME; there are ${names.join(', ')}`);
  const { faults } = await import('../rehearsal/faults/index.ts');
  const { notReal, realCost, realFaults, rehearseReal } = await import('../rehearsal/real.ts');
  const why = notReal(plan, stage);
  if (why !== undefined)
    throw new Refusal(
      `\`${stage}\` cannot be rehearsed with --real: ${why}`,
      'leave --real out: stand-ins need nothing',
    );
  const chosen = chosenFaults(invocation, faults);
  const possible = realFaults(plan, chosen);
  if (possible.length === 0)
    throw new Refusal(
      `${chosen.map(({ name }) => `\`${name}\``).join(', ')} cannot befall real commands`,
      `--real has ${realFaults(plan, faults)
        .map(({ name }) => name)
        .join(', ')}`,
    );
  const after = afterOf(invocation) ?? 2.8 * plan.store.checkpoint;
  const { compiled } = await import('./compiled.ts');
  const { script, origin } = await compiled(judged, plan, context, { here: true });
  const { scriptEnvironment } = await import('../run/launchers/local.ts');
  const { root } = judged.repository;
  const inherited = scriptEnvironment(
    { script: script.text, runId: '', storeUrl: '' },
    { home: '', environment: context.io.env, repository: { directory: root, origins: [origin] } },
  );
  const environment = {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => !/^(AWS|CAMPAIGN)_/.test(name))),
    // The stages have the caller's home, but not what the aws command keeps there.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  const { costText } = await import('../report/rehearsal/words.ts');
  // Also with --quiet: nobody is to wait for hours unawares.
  context.io.stderr.write(`${costText(stage, realCost(plan, stage, possible), after)}\n`);
  return await shown(invocation, context, live =>
    rehearseReal(plan, { script: script.text, faults: possible, stage, after, environment, ...live }),
  );
}

function afterOf(invocation: Invocation): number | undefined {
  const text = invocation.value('after');
  if (text === undefined) return undefined;
  const seconds = duration(text);
  if (seconds === undefined) throw new Refusal(`--after ${text} is no duration`, 'write it like 90s or 5m');
  return seconds;
}
