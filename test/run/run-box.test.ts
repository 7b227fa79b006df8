import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StoreFailure } from '../../run/fault.ts';
import type { LaunchedBox, LaunchedHere, Launcher } from '../../run/launcher.ts';
import type { RunEnd } from '../../run/run.ts';
import { type BoxRunOptions, runOnBox } from '../../run/run-box.ts';
import type { PersonSignal } from '../../run/signals.ts';
import type { RunStore } from '../../run/store.ts';
import type { LaunchRecord } from '../../schema/records.ts';
import { fakeRun, fakeScript, scratch, type Way } from './fake.ts';

const record: LaunchRecord = {
  ...{ version: 1, kind: 'ec2', campaign: 'fake', runId: '20260517T091500Z-a1b2c3', number: 1, state: 'started' },
  ...{ launchedAt: '2026-05-17T09:15:00Z', account: '123456789012', region: 'us-east-2', token: 't' },
  ...{ scriptSha256: '0'.repeat(64), instanceId: 'i-0123456789abcdef0', tried: [], receipts: [] },
};

/** A box that is a process here, of which only the store and whether it is there are seen. */
function boxed(directory: string, way: Way, box: { here?: LaunchedHere; asked: string[]; cleared: number }) {
  const { launcher, ...options } = fakeRun(directory, way);
  const boxes: Launcher<LaunchedBox> = {
    async launch(launch) {
      const { value, fault } = await launcher.launch(launch);
      if (fault) return { fault };
      box.here = value;
      let there = true;
      value.exited.then(() => {
        there = false;
      });
      return {
        value: {
          record,
          signal: name => {
            box.asked.push(name);
            value.signal(name);
          },
          standing: async () => ({ there, text: there ? 'running' : 'terminated: Server.SpotInstanceTermination' }),
          console: async () => [],
          clear: async () => {
            await value.exited;
            box.cleared++;
            return way === 'incomplete' ? ['volume vol-1, available, 8 GiB in us-east-2'] : [];
          },
        },
      };
    },
  };
  return { ...options, launcher: boxes, askEvery: 50 } satisfies BoxRunOptions;
}

async function ended(options: BoxRunOptions): Promise<RunEnd> {
  const { value, fault } = await runOnBox(fakeScript, options);
  if (!value) throw new Error(fault.message);
  return value;
}

const newBox = (): Parameters<typeof boxed>[2] => ({ asked: [], cleared: 0 });

test('a run on a box is told event by event from its store, and ends when the box is gone', async () => {
  const [told, box, states] = [[] as string[], newBox(), [] as string[]];
  const end = await ended({
    ...boxed(scratch(), 'pass', box),
    onLook: ({ events, view }) => {
      told.push(...events.map(({ event }) => event));
      if (states.at(-1) !== view.state) states.push(view.state);
    },
  });
  expect(end).toMatchObject({ exitStatus: 0, begun: true, detached: false, view: { state: 'complete' } });
  expect(end.view.stages.map(({ stage, state }) => `${stage} ${state}`)).toEqual(['first passed', 'second passed']);
  expect(end.view.stages[0]?.outputs.map(({ path }) => path)).toEqual(['out.txt']);
  expect(end.paths).toEqual({ runId: record.runId, place: end.view.place, box: record });
  expect([told[0], told.at(-1), told.length]).toEqual(['run-started', 'run-ended', 8]);
  expect(states.at(-1)).toBe('complete');
  expect([box.cleared, end.left]).toEqual([1, undefined]);
});

test('what is left of a box is told', async () => {
  const end = await ended(boxed(scratch(), 'incomplete', newBox()));
  expect([end.exitStatus, end.left]).toEqual([4, ['volume vol-1, available, 8 GiB in us-east-2']]);
});

test('a box that goes while its run is under way: the run died, with what was saved, and what EC2 says of it', async () => {
  const [directory, box] = [scratch(), newBox()];
  const end = await ended(boxed(directory, 'kill', box));
  expect(end).toMatchObject({
    exitStatus: 4,
    lost: 'the box i-0123456789abcdef0 is gone (terminated: Server.SpotInstanceTermination)',
    view: { state: 'died' },
  });
  expect(end.view.stages[0]?.state).toBe('passed');
});

test('Ctrl-C asks a box to stop and save; again leaves it running', async () => {
  const [directory, box] = [scratch(), newBox()];
  let send: (signal: PersonSignal) => void = () => {};
  const signals = (listener: (signal: PersonSignal) => void) => {
    send = listener;
    return () => {};
  };
  let asked = false;
  const end = await ended({
    ...boxed(directory, 'hang', box),
    signals,
    onLook: ({ view }) => {
      if (asked || !view.stages.some(({ stage, state }) => stage === 'second' && state === 'running')) return;
      asked = true;
      send('INT');
    },
  });
  expect([end.exitStatus, end.view.state, box.asked[0]]).toEqual([130, 'complete', 'INT']);

  const other = newBox();
  const left = await ended({
    ...boxed(scratch(), 'hang', other),
    signals,
    onLook: ({ view }) => {
      if (!view.stages.some(({ state }) => state === 'running')) return;
      send('HUP');
    },
  });
  expect([left.exitStatus, left.detached, other.cleared]).toEqual([130, true, 0]);
  process.kill(other.here!.pid, 'SIGTERM');
  await other.here!.exited;
});

test('who is interrupted while the box is started has it stopped as soon as it is there', async () => {
  const box = newBox();
  const options = boxed(scratch(), 'hang', box);
  let send: (signal: PersonSignal) => void = () => {};
  const launcher: Launcher<LaunchedBox> = {
    async launch(launch) {
      send('INT');
      const answer = await options.launcher.launch(launch);
      while (!existsSync(join(box.here!.directory, 'events.jsonl')))
        await new Promise(resolve => setTimeout(resolve, 10));
      return answer;
    },
  };
  const signals = (listener: (signal: PersonSignal) => void) => {
    send = listener;
    return () => {};
  };
  const end = await ended({ ...options, launcher, signals });
  expect([box.asked[0], end.exitStatus]).toEqual(['INT', 130]);
});

test('a store that does not answer for a while ends nothing', async () => {
  const box = newBox();
  const options = boxed(scratch(), 'pass', box);
  let asked = 0;
  const failing = async () => {
    throw new StoreFailure({ code: 'store-unreachable', doing: 'reading the store', message: 'gone', help: '' });
  };
  const store: RunStore = {
    ...options.store,
    list: (run, prefix) => (++asked > 1 && asked < 5 ? failing() : options.store.list(run, prefix)),
  };
  const said: string[] = [];
  const end = await ended({ ...options, store, onBox: line => said.push(line) });
  expect(end.exitStatus).toBe(0);
  expect(said).toEqual(
    [
      'the box has begun',
      'reading the store: gone; the run goes on, and is looked for again',
      'the run is over: waiting for the box to be gone',
    ].sort((a, b) => said.indexOf(a) - said.indexOf(b)),
  );
});

test('a run that is left to itself at once is found in its store', async () => {
  const box = newBox();
  const end = await ended({ ...boxed(scratch(), 'pass', box), detach: true });
  expect([end.exitStatus, end.detached, box.cleared]).toEqual([0, true, 0]);
  await box.here!.exited;
  expect(readFileSync(join(end.paths.place, 'status.json'), 'utf8')).toContain('"exitStatus":0');
});
