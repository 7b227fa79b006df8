import { spawnSync } from 'node:child_process';
import type { Plan } from '../plan/plan.ts';
import type { Check } from '../run/doctor/check.ts';
import type { Judged } from './judge.ts';

/** Milliseconds for a remote to answer. */
const patience = 20_000;

/**
 * Whether a box, which has no key and nobody to ask, can check the commit out: the remote is asked as the box will ask it, without the
 * credentials of whoever is here.
 */
export function checkPushed(plan: Plan, { repository }: Judged, env: NodeJS.ProcessEnv): Check {
  const what = 'pushed';
  const { git } = repository;
  const { commit } = plan.repository;
  const url = plan.repository.repo ?? originOf(git);
  if (url === undefined || commit === undefined || !git) {
    const detail = url === undefined ? 'there is nowhere to clone from' : 'the pinned commit is not known here';
    return { what, state: 'fail', detail, help: 'push the repository somewhere, and name it: source.repo' };
  }
  const short = commit.slice(0, 12);
  if (url.startsWith('/') || url.startsWith('file:'))
    return {
      ...{ what, state: 'warn', detail: `${url} is a path of the box, and not to be seen from here` },
      help: `see that the image brings the repository, with ${short}`,
    };
  const answer = ask(url, repository.root, env);
  if (typeof answer === 'string')
    return {
      ...{ what, state: 'fail', detail: `${url} cannot be read without a key: ${answer}` },
      help: 'a box has no key: name an address that anybody can read in source.repo, as https://…, or give it one by an image of its own',
    };
  const known = answer.filter(tip => git(['cat-file', '-e', `${tip}^{commit}`]).status === 0);
  const holds = (tip: string) => tip === commit || git(['merge-base', '--is-ancestor', commit, tip]).status === 0;
  if (answer.includes(commit) || known.some(holds))
    return { what, state: 'ok', detail: `${short} is in ${url}, which is read without a key` };
  const unknown = answer.length - known.length;
  if (unknown > 0)
    return {
      ...{ what, state: 'unknown', detail: `whether ${url} has ${short} is not told by what was fetched from it` },
      help: 'look again after: git fetch',
    };
  return { what, state: 'fail', detail: `nothing that ${url} offers has ${short}`, help: 'push it: git push' };
}

function originOf(git: Judged['repository']['git']): string | undefined {
  const names = git?.(['remote']).stdout.toString('utf8').split('\n').filter(Boolean) ?? [];
  const name = names.includes('origin') ? 'origin' : names[0];
  if (name === undefined) return undefined;
  // What a URL holds of a login is left out of scripts, too.
  return git!(['remote', 'get-url', name])
    .stdout.toString('utf8')
    .trim()
    .replace(/^(https?:\/\/)[^/@]*@/i, '$1');
}

/** The commits that the refs of a remote name, or why it does not tell them. */
function ask(url: string, cwd: string, env: NodeJS.ProcessEnv): readonly string[] | string {
  const { status, stdout, stderr, error } = spawnSync('git', ['-c', 'credential.helper=', 'ls-remote', '--', url], {
    cwd,
    encoding: 'utf8',
    timeout: patience,
    killSignal: 'SIGKILL',
    env: {
      ...env,
      ...{ GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: 'true', SSH_ASKPASS: 'true', SSH_AUTH_SOCK: '', LC_ALL: 'C' },
      // No key of this machine's: what is asked is whether the box gets in.
      GIT_SSH_COMMAND: 'ssh -F /dev/null -o BatchMode=yes -o IdentitiesOnly=yes -o IdentityFile=/dev/null',
    },
  });
  if (status === 0) return [...new Set(stdout.split('\n').flatMap(line => line.split('\t')[0] || []))];
  if (error && 'code' in error && error.code === 'ETIMEDOUT') return `no answer within ${patience / 1000} s`;
  return (
    stderr
      .trim()
      .split('\n')
      .at(-1)!
      .replace(/^(?:fatal|error): /, '') || 'git does not say why'
  );
}
