import { describe, expect, test } from 'vitest';
import { findRun, recallEvents, recallRun } from '../../run/recall.ts';
import { openStore, type RunStore } from '../../run/store.ts';
import { type StoreWorld, storeKinds } from './store-worlds.ts';

const run = { campaign: 'ssb', runId: '20260517T091500Z-a1b2c3' };
const folder = `${run.campaign}/${run.runId}`;

/** Names that break whoever splits, globs, decodes or quotes them. */
const oddNames = [
  'a b',
  'a+b%2F%',
  'ü/ł/日本語/🙂',
  'x&<>"\'`$(id)',
  '[a-z]*?{1,2}',
  'back\\slash',
  'tab\there',
  'two\nlines',
  '-dash',
  'trailing.',
  '#!~^|;',
  'generate[sf=10]',
];

describe.each(storeKinds)('the contract of stores: $kind', ({ open }) => {
  const promise = (name: string, body: (store: RunStore, world: StoreWorld) => Promise<void>) =>
    test(name, async () => {
      await using world = await open();
      const { value, fault } = await openStore(world.url);
      if (!value) throw new Error(`${fault.message}; ${fault.help}`);
      await body(value, world);
    });

  promise('an empty store holds no run, and is no fault', async (store, { url }) => {
    expect(await store.runs()).toEqual([]);
    expect(store.url).toBe(url);
    expect((await findRun(store, undefined)).fault?.message).toBe('the store holds no run');
  });

  promise('runs come newest first, and foreign folders are passed over', async (store, { put }) => {
    await put('ssb/20260517T091500Z-a1b2c3/status.json', '');
    await put('ssb/20260518T091500Z-a1b2c3/COMPLETE', '');
    await put('other/20260517T100000Z-000000/events/000001.jsonl', '');
    await put('ssb/notes/todo.txt', '');
    await put('ssb/readme.md', '');
    await put('.home/runs/status.json', '');
    await put('index.html', '');
    expect(await store.runs()).toEqual([
      { campaign: 'ssb', runId: '20260518T091500Z-a1b2c3' },
      { campaign: 'other', runId: '20260517T100000Z-000000' },
      { campaign: 'ssb', runId: '20260517T091500Z-a1b2c3' },
    ]);
  });

  promise('objects are listed under any prefix, in key order, with their sizes and times', async (store, { put }) => {
    const before = Date.now();
    for (const [key, body] of [
      ['stages/b/log', '12'],
      ['stages/a/partial/x/y', '1'],
      ['stages/a/log', ''],
      ['stages/a-b/log', '123'],
      ['COMPLETE', ''],
    ] as const)
      await put(`${folder}/${key}`, body);
    await put(`${folder}x/stages/a/log`, 'of another run');
    const keys = async (prefix: string) =>
      (await store.list(run, prefix)).map(object => `${object.key}:${object.size}`);
    expect(await keys('')).toEqual([
      'COMPLETE:0',
      'stages/a-b/log:3',
      'stages/a/log:0',
      'stages/a/partial/x/y:1',
      'stages/b/log:2',
    ]);
    expect(await keys('stages/a')).toEqual(['stages/a-b/log:3', 'stages/a/log:0', 'stages/a/partial/x/y:1']);
    expect(await keys('stages/a/p')).toEqual(['stages/a/partial/x/y:1']);
    expect(await keys('none/')).toEqual([]);
    for (const { modifiedAt } of await store.list(run, '')) expect(Math.abs(modifiedAt - before)).toBeLessThan(60_000);
  });

  promise('an object is read whole; what is not there is undefined', async (store, { put }) => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    await put(`${folder}/bytes`, bytes);
    await put(`${folder}/empty`, '');
    expect(await store.read(run, 'bytes')).toEqual(bytes);
    expect(await store.read(run, 'empty')).toEqual(Buffer.alloc(0));
    expect(await store.read(run, 'nothing')).toBeUndefined();
    expect(await store.read(run, 'bytes/below')).toBeUndefined();
    const sizes = ['bytes', 'empty', 'nothing'].map(key => store.size(run, key));
    expect(await Promise.all(sizes)).toEqual([256, 0, undefined]);
  });

  promise('an object is read from an offset, and is empty at and beyond its end', async (store, { put }) => {
    await put(`${folder}/log`, 'abcdef');
    await put(`${folder}/empty`, '');
    const read = async (key: string, offset: number, limit: number) =>
      (await store.readFrom(run, key, offset, limit))?.toString();
    expect(await read('log', 0, 1)).toBe('a');
    expect(await read('log', 2, 2)).toBe('cd');
    expect(await read('log', 4, 99)).toBe('ef');
    expect(await read('log', 6, 9)).toBe('');
    expect(await read('log', 99, 9)).toBe('');
    expect(await read('log', 2, 0)).toBe('');
    expect(await read('empty', 0, 9)).toBe('');
    expect(await read('nothing', 0, 9)).toBeUndefined();
    expect(await read('nothing', 0, 0)).toBeUndefined();
  });

  promise('a large object comes whole and in parts', async (store, { put }) => {
    const large = Buffer.alloc(9_000_000, 'a line of a log\n');
    await put(`${folder}/log`, large);
    expect((await store.read(run, 'log'))?.equals(large)).toBe(true);
    expect((await store.readFrom(run, 'log', 8_999_990, 1 << 20))?.toString()).toBe(' of a log\n');
  });

  promise('names with any characters come back as they were', async (store, { put }) => {
    const keys = oddNames.map(name => `stages/${name}/outputs/${name}`);
    for (const key of keys) await put(`${folder}/${key}`, key);
    expect((await store.list(run, 'stages/')).map(object => object.key)).toEqual([...keys].sort());
    for (const key of keys) {
      expect(await store.size(run, key)).toBe(Buffer.byteLength(key));
      expect((await store.read(run, key))?.toString()).toBe(key);
    }
    expect((await store.list(run, 'stages/a+b')).map(object => object.key)).toEqual(['stages/a+b%2F%/outputs/a+b%2F%']);
  });

  promise('a listing of more than a thousand objects is whole', async (store, { put }) => {
    const keys = Array.from({ length: 1100 }, (_, index) => `outputs/${String(index).padStart(4, '0')}`);
    for (let index = 0; index < keys.length; index += 50)
      await Promise.all(keys.slice(index, index + 50).map(key => put(`${folder}/${key}`, '')));
    expect((await store.list(run, '')).map(object => object.key)).toEqual(keys);
  });

  promise('an object is written whole, again, and once where that is asked for; and removed', async store => {
    expect(await store.write(run, 'launch/1.json', Buffer.from('one'), { once: true })).toBe(true);
    expect(await store.write(run, 'launch/1.json', Buffer.from('two'), { once: true })).toBe(false);
    // What was stored by a put whose answer was lost is the writer's own.
    expect(await store.write(run, 'launch/1.json', Buffer.from('one'), { once: true })).toBe(true);
    expect((await store.read(run, 'launch/1.json'))?.toString()).toBe('one');
    expect(await store.write(run, 'launch/1.json', Buffer.from('three'))).toBe(true);
    expect((await store.read(run, 'launch/1.json'))?.toString()).toBe('three');
    expect((await store.list(run, '')).map(object => object.key)).toEqual(['launch/1.json']);
    expect(await store.runs()).toEqual([run]);
    await store.remove(run, 'launch/1.json');
    await store.remove(run, 'launch/1.json');
    expect(await store.size(run, 'launch/1.json')).toBeUndefined();
  });

  promise('of many that write an object once, one does', async store => {
    const writers = Array.from({ length: 8 }, (_, index) =>
      store.write(run, 'launch/1.json', Buffer.from(String(index)), { once: true }),
    );
    expect((await Promise.all(writers)).filter(Boolean)).toHaveLength(1);
  });

  promise('a place names the object for a person', async (store, { url }) => {
    expect(store.place(run, 'stages/a/log')).toBe(`${url.replace(/^file:\/\//, '')}/${folder}/stages/a/log`);
    expect(store.place(run, '')).toBe(`${url.replace(/^file:\/\//, '')}/${folder}`);
  });

  promise('a run is recalled with its events, results and the ends of its logs', async (store, { put }) => {
    const began = '2026-05-17T09:15:00Z';
    const row = { stage: 'g[sf=1]', reason: 'exit 3', attempt: 1, startedAt: began, endedAt: began, seconds: 1 };
    const stage = { ...row, state: 'failed', timeoutSeconds: 60 };
    const table = {
      version: 1,
      campaign: 'ssb',
      runId: run.runId,
      state: 'ended',
      startedAt: began,
      updatedAt: began,
      seconds: 40,
      wallSeconds: 600,
      checkpointSeconds: 5,
      exitStatus: 1,
      stages: [stage],
      uploads: { done: 1, failed: 0, bytes: 10 },
    };
    await put(`${folder}/status.json`, JSON.stringify(table));
    await put(
      `${folder}/stages/g[sf=1]/result.json`,
      JSON.stringify({ ...stage, exitCode: 3, signal: null, outputs: [] }),
    );
    await put(`${folder}/stages/g[sf=1]/log`, 'one\ntwo\nthree\n');
    await put(`${folder}/events/000001.jsonl`, '{"seq":1,"event":"warning","message":"a"}\n');
    await put(`${folder}/events/000002.jsonl`, '{"seq":2,"event":"warning","message":"b"}\n');
    await put(`${folder}/COMPLETE`, '');
    const view = await recallRun(store, run, { tail: 2 });
    expect(view).toMatchObject({ state: 'complete', exitStatus: 1, unreadable: [] });
    expect(view.stages).toMatchObject([{ stage: 'g[sf=1]', state: 'failed', tail: ['two', 'three'] }]);
    expect((await recallEvents(store, run)).map(event => event.seq)).toEqual([1, 2]);
    expect((await findRun(store, '20260517')).value).toEqual(run);
  });
});
