import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Io, Refusal } from '../../cli/io.ts';
import { readIndex } from '../../cli/ports/index-file.ts';
import { factsOf, pathInRepository, repositoryAround } from '../../cli/ports/repository.ts';
import { git, gitEnvironment, repository, temporary, write } from './repository.ts';

function io(cwd: string, env: Readonly<Record<string, string>> = {}): Io {
  const writer = { write: () => {}, isTerminal: false };
  return { stdout: writer, stderr: writer, env: { ...gitEnvironment, ...env }, cwd, interactive: false };
}

const facts = (directory: string, env: Readonly<Record<string, string>> = {}, ref?: string) =>
  factsOf(repositoryAround(directory, io(directory, env)), ref).git!;

test('the tree of the commit, with modes and names of any kind', () => {
  const root = repository({ 'a.txt': '1', 'run.sh*': '1', 'with space/new\nline': '1', 'ü/ß.txt': '1' });
  symlinkSync('a.txt', join(root, 'link'));
  git(root, 'add', 'link');
  git(root, 'commit', '-qm', 'two');
  write(root, { 'later.txt': '1' });
  git(root, 'add', 'later.txt');
  const { tracked, commit } = facts(root);
  expect(Object.fromEntries(tracked)).toEqual({
    'a.txt': '100644',
    link: '120000',
    'run.sh': '100755',
    'with space/new\nline': '100644',
    'ü/ß.txt': '100644',
  });
  expect(commit).toBe(git(root, 'rev-parse', 'HEAD'));
});

test('a modified file is found by content and mode, staged or not; a touched one is not modified', () => {
  const root = repository({ content: '1', mode: '1', staged: '1', touched: '1', gone: '1', same: '1' });
  writeFileSync(join(root, 'content'), '2');
  chmodSync(join(root, 'mode'), 0o755);
  writeFileSync(join(root, 'staged'), '2');
  git(root, 'add', 'staged');
  writeFileSync(join(root, 'touched'), '1');
  rmSync(join(root, 'gone'));
  expect([...facts(root).modified()].sort()).toEqual(['content', 'gone', 'mode', 'staged']);
});

test('skip-worktree and assume-unchanged hide nothing', () => {
  const root = repository({ skipped: '1', assumed: '1', clean: '1', sparse: '1', 'tool*': '1' });
  for (const name of ['skipped', 'sparse']) git(root, 'update-index', '--skip-worktree', name);
  for (const name of ['assumed', 'clean', 'tool']) git(root, 'update-index', '--assume-unchanged', name);
  writeFileSync(join(root, 'skipped'), '2');
  writeFileSync(join(root, 'assumed'), '2');
  chmodSync(join(root, 'tool'), 0o644);
  rmSync(join(root, 'sparse'));
  expect([...facts(root).modified()].sort()).toEqual(['assumed', 'skipped', 'tool']);
});

test('carriage returns that git only puts in here are told from those it holds', () => {
  const root = repository({ 'held.sh': 'ls\r\n', 'plain.sh': 'ls\n' });
  git(root, 'config', 'core.autocrlf', 'true');
  write(root, { 'made.sh': 'ls\r\n' });
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'two');
  const { plainEnds } = facts(root);
  expect(['held.sh', 'plain.sh', 'made.sh', 'untracked.sh'].map(plainEnds)).toEqual([false, true, true, false]);
});

test('ignored files are told from merely untracked ones', () => {
  const root = repository({ '.gitignore': 'data/\n*.log\n' });
  const { ignored } = facts(root);
  expect(['data/x', 'a.log', 'a.txt', '../outside'].map(ignored)).toEqual([true, true, false, false]);
});

test('a commit is pushed when a remote-tracking ref holds it', () => {
  const root = repository({ a: '1' });
  expect(facts(root)).toMatchObject({ remotes: ['origin'] });
  expect(facts(root).pushed()).toBe(true);
  git(root, 'commit', '-q', '--allow-empty', '-m', 'two');
  expect(facts(root).pushed()).toBe(false);
  expect(facts(root, {}, 'HEAD~1').pushed()).toBe(true);
});

