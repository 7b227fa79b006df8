import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { boxPolicy } from '../interpreter/policies.ts';
import type { Plan, PlannedRequirement } from '../plan/plan.ts';
import { openCloud } from '../run/cloud/cloud.ts';
import { checkBox, checkInstance } from '../run/doctor/box.ts';
import type { Check } from '../run/doctor/check.ts';
import { checkRole } from '../run/doctor/role.ts';
import { checkBucket, probeStore } from '../run/doctor/store.ts';
import type { Fault } from '../run/fault.ts';
import { spendFault, spendOf } from '../run/spend-gate.ts';
import { openStore } from '../run/store.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import type { Judged } from './judge.ts';
import { localStoreUrl, storeUrl } from './store.ts';
import type { Where } from './where.ts';

/** Everything that a run needs, looked at in the order in which a run would meet it. */
export async function examine(
  judged: Judged,
  where: Where,
  invocation: Invocation,
  context: Context,
): Promise<readonly Check[]> {
  const errors = judged.findings.filter(({ severity }) => severity === 'error');
  const { plan, repository } = judged;
  const checks: Check[] = [
    plan
      ? { what: 'campaign', state: 'ok', detail: `${judged.file.shown} has no errors` }
      : {
          ...{ what: 'campaign', state: 'fail', detail: errors.map(({ message }) => message).join('; ') },
          help: `campaign lint ${judged.file.shown}`,
        },
    repository.git && repository.head !== undefined
      ? { what: 'commit', state: 'ok', detail: plan?.repository.commit ?? repository.head }
      : {
          ...{ what: 'commit', state: 'fail', detail: `${repository.root} has no commit that a run could check out` },
          help: 'put the campaign into a git repository and commit it',
        },
    ...tools(where, context),
  ];
  if (!plan) return checks;
  if (where.kind === 'local') checks.push(...machine(plan, repository.root, context));
  if (where.kind === 'ec2') checks.push(price(plan));
  const given = invocation.value('store');
  const url =
    where.kind === 'local'
      ? localStoreUrl(invocation, context, repository.root, plan.store)
      : given === undefined
        ? plan.store.url
        : storeUrl(given, context.cwd);
  if (url === undefined || (where.kind !== 'local' && !url.startsWith('s3://')))
    checks.push({
      ...{
        what: 'store',
        state: 'fail',
        detail: url === undefined ? 'the campaign names none' : `a box cannot leave its results in ${url}`,
      },
      help: 'name a bucket: store.url or --store as s3://bucket/prefix',
    });
  else checks.push(...(await storeChecks(url, plan.store.region)));
  if (where.kind !== 'local') checks.push(...(await cloudChecks(plan, url, where, invocation)));
  return checks;
}

async function storeChecks(url: string, region: string | undefined): Promise<readonly Check[]> {
  const { value: store, fault } = await openStore(url);
  if (fault) return [failed('store', fault)];
  return [await probeStore(store), ...(url.startsWith('s3://') ? await checkBucket(url, region) : [])];
}

async function cloudChecks(
  plan: Plan,
  url: string | undefined,
  where: Exclude<Where, { kind: 'local' }>,
  invocation: Invocation,
): Promise<readonly Check[]> {
  const { value: cloud, fault } = await openCloud(invocation.value('region') ?? plan.store.region);
  if (fault) return [failed('credentials', fault)];
  const checks: Check[] = [
    { what: 'credentials', state: 'ok', detail: `account ${cloud.account}, region ${cloud.region}` },
  ];
  let profile: string | undefined;
  if (where.kind === 'ssm') {
    const instance = await checkInstance(cloud, where.instanceId);
    checks.push(instance.check);
    profile = instance.profile;
    if (profile === undefined)
      checks.push({
        ...{ what: 'role', state: 'unknown', detail: `the role of ${where.instanceId} is not told` },
        help: 'see that it may do what campaign compile --target iam --for box lists',
      });
  } else {
    profile = invocation.value('instance-profile') ?? 'campaign-box';
    const { type, image = 'al2023', market } = plan.machine;
    const [subnet, securityGroup] = [invocation.value('subnet'), invocation.value('security-group')];
    if (type !== undefined)
      checks.push(
        ...(await checkBox(cloud, {
          ...{ type, image, market },
          network: { ...(subnet !== undefined && { subnet }), ...(securityGroup !== undefined && { securityGroup }) },
        })),
      );
  }
  if (profile !== undefined) {
    const governed = { ...plan, store: { ...plan.store, ...(url !== undefined && { url }), region: cloud.region } };
    checks.push(await checkRole(cloud, profile, boxPolicy(governed, { role: profile }).Statement));
  }
  return checks;
}

