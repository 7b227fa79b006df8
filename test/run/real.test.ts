import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Io } from '../../cli/io.ts';
import { factsOf, repositoryAround } from '../../cli/ports/repository.ts';
import { compile } from '../../interpreter/compile.ts';
import { check } from '../../lint/check.ts';
import { calmLine } from '../../report/run/calm.ts';
import { plain } from '../../report/run/style.ts';
import { summary } from '../../report/run/summary.ts';
import { localLauncher } from '../../run/launchers/local.ts';
import { type RunEnd, type RunOptions, run } from '../../run/run.ts';
import type { PersonSignal } from '../../run/signals.ts';
import { read } from '../../schema/read.ts';
import { gitEnvironment, repository } from '../cli/repository.ts';
import { storeIn } from './fake.ts';

const id = '20260517T091500Z-a1b2c3';
const origin = 'https://git.example.com/engine.git';

const file = (sum: string) => `campaign: two
version: 1
ci: { none: true, reason: "a test of a run" }
source: { dir: /opt/two }
limits: { wall: 2m, stage: 30s }
store: { url: "file:///srv/two", checkpoint: 1s }
stages:
  generate:
    matrix: { rows: [1, 2] }
    run: seq \${{ matrix.rows }} | tee data-\${{ matrix.rows }}.txt
    produces: [{ path: "data-\${{ matrix.rows }}.txt" }]
  sum:
    run: |
      ${sum}
    requires: [data-1.txt, data-2.txt]
    produces: [sum.txt]
`;

interface Ran {
  readonly root: string;
  readonly end: RunEnd;
  /** What a pipe shows of it, then the summary; times and places are made plain. */
  readonly told: string;
}

/** Read, checked, compiled and run, in a repository whose origin nobody can reach. */
async function ran(sum: string, more: (root: string) => Partial<RunOptions> = () => ({})): Promise<Ran> {
  const text = file(sum);
  const root = repository({ 'campaign.yaml': text });
  const silent = { write: () => {}, isTerminal: false };
  const io: Io = { stdout: silent, stderr: silent, env: gitEnvironment, cwd: root, interactive: false };
  const facts = factsOf(repositoryAround(root, io), 'HEAD');
  const { plan, findings } = check(await read(text, 'campaign.yaml'), { facts });
  if (!plan) throw new Error(JSON.stringify(findings.map(finding => finding.message)));
  const options = {
    compiler: 'campaign test',
    campaignText: text,
    campaignPath: 'campaign.yaml',
    origin,
    dirty: false,
  };
  const { script, faults } = compile(plan, options);
  if (!script) throw new Error(JSON.stringify(faults));
  const lines: string[] = [];
  const { onLook, ...rest } = more(root);
  const { value: end, fault } = await run(script.text, {
    launcher: localLauncher({
      home: join(root, '.campaign/.home'),
      ignored: join(root, '.campaign'),
      repository: { directory: root, origins: [origin] },
      environment: { ...gitEnvironment, HOME: root },
    }),
    store: storeIn(join(root, '.campaign')),
    campaign: 'two',
    runId: id,
    lookEvery: 20,
    ...rest,
    onLook: look => {
      lines.push(...look.events.flatMap(event => calmLine(event) ?? []));
      onLook?.(look);
    },
  });
  if (!end) throw new Error(fault.message);
  const told = `\n${lines.join('\n')}\n\n${summary(end, { style: { colors: plain } })}`
    .replaceAll(root, '…')
    .replaceAll(/\d+\.\d s/g, '0.0 s')
    .replaceAll(/^\d\d:\d\d/gm, '00:00')
    .replaceAll(/checked out \w{12}/g, 'checked out 0123456789ab');
  return { root, end, told };
}

test('a campaign goes from its text to its results', async () => {
  const { root, told } = await ran('cat data-*.txt | wc -l > sum.txt');
  expect(told).toMatchInlineSnapshot(`
    "
    00:00 run 20260517T091500Z-a1b2c3 of two started
    00:00 checked out 0123456789ab in /opt/two
    00:00 preflight passed
    00:00 generate[rows=1] started
    00:00 generate[rows=1] passed in 0.0 s
    00:00 generate[rows=2] started
    00:00 generate[rows=2] passed in 0.0 s
    00:00 sum started
    00:00 sum passed in 0.0 s
    00:00 run ended with exit status 0 in 0.0 s

    two · 20260517T091500Z-a1b2c3 · complete · 3 of 3 stages passed in 0.0 s

      ✓ generate[rows=1]  passed  0.0 s  1 output, 2 B
      ✓ generate[rows=2]  passed  0.0 s  1 output, 4 B
      ✓ sum               passed  0.0 s  1 output, 2 B

    Where it is
      results    …/.campaign/two/20260517T091500Z-a1b2c3 (all the run has is there)
      outputs    …/.campaign/two/20260517T091500Z-a1b2c3/stages/<stage>/outputs
      live files …/.campaign/.home/runs/20260517T091500Z-a1b2c3

    Exit status 0: every stage passed or was skipped by its condition, and everything is in the store
    "
  `);
  const outputs = join(root, '.campaign/two', id, 'stages/sum/outputs');
  expect(readFileSync(join(outputs, 'sum.txt'), 'utf8')).toBe('3\n');
  expect(existsSync(join(root, 'sum.txt'))).toBe(false);
});

