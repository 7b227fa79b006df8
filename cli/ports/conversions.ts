import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Io } from '../io.ts';
import { isGitAsUsual } from './git-directory.ts';
import { programIn } from './programs.ts';

/**
 * Whether git takes a file without CR for what it holds: no attribute asks for a filter, an encoding or `ident`, as there are none (gitattributes(5)),
 * and whatever is set for line ends changes nothing of it (git-config(1), `core.autocrlf`). Known only of the git that Debian, Fedora
 * and others install, whose system-wide files lie in /etc. `root`, `common`: absolute, the top of the work tree and the git directory.
 */
export function isUnconverted(path: string, content: Buffer, root: string, common: string, env: Io['env']): boolean {
  if (content.includes(13) || process.platform !== 'linux') return false;
  if (!isGitAsUsual(env) || env.GIT_CONFIG_SYSTEM || !env.HOME) return false;
  const git = programIn(env, 'git');
  if (git === undefined || realpathSync(git) !== '/usr/bin/git') return false;
  const own = join(env.XDG_CONFIG_HOME || join(env.HOME, '.config'), 'git');
  const users = env.GIT_CONFIG_GLOBAL ? [env.GIT_CONFIG_GLOBAL] : [join(env.HOME, '.gitconfig'), join(own, 'config')];
  const settings = [join(common, 'config'), ...users, '/etc/gitconfig'];
  const attributes = [
    join(common, 'info/attributes'),
    join(own, 'attributes'),
    '/etc/gitattributes',
    ...around(path, root),
  ];
  return !attributes.some(file => existsSync(file)) && settings.every(namesNoAttributes);
}

/** The directories from the file up to the top may each have some. */
function around(path: string, root: string): readonly string[] {
  const directory = dirname(path);
  const own = join(root, directory, '.gitattributes');
  return directory === '.' ? [own] : [own, ...around(directory, root)];
}

function namesNoAttributes(file: string): boolean {
  return !existsSync(file) || !/attributesfile|^\s*\[\s*include/im.test(readFileSync(file, 'latin1'));
}
