import { chmodSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitFacts } from '../../cli/ports/git.ts';
import { gitIn } from '../../cli/ports/git-command.ts';
import { git, gitEnvironment, repository, temporary, write } from './repository.ts';

/** Names of the modified files, and whether git was asked for them. */
function modified(root: string, more: Readonly<Record<string, string>> = {}): [names: string[], asked: boolean] {
  const env = { ...gitEnvironment, ...more };
  let asked = false;
  const real = gitIn(root, env);
  const { modified } = gitFacts({
    ...{ env, root, committing: false },
    commit: git(root, 'rev-parse', 'HEAD'),
    tree: git(root, 'rev-parse', 'HEAD^{tree}'),
    files: { index: join(root, '.git/index'), common: join(root, '.git') },
    git: (...words) => {
      asked = true;
      return real(...words);
    },
  });
  return [[...modified()].sort(), asked];
}

/** Where the machine has no attributes of its own, and git lies where distributions put it. */
const isUsual = process.platform === 'linux' && existsSync('/usr/bin/git') && !existsSync('/etc/gitattributes');

const edit = (root: string, text = 'two\n') => writeFileSync(join(root, 'a/b.txt'), text);

test.runIf(isUsual)('an edited file is known without git, as is one that was only touched', () => {
  const root = repository({ 'a/b.txt': 'one\n', c: '1' });
  edit(root);
  writeFileSync(join(root, 'c'), '1');
  expect(modified(root, { PATH: '/usr/bin' })).toEqual([['a/b.txt'], false]);
});

/** Done to a repository; an object that it answers is the environment that git is to have. */
type Change = (root: string) => unknown;

const written =
  (name: string, text: string): Change =>
  root =>
    write(root, { [name]: text });
const told =
  (...words: readonly string[]): Change =>
  root =>
    void git(root, ...words);
/** In a directory of its own. */
const elsewhere =
  (name: string, text: string, env: (directory: string) => Readonly<Record<string, string>>): Change =>
  () => {
    const directory = temporary();
    write(directory, { [name]: text });
    return env(directory);
  };

test.each<[string, Change]>([
  ['line ends', root => edit(root, 'two\r\n')],
  ['attributes at the top', written('.gitattributes', '*.txt ident\n')],
  ['attributes beside it', written('a/.gitattributes', '*.txt ident\n')],
  ['attributes of the clone', written('.git/info/attributes', '*.txt ident\n')],
  ['a file of attributes', told('config', 'core.attributesFile', '/dev/null')],
  [
    'a file of attributes in the settings of the user',
    elsewhere('settings', '[core]\n\tattributesFile = /dev/null\n', directory => ({
      GIT_CONFIG_GLOBAL: join(directory, 'settings'),
    })),
  ],
  [
    'attributes of the user',
    elsewhere('git/attributes', '*.txt ident\n', directory => ({ XDG_CONFIG_HOME: directory })),
  ],
  ['included settings', told('config', 'include.path', '/dev/null')],
  ['another mode', root => chmodSync(join(root, 'a/b.txt'), 0o755)],
  ['a variable', () => ({ GIT_CONFIG_COUNT: '0' })],
])('git is asked where it may think otherwise: %s', (_, change) => {
  const root = repository({ 'a/b.txt': 'one\n', c: '1' });
  edit(root);
  const env = change(root);
  expect(modified(root, typeof env === 'object' ? (env as Readonly<Record<string, string>>) : {})).toEqual([
    ['a/b.txt'],
    true,
  ]);
});

test('a file that had other line ends when git looked last is what it is now', () => {
  const root = repository({ 'a/b.txt': 'one\n' });
  git(root, 'config', 'core.autocrlf', 'true');
  edit(root, 'one\r\n');
  git(root, 'add', '-A');
  expect(statSync(join(root, 'a/b.txt')).size).toBe(5);
  edit(root, 'one\n');
  expect(modified(root)[0]).toEqual([]);
  edit(root, 'two\n');
  expect(modified(root)[0]).toEqual(['a/b.txt']);
});
