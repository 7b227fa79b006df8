import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { type Box, boxed, kill } from './box.ts';
import { untruths } from './truth.ts';

// CAMPAIGN_KILL_POINTS=200 tries that many points of each kind; CAMPAIGN_KILL_SEED starts elsewhere.
const count = Number(process.env.CAMPAIGN_KILL_POINTS ?? 2);
const from = Number(process.env.CAMPAIGN_KILL_SEED ?? 1);

const stages = `one:
  run: for i in 1 2 3; do echo $i >> one.txt; sleep 0.1; done
  produces: [one.txt]
many:
  run: mkdir many; for i in {1..50}; do echo $i > many/$i; done
  produces: [{ path: many/, expect: { files: 50 } }]
slow:
  run: for i in {1..15}; do echo "$i" | tee -a slow.txt; sleep 0.1; done
  produces: [slow.txt]
  requires: [one.txt]
bad:
  run: echo half > bad.txt; exit 3
  produces: [bad.txt]
last:
  run: cat slow.txt > last.txt
  produces: [last.txt]
  requires: [slow.txt]`;

/** The same numbers for the same seed (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function pidOf(box: Box, name: string): number | undefined {
  const path = join(box.local, name);
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) || undefined : undefined;
}

function watchdogOf(box: Box): number | undefined {
  return box.pids().find(pid => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--watchdog');
    } catch {
      return false;
    }
  });
}

function times(path: string): readonly number[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).map(Number) : [];
}

const victims: Readonly<Record<string, (box: Box, random: () => number) => number | undefined>> = {
  'the main process': box => pidOf(box, 'pid'),
  'the uploader': box => pidOf(box, 'uploader'),
  'the watchdog': box => watchdogOf(box),
  'a supervisor': (box, random) => pidOf(box, `stages/${random() < 0.5 ? 'slow' : 'one'}/supervisor`),
  'any one process of the run': (box, random) => {
    const pids = box.pids();
    return pids[Math.floor(random() * pids.length)];
  },
};

/** A run that is `seconds` old, and what its script exits with. */
async function started(box: Box, seconds: number) {
  const child = box.start(await box.compile(stages));
  await box.until(() => existsSync(join(box.local, 'begun')));
  await sleep(seconds * 1000);
  return child;
}

describe('whatever dies, and whenever', () => {
  for (let seed = from; seed < from + count; seed++) {
    for (const [who, find] of Object.entries(victims))
      boxed(`${who}: the run ends, the store is true and nothing is left running (${seed})`, async box => {
        const random = numbers(seed * 31 + who.length);
        const child = await started(box, random() * 2.8);
        const pid = find(box, random);
        if (pid !== undefined) kill(pid);
        const status = await child.ended;
        await box.until(() => box.pids().length === 0);
        expect(untruths(box)).toEqual([]);
        expect(box.has('COMPLETE') || box.has('INCOMPLETE')).toBe(true);
        if (status === 1) expect(box.has('COMPLETE')).toBe(true);
      });

    boxed(
      `everything at once: what the store says is true, and it is no older than a checkpoint (${seed})`,
      async box => {
        const random = numbers(seed * 77);
        const clock = 'clock:\n  run: while sleep 0.1; do date +%s%3N >> clock.txt; done\n  produces: [clock.txt]\n';
        const child = box.start(await box.compile(`${clock}  exclusive: false\n${stages}`));
        await box.until(() => existsSync(join(box.local, 'begun')));
        await sleep(200 + random() * 4000);
        const died = Date.now();
        while (box.pids().length) for (const pid of box.pids()) kill(pid);
        await child.ended;
        expect(untruths(box)).toEqual([]);
        expect(box.has('COMPLETE') || box.has('INCOMPLETE')).toBe(false);
        // The checkpoint is one second; another one is allowed for the upload on a busy machine.
        const written = times(join(box.source, 'clock.txt')).filter(time => time < died - 2000);
        expect(times(join(box.run, 'stages/clock/partial/clock.txt'))).toEqual(expect.arrayContaining(written));
      },
    );

    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      boxed(`${signal}: it stops, saves all and says so (${seed})`, async box => {
        const child = await started(box, 0.1 + numbers(seed * 13 + signal.length)() * 1.5);
        const pid = pidOf(box, 'pid');
        kill(pid ?? 0, signal);
        expect(await child.ended).toBe(signal === 'SIGINT' ? 130 : 143);
        await box.until(() => box.pids().length === 0);
        expect(untruths(box)).toEqual([]);
        expect(box.has('COMPLETE')).toBe(true);
      });
  }
});
