import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { campaign } from './process.ts';
import { git, repository, write } from './repository.ts';
import { killRunsOf } from './started.ts';

const text = `campaign: small
version: 1
params: { word: { type: string, default: default } }
limits: { wall: 10m, stage: 1m }
store: { url: "s3://not-used/results", checkpoint: 1s }
profiles:
  loud: { params: { word: profile } }
stages:
  write:
    run: |
      echo "writing \${{ params.word }}"
      echo "\${{ params.word }}" > out.txt
    produces: [out.txt]
  count:
    run: wc -c < out.txt > count.txt
    requires: [out.txt]
    produces: [count.txt]
`;
const project = (campaignText = text) => repository({ 'campaign.yaml': campaignText });
const failing = text.replace('run: wc', 'run: no-such-command; wc');

describe('compile', () => {
  test('writes a script that runs, and says on stderr how it would be delivered', () => {
    const root = project();
    const { code, stdout, stderr } = campaign(root, ['compile', '-o', 'script.sh']);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(
      /^script\.sh: [\d,]+ bytes; as EC2 user data by a loader that fetches it from the store, [\d,]+ bytes, [\d,]+ are left\nit must lie there before a box starts: aws s3 cp script\.sh s3:\/\/not-used\/results\/small\/_scripts\/[0-9a-f]{64}\.sh\n$/m,
    );
    expect(statSync(join(root, 'script.sh')).mode & 0o777).toBe(0o755);
    expect(spawnSync('bash', ['-n', join(root, 'script.sh')]).status).toBe(0);
    expect(campaign(root, ['compile']).stdout).toBe(readFileSync(join(root, 'script.sh'), 'utf8'));
  });

  test('packed for each target it fits, the same every time, and what must be in the store is said', () => {
    const root = project();
    for (const target of ['userdata', 'cloud-init', 'terraform', 'ssm']) {
      const pack = (name: string) => {
        const { code, stdout, stderr } = campaign(root, ['compile', '--packed', '--target', target, '-o', name]);
        expect([code, stdout]).toEqual([0, '']);
        expect(stderr).toContain(
          'it must lie there before a box starts: campaign compile … | aws s3 cp - s3://not-used/results/',
        );
        return readFileSync(join(root, name));
      };
      const first = pack('first');
      expect(first.length).toBeLessThanOrEqual(target === 'ssm' ? 65_536 : 16_384);
      expect(pack('second').equals(first)).toBe(true);
    }
    expect(readFileSync(join(root, 'first.tf'), 'utf8')).toContain('templatefile("${path.module}/first", {})');
  });

  test('what cannot be carried is refused with what to do, and is compiled all the same where nobody carries it', () => {
    const root = project(text.replace('s3://not-used/results', 'file:///results'));
    for (const target of ['userdata', 'cloud-init', 'terraform', 'ssm']) {
      const { code, stdout, stderr } = campaign(root, ['compile', '--packed', '--target', target]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('a loader cannot fetch it from file:');
      expect(stderr).toContain('--script-url https://');
      const { code: carried, stdout: loader } = campaign(root, [
        'compile',
        '-t',
        target,
        '--packed',
        '--script-url',
        'https://example.com/x.sh',
        '-o',
        'x',
      ]);
      expect([carried, loader]).toEqual([0, '']);
    }
    expect(campaign(root, ['compile', '--script-url', 'https://x y']).code).toBe(2);
  });

  test('a campaign with errors is shown and refused', () => {
    const root = project(text.replace('wall: 10m, ', ''));
    for (const command of ['compile', 'run', 'plan']) {
      const { code, stdout, stderr } = campaign(root, [command]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('error[no-wall-limit]');
      expect(stderr).toMatch(/error: campaign\.yaml has 1 error and is not (?:compiled|started|planned)\n/);
    }
  });

  test('a token in the remote’s URL does not travel in the script', () => {
    const root = project();
    git(root, 'remote', 'set-url', 'origin', 'https://me:s3cr3t@git.example.com/engine.git');
    const { stdout, stderr } = campaign(root, ['compile']);
    expect(stdout).toContain('https://git.example.com/engine.git');
    expect(stdout + stderr).not.toContain('s3cr3t');
  });
});

describe('run', () => {
  test('runs in a fresh checkout, leaves the work tree alone, and its records can be read again', () => {
    const root = project();
    const { code, stdout, stderr } = campaign(root, ['run', '--run-id', 'first']);
    expect(code, stderr + stdout).toBe(0);
    expect(stdout).toContain('small · first · complete · 2 of 2 stages passed');
    expect(stderr).toContain('write passed');
    const checkout = / checked out [0-9a-f]{12} in (.*)\n/.exec(stderr)![1]!;
    expect(checkout).toBe(`${root}/.campaign/.home/runs/first/tree/opt/campaign/small`);
    expect(git(root, 'status', '--short')).toBe('');
    expect(readFileSync(join(root, '.campaign/small/first/stages/count/outputs/count.txt'), 'utf8').trim()).toBe('8');

    expect(campaign(root, ['runs']).stdout).toMatch(/^RUN .*\nfirst +small +complete +0 +2\/2 .*\n$/);
    expect(JSON.parse(campaign(root, ['status', 'first', '-f', 'json']).stdout)).toMatchObject({
      runId: 'first',
      state: 'complete',
      exitStatus: 0,
    });
    expect(campaign(root, ['logs', 'first', 'write'])).toEqual({ code: 0, stdout: 'writing default\n', stderr: '' });
    expect(campaign(root, ['logs', 'latest']).stdout).toContain('==> write <==\nwriting default\n');
    expect(campaign(join(root, '.campaign'), ['status', 'fir'])).toMatchObject({ code: 0 });
  });

  test('parameters come from --param, the environment, the file, the profile, the default, in this order', () => {
    const root = project();
    write(root, { 'params.yaml': 'word: file\n', 'params.json': '{"word": "json"}' });
    const word = (env: Readonly<Record<string, string>>, ...args: string[]) =>
      /echo "writing ([a-z]+)/.exec(campaign(root, ['compile', ...args], env).stdout)?.[1];
    const environment = { CAMPAIGN_PARAM_WORD: 'environment' };
    expect(word({})).toBe('default');
    expect(word({}, '-p', 'loud')).toBe('profile');
    expect(word({}, '-p', 'loud', '--params-file', 'params.yaml')).toBe('file');
    expect(word({}, '-p', 'loud', '--params-file', 'params.json')).toBe('json');
    expect(word(environment, '-p', 'loud', '--params-file', 'params.yaml')).toBe('environment');
    expect(word(environment, '-p', 'loud', '--params-file', 'params.yaml', '--param', 'word=param')).toBe('param');
    expect(campaign(root, ['plan', '--param', 'wrod=x']).stderr).toContain('did you mean `word`?');
    expect(campaign(root, ['plan', '--profile', 'lod']).stderr).toContain('has no profile `lod`');
  });

  test('a stage that fails makes exit 1, and the end of its log is shown', () => {
    const root = project(failing);
    const { code, stdout } = campaign(root, ['run', '-q', '--run-id', 'bad']);
    expect(code).toBe(1);
    expect(stdout).toContain('no-such-command: command not found');
    expect(JSON.parse(campaign(root, ['run', '--run-id', 'bad-json', '-f', 'json', '-q']).stdout)).toMatchObject({
      exitStatus: 1,
    });
  });

  test('what is not committed is not in the run, what is not pushed is, and the note says so', () => {
    const root = project();
    git(root, 'commit', '-q', '--allow-empty', '-m', 'not pushed');
    const { code, stderr } = campaign(root, ['run', '--stage', 'write']);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^note: .*(?:pushed|remote)/m);
  });

  test('in place it runs in the work tree, and says so loudly', () => {
    const root = project();
    const { code, stderr } = campaign(root, ['run', '--in-place']);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`in place: stages run in ${root} itself`);
    expect(readFileSync(join(root, 'out.txt'), 'utf8')).toBe('default\n');
  });

  test('detached it comes back at once, and the run goes on', () => {
    const root = project(text.replace('run: |', 'run: |\n      sleep 1'));
    const { code, stdout } = campaign(root, ['run', '--detach', '--run-id', 'away', '-q']);
    expect(code).toBe(0);
    expect(stdout).toContain('campaign status away');
    expect(campaign(root, ['logs', '-f', 'away', 'write']).stdout).toBe('writing default\n');
    for (let tries = 0; tries < 100; tries++) {
      if (JSON.parse(campaign(root, ['status', 'away', '-f', 'json']).stdout).state === 'complete') return;
      execFileSync('sleep', ['0.1']);
    }
    throw new Error('the run did not end');
  });

  test('a store elsewhere is used by all commands that name it', () => {
    const root = project();
    expect(campaign(root, ['run', '-q', '--store', 'results', '--run-id', 'r']).code).toBe(0);
    expect(campaign(root, ['runs', '--store', 'results']).stdout).toContain('\nr ');
    expect(campaign(root, ['runs']).stdout).toContain('No run in file://');
    expect(campaign(root, ['runs', '--store', 'ftp://b/c']).stderr).toContain('`ftp://b/c` is no store URL');
  });

  test('a store that only a missing parameter names is not asked for here, a stage that needs one is', () => {
    const named = text
      .replace('params: { ', 'params: { bucket: { type: string, required: true }, ')
      .replace('not-used', '${{ params.bucket }}');
    const root = project(named);
    expect(campaign(root, ['run', '-q', '--run-id', 'r'])).toMatchObject({ code: 0, stderr: '' });
    const refused = 'error: no value is given for `bucket`\n  help: give one: --param bucket=…\n';
    expect(campaign(root, ['compile', '-q'])).toEqual({ code: 2, stdout: '', stderr: refused });
    const used = project(named.replace('run: wc', 'run: echo ${{ params.bucket }}; wc'));
    expect(campaign(used, ['run', '-q'])).toEqual({ code: 2, stdout: '', stderr: refused });
  });

  test('a run that everything of has been killed is told as dead at once', async () => {
    const root = project(text.replace('run: |', 'run: |\n      exec sleep 60'));
    campaign(root, ['run', '-q', '--detach', '--run-id', 'gone']);
    const state = () => JSON.parse(campaign(root, ['status', 'gone', '-f', 'json']).stdout);
    await expect.poll(() => state().stages[0]?.state, { timeout: 20_000 }).toBe('running');
    killRunsOf(root);
    await expect.poll(() => state().state, { timeout: 5_000 }).toBe('died');
    expect(campaign(root, ['runs']).stdout).toMatch(/^gone +small +died /m);
    expect(campaign(root, ['status']).stdout).toContain('it shows no sign of life and has left no mark of an end');
  });

  test('a file of parameters that is none says what one is', () => {
    const root = project();
    write(root, { 'bad.yaml': 'word: [a\n', 'list.yaml': '- a\n', 'bad.json': '{', 'deep.yaml': 'word: { a: 1 }\n' });
    const said = (file: string) => campaign(root, ['plan', '--params-file', file]);
    const refusal = (message: string, help: string) => ({
      code: 2,
      stdout: '',
      stderr: `error: ${message}\n  help: ${help}\n`,
    });
    const map = 'write one `name: value` a line';
    const name = 'name a YAML or JSON file that holds a map of parameters';
    expect(said('no.yaml')).toEqual(refusal('there is no file no.yaml', name));
    expect(said('.')).toEqual(refusal('. is a directory', name));
    expect(said('list.yaml')).toEqual(refusal('list.yaml is no map of parameters', map));
    expect(said('deep.yaml')).toEqual(refusal('deep.yaml: `word` is no string, number or boolean', map));
    expect(said('bad.yaml').stderr).toMatch(/^error: bad\.yaml: .*\n {2}help: write one `name: value` a line\n$/);
    expect(said('bad.json').stderr).toMatch(/^error: bad\.json is no JSON: .*\n {2}help: write one object: .*\n$/);
  });

  test('a second start of a run that is alive is refused, and says how to come to it', async () => {
    const root = project(text.replace('run: |', 'run: |\n      sleep 3'));
    campaign(root, ['run', '-q', '--detach', '--run-id', 'one']);
    await expect
      .poll(() => JSON.parse(campaign(root, ['status', 'one', '-f', 'json']).stdout).stages[0]?.state, {
        timeout: 20_000,
      })
      .toBe('running');
    const { code, stdout, stderr } = campaign(root, ['run', '-q', '--run-id', 'one']);
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toContain('campaign: run one is alive on this machine: its lock is held\n');
    expect(stdout).toContain('To look further\n  campaign status one\n  campaign logs -f one\n');
    expect(stdout).toMatch(/\nExit status 3: the run is alive already; nothing was started\n$/);
    campaign(root, ['logs', '-f', 'one']);
  });

  test('a run needs a commit', () => {
    const root = project();
    git(root, 'update-ref', '-d', 'HEAD');
    expect(campaign(root, ['run', '-q'])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: campaign.yaml: \`source.ref\` HEAD names no commit of ${root}
  help: make a commit first, or name one that is here; campaign run --in-place runs what is here without one
`,
    });
  });
});