test('a ref may be a tag, a local branch, or only the remote’s', () => {
  const root = repository({ a: '1' });
  const head = git(root, 'rev-parse', 'HEAD');
  git(root, 'tag', '-a', 'v1', '-m', 'v1');
  git(root, 'update-ref', 'refs/remotes/origin/release', 'HEAD');
  expect(['v1', 'main', 'release', 'no-such'].map(ref => facts(root, {}, ref).commit)).toEqual([
    head,
    head,
    head,
    undefined,
  ]);
});

test('before the first commit nothing is tracked', () => {
  const root = temporary();
  git(root, 'init', '-q');
  write(root, { a: '1' });
  const one = facts(root);
  expect([one.commit, [...one.tracked], [...one.modified()]]).toEqual([undefined, [], []]);
});

test('a campaign below the root, or behind a link, is named from the root', () => {
  const root = repository({ 'bench/campaign.yaml': '1' });
  symlinkSync(join(root, 'bench'), join(root, 'link'));
  const there = repositoryAround(join(root, 'bench'), io(root));
  expect(there.root).toBe(root);
  expect(pathInRepository(there, join(root, 'link', 'campaign.yaml'))).toBe('bench/campaign.yaml');
});

test('worktrees, submodules, shallow clones and sha256 repositories are repositories', () => {
  const root = repository({ a: '1' });
  const beside = join(temporary(), 'tree');
  git(root, 'worktree', 'add', '-q', '--detach', beside);
  writeFileSync(join(beside, 'a'), '2');
  expect([...facts(beside).modified()]).toEqual(['a']);

  const outer = repository({ b: '1' });
  git(outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', root, 'sub');
  git(outer, 'commit', '-qm', 'two');
  expect(facts(outer).tracked.get('sub')).toBe('160000');
  expect(facts(join(outer, 'sub')).tracked.get('a')).toBe('100644');

  const shallow = join(temporary(), 'clone');
  git(root, 'clone', '-q', '--depth', '1', `file://${root}`, shallow);
  expect(facts(shallow).pushed()).toBe(true);
  git(shallow, 'update-ref', '-d', 'refs/remotes/origin/main');
  git(shallow, 'remote', 'set-head', 'origin', '--delete');
  expect([git(shallow, 'for-each-ref', 'refs/remotes'), facts(shallow).pushed()]).toEqual(['', true]);
  git(shallow, 'commit', '-q', '--allow-empty', '-m', 'two');
  expect(facts(shallow).pushed()).toBe(false);

  const long = repository({ a: '1', hidden: '1' }, '--object-format=sha256');
  git(long, 'update-index', '--skip-worktree', 'hidden');
  expect([...facts(long).modified()]).toEqual([]);
  expect(facts(long).commit).toHaveLength(64);
});

test('in a pre-commit hook the commit that is being made counts, with what `git commit FILE` takes in', () => {
  const root = repository({ a: '1', b: '1' });
  write(root, { 'new.sh*': '1', b: '2' });
  git(root, 'add', 'new.sh');
  const index = join(root, '.git', 'index');
  const inHook = facts(root, { GIT_DIR: '.git', GIT_INDEX_FILE: '.git/index', GIT_PREFIX: '' });
  expect([[...inHook.tracked.keys()], [...inHook.modified()], inHook.pushed()]).toEqual([
    ['a', 'b', 'new.sh'],
    ['b'],
    true,
  ]);
  expect(facts(root, { GIT_INDEX_FILE: index }).tracked.has('new.sh')).toBe(true);
  expect(facts(root, { PRE_COMMIT: '1' }).tracked.has('new.sh')).toBe(true);
  expect(facts(root, { PRE_COMMIT: '1', PRE_COMMIT_FROM_REF: 'x' }).tracked.has('new.sh')).toBe(false);
});

test('what a hook of another repository has set does not count', () => {
  const root = repository({ a: '1' });
  const other = repository({ b: '1' });
  write(root, { c: '1' });
  git(root, 'add', 'c');
  const env = { GIT_DIR: join(other, '.git'), GIT_INDEX_FILE: join(other, '.git', 'index'), GIT_WORK_TREE: other };
  expect([...facts(root, env).tracked.keys()]).toEqual(['a']);
});

test('nothing of the repository is run: no hook, no file system monitor, no external diff', () => {
  const root = repository({ a: '1' });
  const trap = join(root, 'trap');
  write(root, {
    'trap.sh*': `#!/bin/sh\ntouch ${trap}\n`,
    '.git/hooks/post-index-change*': `#!/bin/sh\ntouch ${trap}\n`,
  });
  git(root, 'config', 'core.fsmonitor', join(root, 'trap.sh'));
  git(root, 'config', 'diff.external', join(root, 'trap.sh'));
  writeFileSync(join(root, 'a'), '2');
  const one = facts(root);
  expect([...one.modified()]).toEqual(['a']);
  one.ignored('x');
  one.pushed();
  expect(existsSync(trap)).toBe(false);
});

test('a repository of somebody else is refused with git’s own remedy', () => {
  const root = repository({ a: '1' });
  const around = () => repositoryAround(root, io(root, { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }));
  expect(around).toThrow(Refusal);
  expect(around).toThrow(`git refuses to read the repository around ${root}: it belongs to somebody else`);
});

test('without a repository, and without git, the directory itself is the root', () => {
  const directory = temporary();
  write(directory, { 'a/b.txt': 'text', 'c.txt': '' });
  const plain = factsOf(repositoryAround(directory, io(directory, { GIT_CEILING_DIRECTORIES: directory })));
  expect([plain.git, plain.exists('a'), plain.exists('a/b.txt'), plain.read('a/b.txt'), plain.list('')]).toEqual([
    undefined,
    'directory',
    'file',
    'text',
    ['a', 'c.txt'],
  ]);
  expect([
    plain.read('../x'),
    plain.read('/etc/passwd'),
    plain.read('a'),
    plain.exists('a\0'),
    plain.list('no'),
  ]).toEqual([undefined, undefined, undefined, undefined, []]);
  const empty = join(directory, 'empty');
  mkdirSync(empty);
  expect(repositoryAround(directory, io(directory, { PATH: empty })).remark).toBe(
    'there is no git in PATH: files count as untracked',
  );
});

test('the index is read as git reads it, in every version, and left to git where it is of another kind', () => {
  const root = repository({ 'a/b': '1', 'a/bc': '1', 'run.sh*': '1', long: '1'.repeat(5000), hidden: '1' });
  git(root, 'update-index', '--skip-worktree', 'hidden');
  // The index has twelve bits for how long a path is.
  for (const length of [4094, 4095, 4096, 5000])
    git(
      root,
      'update-index',
      '--add',
      '--cacheinfo',
      `100644,${git(root, 'rev-parse', ':long')},${'x'.repeat(length)}`,
    );
  const listed = () => git(root, 'ls-files', '-s').split('\n');
  const read = (hexDigits = 40) => readIndex(join(root, '.git', 'index'), hexDigits);
  for (const version of ['2', '3', '4']) {
    git(root, 'update-index', '--index-version', version);
    expect(read()!.entries.map(({ mode, hash, path }) => `${mode} ${hash} 0\t${path}`)).toEqual(listed());
    expect(
      read()!
        .entries.filter(entry => entry.skipped)
        .map(entry => entry.path),
    ).toEqual(['hidden']);
  }
  git(root, 'read-tree', 'HEAD');
  expect(read()!.tree).toBe(git(root, 'rev-parse', 'HEAD^{tree}'));
  write(root, { intended: '1' });
  git(root, 'add', '--intent-to-add', 'intended');
  expect(read()).toBeUndefined();
  git(root, 'reset', '-q');
  git(root, 'update-index', '--split-index');
  expect(read()).toBeUndefined();
  expect([...facts(root).tracked.keys()]).toEqual(['a/b', 'a/bc', 'hidden', 'long', 'run.sh']);
  writeFileSync(join(root, '.git', 'index'), 'DIRC and nothing else');
  expect(read()).toBeUndefined();
});

test('a change that keeps size and time of a file is found', () => {
  const root = repository({ a: '1', b: '1' });
  const { atime, mtime } = statSync(join(root, 'a'));
  writeFileSync(join(root, 'a'), '2');
  utimesSync(join(root, 'a'), atime, mtime);
  expect([...facts(root).modified()]).toEqual(['a']);
});
