import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect } from 'vitest';
import { startS3 } from '../../rehearsal/emulator/s3/server.ts';
import type { StoredObject } from '../../rehearsal/emulator/s3/storage.ts';
import { Box, boxed, kill, runId } from './box.ts';
import { untruths } from './truth.ts';

type Server = Awaited<ReturnType<typeof startS3>>;

const prefix = `results/box/${runId}/`;

function environment(server: Server, version: string): Record<string, string> {
  return {
    CAMPAIGN_STORE: 's3://kept/results',
    AWS_ENDPOINT_URL_S3: server.url,
    AWS_ACCESS_KEY_ID: server.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(version === 'of Debian' && { PATH: '/usr/bin:/bin' }),
  };
}

/** Brings what the bucket holds of the run to where the box looks for its store. */
function look(server: Server, box: Box): void {
  rmSync(box.store, { recursive: true, force: true });
  const objects = [...server.objects('kept')].filter(([key]) => key.startsWith(prefix));
  // In the order in which they were put, for what is told by time.
  for (const [key, { body, modifiedAt }] of objects.sort(
    ([, a], [, b]) => a.modifiedAt.getTime() - b.modifiedAt.getTime(),
  )) {
    const path = join(box.run, key.slice(prefix.length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, body);
    utimesSync(path, modifiedAt, modifiedAt);
  }
}

/** Changes objects of the run; the emulator's own map is the bucket. */
function change(server: Server, key: string, how: (object: StoredObject) => StoredObject): void {
  const objects = server.objects('kept') as Map<string, StoredObject>;
  objects.set(prefix + key, how(objects.get(prefix + key)!));
}

/** Lets a minute go by without a sign of life. */
function age(server: Server): void {
  for (const key of [...server.objects('kept').keys()].filter(key => key.startsWith(prefix)))
    change(server, key.slice(prefix.length), object => ({ ...object, modifiedAt: new Date(Date.now() - 60_000) }));
}

function stage(box: Box, name: string, run: string, ...more: string[]): string {
  return [
    `${name}:`,
    '  run: |',
    `    echo ${name} >> ${box.root}/ran`,
    `    ${run}`,
    ...more.map(line => `  ${line}`),
  ].join('\n');
}

/** Every put takes a process that is idle work: on a busy machine that is long. */
const limits = 'limits: { wall: 20m, stage: 10m }\n';

const ran = (box: Box) => readFileSync(join(box.root, 'ran'), 'utf8').trim().split('\n');

const states = (box: Box) => Object.fromEntries(box.status().stages.map(({ stage, state }) => [stage, state]));

function stages(box: Box, last: string): string {
  return [
    stage(box, 'a', 'echo a > a.txt; echo 1 > "a ü.txt"', 'produces: [a.txt, { path: "a ü.txt" }]'),
    stage(box, 'dir', 'mkdir -p d; echo x > d/x; chmod 750 d/x; ln -s x d/link', 'produces: [d/]'),
    stage(box, 'c', last, 'requires: [a.txt, d/]', 'produces: [c.txt]'),
  ].join('\n');
}

/** Version 1 or a new version 2 creates conditionally; version 2 as Debian has it does not, and claims go by turns. */
const versions = [
  ...(spawnSync('aws', ['--version']).status === 0 ? ['as PATH has it'] : []),
  ...(existsSync('/usr/bin/aws') ? ['of Debian'] : []),
];

describe.each(versions)('a run in a bucket, through the aws command %s', version => {
  boxed(
    'is taken up elsewhere: outputs come back with modes and links, what is damaged is made anew',
    async box => {
      const server = await startS3({ buckets: ['kept'] });
      try {
        const env = environment(server, version);
        expect(await box.play(stages(box, 'exit 7'), limits, env), box.said).toBe(1);
        rmSync(box.home, { recursive: true });
        rmSync(box.source, { recursive: true });
        box.makeSource();
        change(server, 'stages/a/outputs/a.txt', object => ({
          ...object,
          body: Buffer.from('b\n'),
          headers: {},
        }));
        const again = { ...env, CAMPAIGN_RUN_ID: box.resume };
        expect(await box.play(stages(box, 'cat a.txt d/link > c.txt'), limits, again), box.said).toBe(0);
        look(server, box);
        expect(ran(box)).toEqual(['a', 'dir', 'c', 'a', 'c']);
        expect(states(box)).toEqual({ a: 'passed', dir: 'cached', c: 'passed' });
        expect(box.said).toMatch(/a: runs again: .*a\.txt.*/);
        expect(statSync(join(box.source, 'd/x')).mode & 0o777).toBe(0o750);
        expect(readlinkSync(join(box.source, 'd/link'))).toBe('x');
        expect(box.text('stages/c/outputs/c.txt')).toBe('a\nx\n');
        expect(box.has('stages/c/log.1') && box.has('stages/c/result.1.json')).toBe(true);
        expect(box.text('stages/a/outputs.1/a ü.txt')).toBe('1\n');
        expect(untruths(box).filter(text => !text.includes('outputs.1/a.txt'))).toEqual([]);
      } finally {
        await server.close();
      }
    },
    600_000,
  );

  boxed(
    'is refused while it is alive, and of two that take it up when it is dead one goes on',
    async box => {
      const server = await startS3({ buckets: ['kept'] });
      try {
        const env = environment(server, version);
        const run = box.start(await box.compile(stages(box, 'sleep 600'), limits), env);
        await box.until(() => existsSync(join(box.root, 'ran')) && ran(box).includes('c'), 300);
        // Only an attempt that the store has heard of can be counted by the box that takes the run up.
        await box.until(
          () =>
            [...server.objects('kept')].some(
              ([key, object]) =>
                key.startsWith(`${prefix}events/`) &&
                object.body.includes('"event":"stage-started","stage":"c","attempt":1}'),
            ),
          120,
        );
        using other = new Box();
        const script = await box.compile(stages(box, 'cat a.txt d/link > c.txt'), limits);
        expect(await other.start(script, env).ended).toBe(3);
        expect(other.said).toContain('is alive: its last sign in s3://kept/results');
        for (const pid of box.pids()) kill(pid);
        await run.ended;
        age(server);
        using third = new Box();
        const ends = await Promise.all([other, third].map(each => each.start(script, env).ended));
        expect([...ends].sort(), other.said + third.said).toEqual([0, 3]);
        look(server, box);
        expect(states(box)).toEqual({ a: 'cached', dir: 'cached', c: 'passed' });
        expect(box.result('c').attempt).toBe(2);
        expect(box.keys().filter(key => key.startsWith('starts/'))).toEqual(['starts/2']);
        // The box of the first start is not asked: it went no further than its death.
        rmSync(box.home, { recursive: true });
        expect(untruths(box)).toEqual([]);
      } finally {
        await server.close();
      }
    },
    600_000,
  );
});
