import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { Screen } from '../report-run/screen.ts';
import { campaign, root as project } from './process.ts';
import { repository, temporary } from './repository.ts';
import { killRunsOf, onTerminal, start } from './started.ts';

const text = `campaign: small
version: 1
limits: { wall: 10m, stage: 1m }
store: { url: "s3://not-used/results", checkpoint: 1s }
stages:
  write:
    run: |
      echo begun; echo more
      until [[ -e $GO ]]; do sleep 0.1; done
      echo out > out.txt
    produces: [out.txt]
  count:
    run: wc -c < out.txt > count.txt; exit 3
    requires: [out.txt]
    produces: [count.txt]
`;

/** A run in the background that waits in its first stage, and what lets it go on. */
async function waiting(runId: string) {
  const root = repository({ 'campaign.yaml': text });
  const go = join(temporary(), 'go');
  expect(campaign(root, ['run', '-q', '--detach', '--run-id', runId], { GO: go }).code).toBe(0);
  await expect
    .poll(() => JSON.parse(campaign(root, ['status', runId, '-f', 'json']).stdout).stages[0]?.state, {
      timeout: 20_000,
    })
    .toBe('running');
  return { root, go: () => writeFileSync(go, '') };
}

/** Without what differs from run to run. */
const timeless = (said: string, root: string) =>
  said
    .replaceAll(root, '…')
    .replaceAll(/\b\d\d:\d\d\b/g, 'MM:SS')
    .replaceAll(/\b\d+\.\d s\b/g, 'N s')
    .replaceAll(/\b\d+\.\d kB\b/g, 'N kB')
    .replaceAll(/\b[0-9a-f]{12}\b/g, 'COMMIT')
    .replaceAll(/\(0:\d\d of/g, '(0:NN of')
    .replaceAll(/ {2,}(?=N s)/g, '  ');

test('over a pipe a line for what happens, and what came of it at the end; the exit status is the run’s', async () => {
  const { root, go } = await waiting('one');
  const watching = start(root, ['watch']);
  await watching.says('running write');
  go();
  const { code, stdout, stderr } = await watching.ended;
  expect([code, stderr]).toEqual([1, '']);
  expect(`\n${timeless(stdout, root)}`).toMatchInlineSnapshot(`
    "
    run one of small, results in …/.campaign/small/one
    MM:SS run one of small started
    MM:SS checked out COMMIT in /opt/campaign/small
    MM:SS preflight passed
    MM:SS write started
    MM:SS running write (0:NN of 1:00): more - saved N s ago, N kB - no box, no cost
    MM:SS write passed in N s
    MM:SS count started
    MM:SS count failed after N s: exit code 3
    MM:SS run ended with exit status 1 in N s
    small · one · exit status 1 · 1 of 2 stages passed in N s

      ✓ write  passed  N s  1 output, 4 B
      ✗ count  failed  N s  exit code 3; 1 partial output, 2 B

    Where it is
      results    …/.campaign/small/one (all the run has is there)
      outputs    …/.campaign/small/one/stages/<stage>/outputs
      log        …/.campaign/small/one/stages/count/log (count)
      live files …/.campaign/.home/runs/one

    To look further
      campaign logs one count
    To run again what did not pass
      campaign resume one

    Exit status 1: some stage did not pass
    "
  `);
  const over = campaign(root, ['watch', 'one']);
  expect([over.code, over.stderr]).toEqual([1, '']);
  expect(over.stdout).toBe(stdout.slice(stdout.indexOf('small · one')));
});

test('from elsewhere the same is seen through the store alone', async () => {
  const { root, go } = await waiting('away');
  const watching = start(temporary(), ['watch', 'aw', '--store', join(root, '.campaign'), '--interval', '1s']);
  await watching.says('running write');
  go();
  const { code, stdout, stderr } = await watching.ended;
  expect([code, stderr]).toEqual([1, '']);
  const lines = stdout.split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([expect.stringMatching(/^\d\d:\d\d count failed after .* exit code 3$/)]),
  );
  expect(stdout).toMatch(
    /running write \(0:\d\d of 1:00\): more - saved .* - no box, no cost - heard of \d+\.\d s ago\n/,
  );
  expect(stdout).toContain(`campaign resume away --store ${join(root, '.campaign')}\n`);
  expect(lines.at(-2)).toBe('Exit status 1: some stage did not pass');
});

