import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { campaign, findings, outcome } from './command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runId = '20260517T090000Z-000001';
const env: NodeJS.ProcessEnv = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap(role => [
      [`GIT_${role}_NAME`, 'example'],
      [`GIT_${role}_EMAIL`, 'example@example.invalid'],
    ]),
  ),
};

/** What of this repository the campaigns of examples/ and campaign.yaml name, in a repository of its own that has been pushed. */
let base: string;
let cwd: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'campaign-examples-'));
  cwd = join(base, 'repository');
  const left = ['node_modules', 'data', 'results', 'plans'].map(name => `/${name}`);
  for (const name of ['.github', 'bench', 'examples', 'campaign.yaml', 'package.json', 'package-lock.json'])
    cpSync(join(root, name), join(cwd, name), {
      recursive: true,
      filter: path => !left.some(end => path.endsWith(end)),
    });
  const git = (...words: string[]) => execFileSync('git', words, { cwd, env, stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'Start');
  git('clone', '-q', '--bare', cwd, join(base, 'remote.git'));
  git('remote', 'add', 'origin', join(base, 'remote.git'));
  git('fetch', '-q');
});
afterEach(() => rmSync(base, { recursive: true, force: true, maxRetries: 3 }));

const run = (file: string) =>
  campaign(['run', file, '--store', `file://${base}/store`, '--run-id', runId], { cwd, env });

describe('campaign.yaml', () => {
  test('is clean', async () => {
    expect(await findings('campaign.yaml', { cwd, env })).toEqual([]);
  });

  test('compiles to the same bytes twice, in both profiles', async () => {
    const compile = async (...words: string[]) => {
      const { status, stdout } = await campaign(['compile', 'campaign.yaml', ...words], { cwd, env });
      expect(status).toBe(0);
      return stdout;
    };
    const cloud = await compile('--param', 'bucket=results');
    expect(await compile('--param', 'bucket=results')).toBe(cloud);
    expect(await compile('--profile', 'local')).not.toBe(cloud);
  });
});

describe('examples/', () => {
  test('holds no campaign that this file does not know', () => {
    const names = readdirSync(join(root, 'examples')).filter(name => name.endsWith('.yaml'));
    expect(names.sort()).toEqual(['minimal.campaign.yaml', 'states.campaign.yaml']);
  });

  test('minimal is clean and passes', async () => {
    expect(await findings('examples/minimal.campaign.yaml', { cwd, env })).toEqual([]);
    const { status } = await run('examples/minimal.campaign.yaml');
    expect(outcome(join(base, 'store/minimal', runId))).toEqual({
      end: 'COMPLETE',
      stages: {
        'compress[level=1]': 'passed',
        'compress[level=6]': 'passed',
        'compress[level=9]': 'passed',
        sizes: 'passed',
      },
    });
    expect(readFileSync(join(base, 'store/minimal', runId, 'stages/sizes/outputs/sizes.txt'), 'utf8')).toMatch(
      /^ *\d+ lock-1\.gz\n *\d+ lock-6\.gz\n *\d+ lock-9\.gz\n *\d+ total\n$/,
    );
    expect(status).toBe(0);
  });

  test('states is clean and ends in every way that it says', async () => {
    expect(await findings('examples/states.campaign.yaml', { cwd, env })).toEqual([]);
    const { status } = await run('examples/states.campaign.yaml');
    expect(outcome(join(base, 'store/states', runId))).toEqual({
      end: 'COMPLETE',
      stages: {
        fails: 'failed: exit code 3',
        hangs: 'timed-out: stopped after its limit of 1 s',
        'is-independent': 'passed',
        'is-off': "skipped: its condition is false: profile == 'nightly'",
        'needs-what-is-off': 'skipped: `nightly.txt` comes only from `is-off`, which is off',
        passes: 'passed',
        'reads-results': 'blocked: `results.txt` is not there: `stops-early` is incomplete',
        'stops-early': 'incomplete: results.txt: 5 lines match /^Q\\d\\d /, 22 wanted',
      },
    });
    expect(status).toBe(1);
  });
});
