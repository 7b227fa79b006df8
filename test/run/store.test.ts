import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findRun, recallEvents, recallRun } from '../../run/recall.ts';
import { openStore } from '../../run/store.ts';
import { scratch, storeIn } from './fake.ts';

const ref = { campaign: 'ssb', runId: '20260517T091500Z-a1b2c3' };
const began = '2026-05-17T09:15:00Z';
const now = Date.parse('2026-05-17T09:16:00Z');

/** A store with these files; paths relative to the store, or to the run where they begin with `./`. */
function storeWith(files: Readonly<Record<string, string>>) {
  const root = scratch();
  for (const [name, text] of Object.entries(files)) {
    const path = name.startsWith('./') ? join(root, ref.campaign, ref.runId, name) : join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return { root, store: storeIn(root) };
}

function row(stage: string, state: string, attempt = 1) {
  const startedAt = attempt ? began : null;
  return { stage, state, reason: '', attempt, startedAt, endedAt: null, seconds: 1, timeoutSeconds: 60 };
}

function status(what: object, stages: readonly object[] = [row('one', 'passed'), row('two', 'running')]): string {
  return JSON.stringify({
    version: 1,
    campaign: 'ssb',
    runId: ref.runId,
    state: 'running',
    startedAt: began,
    updatedAt: '2026-05-17T09:15:40Z',
    seconds: 40,
    wallSeconds: 600,
    checkpointSeconds: 5,
    exitStatus: null,
    stages,
    uploads: { done: 1, failed: 0, bytes: 10 },
    ...what,
  });
}

function result(stage: string, state: string): string {
  return JSON.stringify({ ...row(stage, state), exitCode: 0, signal: null, endedAt: began, seconds: 3, outputs: [] });
}

async function told(files: Readonly<Record<string, string>>, at = now): Promise<string> {
  const view = await recallRun(storeWith(files).store, ref, { now: at });
  const stages = view.stages.map(stage => ` ${stage.stage}=${stage.state}`).join('');
  return `${view.state}${stages}${view.unreadable.length ? ` unreadable ${view.unreadable}` : ''}`;
}

test('runs are listed newest first, and foreign directories are passed over', async () => {
  const { root, store } = storeWith({
    'ssb/20260517T091500Z-a1b2c3/status.json': '',
    'ssb/20260518T091500Z-a1b2c3/COMPLETE': '',
    'other/20260517T100000Z-000000/events/000001.jsonl': '',
    'ssb/notes/todo.txt': '',
    'ssb/readme.md': '',
    '.home/runs/20260519T091500Z-a1b2c3/status.json': '',
    '.gitignore': '*',
  });
  mkdirSync(join(root, 'empty'));
  expect(await store.runs()).toEqual([
    { campaign: 'ssb', runId: '20260518T091500Z-a1b2c3' },
    { campaign: 'other', runId: '20260517T100000Z-000000' },
    { campaign: 'ssb', runId: '20260517T091500Z-a1b2c3' },
  ]);
});

test('a store that does not exist holds no run', async () => {
  expect(await storeIn(join(scratch(), 'nowhere')).runs()).toEqual([]);
});

test('a store that is a file is a fault', async () => {
  const { root } = storeWith({ file: '' });
  expect((await openStore(`file://${root}/file`)).fault).toEqual({
    code: 'store-unreadable',
    doing: 'opening the store',
    message: `cannot read the directory ${root}/file (ENOTDIR)`,
    help: 'make it readable, or give another one with --store',
  });
});

test.skipIf(process.getuid?.() === 0)('a directory that may not be read is passed over', async () => {
  const { root, store } = storeWith({ 'a/r/COMPLETE': '', 'b/r/COMPLETE': '' });
  chmodSync(join(root, 'a'), 0);
  expect(await store.runs()).toEqual([{ campaign: 'b', runId: 'r' }]);
  chmodSync(join(root, 'a'), 0o755);
});

test('objects are listed under any prefix, in key order', async () => {
  const { store } = storeWith({
    './stages/b/log': '12',
    './stages/a/partial/x/y': '1',
    './stages/a/log': '',
    './COMPLETE': '',
  });
  const keys = async (prefix: string) => (await store.list(ref, prefix)).map(object => `${object.key}:${object.size}`);
  expect(await keys('')).toEqual(['COMPLETE:0', 'stages/a/log:0', 'stages/a/partial/x/y:1', 'stages/b/log:2']);
  expect(await keys('stages/a')).toEqual(['stages/a/log:0', 'stages/a/partial/x/y:1']);
  expect(await keys('stages/a/p')).toEqual(['stages/a/partial/x/y:1']);
  expect(await keys('none/')).toEqual([]);
});

test('an object is read from an offset, and is empty beyond its end', async () => {
  const { store } = storeWith({ './log': 'abcdef' });
  const read = async (offset: number, limit: number) => (await store.readFrom(ref, 'log', offset, limit))?.toString();
  expect([await read(2, 2), await read(4, 99), await read(6, 9), await read(99, 9)]).toEqual(['cd', 'ef', '', '']);
  expect(await store.readFrom(ref, 'nothing', 0, 9)).toBeUndefined();
});

test.for([
  ['s3://B/prefix', 'store-url', '`s3://B/prefix` names no bucket'],
  ['s3:///prefix', 'store-url', '`s3:///prefix` names no bucket'],
  ['file://results', 'store-url', 'the path in `file://results` is not absolute'],
  ['/results', 'store-url', '`/results` is no store URL'],
] as const)('%s opens no store', async ([url, code, message]) => {
  expect((await openStore(url)).fault).toMatchObject({ code, message, doing: 'opening the store' });
});

test('a mark decides how a run ended, whatever its stages say', async () => {
  const ended = { state: 'ended', exitStatus: 1 };
  expect(await told({ './status.json': status(ended), './COMPLETE': '' })).toBe('complete one=passed two=running');
  expect(await told({ './status.json': status(ended), './INCOMPLETE': '' })).toBe('incomplete one=passed two=running');
});

test('a heartbeat younger than twice the checkpoint is a run alive; an older one has died', async () => {
  const beat = Date.parse('2026-05-17T09:15:40Z');
  const files = { './status.json': status({ checkpointSeconds: 30 }) };
  expect(await told(files, beat + 59_000)).toBe('running one=passed two=running');
  expect(await told(files, beat + 61_000)).toBe('died one=passed two=running');
});

test('a run taken up again is alive although it left INCOMPLETE before', async () => {
  const files = { './status.json': status({}), './INCOMPLETE': '' };
  expect(await told(files, Date.parse('2026-05-17T09:15:45Z'))).toBe('running one=passed two=running');
});

test('a result tells more than the table that the kill kept old', async () => {
  expect(await told({ './status.json': status({}), './stages/two/result.json': result('two', 'passed') })).toBe(
    'died one=passed two=passed',
  );
});

test('a result of an earlier attempt does not end a running one', async () => {
  const files = {
    './status.json': status({}, [row('two', 'running', 2)]),
    './stages/two/result.json': result('two', 'failed'),
  };
  expect(await told(files)).toBe('died two=running');
});

test('a result of an earlier life does not end a stage that waits in this one', async () => {
  const files = {
    './status.json': status({}, [row('two', 'pending', 0)]),
    './stages/two/result.json': result('two', 'failed'),
  };
  expect(await told(files, Date.parse('2026-05-17T09:15:45Z'))).toBe('running two=pending');
});

test('half a status is no status: plan and results are read', async () => {
  const plan = ['one', 'two'].map(stage => ({ stage, needs: [], timeoutSeconds: 60, exclusive: true, produces: [] }));
  const files = {
    './status.json': status({}).slice(0, 90),
    './run.json': JSON.stringify({ version: 1, campaign: 'ssb', startedAt: began, plan }),
    './stages/one/result.json': result('one', 'passed'),
    './stages/two/result.json': '{"stage": "tw',
  };
  expect(await told(files, Date.now() + 60_000)).toBe(
    'died one=passed two=pending unreadable status.json,stages/two/result.json',
  );
});

test('with neither status nor plan the results are found', async () => {
  const files = { './script.sh': '', './stages/g[sf=1]/result.json': result('g[sf=1]', 'failed') };
  expect(await told(files, Date.now() + 60_000)).toBe('died g[sf=1]=failed');
});

test('a folder that has just been made is a run that starts', async () => {
  expect(await told({ './script.sh': '' }, Date.now())).toBe('starting');
});

test.for(['[]', 'null', '{"stages": 3}', '{"updatedAt": "x", "stages": [1], "uploads": {}}', '\u0000'])(
  'a status that is %j is told as unreadable',
  async text => {
    expect(await told({ './status.json': text, './COMPLETE': '' })).toBe('complete unreadable status.json');
  },
);

test('events end where the kill cut them, and go on in the next file', async () => {
  const { store } = storeWith({
    './events/000001.jsonl': '{"seq":1,"event":"warning","message":"a"}\n{"seq":2,"ev',
    './events/000002.jsonl': '{"seq":3,"event":"warning","message":"b"}\n',
  });
  expect((await recallEvents(store, ref)).map(event => event.seq)).toEqual([1, 3]);
});

test('a run is found by its id, by the beginning of it, and as the latest', async () => {
  const { store } = storeWith({
    'ssb/20260517T091500Z-a1b2c3/COMPLETE': '',
    'ssb/20260517T091500Z-a9b2c3/COMPLETE': '',
    'tpch/20260516T091500Z-a1b2c3/COMPLETE': '',
  });
  expect((await findRun(store, undefined)).value?.runId).toBe('20260517T091500Z-a9b2c3');
  expect((await findRun(store, '20260516')).value?.campaign).toBe('tpch');
  expect((await findRun(store, '20260517T091500Z-a1b2c3')).value?.runId).toBe('20260517T091500Z-a1b2c3');
  expect((await findRun(store, '20260517')).fault).toEqual({
    code: 'run-ambiguous',
    doing: `looking for the run in ${store.url}`,
    message: '`20260517` may be ssb/20260517T091500Z-a9b2c3, ssb/20260517T091500Z-a1b2c3',
    help: 'give one of them whole',
  });
  expect((await findRun(store, 'x')).fault?.message).toBe('no run is called or begins with `x`');
});

test('on the machine of a run its lock tells at once whether it lives, whatever the heartbeat says', async () => {
  const { root, store } = storeWith({ './status.json': status({}), 'live/lock': '' });
  const stateAt = async (time: string, directory = join(root, 'live')) =>
    (await recallRun(store, ref, { now: Date.parse(time), directory })).state;
  const [young, old] = ['2026-05-17T09:15:45Z', '2026-05-17T10:00:00Z'];
  expect([await stateAt(young), await stateAt(old)]).toEqual(['died', 'died']);
  expect([await stateAt(young, root), await stateAt(old, root)], 'no live files here').toEqual(['running', 'died']);
  const holder = spawn('flock', [join(root, 'live/lock'), 'sh', '-c', 'echo held; read -r _'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await once(holder.stdout, 'data');
  expect([await stateAt(young), await stateAt(old)]).toEqual(['running', 'running']);
  holder.stdin.end();
  await once(holder, 'close');
  expect(await stateAt(young)).toBe('died');
});

test('a stage whose end a watchdog tells again has ended once', async () => {
  const ended = (seq: number, state: string, attempt = 1) =>
    `${JSON.stringify({ seq, event: 'stage-ended', stage: 'one', state, attempt })}\n`;
  const { store } = storeWith({
    './events/000001.jsonl': ended(1, 'failed') + ended(2, 'passed', 2),
    './events/000002.jsonl': `${ended(3, 'passed', 2)}{"seq":4,"event":"run-started"}\n${ended(5, 'passed', 2)}`,
  });
  expect((await recallEvents(store, ref)).map(event => event.seq)).toEqual([1, 2, 4, 5]);
});
