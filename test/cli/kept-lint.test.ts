import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lint } from '../../cli/commands/lint.ts';
import type { Io } from '../../cli/io.ts';
import { holds } from '../../cli/kept-lint/again.ts';
import { type Testimony, Witness } from '../../cli/kept-lint/witness.ts';
import { main } from '../../cli/main.ts';
import { programIn } from '../../cli/ports/programs.ts';
import { times } from '../more.ts';
import { bin, campaign, plainEnvironment } from './process.ts';
import { git, gitEnvironment, repository, temporary, write } from './repository.ts';

const hasShellcheck = programIn(process.env, 'shellcheck') !== undefined;

const stage = (name: string, more = '') =>
  `  ${name}:\n    run: |\n      bash scripts/${name}.sh > out/${name}\n      cargo test --release\n${more}    produces: [out/${name}]\n`;
const files = {
  'campaign.yaml': `campaign: small\nversion: 1\nlimits: { wall: 10m, stage: 1m }\nstages:\n${stage('one')}${stage('two', '    requires: [data/in.csv, Cargo.lock]\n')}`,
  'scripts/one.sh': 'set -e\nfor f in data/*.csv; do wc -l "$f"; done\n',
  'scripts/two.sh': 'set +e\n./bench $(cat x)\n',
  'data/in.csv': 'a,b\n',
  'Cargo.toml': '[package]\nname = "small"\nversion = "0.1.0"\n',
  '.github/workflows/ci.yml':
    'on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test --release\n      - run: ./ci.sh\n',
  'ci.sh': 'cargo build --release\n',
  'src/main.rs': 'fn main() {}\n',
};

interface Told {
  readonly said: string;
  readonly exitCode: number;
  readonly testimony: Testimony | undefined;
}

function ioOf(root: string, env: Readonly<Record<string, string | undefined>>, said: string[]): Io {
  const writer = (name: string) => ({ isTerminal: false, write: (text: unknown) => void said.push(`${name} ${text}`) });
  return { stdout: writer('stdout'), stderr: writer('stderr'), env, cwd: root, interactive: false };
}

async function linted(
  root: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string | undefined>> = gitEnvironment,
): Promise<Told> {
  const said: string[] = [];
  const witness = new Witness(ioOf(root, env, said));
  const exitCode = await main(['lint', ...args], witness.io, [lint]);
  return { said: said.join(''), exitCode, testimony: witness.testimony(exitCode) };
}

/** As it comes back from the disk. */
const kept = (testimony: Testimony): Testimony => JSON.parse(JSON.stringify(testimony));

type Edit = (root: string, number: number) => unknown;
const edits: Readonly<Record<string, Edit>> = {
  nothing: () => {},
  'a file that no rule looks at': (root, number) => write(root, { 'src/main.rs': `fn main() {} // ${number % 3}\n` }),
  'a letter of the campaign': (root, number) => {
    const text = readFileSync(join(root, 'campaign.yaml'), 'utf8');
    const at = number % text.length;
    write(root, { 'campaign.yaml': `${text.slice(0, at)}${number % 2 ? '' : 'x'}${text.slice(at + 1)}` });
  },
  'the campaign as it was': root => write(root, { 'campaign.yaml': files['campaign.yaml'] }),
  'a script': (root, number) =>
    write(root, { 'scripts/one.sh': `set -e\ncargo build ${number % 2 ? '' : '--release'}\n` }),
  'the mode of a script': (root, number) => chmodSync(join(root, 'scripts/two.sh'), number % 2 ? 0o755 : 0o644),
  'a workflow': (root, number) =>
    write(root, {
      '.github/workflows/ci.yml': files['.github/workflows/ci.yml'].replace('test', number % 2 ? 'bench' : 'test'),
    }),
  'a new workflow': (root, number) =>
    write(root, { [`.github/workflows/new${number % 2}.yml`]: files['.github/workflows/ci.yml'] }),
  'no workflow': root => rmSync(join(root, '.github'), { recursive: true, force: true }),
  'what CI calls': (root, number) => write(root, { 'ci.sh': number % 2 ? 'cargo bench\n' : 'cargo test --release\n' }),
  'a file that was not there': root => write(root, { 'Cargo.lock': 'version = 3\n', 'data/b.csv': 'c\n' }),
  'a file that was': root => rmSync(join(root, 'data/in.csv'), { force: true }),
  'the index': root => git(root, 'add', '-A'),
  'a commit': (root, number) => {
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '--allow-empty', '-m', String(number));
  },
  'what is pushed': root => git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD'),
  'the remotes': (root, number) =>
    git(root, 'config', `remote.r${number % 2}.url`, 'https://git.example.com/other.git'),
  'what is ignored': (root, number) => write(root, { '.gitignore': number % 2 ? 'data\n' : 'out\n' }),
  'the toolchain': (root, number) => write(root, { 'rust-toolchain': number % 2 ? 'nightly\n' : '1.80.0\n' }),
  'another campaign': (root, number) => {
    write(root, { [`bench/x${number % 2}.campaign.yaml`]: files['campaign.yaml'] });
    git(root, 'add', 'bench');
  },
  'ignored campaigns': (root, number) => write(root, { '.campaignignore': number % 2 ? 'bench/\n' : '# none\n' }),
};

