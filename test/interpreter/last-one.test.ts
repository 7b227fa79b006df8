import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { more } from '../more.ts';
import { type Box, boxed, kill } from './box.ts';
import { untruths } from './truth.ts';

const stages = `first:
  run: echo one > one.txt
  produces: [one.txt]
slow:
  run: echo half > half.txt; sleep 60
  produces: [half.txt]
  requires: [one.txt]`;

const files = {
  main: 'pid',
  uploader: 'uploader',
  watchdog: 'watchdog.pid',
  supervisor: 'stages/slow/supervisor',
} as const;
type Part = keyof typeof files;

const pidOf = (box: Box, part: Part) => Number(readFileSync(join(box.local, files[part]), 'utf8'));

/** Every set of parts that leaves at least one of the first three. */
const parts: readonly Part[] = ['main', 'uploader', 'watchdog', 'supervisor'];
const sets = Array.from({ length: 2 ** parts.length }, (_, bits) => parts.filter((_, at) => bits & (1 << at))).filter(
  set => set.length > 0 && !parts.slice(0, 3).every(part => set.includes(part)),
);

describe('whatever is left of the run ends it', () => {
  // One part, or all that may be missing; every set where there is time.
  for (const signal of ['SIGKILL', 'SIGSTOP'] as const)
    for (const set of more ? sets : sets.filter(({ length }) => length !== 2))
      boxed(
        `${signal} to ${set.join(', ')}: all is saved, the mark is there, nothing is left running`,
        async box => {
          const child = box.start(await box.compile(stages, 'limits: { wall: 8s, stage: 60s }\n'));
          await box.until(() => box.has('stages/slow/partial/half.txt') && existsSync(join(box.local, files.uploader)));
          const pids = set.map(part => pidOf(box, part));
          for (const pid of pids) kill(pid, signal);
          await box.until(() => box.has('COMPLETE') || box.has('INCOMPLETE'), 40);
          await child.ended;
          await box.until(() => box.pids().length === 0);
          expect(untruths(box)).toEqual([]);
          expect(box.end('first')).toBe('passed');
          expect(box.text('stages/slow/partial/half.txt')).toBe('half\n');
          expect(box.has('COMPLETE')).toBe(!set.includes('main'));
        },
        90_000,
      );
});
