import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { bin, campaign, plainEnvironment, root as project } from './process.ts';
import { repository } from './repository.ts';

const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const validators = new Map(
  ['lint', 'output/compile', 'output/plan', 'output/run', 'output/runs', 'output/status'].map(name => [
    name.replace('output/', ''),
    ajv.compile(JSON.parse(readFileSync(join(project, `schema/${name}.schema.json`), 'utf8'))),
  ]),
);

/** Parsed, and as its schema says. */
function output(schema: string, stdout: string): Record<string, unknown> {
  const value = JSON.parse(stdout);
  const valid = validators.get(schema)!;
  expect([valid(value), valid.errors]).toEqual([true, null]);
  return value;
}

const text = (stages: string, limits = '{ wall: 10m, stage: 1m }') => `campaign: small
version: 1
params: { n: { type: integer, required: true } }
limits: ${limits}
machine: { type: c7i.large }
store: { url: "s3://some/where", checkpoint: 1s }
stages:
  first: { run: echo 1 > one.txt, produces: [one.txt] }
${stages}`;
const second = (run: string, more = '') =>
  `  second:\n    run: ${run}\n    requires: [one.txt${more}]\n    produces: [{ path: two.txt, upload: false }]\n`;

test('what lint and plan print as JSON is what their schemas say', () => {
  const root = repository({
    'campaign.yaml': text(`${second('cp one.txt two.txt')}  off: { if: "params.n == 2", run: "true" }\n`),
    'broken.yaml': text(second('cp one.txt two.txt', ', three.txt'), '{ stage: 1m }'),
  });
  const lint = (file: string) => output('lint', campaign(root, ['lint', file, '--format', 'json']).stdout);
  expect(lint('campaign.yaml')).toMatchObject({ summary: { errors: 0 } });
  expect(lint('broken.yaml')).toMatchObject({ summary: { errors: 2 } });
  for (const args of [[], ['--param', 'n=1'], ['--stage', 'first']])
    output('plan', campaign(root, ['plan', '--format', 'json', ...args]).stdout);
});

test('what compile prints as JSON is what its schema says, whether or not the script can be delivered', () => {
  const root = repository({
    'campaign.yaml': text(second('cp one.txt two.txt')),
    'here.yaml': text(second('cp one.txt two.txt')).replace(/^store: .*\n/m, ''),
  });
  const made = (...args: string[]) =>
    output('compile', campaign(root, ['compile', '--param', 'n=1', '-f', 'json', ...args]).stdout);
  expect(made('campaign.yaml')).toMatchObject({ files: [], delivery: { form: 'loader' }, problem: null });
  expect(made('campaign.yaml', '-o', 'script.sh')).toMatchObject({ files: ['script.sh'] });
  expect(made('campaign.yaml', '-t', 'terraform', '-o', 'x.tftpl')).toMatchObject({ files: ['x.tftpl', 'x.tf'] });
  expect(made('here.yaml')).toMatchObject({
    delivery: null,
    upload: null,
    problem: expect.stringContaining('no store'),
  });
});

describe('how a run ends is its exit code, and what run, status and runs then print is what their schemas say', () => {
  const ends: readonly (readonly [name: string, code: number, state: string, stages: string, limits?: string])[] = [
    ['everything passed', 0, 'complete', second('cp one.txt two.txt')],
    ['a stage was skipped by its condition', 0, 'complete', '  off: { if: "params.n == 2", run: "true" }\n'],
    ['a stage failed', 1, 'complete', second('exit 7')],
    ['a stage wrote nothing', 1, 'complete', second('"true"')],
    ['the wall came', 1, 'complete', second('sleep 30'), '{ wall: 2s, stage: 1s }'],
    ['preflight failed', 3, 'complete', second('"true"', ', { tool: no-such-tool }')],
  ];
  for (const [name, code, state, stages, limits] of ends)
    test(`${code}: ${name}`, () => {
      const root = repository({ 'campaign.yaml': text(stages, limits) });
      const json = (...args: string[]) => campaign(root, [...args, '--format', 'json']);
      const ran = json('run', '-q', '--param', 'n=1', '--run-id', 'r');
      expect([ran.code, ran.stderr]).toEqual([code, '']);
      expect(output('run', ran.stdout)).toMatchObject({ exitStatus: code, state, begun: true, detached: false });
      expect(output('status', json('status').stdout)).toMatchObject({ exitStatus: code, state });
      expect(output('runs', json('runs').stdout)).toMatchObject({ runs: [{ exitStatus: code, state }] });
    });

  test('2: a campaign with errors prints no JSON', () => {
    const root = repository({ 'campaign.yaml': text(second('"true"'), '{ stage: 1m }') });
    expect(campaign(root, ['run', '-q', '--format', 'json'])).toMatchObject({ code: 2, stdout: '' });
  });

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    test(`${code}: ${signal} while a stage runs`, async () => {
      const root = repository({ 'campaign.yaml': text(second('sleep 30')) });
      const args = ['run', '-q', '--param', 'n=1', '--run-id', 'r', '--format', 'json'];
      const running = spawn(process.execPath, [bin, ...args], {
        cwd: root,
        env: plainEnvironment as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let stdout = '';
      running.stdout.on('data', bytes => {
        stdout += bytes;
      });
      const states = () => {
        const { stdout: status, code: found } = campaign(root, ['status', 'r', '--format', 'json']);
        return found === 0 ? JSON.stringify(output('status', status).stages) : '';
      };
      await expect.poll(states, { timeout: 30_000, interval: 100 }).toContain('"state":"running","reason":""');
      running.kill(signal);
      expect(await once(running, 'close')).toEqual([code, null]);
      expect(output('run', stdout)).toMatchObject({ exitStatus: code, state: 'complete' });
    });
});