test('Ctrl-C ends the watching and nothing else, and says how to come back', async () => {
  const { root, go } = await waiting('left');
  const watching = start(root, ['watch', 'left']);
  await watching.says('running write');
  watching.child.kill('SIGINT');
  const { code, stdout, stderr } = await watching.ended;
  expect([code, stderr]).toEqual([130, '']);
  expect(stdout.slice(stdout.indexOf('left goes on'))).toBe(`left goes on without this command.
  campaign watch left    to come back to it
  campaign status left   how it stands
  campaign logs -f left  what its stages print
  results go to ${root}/.campaign/small/left
`);
  go();
  expect(campaign(root, ['watch', '-q', 'left']).stdout).toContain('1 of 2 stages passed');
});

test('as JSON each line is what the schema says: events, how it stands, and the end', async () => {
  const valid = new Ajv({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(join(project, 'schema/output/watch.schema.json'), 'utf8')),
  );
  const { root, go } = await waiting('json');
  const watching = start(root, ['watch', '--format', 'json']);
  await watching.says('"look"');
  go();
  const { code, stdout } = await watching.ended;
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { kind: string; event?: { event: string } });
  for (const line of lines) expect([valid(line), valid.errors, line]).toEqual([true, null, line]);
  expect(code).toBe(1);
  const events = lines.flatMap(({ event }) => event?.event ?? []);
  expect([events[0], events.at(-1)]).toEqual(['run-started', 'run-ended']);
  expect(lines.at(-1)).toMatchObject({
    kind: 'end',
    cost: { kind: 'none', usd: 0 },
    run: { exitStatus: 1, runId: 'json' },
  });
});

test('a run that dies while it is watched is told as dead', async () => {
  const { root } = await waiting('gone');
  const watching = start(root, ['watch']);
  await watching.says('running write');
  killRunsOf(root);
  const { code, stdout } = await watching.ended;
  expect(code).toBe(4);
  expect(stdout).toContain('small · gone · died · 0 of 2 stages passed');
  expect(stdout).toContain('✗ write  cut off');
  expect(stdout).toContain('campaign resume gone\n');
});

test('on a terminal a table that is painted in place, narrower when the window is, with the tail of the log', async () => {
  const { root, go } = await waiting('seen');
  const watching = onTerminal(root, ['watch'], { columns: 60, rows: 12 });
  const shown = (columns = 60) => {
    const screen = new Screen(columns, 12);
    screen.write(watching.stdout());
    return timeless(screen.shown().join('\n'), root)
      .replaceAll(/\d:\d\d\b/g, 'M:SS')
      .replaceAll(/\b\d+ s ago/g, 'N s ago');
  };
  await watching.says('│ more');
  expect(`\n${shown()}`).toMatchInlineSnapshot(`
    "
    small · seen
    ▶ write  running  M:SS / M:SS  more
      │ begun
      │ more
    · count  pending
    elapsed M:SS of at most M:SS · saved N s ago, N kB
    3 uploads · no box, no cost
    Ctrl-C leaves the run running"
  `);
  const terminal = /\/dev\/pts\/\d+/.exec(
    execFileSync('ls', ['-l', `/proc/${childOf(childOf(watching.child.pid!))}/fd/1`], { encoding: 'utf8' }),
  )![0];
  execFileSync('stty', ['-F', terminal, 'cols', '36']);
  await watching.says(/elapsed \d:\d\d of at most \d:\d\d\r?\n.*saved/s);
  go();
  const { code, stdout } = await watching.ended;
  expect(code).toBe(1);
  // The table is gone, what came of the run stands in its place.
  const last = stdout.slice(stdout.lastIndexOf('\x1b[J'));
  expect(last).toContain('small · seen · exit status 1');
});

/** The only child of a process. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').at(-1));
}

test('what cannot be meant is refused with what to do', () => {
  const root = repository({ 'campaign.yaml': text });
  expect(campaign(root, ['watch', 'no-such'])).toEqual({
    code: 2,
    stdout: '',
    stderr: `note: only this machine was looked at, and not s3://not-used/results: no AWS credentials were found\nerror: looking for the run in file://${root}/.campaign: no run is called or begins with \`no-such\`\n  help: see what is there: campaign runs\n`,
  });
  expect(campaign(root, ['watch'])).toEqual({
    code: 2,
    stdout: '',
    stderr: `note: only this machine was looked at, and not s3://not-used/results: no AWS credentials were found\nerror: looking for the run in file://${root}/.campaign: the store holds no run\n  help: start one: campaign run\n`,
  });
  expect(campaign(root, ['watch', '--interval', 'soon'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: --interval cannot be `soon`\n  help: write 1s to 1h, as 10s\n',
  });
});