function failed(what: string, { message, help }: Fault): Check {
  return { what, state: 'fail', detail: message, help };
}

function price(plan: Plan): Check {
  const { type, price } = plan.machine;
  if (type === undefined)
    return {
      what: 'price',
      state: 'fail',
      detail: 'the campaign names no machine.type',
      help: 'name one, as c7i.2xlarge',
    };
  const fault = spendFault(spendOf(plan), type);
  if (fault) return failed('price', fault);
  if (price) return { what: 'price', state: 'ok', detail: `$${price.usdPerHour} an hour for ${type}` };
  return {
    ...{ what: 'price', state: 'warn', detail: `the price of ${type} is not known, and nothing limits the cost` },
    help: 'state it: machine.price, as 0.357 USD/h',
  };
}

/** What this machine needs: bash and git to run here, git alone to start a box. */
function tools(where: Where, { io }: Context): readonly Check[] {
  const wanted = where.kind === 'local' ? (['git', 'bash'] as const) : (['git'] as const);
  return wanted.map(tool => {
    const { status, stdout } = spawnSync(tool, ['--version'], { env: io.env as NodeJS.ProcessEnv, encoding: 'utf8' });
    const [line = ''] = (stdout ?? '').split('\n');
    if (status !== 0) return { what: tool, state: 'fail', detail: 'it is not in PATH', help: `install ${tool}` };
    return { what: tool, state: 'ok', detail: line };
  });
}

/** What the stages ask of the machine that this one can be seen to have or to lack. */
function machine(plan: Plan, root: string, { io }: Context): readonly Check[] {
  const needs = plan.stages.filter(({ off }) => off === undefined).flatMap(({ requires }) => requires);
  const most = (kind: 'cores' | 'memory' | 'disk') => Math.max(0, ...needs.map(need => amountOf(need, kind)));
  const { bavail, bsize } = statfsSync(root);
  const amounts = [
    ['cores', most('cores'), availableParallelism(), (count: number) => String(count)],
    ['memory', most('memory'), totalmem(), gigabytes],
    ['disk', most('disk'), bavail * bsize, gigabytes],
  ] as const;
  const named = new Set(needs.flatMap(need => (need.kind === 'tool' ? [need.tool] : [])));
  return [
    ...amounts.flatMap(([what, wanted, there, text]): Check[] => {
      if (wanted === 0) return [];
      if (wanted <= there) return [{ what, state: 'ok', detail: `${text(wanted)} of ${text(there)}` }];
      const help = 'run it on a larger machine, or ask for less in a profile for this one';
      return [
        { what, state: 'fail', detail: `stages ask for ${text(wanted)}, and this machine has ${text(there)}`, help },
      ];
    }),
    ...[...named].map((what): Check => {
      const found = spawnSync('bash', ['-c', 'command -v -- "$1"', 'bash', what], { env: io.env as NodeJS.ProcessEnv });
      if (found.status === 0) return { what, state: 'ok', detail: 'it is in PATH' };
      return { what, state: 'fail', detail: 'a stage asks for it, and it is not in PATH', help: `install ${what}` };
    }),
  ];
}

function amountOf(need: PlannedRequirement, kind: 'cores' | 'memory' | 'disk'): number {
  if (need.kind !== kind) return 0;
  return need.kind === 'cores' ? need.cores : need.kind === 'memory' || need.kind === 'disk' ? need.bytes : 0;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
