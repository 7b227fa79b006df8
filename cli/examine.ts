import { machine as uname } from 'node:os';
import { boxPolicy } from '../interpreter/policies.ts';
import { imageNamed } from '../plan/images.ts';
import type { Plan } from '../plan/plan.ts';
import { isUnknown } from '../plan/symbol.ts';
import { type Cloud, openCloud } from '../run/cloud/cloud.ts';
import { checkBox, checkInstance } from '../run/doctor/box.ts';
import type { Check } from '../run/doctor/check.ts';
import { type ArtifactWanted, checkPrebuilt } from '../run/doctor/prebuilt.ts';
import { checkRole } from '../run/doctor/role.ts';
import { checkBucket, probeStore } from '../run/doctor/store.ts';
import type { Fault } from '../run/fault.ts';
import { spendFault, spendOf } from '../run/spend-gate.ts';
import { openStore } from '../run/store.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import type { Judged } from './judge.ts';
import { checkPushed } from './pushed.ts';
import { localStoreUrl, storeUrl } from './store.ts';
import { amounts, tools } from './this-machine.ts';
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
    ...tools(plan, where, given(where, judged, invocation, context), context.io.env),
  ];
  if (!plan) return checks;
  const url = given(where, judged, invocation, context);
  if (where.kind === 'local') {
    checks.push(...amounts(plan, repository.root, context.io.env), ...(await storeChecks(url, plan, where)));
    const here = { here: true, architecture: uname(), ...glibcHere() };
    return [...checks, ...(await artifacts(plan, here))];
  }
  checks.push(checkPushed(plan, judged, context.io.env as NodeJS.ProcessEnv));
  if (where.kind === 'ec2') checks.push(price(plan));
  const { value: cloud, fault } = await openCloud(invocation.value('region') ?? plan.store.region);
  if (fault) {
    checks.push(failed(fault.code === 'aws-region' ? 'region' : 'credentials', fault));
    // Whom AWS does not know the store does not know either.
    return fault.code === 'aws-region' ? [...checks, ...(await storeChecks(url, plan, where))] : checks;
  }
  checks.push({
    ...{ what: 'credentials', state: 'ok', detail: `${cloud.identity}, region ${cloud.region}` },
  });
  checks.push(...(await storeChecks(url, plan, where)));
  return [...checks, ...(await cloudChecks(cloud, plan, url, where, invocation))];
}

/** Where results would go; absent where nothing says so. */
function given(where: Where, { plan, repository }: Judged, invocation: Invocation, context: Context) {
  if (where.kind === 'local') return localStoreUrl(invocation, context, repository.root, plan?.store);
  const named = invocation.value('store');
  return named === undefined ? plan?.store.url : storeUrl(named, context.cwd);
}

async function storeChecks(url: string | undefined, plan: Plan, where: Where): Promise<readonly Check[]> {
  const what = 'store';
  const help = 'name a bucket: store.url or --store as s3://bucket/prefix';
  if (url === undefined) return [{ what, state: 'fail', detail: 'the campaign names none', help }];
  if (isUnknown(url))
    return [{ what, state: 'fail', detail: 'it hangs on a parameter without a value', help: '--param' }];
  if (where.kind !== 'local' && !url.startsWith('s3://'))
    return [{ what, state: 'fail', detail: `a box cannot leave its results in ${url}`, help }];
  const { value: store, fault } = await openStore(url);
  if (fault) return [failed(what, fault)];
  return [await probeStore(store), ...(url.startsWith('s3://') ? await checkBucket(url, plan.store.region) : [])];
}

async function cloudChecks(
  cloud: Cloud,
  plan: Plan,
  url: string | undefined,
  where: Exclude<Where, { kind: 'local' }>,
  invocation: Invocation,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  let profile: string | undefined;
  let machine: Pick<ArtifactWanted, 'architecture' | 'glibc'> = {};
  if (where.kind === 'ssm') {
    const { check, ...instance } = await checkInstance(cloud, where.instanceId);
    checks.push(check);
    profile = instance.profile;
    machine = { ...(instance.architecture && { architecture: instance.architecture }) };
    if (profile === undefined)
      checks.push({
        ...{ what: 'role', state: 'unknown', detail: `the role of ${where.instanceId} is not told` },
        help: 'see that it may do what campaign compile --target iam --for box lists',
      });
  } else {
    profile = invocation.value('instance-profile') ?? 'campaign-box';
    const { type, image = 'al2023', market, diskBytes } = plan.machine;
    const [subnet, securityGroup] = [invocation.value('subnet'), invocation.value('security-group')];
    if (type !== undefined) {
      const box = await checkBox(cloud, {
        ...{ type, image, market, instanceProfile: profile, campaign: plan.campaign.name.value, storeUrl: url ?? '' },
        ...(diskBytes !== undefined && { disk: diskBytes }),
        network: { ...(subnet !== undefined && { subnet }), ...(securityGroup !== undefined && { securityGroup }) },
      });
      checks.push(...box.checks);
      const glibc = imageNamed(image)?.glibc;
      machine = { ...(box.image && { architecture: box.image.architecture }), ...(glibc !== undefined && { glibc }) };
    }
  }
  if (profile !== undefined) {
    const governed = { ...plan, store: { ...plan.store, ...(url !== undefined && { url }), region: cloud.region } };
    checks.push(await checkRole(cloud, profile, boxPolicy(governed, { role: profile }).Statement));
  }
  return [...checks, ...(await artifacts(plan, { ...machine, here: false }))];
}

function glibcHere(): Pick<ArtifactWanted, 'glibc'> {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined ? {} : { glibc: header.glibcVersionRuntime };
}

async function artifacts(plan: Plan, machine: Omit<ArtifactWanted, 'url' | 'missing'>): Promise<readonly Check[]> {
  const { commit } = plan.repository;
  return await Promise.all(
    plan.prebuilt.map(async ({ url, missing }): Promise<Check> => {
      if (!isUnknown(url))
        return await checkPrebuilt({ ...machine, url, missing, ...(commit !== undefined && { commit }) });
      const detail = 'its URL hangs on a parameter without a value';
      return { what: 'prebuilt', state: 'unknown', detail, help: 'give it one: --param NAME=VALUE' };
    }),
  );
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
  if (price) return { what: 'price', state: 'ok', detail: `${price.usdPerHour} USD an hour for ${type}` };
  return {
    ...{ what: 'price', state: 'warn', detail: `the price of ${type} is not known, and nothing limits the cost` },
    help: 'state it: machine.price, as 0.357 USD/h',
  };
}
