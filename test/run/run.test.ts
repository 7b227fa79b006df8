import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recallRun } from '../../run/recall.ts';
import { type RunEnd, type RunOptions, run } from '../../run/run.ts';
import type { PersonSignal, Signals } from '../../run/signals.ts';
import type { RunView } from '../../run/view.ts';
import { fakeRun, fakeScript, scratch } from './fake.ts';

async function ended(options: RunOptions): Promise<RunEnd> {
  const { value, fault } = await run(fakeScript, options);
  if (!value) throw new Error(fault.message);
  return value;
}

function states(view: RunView): string {
  return `${view.state}: ${view.stages.map(stage => `${stage.stage} ${stage.state}`).join(', ')}`;
}

/** Signals that the test sends itself. */
function hand(): { signals: Signals; send: (signal: PersonSignal) => void } {
  let told: ((signal: PersonSignal) => void) | undefined;
  return {
    signals: listener => {
      told = listener;
      return () => {
        told = undefined;
      };
    },
    send: signal => told?.(signal),
  };
}

function runs(view: RunView, stage: string): boolean {
  return view.stages.some(each => each.stage === stage && each.state === 'running');
}

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !what(); ) {
    if (Date.now() > end) throw new Error('it did not come about within 10 s');
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

test('a run that passes is told event by event and ends with its outputs', async () => {
  const told: string[] = [];
  const end = await ended({
    ...fakeRun(scratch(), 'pass'),
    onLook: ({ events }) => told.push(...events.map(event => event.event)),
  });
  expect(end.exitStatus).toBe(0);
  expect(states(end.view)).toBe('complete: first passed, second passed');
  expect(end.view.stages[0]?.outputs.map(output => output.path)).toEqual(['out.txt']);
  expect(told).toEqual([
    'run-started',
    'preflight',
    'stage-started',
    'stage-ended',
    'stage-started',
    'checkpoint',
    'stage-ended',
    'run-ended',
  ]);
  expect(end.printed).toEqual(['fake: pass']);
});

test('a stage that fails brings the end of its log', async () => {
  const end = await ended(fakeRun(scratch(), 'fail'));
  expect(end.exitStatus).toBe(1);
  expect(states(end.view)).toBe('complete: first passed, second failed');
  expect(end.view.stages[1]).toMatchObject({ reason: 'exit code 7', tail: ['a', 'b'] });
});

test('a store that lacks something makes the run incomplete', async () => {
  const end = await ended(fakeRun(scratch(), 'incomplete'));
  expect([end.exitStatus, end.view.state, end.view.uploads.failed]).toEqual([4, 'incomplete', 1]);
});

test('a failed preflight says what is missing', async () => {
  const end = await ended(fakeRun(scratch(), 'preflight'));
  expect([end.exitStatus, end.view.missing]).toEqual([3, ['tool duckdb', 'memory 64 GB']]);
});

test('a script that refuses to start says why', async () => {
  const end = await ended(fakeRun(scratch(), 'refuse'));
  expect([end.exitStatus, end.begun, end.view.state]).toEqual([3, false, 'died']);
  expect(end.printed).toEqual(['fake: refuse', 'campaign: the run is alive']);
});

test('a script that is killed leaves a store that can be read', async () => {
  const options = fakeRun(scratch(), 'kill');
  const end = await ended(options);
  expect([end.exitStatus, end.killedBy]).toEqual([4, 'KILL']);
  expect(states(end.view)).toBe('died: first passed, second running');
  const ref = { campaign: 'fake', runId: end.view.runId };
  expect(states(await recallRun(options.store, ref))).toBe('running: first passed, second running');
  expect(states(await recallRun(options.store, ref, { now: Date.now() + 12_000 }))).toBe(
    'died: first passed, second running',
  );
});

test('what the watchdog of a killed script still writes is waited for', async () => {
  const end = await ended(fakeRun(scratch(), 'watchdog'));
  expect([end.exitStatus, end.killedBy]).toEqual([1, 'KILL']);
  expect(states(end.view)).toBe('complete: first passed, second killed');
});

test('a run that is alive elsewhere is told as running when a second start of it is refused', async () => {
  const root = scratch();
  const { signals, send } = hand();
  let refused: RunEnd | undefined;
  let started = false;
  await ended({
    ...fakeRun(root, 'hang'),
    signals,
    onLook: ({ view }) => {
      if (!runs(view, 'second') || started) return;
      started = true;
      ended(fakeRun(root, 'refuse')).then(end => {
        refused = end;
        send('INT');
      });
    },
  });
  expect([refused?.exitStatus, refused?.view.state]).toEqual([3, 'running']);
  expect(refused?.printed).toEqual(['fake: refuse', 'campaign: the run is alive']);
});

test('a run taken up again is told from its new beginning', async () => {
  const root = scratch();
  await ended(fakeRun(root, 'fail'));
  const told: string[] = [];
  const end = await ended({
    ...fakeRun(root, 'pass'),
    onLook: ({ events }) => {
      told.push(...events.map(event => event.event));
    },
  });
  expect([end.exitStatus, told[0], told.length]).toEqual([0, 'run-started', 8]);
  expect(end.printed).toEqual(['fake: pass']);
});

test.for([
  ['INT', 130],
  ['TERM', 143],
] as const)('the first %s asks the run to stop and save', async ([signal, status]) => {
  const { signals, send } = hand();
  const asked: string[] = [];
  const end = await ended({
    ...fakeRun(scratch(), 'hang'),
    signals,
    onStopAsked: name => asked.push(name),
    onLook: ({ view }) => {
      if (runs(view, 'second') && asked.length === 0) send(signal);
    },
  });
  expect([end.exitStatus, asked, states(end.view)]).toEqual([
    status,
    [signal],
    'complete: first passed, second interrupted',
  ]);
  expect(end.view.stopping).toEqual({ why: 'signal', detail: `SIG${signal}` });
});

test('the second Ctrl-C leaves the run to itself', async () => {
  const { signals, send } = hand();
  const options = fakeRun(scratch(), 'hang');
  let sent = false;
  const end = await ended({
    ...options,
    signals,
    onLook: ({ view }) => {
      if (sent || !runs(view, 'second')) return;
      sent = true;
      send('INT');
      send('INT');
    },
  });
  expect([end.exitStatus, end.detached]).toEqual([130, true]);
  // Bash may lose the one SIGINT that was sent before we left: then it runs on, and is ended here.
  await until(() => existsSync(join(end.paths.place, 'COMPLETE')) || !process.kill(end.paths.live!.pid, 'SIGTERM'));
});

test('a detached run goes on without us', async () => {
  const end = await ended({ ...fakeRun(scratch(), 'pass'), detach: true });
  expect([end.exitStatus, end.detached]).toEqual([0, true]);
  await until(() => existsSync(join(end.paths.place, 'COMPLETE')));
  expect(readFileSync(end.paths.live!.console, 'utf8')).toBe('fake: pass\n');
});

test('a run id that would not be one folder is refused', async () => {
  expect((await run(fakeScript, { ...fakeRun(scratch(), 'pass'), runId: '../x' })).fault).toEqual({
    code: 'run-id',
    doing: 'starting the run',
    message: '`../x` cannot name a run',
    help: 'use letters, digits, dots, dashes and underscores, 128 at most, beginning with a letter or digit',
  });
});