test('what holds is what another lint says, whatever has been done to the repository', async () => {
  const seen = { held: 0, gone: 0 };
  const step = fc.tuple(fc.constantFrom(...Object.keys(edits)), fc.nat(997));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async steps => {
      const root = repository(files);
      const earlier: Testimony[] = [];
      for (const [name, number] of [['nothing', 0] as const, ...steps]) {
        edits[name]!(root, number);
        const now = await linted(root);
        for (const testimony of earlier) {
          if (!holds(testimony, ioOf(root, gitEnvironment, []))) {
            seen.gone++;
            continue;
          }
          seen.held++;
          expect(testimony.said.map(([stream, text]) => `${stream === 1 ? 'stdout' : 'stderr'} ${text}`).join('')).toBe(
            now.said,
          );
          expect(testimony.exitCode).toBe(now.exitCode);
        }
        if (now.testimony) {
          expect(holds(kept(now.testimony), ioOf(root, gitEnvironment, []))).toBe(true);
          earlier.push(kept(now.testimony));
        }
      }
      rmSync(root, { recursive: true, force: true });
    }),
    { numRuns: times(6, 16), seed: 20261126 },
  );
  // Else this would show nothing.
  expect(seen.held).toBeGreaterThan(times(3, 10));
  expect(seen.gone).toBeGreaterThan(times(8, 25));
}, 300_000);

describe('it holds no more', () => {
  test.each<[string, Edit]>([
    ...[
      'a letter of the campaign',
      'a script',
      'the mode of a script',
      'a workflow',
      'a new workflow',
      'no workflow',
      'what CI calls',
      'a file that was not there',
      'a file that was',
      'a commit',
      'the remotes',
      'the toolchain',
      'another campaign',
    ].map((name): [string, Edit] => [name, edits[name]!]),
    ['a repository that git does not know', root => rmSync(join(root, '.git'), { recursive: true })],
  ])('after %s', async (_, edit) => {
    const root = repository(files);
    const { testimony } = await linted(root);
    edit(root, 5);
    expect(holds(testimony!, ioOf(root, gitEnvironment, []))).toBe(false);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['colours that are forced', { FORCE_COLOR: '1' }],
    ['another PATH, without git', { PATH: '/nonexistent' }],
    ['a commit that is being made', { PRE_COMMIT: '1' }],
    ['an index of its own', { GIT_INDEX_FILE: '.git/INDEX' }],
  ])('with %s', async (_, env) => {
    const root = repository(files);
    const { testimony } = await linted(root);
    write(root, { 'scripts/new.sh': '' });
    cpSync(join(root, '.git/index'), join(root, '.git/index.before'));
    git(root, 'add', 'scripts/new.sh');
    cpSync(join(root, '.git/index'), join(root, '.git/INDEX'));
    const there = { ...gitEnvironment, ...env };
    // In a hook the index that counts has a file more.
    if (!env.PRE_COMMIT) cpSync(join(root, '.git/index.before'), join(root, '.git/index'));
    expect(holds(testimony!, ioOf(root, there, []))).toBe(false);
    if (!env.PRE_COMMIT) expect(holds(testimony!, ioOf(root, gitEnvironment, []))).toBe(true);
  });

  test('with another parameter from the environment, and only then', async () => {
    const root = repository({
      'campaign.yaml': files['campaign.yaml'].replace(
        'limits:',
        'params: { rows: { type: integer, default: 3 } }\nlimits:',
      ),
    });
    const { testimony } = await linted(root);
    const holding = (env: Readonly<Record<string, string>>) =>
      holds(testimony!, ioOf(root, { ...gitEnvironment, ...env }, []));
    expect([{}, { CAMPAIGN_PARAM_ROWS: '4' }, { CAMPAIGN_PARAM_COLUMNS: '4' }].map(holding)).toEqual([
      true,
      false,
      true,
    ]);
  });
});

