import { appendFileSync, cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type LogOptions, readLogs } from '../../run/logs.ts';
import { recallRun } from '../../run/recall.ts';
import { run } from '../../run/run.ts';
import { fakeRun, fakeScript, scratch, storeIn } from './fake.ts';

const ref = { campaign: 'fake', runId: 'r' };

/** A run under way: `one` has ended with a log in the store, `two` runs with a live log here and an older one there. */
function underWay() {
  const root = scratch();
  const directory = join(root, '.home/runs/r');
  const put = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
  };
  const stored = (key: string, text: string) => put(join(root, 'fake/r', key), text);
  const live = join(directory, 'stages/two/log');
  const say = (two: string, state = 'running') => {
    const row = { reason: '', startedAt: null, endedAt: null, seconds: 0, timeoutSeconds: 9 };
    const table = JSON.stringify({
      ...{ version: 1, campaign: 'fake', runId: 'r', state, startedAt: new Date(), updatedAt: new Date(), seconds: 1 },
      ...{ wallSeconds: 9, checkpointSeconds: 9, exitStatus: state === 'ended' ? 0 : null },
      stages: [
        { ...row, stage: 'one', state: 'passed', attempt: 1 },
        { ...row, stage: 'two', state: two, attempt: 1 },
        { ...row, stage: 'three', state: 'pending', attempt: 0 },
      ],
      uploads: { done: 0, failed: 0, bytes: 0 },
    });
    put(join(directory, 'status.json'), table);
    stored('status.json', table);
  };
  stored('stages/one/log', 'done\n');
  stored('stages/two/partial/log', 'a\n');
  put(live, 'a\nb\n');
  say('running');
  return { options: { store: storeIn(root), run: ref, directory, every: 10 }, live, say, stored };
}

async function read(options: LogOptions, heard: (text: string) => void = () => {}): Promise<string> {
  const { value, fault } = await readLogs(options);
  if (!value) throw new Error(fault.message);
  let text = '';
  for await (const part of value) {
    text += `${part.stage}|${part.bytes}`;
    heard(text);
  }
  return text;
}

test('all logs come in plan order: the stored one of an ended stage, the live one of a running', async () => {
  expect(await read(underWay().options)).toBe('one|done\ntwo|a\nb\n');
});

test('without live files the log is what the last checkpoint saved', async () => {
  const { directory, ...options } = underWay().options;
  expect(await read({ ...options, stage: 'two' })).toBe('two|a\n');
});

test('a follow gives what is appended, and ends with the stage, whole', async () => {
  const { options, live, say, stored } = underWay();
  const text = await read({ ...options, stage: 'two', follow: true }, heard => {
    if (heard.endsWith('b\n')) appendFileSync(live, 'c\n');
    else if (heard.endsWith('c\n')) {
      stored('stages/two/log', 'a\nb\nc\nd\n');
      say('passed');
    }
  });
  expect(text).toBe('two|a\nb\ntwo|c\ntwo|d\n');
});

test('a follow of the whole run ends with the run', async () => {
  const { options, say } = underWay();
  setTimeout(() => say('passed', 'ended'), 50);
  expect(await read({ ...options, follow: true })).toBe('one|done\ntwo|a\nb\n');
});

test('a follow ends when it is told to', async () => {
  const { options } = underWay();
  expect(await read({ ...options, follow: true, signal: AbortSignal.timeout(50) })).toBe('one|done\ntwo|a\nb\n');
});

test('a log of another attempt begins anew', async () => {
  const { options, live, say } = underWay();
  const text = await read({ ...options, stage: 'two', follow: true }, heard => {
    if (heard.endsWith('b\n')) writeFileSync(live, 'X\n');
    else say('failed');
  });
  expect(text).toBe('two|a\nb\ntwo|X\n');
});

test('a stage that the run does not have is a fault that names those it has', async () => {
  expect((await readLogs({ ...underWay().options, stage: 'tow' })).fault).toEqual({
    code: 'stage-unknown',
    doing: 'reading a log of r',
    message: 'the run has no stage `tow`',
    help: 'its stages are one, two, three',
  });
});

test('a stage without a log says how it stands', async () => {
  expect((await readLogs({ ...underWay().options, stage: 'three' })).fault?.message).toBe(
    '`three` has left no log: it is pending',
  );
});

test('the logs of a run that a script has left', async () => {
  const options = fakeRun(scratch(), 'fail');
  const { value } = await run(fakeScript, options);
  expect(await read({ store: options.store, run: { campaign: 'fake', runId: value!.paths.runId } })).toBe(
    'first|one\nsecond|a\nb\n\n',
  );
});

test('a follow waits for a run that does not know its stages yet', async () => {
  const { options, say, stored } = underWay();
  const root = scratch();
  const fresh = { ...options, store: storeIn(root), directory: join(root, '.home/runs/r') };
  mkdirSync(join(root, 'fake/r'), { recursive: true });
  writeFileSync(join(root, 'fake/r/script.sh'), '');
  expect((await readLogs({ ...fresh, stage: 'two' })).fault).toEqual({
    code: 'stage-unknown',
    doing: 'reading a log of r',
    message: 'the run has no stage `two`',
    help: 'it has not come as far as its first stage',
  });
  say('passed', 'ended');
  stored('stages/two/log', 'late\n');
  setTimeout(() => cpSync(options.store.place(ref, ''), join(root, 'fake/r'), { recursive: true }), 100);
  expect(await read({ ...fresh, stage: 'two', follow: true })).toBe('two|late\n');
});

test('a follow of a run whose script is gone ends at once, not when its heartbeat is old', async () => {
  const { options } = underWay();
  writeFileSync(join(options.directory, 'lock'), '');
  const began = Date.now();
  expect(await read({ ...options, follow: true })).toBe('one|done\ntwo|a\nb\n');
  expect(Date.now() - began).toBeLessThan(5_000);
  expect((await recallRun(options.store, ref, { directory: options.directory })).state).toBe('died');
});
