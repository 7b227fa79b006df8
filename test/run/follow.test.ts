import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StoreFailure } from '../../run/fault.ts';
import { type Followed, type FollowOptions, followRun } from '../../run/follow.ts';
import { run } from '../../run/run.ts';
import type { PersonSignal } from '../../run/signals.ts';
import type { RunStore } from '../../run/store.ts';
import { fakeRun, fakeScript, scratch, storeIn, type Way } from './fake.ts';

const ref = { campaign: 'fake', runId: '20260517T091500Z-a1b2c3' };

/** A run of the fake script that goes on by itself, up to its second stage; its process. */
async function started(directory: string, way: Way): Promise<number> {
  const { value } = await run(fakeScript, { ...fakeRun(directory, way), detach: true });
  const events = join(directory, 'fake', ref.runId, 'events/000001.jsonl');
  await expect.poll(() => existsSync(events) && readFileSync(events, 'utf8')).toContain('"event":"checkpoint"');
  return value!.paths.live!.pid;
}

/** Followed through its store alone, as from another machine. */
async function followed(directory: string, more: Partial<FollowOptions> = {}) {
  const told: string[] = [];
  const end: Followed = await followRun({
    ...{ store: storeIn(directory), run: ref, directory: join(directory, 'no-such'), every: 20, askEvery: 50 },
    onTrouble: line => told.push(line),
    ...more,
    onLook: look => {
      told.push(...look.events.map(({ event }) => event));
      more.onLook?.(look);
    },
  });
  return { end, told };
}

const interrupted = [
  ...['run-started', 'preflight', 'stage-started', 'stage-ended', 'stage-started', 'checkpoint'],
  ...['stopping', 'run-ended'],
];

test('a run is told event by event to its end; one that is over is told at once', async () => {
  const directory = scratch();
  const pid = await started(directory, 'hang');
  process.kill(pid, 'SIGTERM');
  const { end, told } = await followed(directory);
  expect(end.view).toMatchObject({ state: 'complete', exitStatus: 143 });
  expect(told).toEqual(interrupted);
  const again = await followed(directory);
  expect([again.end, again.told]).toMatchObject([{ view: { state: 'complete' } }, []]);
});

test('a store that does not answer is asked again, and nothing is lost or told twice', async () => {
  const directory = scratch();
  const pid = await started(directory, 'hang');
  const store = storeIn(directory);
  let calls = 0;
  const failing: RunStore = {
    ...store,
    // In the middle of a look: what had been read of it must not get lost.
    read: async (run, key) => {
      if (key === 'status.json' && ++calls >= 5 && calls <= 8)
        throw new StoreFailure({ code: 'store-unreachable', doing: 'reading', message: 'no network', help: '' });
      return await store.read(run, key);
    },
  };
  let [looks, stopped] = [0, false];
  const { end, told } = await followed(directory, {
    store: failing,
    onLook: ({ view }) => {
      if (stopped || ++looks < 10 || !view.stages.some(({ state }) => state === 'running')) return;
      stopped = true;
      process.kill(pid, 'SIGTERM');
    },
  });
  expect(end.view).toMatchObject({ state: 'complete', exitStatus: 143 });
  const troubles = told.filter(line => line.includes(' '));
  expect(troubles).toEqual(['reading: no network; it is asked again, and the run goes on', 'the store answers again']);
  expect(told.filter(line => !line.includes(' '))).toEqual(interrupted);
});

test('a signal ends the following, and the run goes on', async () => {
  const directory = scratch();
  const pid = await started(directory, 'hang');
  let send: (signal: PersonSignal) => void = () => {};
  const { end } = await followed(directory, {
    signals: listener => {
      send = listener;
      return () => {};
    },
    onLook: ({ view }) => {
      if (view.stages.some(({ state }) => state === 'running')) send('INT');
    },
  });
  expect(end).toMatchObject({ left: 'INT', view: { state: 'running' } });
  expect(process.kill(pid, 0)).toBe(true);
  process.kill(pid, 'SIGTERM');
  await followed(directory);
});

test('a box that is gone ends it, with what EC2 says of it; its last word counts all the same', async () => {
  const directory = scratch();
  await started(directory, 'kill');
  const gone = async () => ({ there: false, text: 'terminated: Server.SpotInstanceTermination' });
  const { end } = await followed(directory, { standing: gone });
  expect(end).toMatchObject({
    lost: 'its box is gone (terminated: Server.SpotInstanceTermination)',
    view: { state: 'died' },
  });
  expect(end.view.stages.map(({ state }) => state)).toEqual(['passed', 'running']);

  const other = scratch();
  await started(other, 'pass');
  await expect.poll(() => existsSync(join(other, 'fake', ref.runId, 'COMPLETE'))).toBe(true);
  // As if the look came before the mark.
  const { end: well } = await followed(other, { standing: gone });
  expect(well).toMatchObject({ view: { state: 'complete' } });
});

test('a run that gives no sign of life any more counts as dead, whether or not anybody can ask for its box', async () => {
  const directory = scratch();
  await started(directory, 'kill');
  const { end } = await followed(directory);
  expect(end.lost).toMatch(/^it has given no sign of life for 1\d s$/);
  expect(end.view.state).toBe('died');
}, 60_000);

test('a run whose box is there is not given up for being silent a little too long', async () => {
  const directory = scratch();
  await started(directory, 'kill');
  // Three checkpoints and more without a sign: through the store alone it would be dead.
  await new Promise(resolve => setTimeout(resolve, 11_500));
  let asked = 0;
  const standing = async () => (++asked < 4 ? { there: true, text: 'running' } : { there: false, text: 'terminated' });
  const { end } = await followed(directory, { standing });
  expect([asked, end.lost]).toEqual([4, 'its box is gone (terminated)']);
}, 60_000);