test('what cannot be asked again is not kept', async () => {
  const root = repository({ ...files, 'params.json': '{}' });
  const of = async (...args: string[]) => (await linted(root, args)).testimony !== undefined;
  expect(await of('--params-file', 'params.json')).toBe(false);
  expect(await of('--diff')).toBe(false);
  expect(await of('no-such-file')).toBe(false);
  expect(await of('no-such-file', 'campaign.yaml')).toBe(false);
  expect(await of('--help')).toBe(false);
  expect(await of('campaign.yaml', '--format', 'json')).toBe(true);
  expect(await of('.', 'campaign.yaml')).toBe(true);
  expect(await of('--fix')).toBe(false);
});

/** The real command with a cache of its own. */
function world() {
  const root = repository(files);
  const cache = temporary();
  const env = { CAMPAIGN_NO_CACHE: undefined, XDG_CACHE_HOME: cache };
  const start = (args: readonly string[] = [], more = {}) => campaign(root, ['lint', ...args], { ...env, ...more });
  const names = () => readdirSync(join(cache, 'campaign')).filter(name => name.startsWith('lint-'));
  const file = () => join(cache, 'campaign', names()[0]!);
  const forge = (change: (text: string) => string) => {
    const body = change(readFileSync(file(), 'utf8').replace(/^.*\n/, ''));
    writeFileSync(file(), `${crc32(body).toString(16).padStart(8, '0')}\n${body}`);
  };
  return { root, cache, env, start, names, file, forge };
}

