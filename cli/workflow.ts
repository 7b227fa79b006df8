import { githubWorkflow, parameterVariable, regionVariable, roleVariable } from '../interpreter/workflow.ts';
import type { CheckedPlan } from '../plan/checked.ts';
import { isUnknown } from '../plan/symbol.ts';
import { compiler } from './compile-options.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';
import { Refusal } from './io.ts';
import type { Judged } from './judge.ts';
import { givenParams } from './params.ts';
import type { Repository } from './ports/repository.ts';

/** What `campaign compile --target github-workflow` writes; what is to be set for it is said on stderr. */
export async function workflowText(
  plan: CheckedPlan,
  { path, repository, file }: Judged,
  invocation: Invocation,
  context: Context,
): Promise<string> {
  const built = plan.prebuilt.filter(({ build }) => build !== undefined);
  if (built.length === 0)
    throw new Refusal(
      `${file.shown} has no prebuilt artifact that is built`,
      'declare one: prebuilt, with url, provides and build',
    );
  for (const { url } of built)
    if (!url.startsWith('s3://') && !isUnknown(url))
      throw new Refusal(
        `a job of GitHub cannot publish to ${url}`,
        'keep the artifact in a bucket: s3://bucket/prebuilt/${{ source.commit }}.tar.zst',
      );
  const given = await givenParams(plan.campaign, invocation, context);
  const unset = [...plan.params].filter(([, value]) => value === undefined).map(([name]) => name);
  const branch = branchOf(plan.repository.ref, repository);
  const profile = plan.profile;
  const region = plan.store.region !== undefined && !isUnknown(plan.store.region);
  const variables = [
    `${roleVariable} (the role to assume, as an ARN)`,
    ...(region ? [] : [`${regionVariable} (of the bucket)`]),
    ...unset.map(parameterVariable),
  ];
  context.note(
    [
      branch === undefined
        ? `${plan.repository.ref} is no branch: the workflow runs when somebody starts it`
        : `the workflow runs on pushes to ${branch}`,
      `set as variables of the repository: ${variables.join(', ')}`,
      'make the role: campaign compile --target iam --for publisher, and --for publisher-trust --account ID',
      'campaign must be in package.json and package-lock.json: npm install --save-dev',
    ].join('\n'),
  );
  return githubWorkflow(plan, {
    compiler,
    path,
    given,
    unset,
    ...(branch !== undefined && { branch }),
    ...(profile !== undefined && { profile }),
  });
}

/** The branch that a ref means; `HEAD`: the one that the remote has by default, else the one here. Absent: it is a tag or a commit. */
export function branchOf(ref: string, { git }: Repository): string | undefined {
  const asked = (...words: string[]) => {
    const answer = git?.(words);
    return answer?.status === 0 ? answer.stdout.toString('utf8').trim() : undefined;
  };
  if (ref === 'HEAD')
    return (
      asked('symbolic-ref', '--short', 'refs/remotes/origin/HEAD')?.replace(/^origin\//, '') ??
      asked('symbolic-ref', '--short', 'HEAD')
    );
  const name = ref.replace(/^refs\/heads\//, '');
  const isBranch = ['refs/heads', 'refs/remotes/origin'].some(
    folder => asked('rev-parse', '--verify', '--quiet', `${folder}/${name}`) !== undefined,
  );
  return isBranch ? name : undefined;
}
