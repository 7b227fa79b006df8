import { isAbsolute } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import type { LaunchedBox, Launcher } from '../run/launcher.ts';
import type { RunStore } from '../run/store.ts';
import { nameLeftovers, openedCloud, regionOption } from './cloud.ts';
import type { Option } from './command.ts';
import { confirmed } from './confirm.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';
import { answered, storeUrl } from './store.ts';
import { styleFor } from './style.ts';
import type { Where } from './where.ts';

/** What `run` and `resume` take for boxes. */
export const boxOptions: readonly Option[] = [
  regionOption,
  {
    name: 'instance-profile',
    value: 'NAME',
    complete: 'nothing',
    summary: 'the role of a box on ec2, by which it reaches the store; default: campaign-box',
  },
  { name: 'subnet', value: 'ID', complete: 'nothing', summary: 'where a box on ec2 is put; default: the default VPC' },
  {
    name: 'security-group',
    value: 'GROUP',
    complete: 'nothing',
    summary: 'what may come in to a box on ec2; default: campaign-box, else the default one if nothing may',
  },
  {
    name: 'provision',
    summary: 'on ssm: packages, users and setup as on a box of its own, and power it off at the end',
  },
];

/** What a box is started from. */
export interface BoxStart {
  readonly script: string;
  readonly sha256: string;
  /** Where the box clones from. */
  readonly origin: string;
  readonly plan: Pick<Plan, 'campaign' | 'machine' | 'limits' | 'repository' | 'store' | 'time'>;
  readonly store: RunStore;
  readonly runId?: string;
  readonly resume?: boolean;
}

/** The store of a run on a box: `--store`, else the campaign's own. Only a bucket is reached from everywhere. */
export function boxStoreUrl(invocation: Invocation, context: Context, planned: Plan['store']): string {
  const given = invocation.value('store');
  const url = given === undefined ? planned.url : storeUrl(given, context.cwd);
  if (url?.startsWith('s3://')) return url;
  throw new Refusal(
    url === undefined ? 'the campaign names no store' : `a box cannot leave its results in ${url}`,
    'a run on a box needs a bucket: store.url or --store as s3://bucket/prefix',
  );
}

/** Refuses what cannot run on a box, or may cost too much there, before AWS is asked for anything. */
export async function refuseImpossible(
  { plan, origin }: Pick<BoxStart, 'plan' | 'origin'>,
  where: Exclude<Where, { kind: 'local' }>,
): Promise<void> {
  // One that the campaign names itself may be there, as in an image of its own.
  if (plan.repository.repo === undefined && (isAbsolute(origin) || origin.startsWith('file:')))
    throw new Refusal(
      `a box cannot clone from ${origin}`,
      'push the repository somewhere, and name it: source.repo, or a remote called origin',
    );
  if (where.kind !== 'ec2') return;
  const { type } = plan.machine;
  if (type === undefined)
    throw new Refusal('the campaign names no machine.type', 'name one, as c7i.2xlarge; it is what is paid for');
  const { spendFault, spendOf } = await import('../run/spend-gate.ts');
  const fault = spendFault(spendOf(plan), type);
  if (fault) answered({ fault });
}