describe('the command', () => {
  test('says what it has kept where nothing has changed, and judges where something has', () => {
    const { root, start, forge, file } = world();
    const without = start([], { CAMPAIGN_NO_CACHE: '1' });
    expect(without.code).toBe(1);
    expect(start()).toEqual(without);
    expect(start()).toEqual(without);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    // It is the kept text that is told.
    forge(text => text.replaceAll('swallow', 'gulp'));
    expect(start()).toEqual({ ...without, stdout: without.stdout.replaceAll('swallow', 'gulp') });
    write(root, { 'ci.sh': 'cargo test --release\n' });
    expect(start()).toEqual(start([], { CAMPAIGN_NO_CACHE: '1' }));
  });

  test.each(['json', 'sarif', 'github', 'gcc'])('in the format %s', format => {
    const { start, names } = world();
    const without = start(['--format', format, 'campaign.yaml'], { CAMPAIGN_NO_CACHE: '1' });
    expect([start(['--format', format, 'campaign.yaml']), start(['--format', format, 'campaign.yaml'])]).toEqual([
      without,
      without,
    ]);
    expect(names()).toHaveLength(1);
  });

  test('by links that lead elsewhere the next time', () => {
    const { root, start } = world();
    write(root, { 'a/campaign.yaml': files['campaign.yaml'], 'b/campaign.yaml': files['campaign.yaml'] });
    symlinkSync('a', join(root, 'at'));
    const before = start(['at/campaign.yaml', '--format', 'sarif']);
    rmSync(join(root, 'at'));
    symlinkSync('b', join(root, 'at'));
    const after = start(['at/campaign.yaml', '--format', 'sarif']);
    expect(after).toEqual(start(['at/campaign.yaml', '--format', 'sarif'], { CAMPAIGN_NO_CACHE: '1' }));
    expect(after).not.toEqual(before);
  });

  test('leaves to the lint what a pipe holds, where a file was before', () => {
    const { root, env } = world();
    const lints = (source: string) =>
      execFileSync('bash', ['-c', `${source} "$0" "$1" lint /dev/stdin 2>&1 || :`, process.execPath, bin], {
        cwd: root,
        env: { ...plainEnvironment, ...env } as NodeJS.ProcessEnv,
        encoding: 'utf8',
      });
    const said = lints('<campaign.yaml');
    expect(said).toContain('missing-input');
    expect(lints('cat campaign.yaml |')).toBe(said);
  });

  test('does not break where what it has kept cannot be written', () => {
    const { root, env, start, names } = world();
    start();
    expect(names()).toHaveLength(1);
    const full = (more = {}) =>
      spawnSync('bash', ['-c', '"$0" "$1" lint >/dev/full', process.execPath, bin], {
        cwd: root,
        env: { ...plainEnvironment, ...env, ...more } as NodeJS.ProcessEnv,
        encoding: 'utf8',
      });
    const [kept, judged] = [full(), full({ CAMPAIGN_NO_CACHE: '1' })];
    expect([kept.status, kept.stderr]).toEqual([judged.status, judged.stderr]);
    expect(kept.stderr).toContain('ENOSPC');
  });

  test('never from a file that is not whole', () => {
    const { start, file } = world();
    start();
    // What is kept of CI and of the stages is asked about in another order than by who reads them.
    rmSync(file());
    const said = start();
    const whole = readFileSync(file());
    const parts = times(4, 12);
    for (let part = 0; part < parts; part++) {
      const at = Math.floor((whole.length * part) / parts);
      writeFileSync(file(), whole.subarray(0, at));
      expect(start()).toEqual(said);
      const changed = Buffer.from(whole);
      changed[at]! ^= 1;
      writeFileSync(file(), changed);
      expect(start()).toEqual(said);
    }
    writeFileSync(file(), `${crc32('{}').toString(16).padStart(8, '0')}\n{}`);
    expect(start()).toEqual(said);
    expect(readFileSync(file()).equals(whole)).toBe(true);
  });

  test('by another build, or another Node, anew', () => {
    const { start, forge } = world();
    const said = start();
    forge(text => text.replace(process.version, 'v20.0.0').replaceAll('swallow', 'gulp'));
    expect(start()).toEqual(said);
    forge(text => text.replace(/\/\/ [0-9a-f]/, '// x').replaceAll('swallow', 'gulp'));
    expect(start()).toEqual(said);
  });

  test.runIf(hasShellcheck)('with options for shellcheck, which may let it read anything, always anew', () => {
    const { start, names } = world();
    const without = start([], { SHELLCHECK_OPTS: '--external-sources', CAMPAIGN_NO_CACHE: '1' });
    expect(start([], { SHELLCHECK_OPTS: '--external-sources' })).toEqual(without);
    expect(names()).toEqual([]);
    start();
    expect(names()).toHaveLength(1);
  });

  test('without a place to keep anything', () => {
    const { start, cache } = world();
    const said = start([], { CAMPAIGN_NO_CACHE: '1' });
    expect(start([], { XDG_CACHE_HOME: undefined, HOME: undefined })).toEqual(said);
    expect(start([], { XDG_CACHE_HOME: '/proc/nothing' })).toEqual(said);
    mkdirSync(join(cache, 'campaign'), { mode: 0o755 });
    chmodSync(join(cache, 'campaign'), 0o755);
    expect([start(), start()]).toEqual([said, said]);
    expect(readdirSync(join(cache, 'campaign'))).toEqual([]);
  });

  test('many at a time', async () => {
    const { root, env, start, names } = world();
    const said = start([], { CAMPAIGN_NO_CACHE: '1' });
    const one = () =>
      new Promise<string>(resolve => {
        const child = spawn(process.execPath, [bin, 'lint'], {
          cwd: root,
          env: { ...plainEnvironment, ...env } as NodeJS.ProcessEnv,
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        let output = '';
        child.stdout.on('data', bytes => (output += bytes));
        child.on('close', () => resolve(output));
      });
    const outputs = await Promise.all(Array.from({ length: 6 }, one));
    expect(new Set(outputs)).toEqual(new Set([said.stdout]));
    expect(start()).toEqual(said);
    expect(names()).toHaveLength(1);
  });

  test('and no more than some are kept', () => {
    const { root, start, names } = world();
    for (let index = 0; index < 18; index++) start(['campaign.yaml', '--max-warnings', String(index)]);
    expect(names()).toHaveLength(16);
    write(root, { 'campaign.yaml': 'campaign: x\n' });
    const args = ['campaign.yaml', '--max-warnings', '17'];
    expect(start(args)).toEqual(start(args, { CAMPAIGN_NO_CACHE: '1' }));
  });
});

test('a lint whose output goes nowhere or into a pipe loads no stream of its own', () => {
  const root = repository(files);
  const told = join(temporary(), 'modules.cjs');
  writeFileSync(
    told,
    "process.on('exit', () => process._rawDebug(JSON.stringify(process.moduleLoadList.filter(name => /(tty|sync_write_stream)$/.test(name)))));",
  );
  const loaded = (stdout: 'ignore' | 'pipe') =>
    spawnSync(process.execPath, ['-r', told, bin, 'lint'], {
      cwd: root,
      env: plainEnvironment as NodeJS.ProcessEnv,
      encoding: 'utf8',
      stdio: ['ignore', stdout, 'pipe'],
    })
      .stderr.split('\n')
      .at(-2);
  expect([loaded('ignore'), loaded('pipe')]).toEqual(['[]', '[]']);
});
