import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { Plan, PlannedRequirement } from '../plan/plan.ts';
import type { Check } from '../run/doctor/check.ts';
import type { Io } from './io.ts';
import type { Where } from './where.ts';

/**
 * The least versions that a run here needs: the script is bash 4.4, and it is given git's configuration by GIT_CONFIG_COUNT
 * (https://github.com/git/git/blob/master/Documentation/RelNotes/2.31.0.txt).
 */
const least: Readonly<Record<string, readonly [number, number]>> = { bash: [4, 4], git: [2, 31] };

/** The programs of this machine that a run needs: to run here bash, git, and `aws` where a bucket is asked; to start a box git alone. */
export function tools(plan: Plan | undefined, where: Where, url: string | undefined, env: Io['env']): readonly Check[] {
  if (where.kind !== 'local') return [tool('git', undefined, env)];
  return [
    tool('git', least.git, env),
    tool('bash', least.bash, env),
    ...(plan && asksAws(plan, url) ? [awsCommand(env)] : []),
  ];
}

function asksAws({ prebuilt, secrets, stages }: Plan, store: string | undefined): boolean {
  const required = stages.flatMap(({ requires }) => requires.flatMap(need => (need.kind === 'url' ? [need.url] : [])));
  const urls = [store ?? '', ...prebuilt.map(({ url }) => url), ...required];
  return secrets.length > 0 || urls.some(each => each.startsWith('s3://'));
}

function tool(what: string, wanted: readonly [number, number] | undefined, env: Io['env']): Check {
  const said = says(what, ['--version'], env);
  if (said === undefined) return { what, state: 'fail', detail: 'it is not in PATH', help: `install ${what}` };
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(said) ?? []).map(Number);
  if (!wanted || major > wanted[0] || (major === wanted[0] && minor >= wanted[1]))
    return { what, state: 'ok', detail: said };
  return { what, state: 'fail', detail: said, help: `install ${wanted.join('.')} or newer, first in PATH` };
}

/**
 * The script asks every release of the AWS CLI, of both versions, and looks at what it can do rather than at its number. One that cannot
 * create an object only where there is none (version 2 learnt it in 2.17.34) makes runs take turns by a slower way.
 */
function awsCommand(env: Io['env']): Check {
  const what = 'aws';
  const said = says(what, ['--version'], env);
  if (said === undefined)
    return {
      what,
      state: 'fail',
      detail: 'it is not in PATH, or does not run, and the script reaches S3 by it',
      help: 'install the AWS CLI',
    };
  const version = said.split(' ')[0]!;
  const skeleton = says(what, ['s3api', 'put-object', '--generate-cli-skeleton', 'input'], env, true);
  if (skeleton === undefined)
    return { what, state: 'fail', detail: `${version} does not answer`, help: 'see what it says: aws s3api help' };
  if (skeleton.includes('"IfNoneMatch"')) return { what, state: 'ok', detail: version };
  return {
    ...{
      what,
      state: 'warn',
      detail: `${version} cannot create conditionally: runs of one name take turns more slowly`,
    },
    help: 'install version 2.17.34 or newer',
  };
}

/** The first line that a command prints, or all of it; absent where it cannot be run or fails. */
function says(command: string, words: readonly string[], env: Io['env'], all = false): string | undefined {
  const options = { env: env as NodeJS.ProcessEnv, encoding: 'utf8', timeout: 30_000 } as const;
  const { status, stdout } = spawnSync(command, words, options);
  return status === 0 ? (all ? stdout : (stdout.split('\n')[0] ?? '')) : undefined;
}

/** What the stages ask of the machine that this one can be seen to have or to lack. */
export function amounts(plan: Plan, root: string, env: Io['env']): readonly Check[] {
  const needs = plan.stages.filter(({ off }) => off === undefined).flatMap(({ requires }) => requires);
  const most = (kind: 'cores' | 'memory' | 'disk') => Math.max(0, ...needs.map(need => amountOf(need, kind)));
  const { bavail, bsize } = statfsSync(root);
  const wanted = [
    ['cores', most('cores'), availableParallelism(), (count: number) => String(count)],
    ['memory', most('memory'), totalmem(), gigabytes],
    ['disk', most('disk'), bavail * bsize, gigabytes],
  ] as const;
  const named = new Set(needs.flatMap(need => (need.kind === 'tool' ? [need.tool] : [])));
  return [
    ...wanted.flatMap(([what, amount, there, text]): Check[] => {
      if (amount === 0) return [];
      if (amount <= there) return [{ what, state: 'ok', detail: `${text(amount)} of ${text(there)}` }];
      const help = 'run it on a larger machine, or ask for less in a profile for this one';
      return [
        { what, state: 'fail', detail: `stages ask for ${text(amount)}, and this machine has ${text(there)}`, help },
      ];
    }),
    ...[...named].map((what): Check => {
      const found = spawnSync('bash', ['-c', 'command -v -- "$1"', 'bash', what], { env: env as NodeJS.ProcessEnv });
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
