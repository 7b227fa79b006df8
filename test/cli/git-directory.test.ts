import {
  appendFileSync,
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Io } from '../../cli/io.ts';
import { plainRepository } from '../../cli/ports/git-directory.ts';
import { repositoryAround } from '../../cli/ports/repository.ts';
import { git, gitEnvironment, repository, temporary, write } from './repository.ts';

type Env = Readonly<Record<string, string | undefined>>;

function around(directory: string, env: Env = {}): unknown {
  const writer = { write: () => {}, isTerminal: false };
  const io: Io = {
    stdout: writer,
    stderr: writer,
    env: { ...gitEnvironment, ...env },
    cwd: directory,
    interactive: false,
  };
  const { git: _, env: __, ...rest } = repositoryAround(directory, io);
  return rest;
}

/** Holds what is read to what git says; whether anything was read. */
function agrees(directory: string, env: Env = {}): boolean {
  // Any other variable of git makes it git's business.
  expect(around(directory, env)).toEqual(around(directory, { ...env, GIT_OPTIONAL_LOCKS: '0' }));
  return plainRepository(directory, { ...gitEnvironment, ...env }) !== undefined;
}

/** Changes a repository; what it answers as `at` is where to look then. */
type Change = (root: string) => unknown;

function placeOf(change: Change, root: string): string {
  const changed = change(root);
  return typeof changed === 'object' && changed !== null && 'at' in changed ? String(changed.at) : root;
}

function inTurn(...changes: readonly (readonly string[])[]): Change {
  return root => {
    for (const words of changes) git(root, ...words);
  };
}

describe("what git's own files say is read without git, and is what git says", () => {
  test.each<[string, Change]>([
    ['on a branch', () => {}],
    ['below the top', root => ({ at: join(root, 'a/b') })],
    ['on a branch with a slash', inTurn(['checkout', '-qb', 'x/y-1.z'])],
    ['on no branch', inTurn(['checkout', '-q', '--detach'])],
    ['with references packed', inTurn(['pack-refs', '--all'])],
    ['with everything packed', inTurn(['gc', '-q'])],
    [
      'in one of several packs',
      inTurn(
        ['repack', '-dq'],
        ['commit', '-q', '--allow-empty', '-m', 'two'],
        ['repack', '-dq'],
        ['commit', '-q', '--allow-empty', '-m', `a long text: ${'x'.repeat(5_000)}`],
        ['repack', '-dq'],
        ['checkout', '-q', '--detach', 'HEAD~'],
      ),
    ],
    ['after a second commit', inTurn(['commit', '-q', '--allow-empty', '-m', 'two'])],
    ['on the commit of an annotated tag', inTurn(['tag', '-am', 'x', 'v1'], ['checkout', '-q', 'v1'])],
  ])('%s', (_, change) => {
    const root = repository({ 'a/b/c': '1' });
    expect(agrees(placeOf(change, root))).toBe(true);
  });

  test('in a hook, with an index of its own', () => {
    const root = repository({ a: '1' });
    expect(agrees(root, { GIT_INDEX_FILE: join(root, '.git/index'), GIT_PREFIX: '', GIT_SSH_COMMAND: 'ssh' })).toBe(
      true,
    );
  });
});

describe('git is asked where there is more to it', () => {
  test.each<[string, Change]>([
    [
      'a damaged pack',
      root => {
        git(root, 'gc', '-q');
        const packs = join(root, '.git/objects/pack');
        const pack = join(packs, readdirSync(packs).find(name => name.endsWith('.pack'))!);
        chmodSync(pack, 0o600);
        truncateSync(pack, 20);
      },
    ],
    [
      'a pack somewhere else',
      root => {
        git(root, 'gc', '-q');
        renameSync(join(root, '.git/objects/pack'), join(root, '.git/pack'));
        mkdirSync(join(root, '.git/objects/pack'));
        const other = temporary();
        git(other, 'init', '-q', '--bare');
        rmSync(join(other, 'objects/pack'), { recursive: true });
        renameSync(join(root, '.git/pack'), join(other, 'objects/pack'));
        writeFileSync(join(root, '.git/objects/info/alternates'), `${join(other, 'objects')}\n`);
      },
    ],
    ['no commit yet', inTurn(['checkout', '-q', '--orphan', 'new'])],
    ['a replaced commit', inTurn(['commit', '-q', '--allow-empty', '-m', 'two'], ['replace', 'HEAD', 'HEAD~'])],
    [
      'a linked work tree',
      root => {
        git(root, 'worktree', 'add', '-q', join(root, 'linked'));
        return { at: join(root, 'linked') };
      },
    ],
    ['settings of each work tree', inTurn(['config', 'extensions.worktreeConfig', 'true'])],
    ['another work tree', inTurn(['config', 'core.worktree', '../a'])],
    ['included settings', inTurn(['config', 'include.path', '/dev/null'])],
    ['settings that say bare without a value', root => appendFileSync(join(root, '.git/config'), '[core]\n\tbare\n')],
    ['the inside of a git directory', root => ({ at: join(root, '.git/refs') })],
    [
      'a reference by another name',
      inTurn(['symbolic-ref', 'refs/heads/other', 'refs/heads/main'], ['symbolic-ref', 'HEAD', 'refs/heads/other']),
    ],
    [
      'a git directory elsewhere',
      root => {
        const at = temporary();
        git(at, 'init', '-q', `--separate-git-dir=${join(root, 'elsewhere')}`);
        return { at };
      },
    ],
    [
      'a link to a git directory',
      root => {
        const at = temporary();
        symlinkSync(join(root, '.git'), join(at, '.git'));
        return { at };
      },
    ],
    ['no repository', () => ({ at: temporary() })],
    [
      'a damaged commit',
      root => {
        const head = git(root, 'rev-parse', 'HEAD');
        const file = join(root, '.git/objects', head.slice(0, 2), head.slice(2));
        rmSync(file);
        writeFileSync(file, 'x');
      },
    ],
  ])('%s', (_, change) => {
    const root = repository({ 'a/b/c': '1' });
    expect(agrees(placeOf(change, root))).toBe(false);
  });

  test('a repository of SHA-256', () => {
    expect(agrees(repository({ a: '1' }, '--object-format=sha256'))).toBe(false);
  });

  test('variables that say where it is', () => {
    const root = repository({ a: '1' });
    const other = repository({ b: '1' });
    expect(agrees(root, { GIT_DIR: join(other, '.git'), GIT_WORK_TREE: other })).toBe(false);
    expect(plainRepository(root, { ...gitEnvironment, GIT_CEILING_DIRECTORIES: dirname(root) })).toBeUndefined();
  });

  test('no git', () => {
    const root = repository({ a: '1' });
    const directory = temporary();
    write(directory, { git: '' });
    expect(plainRepository(root, { ...gitEnvironment, PATH: directory })).toBeUndefined();
  });

  test.runIf(process.geteuid?.() === 0)('a repository of somebody else, which git refuses', () => {
    const root = repository({ a: '1' });
    for (const path of [root, join(root, '.git')]) {
      chownSync(path, 65534, 65534);
      expect(plainRepository(root, gitEnvironment)).toBeUndefined();
      lchownSync(path, 0, 0);
    }
    expect(plainRepository(root, gitEnvironment)).toBeDefined();
  });
});
