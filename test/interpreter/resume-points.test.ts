import { existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { Box, boxed, kill, runId } from './box.ts';
import { untruths } from './truth.ts';

// CAMPAIGN_KILL_POINTS=200 tries that many seeds; CAMPAIGN_KILL_SEED starts elsewhere.
const count = Number(process.env.CAMPAIGN_KILL_POINTS ?? 2);
const from = Number(process.env.CAMPAIGN_KILL_SEED ?? 1);

/** Each depends on nothing but its inputs, so that every undisturbed run leaves the same. */
const stages = `one:
  run: for i in 1 2 3; do echo $i >> one.part; sleep 0.05; done; sort -u one.part > one.txt
  produces: [one.txt]
many:
  run: mkdir -p many/deep; for i in {1..30}; do echo $i > many/deep/$i; done; ln -sf deep/7 many/seven; chmod 751 many/deep/9
  produces: [many/]
local:
  run: seq 100 > local.txt
  produces: [{ path: local.txt, upload: false }]
both:
  run: cat one.txt many/seven local.txt > both.txt; sleep 0.3; stat -c %a many/deep/9 >> both.txt; readlink many/seven >> both.txt
  requires: [one.txt, many/, local.txt]
  produces: [both.txt]
bad:
  run: exit 3
last:
  run: rev both.txt > last.txt; sleep 0.2
  requires: [both.txt]
  produces: [{ path: last.txt, as: "final name.txt" }]`;

/** The same numbers for the same seed (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function outputs(box: Box): Readonly<Record<string, string>> {
  return Object.fromEntries(
    box
      .keys()
      .filter(key => /^stages\/[^/]+\/outputs\//.test(key))
      .map(key => [key, box.text(key)]),
  );
}

describe('after any number of kills and new starts, here or elsewhere', () => {
  for (let seed = from; seed < from + count; seed++)
    boxed(
      `the outputs are those of a run that nobody disturbed, and the store is true all the way (${seed})`,
      async box => {
        using calm = new Box();
        expect(await calm.play(stages)).toBe(1);
        const random = numbers(seed);
        const script = await box.compile(stages);
        for (let round = 0; round < 3; round++) {
          const run = box.start(script);
          await sleep(200 + random() * 2000);
          const way = random();
          if (way < 0.6) for (const pid of box.pids()) kill(pid);
          else run.kill(way < 0.8 ? 'SIGTERM' : 'SIGKILL');
          await run.ended;
          await box.until(() => box.pids().length === 0);
          if (existsSync(box.run)) expect(untruths(box), `round ${round}`).toEqual([]);
          if (random() < 0.5) {
            rmSync(box.home, { recursive: true, force: true });
            rmSync(box.source, { recursive: true, force: true });
            box.makeSource();
          }
          box.age();
        }
        expect(
          await box.start(script, { CAMPAIGN_RUN_ID: existsSync(box.run) ? box.resume : runId }).ended,
          box.said,
        ).toBe(1);
        expect(outputs(box), box.said).toEqual(outputs(calm));
        expect(untruths(box)).toEqual([]);
        expect(box.has('COMPLETE')).toBe(true);
        const { stages: rows } = box.status();
        expect(rows.filter(({ state }) => state !== 'passed' && state !== 'cached').map(({ stage }) => stage)).toEqual([
          'bad',
        ]);
        const seqs = box.events().map(({ seq }) => seq);
        expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      },
      120_000,
    );
});
