import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../cli/commands/index.ts';
import { campaign, plainEnvironment, root as repositoryRoot } from './process.ts';
import { repository, temporary } from './repository.ts';

const text = `campaign: small
version: 1
limits: { wall: 10m, stage: 1m }
stages:
  write: { run: echo one > out.txt, produces: [out.txt] }
`;

/** What each command is given. The run is there already: taken up again, it has nothing to do. */
const lines: Readonly<Record<string, readonly string[]>> = {
  init: ['init'],
  lint: ['lint'],
  explain: ['explain', 'no-timeout'],
  plan: ['plan'],
  compile: ['compile'],
  run: ['run', '--run-id', 'again', '--format', 'json'],
  resume: ['resume', 'again', '-q'],
  rehearse: ['rehearse', '-q', '--stage', 'write', '--fault', 'stage-killed', '--format', 'json'],
  runs: ['runs', '--format', 'json'],
  status: ['status', 'again', '--format', 'json'],
  logs: ['logs', 'again'],
  completion: ['completion', 'bash'],
  import: ['import', 'bench.sh', '-o', '-'],
  sweep: ['sweep', '--region', 'us-east-1'],
  lsp: ['lsp'],
  fetch: ['fetch', 'again', '-o', 'home', '--format', 'json'],
  compare: ['compare', 'again', 'again'],
  report: ['report', 'again'],
  doctor: ['doctor', '--format', 'json'],
  prebuild: ['prebuild'],
  watch: ['watch', 'again'],
  cancel: ['cancel', 'again', '--yes'],
  why: ['why', 'again'],
};

/** What ends otherwise than well here, and says why. */
const refused: Readonly<Record<string, string>> = {
  // Which takes the SDK to find out.
  sweep: 'no AWS credentials were found',
  // A run is not compared by a text alone.
  compare: 'the runs have no result in common',
  prebuild: 'campaign.yaml declares no prebuilt artifact',
};

/** Two runs are not equally fast. */
const timeless = ({ code, stdout, stderr }: ReturnType<typeof campaign>) => ({
  code,
  stdout: stdout.replaceAll(/\d+(\.\d+)?/g, 'N'),
  stderr,
});

test('every command answers the same from code that V8 has kept as from code that it has just compiled', () => {
  expect(Object.keys(lines).sort()).toEqual(commands.map(command => command.name).sort());
  const root = repository({ 'campaign.yaml': text, 'bench.sh': '#!/bin/bash\nset -e\ncargo build --release\n' });
  campaign(root, ['run', '-q', '--run-id', 'again']);
  for (const [name, args] of Object.entries(lines)) {
    const cache = temporary();
    const start = () => {
      // What fetch has brought home once, it keeps.
      rmSync(join(root, 'home'), { recursive: true, force: true });
      return timeless(
        campaign(name === 'init' ? temporary() : root, args, { CAMPAIGN_NO_CACHE: undefined, XDG_CACHE_HOME: cache }),
      );
    };
    const cold = start();
    expect(cold.code, `${name}: ${cold.stdout}${cold.stderr}`).toBe(refused[name] === undefined ? 0 : 2);
    expect(cold.stderr).toContain(refused[name] ?? '');
    const code = () => readdirSync(join(cache, 'campaign')).filter(name => name.endsWith('.code'));
    const kept = code();
    expect(kept, `${name} keeps its code`).toHaveLength(1);
    expect(start(), `${name}, warm`).toEqual(cold);
    // The second lint only has to see that nothing has changed, which is a bundle of its own.
    expect(code().filter(file => !kept.includes(file))).toHaveLength(name === 'lint' ? 1 : 0);
    if (name === 'lint') expect(start(), `${name}, warm again`).toEqual(cold);
  }
}, 300_000);

test('the question before a run in place is asked from kept code too', () => {
  const root = repository({ 'campaign.yaml': text });
  const env = { CAMPAIGN_NO_CACHE: undefined, XDG_CACHE_HOME: temporary() };
  for (const id of ['one', 'two'])
    expect(campaign(root, ['run', '-q', '--in-place', '--yes', '--run-id', id], env)).toMatchObject({ code: 0 });
});

describe('the code that the build has brought', () => {
  /** The command with a `dist/` of its own. */
  const built = () => {
    const directory = temporary();
    for (const name of ['bin', 'dist', 'package.json'])
      cpSync(join(repositoryRoot, name), join(directory, name), { recursive: true });
    const brought = () => readdirSync(join(directory, 'dist')).filter(name => name.endsWith('.code'));
    const lint = (cwd: string) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(directory, 'bin/campaign.cjs'), 'lint', '--debug'],
        { cwd, env: plainEnvironment as NodeJS.ProcessEnv, encoding: 'utf8' },
      );
      return { status, stdout, stderr };
    };
    return { directory, brought, lint };
  };
  const broken = text.replace('wall: 10m', 'wall: soon');

  test('is of all three bundles, and a lint says the same with it, without it and where it is not whole', () => {
    const { directory, brought, lint } = built();
    expect(brought()).toHaveLength(3);
    const root = repository({ 'campaign.yaml': broken });
    const said = lint(root);
    expect(said.status).toBe(1);
    for (const name of brought()) {
      const file = join(directory, 'dist', name);
      writeFileSync(file, readFileSync(file).subarray(0, 5000));
    }
    expect(lint(root)).toEqual(said);
    for (const name of brought()) rmSync(join(directory, 'dist', name));
    expect(lint(root)).toEqual(said);
  });
});