/** Starts a script on a box, shows it, tells what came of it and of the box; the exit status. */
export async function startOnBox(
  start: BoxStart,
  where: Exclude<Where, { kind: 'local' }>,
  invocation: Invocation,
  context: Context,
): Promise<number> {
  const { plan, store } = start;
  const { note, io } = context;
  const { spendOf } = await import('../run/spend-gate.ts');
  const spend = spendOf(plan);
  const { type } = plan.machine;
  const region = invocation.value('region') ?? plan.store.region;
  const cloud = await openedCloud(region);
  await nameLeftovers(cloud, context, store);
  const { bold } = context.colors.stderr;
  if (where.kind === 'ec2') {
    const { spendText } = await import('../report/run/spend.ts');
    const about = { type: type!, market: plan.machine.market };
    note(`${bold('ec2')} ${about.market} ${about.type} in ${cloud.region}, account ${cloud.account}`);
    for (const line of spendText(spend, about)) note(`  ${line}`);
  }
  await askFirst(where, invocation, context);

  const { compiler } = await import('./compile-options.ts');
  const { launchLoader } = await import('../interpreter/delivery.ts');
  const provision = where.kind === 'ec2' || invocation.has('provision');
  const tell = (line: string, loud = false) => note(loud ? context.colors.stderr.yellow(line) : line);
  const common = {
    ...{ cloud, store, tell, campaign: plan.campaign.name.value },
    deliver: (launch: { runId: string; resume?: boolean; stages?: readonly string[]; storeUrl: string }) => ({
      sha256: start.sha256,
      loader: (url: string, delivery?: string) =>
        launchLoader(plan, {
          compiler,
          script: start,
          url,
          region: plan.store.region ?? cloud.region,
          start: where.kind === 'ec2' ? 'start-here' : 'start-apart',
          settings: settingsOf(launch, provision, plan.store.region ?? cloud.region),
          ...(delivery !== undefined && { delivery }),
        }),
    }),
  };
  const launcher: Launcher<LaunchedBox> =
    where.kind === 'ssm'
      ? (await import('../run/launchers/ssm.ts')).ssmLauncher({ ...common, instanceId: where.instanceId })
      : (await import('../run/launchers/ec2.ts')).ec2Launcher({
          ...common,
          machine: {
            type: type!,
            image: plan.machine.image ?? 'al2023',
            market: plan.machine.market,
            ...(plan.machine.diskBytes !== undefined && { disk: plan.machine.diskBytes }),
          },
          network: {
            ...(invocation.has('subnet') && { subnet: invocation.value('subnet')! }),
            ...(invocation.has('security-group') && { securityGroup: invocation.value('security-group')! }),
          },
          instanceProfile: invocation.value('instance-profile') ?? 'campaign-box',
          lifeSeconds: spend.lifeSeconds,
          ...(spend.worstUsd !== undefined && { worstUsd: spend.worstUsd }),
        });

  const { runOnBox } = await import('../run/run-box.ts');
  const { processSignals } = await import('../run/signals.ts');
  const { showing } = await import('./show-run.ts');
  const { receiptLines } = await import('../report/run/receipts.ts');
  const { clear, onStart, ...show } = showing(context);
  const stages = invocation.values('stage');
  const ended = await runOnBox(start.script, {
    ...{ launcher, store, campaign: plan.campaign.name.value, worstSeconds: spend.worstSeconds },
    ...(start.runId !== undefined && { runId: start.runId }),
    ...(start.resume && { resume: true }),
    ...(stages.length > 0 && { stages }),
    detach: invocation.has('detach'),
    signals: processSignals,
    ...show,
    onStart: paths => {
      const receipts = paths.box?.receipts ?? [];
      for (const line of receiptLines(receipts, styleFor(context, 'stderr').style)) note(line);
      onStart?.(paths);
    },
    onBox: (line, loud) => {
      clear?.();
      tell(line, loud);
    },
  });
  clear?.();
  const end = answered(ended);
  const left = end.left ?? [];
  if (invocation.value('format') === 'json') {
    const { summaryObject } = await import('../report/run/json.ts');
    io.stdout.write(`${JSON.stringify(summaryObject(end), null, 2)}\n`);
  } else {
    const { leftRunning, summary } = await import('../report/run/summary.ts');
    // Without it the commands look into the store of this machine.
    const told = { ...styleFor(context, 'stdout'), store: store.url };
    io.stdout.write(end.detached ? leftRunning(end.paths, told) : summary(end, told));
  }
  return left.length > 0 ? 5 : end.exitStatus;
}

/** The script's interface, for one run. */
function settingsOf(
  launch: {
    readonly runId: string;
    readonly resume?: boolean;
    readonly stages?: readonly string[];
    readonly storeUrl: string;
  },
  provision: boolean,
  region: string,
): readonly (readonly [string, string])[] {
  return [
    ['CAMPAIGN_RUN_ID', launch.resume ? `resume:${launch.runId}` : launch.runId],
    ['CAMPAIGN_STORE', launch.storeUrl],
    ['CAMPAIGN_PROVISION', provision ? '1' : '0'],
    ...(launch.stages ? [['CAMPAIGN_STAGES', launch.stages.map(stage => `${stage}\n`).join('')] as const] : []),
    // The agent of Systems Manager and cloud-init give none, and not every release of the CLI asks the metadata.
    ['AWS_DEFAULT_REGION', region],
  ];
}

/** Nothing that costs money, or takes a machine from others, is done unasked. */
async function askFirst(where: Where, invocation: Invocation, context: Context): Promise<void> {
  const provision = where.kind === 'ssm' && invocation.has('provision');
  if (invocation.has('yes') || (where.kind === 'ssm' && !provision)) return;
  const what =
    where.kind === 'ec2'
      ? 'start the box?'
      : `change ${where.kind === 'ssm' ? where.instanceId : ''} and power it off at the end?`;
  if (!context.io.interactive)
    throw new Refusal('nobody is there to be asked, and nothing was started', 'to start it all the same: --yes');
  if (!(await confirmed(what, context))) throw new Refusal('nothing was started');
}
