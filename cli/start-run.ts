import { join } from 'node:path';
import type { RunStore } from '../run/store.ts';
import type { Option } from './command.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { answered, homeIn } from './store.ts';
import { styleFor } from './style.ts';

export const onOption: Option = {
  name: 'on',
  value: 'WHERE',
  complete: ['local', 'ec2', 'ssm:'],
  summary: 'local (default): this machine; ec2: a box that is started for it; ssm:i-…: an instance that is up',
};

/** What `run` and `resume` have in common beyond the plan. */
export const launchOptions: readonly Option[] = [
  {
    name: 'stage',
    short: 's',
    value: 'NAME',
    many: true,
    complete: 'nothing',
    summary: 'only this stage and what it needs',
  },
  { name: 'in-place', summary: 'run in the working tree itself, not in a checkout' },
  { name: 'detach', short: 'd', summary: 'start it and come back at once' },
  { name: 'yes', short: 'y', summary: 'ask nothing' },
];

export interface Start {
  readonly script: string;
  readonly store: RunStore;
  /** The campaign's name. */
  readonly campaign: string;
  /** Absent: a new id. */
  readonly runId?: string;
  /** Take the run up even if it is complete. */
  readonly resume?: boolean;
  /** Of the repository here. */
  readonly root: string;
  /** URLs for which the repository here stands; empty: each is cloned from itself. */
  readonly origins: readonly string[];
  readonly inPlace: boolean;
  readonly worstSeconds?: number;
}

/** Starts a script on this machine, shows it, tells what came of it; the exit status. */
export async function startRun(start: Start, invocation: Invocation, context: Context): Promise<number> {
  const { localLauncher } = await import('../run/launchers/local.ts');
  const { processSignals } = await import('../run/signals.ts');
  const { run } = await import('../run/run.ts');
  const { showing } = await import('./show-run.ts');
  const { script, root, origins, inPlace, ...rest } = start;
  const stages = invocation.values('stage');
  const { clear, ...show } = showing(context, { inPlace });
  const ended = await run(script, {
    ...rest,
    launcher: localLauncher({
      home: homeIn(root),
      ignored: join(root, '.campaign'),
      ...(origins.length > 0 && { repository: { directory: root, origins } }),
      environment: context.io.env,
    }),
    detach: invocation.has('detach'),
    signals: processSignals,
    ...show,
    ...(stages.length > 0 && { stages }),
  });
  clear?.();
  const end = answered(ended);
  if (invocation.value('format') === 'json') {
    const { summaryObject } = await import('../report/run/json.ts');
    context.io.stdout.write(`${JSON.stringify(summaryObject(end), null, 2)}\n`);
  } else {
    const { leftRunning, summary } = await import('../report/run/summary.ts');
    const given = invocation.value('store');
    const told = { ...styleFor(context, 'stdout'), ...(given !== undefined && { store: given }) };
    context.io.stdout.write(end.detached ? leftRunning(end.paths, told) : summary(end, told));
  }
  return end.exitStatus;
}