test('a stage that fails says why, with the end of its log', async () => {
  const { told } = await ran('echo no sum today; exit 7');
  expect(told).toMatchInlineSnapshot(`
    "
    00:00 run 20260517T091500Z-a1b2c3 of two started
    00:00 checked out 0123456789ab in /opt/two
    00:00 preflight passed
    00:00 generate[rows=1] started
    00:00 generate[rows=1] passed in 0.0 s
    00:00 generate[rows=2] started
    00:00 generate[rows=2] passed in 0.0 s
    00:00 sum started
    00:00 sum failed after 0.0 s: exit code 7
    00:00 run ended with exit status 1 in 0.0 s

    two · 20260517T091500Z-a1b2c3 · exit status 1 · 2 of 3 stages passed in 0.0 s

      ✓ generate[rows=1]  passed  0.0 s  1 output, 2 B
      ✓ generate[rows=2]  passed  0.0 s  1 output, 4 B
      ✗ sum               failed  0.0 s  exit code 7
        │ no sum today

    Where it is
      results    …/.campaign/two/20260517T091500Z-a1b2c3 (all the run has is there)
      outputs    …/.campaign/two/20260517T091500Z-a1b2c3/stages/<stage>/outputs
      log        …/.campaign/two/20260517T091500Z-a1b2c3/stages/sum/log (sum)
      live files …/.campaign/.home/runs/20260517T091500Z-a1b2c3

    To look further
      campaign logs 20260517T091500Z-a1b2c3 sum
    To run again what did not pass
      campaign resume 20260517T091500Z-a1b2c3

    Exit status 1: some stage did not pass
    "
  `);
});

test('Ctrl-C stops the stage that runs, and saves', async () => {
  let tell: (signal: PersonSignal) => void = () => {};
  const { end, told } = await ran('echo 1 > sum.txt; echo waiting; sleep 60', () => ({
    signals: listener => {
      tell = listener;
      return () => {};
    },
    onLook: ({ view }) => {
      if (!view.stages.some(stage => stage.lastLine === 'waiting')) return;
      tell('INT');
      tell = () => {};
    },
  }));
  expect(told).toMatchInlineSnapshot(`
    "
    00:00 run 20260517T091500Z-a1b2c3 of two started
    00:00 checked out 0123456789ab in /opt/two
    00:00 preflight passed
    00:00 generate[rows=1] started
    00:00 generate[rows=1] passed in 0.0 s
    00:00 generate[rows=2] started
    00:00 generate[rows=2] passed in 0.0 s
    00:00 sum started
    00:00 stopping: SIGINT
    00:00 sum interrupted after 0.0 s: the run was stopped by SIGINT
    00:00 run ended with exit status 130 in 0.0 s

    two · 20260517T091500Z-a1b2c3 · exit status 130 · 2 of 3 stages passed in 0.0 s

      ✓ generate[rows=1]  passed       0.0 s  1 output, 2 B
      ✓ generate[rows=2]  passed       0.0 s  1 output, 4 B
      ! sum               interrupted  0.0 s  the run was stopped by SIGINT; 1 partial output, 2 B
        │ waiting

      stopped before its end: SIGINT

    Where it is
      results    …/.campaign/two/20260517T091500Z-a1b2c3 (all the run has is there)
      outputs    …/.campaign/two/20260517T091500Z-a1b2c3/stages/<stage>/outputs
      log        …/.campaign/two/20260517T091500Z-a1b2c3/stages/sum/partial/log (sum)
      live files …/.campaign/.home/runs/20260517T091500Z-a1b2c3

    To look further
      campaign logs 20260517T091500Z-a1b2c3 sum
    To run again what did not pass
      campaign resume 20260517T091500Z-a1b2c3

    Exit status 130: interrupted by Ctrl-C or campaign cancel
    "
  `);
  expect(end.exitStatus).toBe(130);
});

test('a script that is killed is ended by its watchdog', async () => {
  let pid = 0;
  const { end, told } = await ran('echo waiting; sleep 60', () => ({
    onStart: paths => {
      pid = paths.live!.pid;
    },
    onLook: ({ view }) => {
      if (!pid || !view.stages.some(stage => stage.lastLine === 'waiting')) return;
      process.kill(pid, 'SIGKILL');
      pid = 0;
    },
  }));
  // How a watchdog tells again what it found is its own matter; what came of the run is not.
  expect(`\n${told.slice(told.indexOf('two · '))}`).toMatchInlineSnapshot(`
    "
    two · 20260517T091500Z-a1b2c3 · incomplete · 2 of 3 stages passed in 0.0 s

      ✓ generate[rows=1]  passed       0.0 s  1 output, 2 B
      ✓ generate[rows=2]  passed       0.0 s  1 output, 4 B
      ! sum               interrupted  0.0 s  the main process was killed
        │ waiting

      stopped before its end: the main process was killed

    Where it is
      results    …/.campaign/two/20260517T091500Z-a1b2c3 (what was saved is there)
      outputs    …/.campaign/two/20260517T091500Z-a1b2c3/stages/<stage>/outputs
      log        …/.campaign/two/20260517T091500Z-a1b2c3/stages/sum/partial/log (sum)
      live files …/.campaign/.home/runs/20260517T091500Z-a1b2c3

    To look further
      campaign logs 20260517T091500Z-a1b2c3 sum
    To run again what did not pass
      campaign resume 20260517T091500Z-a1b2c3

    Exit status 4: the store does not hold all that the run has
    "
  `);
  expect(end.killedBy).toBe('KILL');
});
