import { appendFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchRun } from '../../run/watch.ts';
import { scratch } from './fake.ts';

const began = Date.parse('2026-05-17T09:15:00Z');

function live() {
  const directory = scratch();
  mkdirSync(join(directory, 'stages/one'), { recursive: true });
  const log = join(directory, 'stages/one/log');
  const say = (state: string, stage: string, exitStatus: number | null = null) =>
    writeFileSync(
      join(directory, 'status.json'),
      JSON.stringify({
        ...{ version: 1, campaign: 'ssb', runId: 'r', state, exitStatus, seconds: 10, wallSeconds: 60 },
        ...{ startedAt: '2026-05-17T09:15:00Z', updatedAt: '2026-05-17T09:15:10Z', checkpointSeconds: 30 },
        stages: [
          {
            ...{ stage: 'one', state: stage, reason: '', attempt: 1, seconds: 0, timeoutSeconds: 9 },
            ...{ startedAt: '2026-05-17T09:15:04Z', endedAt: null },
          },
        ],
        uploads: { done: 0, failed: 0, bytes: 0 },
      }),
    );
  const tell = (text: string) => appendFileSync(join(directory, 'events.jsonl'), text);
  let seconds = 10;
  const watch = watchRun({ directory, runId: 'r', now: () => began + seconds * 1000 });
  return {
    ...{ directory, log, say, tell, watch },
    at: (now: number) => {
      seconds = now;
    },
  };
}

test('a run without files yet is starting', async () => {
  const { view, events } = await watchRun({ directory: join(scratch(), 'none'), runId: 'r' }).look();
  expect([view.state, view.stages, events]).toEqual(['starting', [], []]);
});

test('time goes on between heartbeats, for the run and for the stage that runs', async () => {
  const { watch, say, at } = live();
  say('running', 'running');
  at(15);
  const { view } = await watch.look();
  expect([view.state, view.seconds, view.stages[0]?.seconds]).toEqual(['running', 15, 11]);
});

test('the last line of a log of 5 GB, drawn over as progress bars do', async () => {
  const { watch, say, log } = live();
  say('running', 'running');
  writeFileSync(log, '');
  truncateSync(log, 5e9);
  appendFileSync(log, '\n10 %\r20 %\r\n\n');
  expect((await watch.look()).view.stages[0]?.lastLine).toBe('20 %');
});

test('an event is told once, and only when its line is whole', async () => {
  const { watch, tell } = live();
  const told = async () => (await watch.look()).events.map(event => event.seq);
  tell('{"seq":1,"event":"warning","message":"é');
  expect(await told()).toEqual([]);
  tell('"}\n{"seq":2,"event":"warning","message":""}\nnot an event\n{"seq":3');
  expect(await told()).toEqual([1, 2]);
  tell(',"event":"warning","message":""}\n');
  expect(await told()).toEqual([3]);
  expect(await told()).toEqual([]);
});

test('what is saved is counted by key, and what a final object replaces is not counted twice', async () => {
  const { watch, tell, at } = live();
  const saved = (event: string, key: string, bytes: number, second: number) =>
    tell(`{"seq":1,"at":"2026-05-17T09:15:0${second}Z","event":"${event}","key":"${key}","bytes":${bytes}}\n`);
  saved('checkpoint', 'stages/one/partial/log', 100, 1);
  saved('checkpoint', 'stages/one/partial/log', 150, 2);
  at(6);
  expect((await watch.look()).view.saved).toEqual({ secondsAgo: 4, bytes: 150 });
  saved('uploaded', 'stages/one/log', 160, 4);
  tell('{"seq":1,"event":"stage-ended","stage":"one","state":"passed"}\n');
  expect((await watch.look()).view.saved).toEqual({ secondsAgo: 2, bytes: 160 });
});

test('the end of a run that another command started is seen in its files', async () => {
  const { watch, say, tell, at } = live();
  say('running', 'running');
  expect((await watch.look()).view.state).toBe('running');
  say('ended', 'passed', 0);
  tell('{"seq":9,"event":"run-ended","exitStatus":0,"complete":true}\n');
  at(999);
  const { view } = await watch.look();
  expect([view.state, view.exitStatus, view.seconds]).toEqual(['complete', 0, 10]);
});

test('a run that falls silent has died', async () => {
  const { watch, say, at } = live();
  say('running', 'running');
  at(71);
  expect((await watch.look()).view.state).toBe('died');
});

test('the table of an earlier life is not shown', async () => {
  const { directory, say } = live();
  say('ended', 'failed', 1);
  const { view } = await watchRun({ directory, runId: 'r', since: began + 20_000, now: () => began + 21_500 }).look();
  expect([view.state, view.stages, view.seconds]).toEqual(['starting', [], 1.5]);
});
