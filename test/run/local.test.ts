import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LaunchedHere } from '../../run/launcher.ts';
import { type LocalOptions, localLauncher, scriptEnvironment } from '../../run/launchers/local.ts';
import { isRunId, newRunId } from '../../run/run-id.ts';
import { scratch } from './fake.ts';

const launch = { script: '', runId: 'r', storeUrl: 'file:///s' };

async function launched(script: string, options: Partial<LocalOptions> & { home: string }): Promise<LaunchedHere> {
  const { value, fault } = await localLauncher({ environment: { PATH: process.env.PATH }, ...options }).launch({
    ...launch,
    script,
  });
  if (!value) throw new Error(fault.message);
  return value;
}

test('the script gets its own variables, none of a surrounding run and none that tie git to a repository', () => {
  const environment = scriptEnvironment(
    { ...launch, stages: ['a', 'b[name=x y]'] },
    {
      home: '/h',
      repository: { directory: '/repo', origins: ['https://host/repo.git', 'git@host:repo.git'] },
      environment: {
        PATH: '/bin',
        CAMPAIGN_STAGES: 'x',
        CAMPAIGN_OTHER: 'x',
        GIT_DIR: '/hook/.git',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'user.name',
        GIT_CONFIG_VALUE_0: 'me',
      },
    },
  );
  expect(environment).toEqual({
    PATH: '/bin',
    CAMPAIGN_STORE: 'file:///s',
    CAMPAIGN_RUN_ID: 'r',
    CAMPAIGN_HOME: '/h',
    CAMPAIGN_PROVISION: '0',
    CAMPAIGN_STAGES: 'a\nb[name=x y]\n',
    GIT_CONFIG_COUNT: '3',
    GIT_CONFIG_KEY_0: 'user.name',
    GIT_CONFIG_VALUE_0: 'me',
    GIT_CONFIG_KEY_1: 'url./repo.insteadOf',
    GIT_CONFIG_VALUE_1: 'https://host/repo.git',
    GIT_CONFIG_KEY_2: 'url./repo.insteadOf',
    GIT_CONFIG_VALUE_2: 'git@host:repo.git',
  });
});

test('an unpushed commit is fetched from this repository by the origin that nobody can reach', async () => {
  const root = scratch();
  const repository = join(root, 'my repo');
  mkdirSync(repository);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
      cwd: repository,
      encoding: 'utf8',
    }).trim();
  git('init', '-q');
  writeFileSync(join(repository, 'file'), 'first');
  git('add', 'file');
  git('commit', '-qm', 'First');
  const pinned = git('rev-parse', 'HEAD');
  writeFileSync(join(repository, 'file'), 'second');
  git('commit', '-qam', 'Second');
  const origin = 'https://unreachable.invalid/repo.git';
  const { exited, directory, console } = await launched(
    `git init -q tree && cd tree && git fetch -q --depth 1 ${origin} ${pinned} && git checkout -q FETCH_HEAD`,
    { home: join(root, 'home'), repository: { directory: repository, origins: [origin] } },
  );
  expect([await exited, readFileSync(console, 'utf8')]).toEqual([{ status: 0 }, '']);
  expect(readFileSync(join(directory, 'tree/file'), 'utf8')).toBe('first');
});

test('a sibling whose URL begins like the origin keeps its own', () => {
  const repository = { directory: '/repo', origins: ['/srv/engine'], others: ['/srv/engine-data', '/srv/other'] };
  const environment = { ...process.env, ...scriptEnvironment(launch, { home: '/h', environment: {}, repository }) };
  // Git says which URL it would ask before it fails to find anything there.
  const asked = (url: string) => {
    try {
      return execFileSync('git', ['ls-remote', url], { env: environment, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return /'([^']*)' does not appear/.exec(String(error))?.[1];
    }
  };
  expect(['/srv/engine', '/srv/engine-data', '/srv/other'].map(asked)).toEqual([
    '/repo',
    '/srv/engine-data',
    '/srv/other',
  ]);
});

test('the script leads a session of its own, without input', async () => {
  const script = 'read -r line || echo no input; read -r -a stat </proc/self/stat; echo "$$ ${stat[5]}"';
  const { exited, console, pid } = await launched(script, { home: scratch() });
  expect(await exited).toEqual({ status: 0 });
  expect(readFileSync(console, 'utf8')).toBe(`no input\n${pid} ${pid}\n`);
});

test('the end of the script is told by status or by signal', async () => {
  expect(await (await launched('exit 7', { home: scratch() })).exited).toEqual({ status: 7 });
  expect(await (await launched('kill -KILL $$', { home: scratch() })).exited).toEqual({ signal: 'KILL' });
});

test('a second start under the same id leaves the running script its bytes, and its console', async () => {
  const home = scratch();
  const first = await launched('echo first; while [[ ! -e go ]]; do sleep 0.02; done\necho end of first', { home });
  const second = await launched('echo second', { home });
  expect(await second.exited).toEqual({ status: 0 });
  writeFileSync(join(first.directory, 'go'), '');
  expect(await first.exited).toEqual({ status: 0 });
  const printed = readFileSync(first.console, 'utf8');
  expect(printed.split('\n').sort()).toEqual(['', 'end of first', 'first', 'second']);
});

test('the directory of local runs is kept out of git', async () => {
  const ignored = scratch();
  await (await launched('', { home: join(ignored, '.home'), ignored })).exited;
  expect(readFileSync(join(ignored, '.gitignore'), 'utf8')).toBe('*\n');
});

/** A PATH with these programs alone. */
function pathOf(programs: Readonly<Record<string, string>>): string {
  const directory = scratch();
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(directory, name), text);
    chmodSync(join(directory, name), 0o755);
  }
  return directory;
}

test.for([
  [
    'an old bash',
    { bash: '#!/bin/sh\necho 3.2\n' },
    'bash-too-old',
    'the bash in PATH is 3.2; the script needs 4.4 or newer',
  ],
  ['no bash', {}, 'bash-missing', 'there is no bash in PATH'],
  ['no git', { bash: '#!/bin/sh\necho 5.2\n' }, 'git-missing', 'there is no git in PATH'],
] as const)('%s is refused before anything is written', async ([, programs, code, message]) => {
  const home = join(scratch(), 'home');
  const answer = await localLauncher({ home, environment: { PATH: pathOf(programs) } }).launch(launch);
  expect(answer.fault).toMatchObject({ code, message });
  expect(existsSync(home)).toBe(false);
});

test('a home that cannot be made is a fault that names it', async () => {
  const home = join(scratch(), 'file');
  writeFileSync(home, '');
  const { fault } = await localLauncher({ home, environment: { PATH: process.env.PATH } }).launch(launch);
  expect(fault?.code).toBe('home-unwritable');
  expect(fault?.message).toContain(`cannot write to ${home}: `);
});

test('run ids sort by time', () => {
  expect(newRunId(new Date('2026-05-17T09:15:00.123Z'))).toMatch(/^20260517T091500Z-[0-9a-z]{6}$/);
  expect(newRunId()).not.toBe(newRunId());
  expect(['20260517T091500Z-a1b2c3', 'nightly.1', '', '..', 'a/b', '-x', 'a b'].map(isRunId)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
