import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Box } from './box.ts';
import { Group } from './group.ts';
import { untruths } from './truth.ts';

/** A test with a box and a control group; skipped where the kernel gives this process none. */
function grouped(
  name: string,
  controller: 'memory' | 'pids' | 'freezer',
  body: (box: Box, group: Group) => Promise<void>,
) {
  test.concurrent(name, async context => {
    const group = Group.of(controller);
    if (!group) return context.skip(`no control group with ${controller} can be made here`);
    const box = new Box();
    try {
      await body(box, group);
    } finally {
      if (controller === 'freezer') group.limit('THAWED');
      box.close();
      await group.remove();
    }
  }, 90_000);
}

const long = 'a:\n  run: echo half > half.txt; sleep 60\n  produces: [half.txt]\nb:\n  run: "true"';

describe('a run that is starved', () => {
  grouped(
    'of processes, by a stage that takes all there are: it ends, and all is saved',
    'pids',
    async (box, group) => {
      group.limit('60');
      const bomb = 'echo half > half.txt; sleep 1; for i in {1..400}; do sleep 60 & done; wait';
      const script = await box.compile(
        `a:\n  run: ${bomb}\n  produces: [half.txt]\nb:\n  run: "true"`,
        'limits: { wall: 15s, stage: 6s }\n',
      );
      const child = box.start(script, {}, group.enter);
      expect(await child.ended).not.toBe(0);
      await box.until(() => box.has('COMPLETE') || box.has('INCOMPLETE'), 60);
      await box.until(() => box.pids().length === 0);
      expect(untruths(box)).toEqual([]);
      expect(box.text('stages/a/partial/half.txt')).toBe('half\n');
    },
  );

  grouped('because main is frozen: the watchdog ends it soon after the wall limit', 'freezer', async (box, group) => {
    const script = await box.compile(long, 'limits: { wall: 4s, stage: 60s }\n');
    const text = readFileSync(script, 'utf8');
    expect(text).toContain('((late < 60))');
    writeFileSync(script, text.replace('((late < 60))', '((late < 3))'));
    box.start(script);
    await box.until(() => existsSync(join(box.source, 'half.txt')) && box.has('status.json'));
    group.take(Number(readFileSync(join(box.local, 'pid'), 'utf8')));
    group.limit('FROZEN');
    await box.until(() => box.has('INCOMPLETE'), 30);
    expect(box.end('a')).toBe('interrupted: the main process did not end at its wall limit of 4 s');
    expect(box.text('stages/a/partial/half.txt')).toBe('half\n');
    expect(untruths(box)).toEqual([]);
    group.limit('THAWED');
    await box.until(() => box.pids().length === 0);
  });

  grouped(
    'because main is frozen early: the watchdog does not wait for the wall limit',
    'freezer',
    async (box, group) => {
      const script = await box.compile(long, 'limits: { wall: 1h, stage: 60s }\n');
      const text = readFileSync(script, 'utf8');
      expect(text).toContain('((silent < 120))');
      writeFileSync(script, text.replace('((silent < 120))', '((silent < 6))'));
      box.start(script);
      await box.until(() => existsSync(join(box.source, 'half.txt')) && box.has('status.json'));
      group.take(Number(readFileSync(join(box.local, 'pid'), 'utf8')));
      group.limit('FROZEN');
      await box.until(() => box.has('INCOMPLETE'), 30);
      expect(box.end('a')).toBe('interrupted: the main process made no progress');
      group.limit('THAWED');
      await box.until(() => box.pids().length === 0);
    },
  );
});

describe('want of memory', () => {
  const eat = 'bash -c \'x=$(head -c 400000000 /dev/zero | tr "\\\\0" x); echo ${#x}\'';

  grouped('in a command of a stage: it is named, other stages run', 'memory', async (box, group) => {
    group.limit('150000000');
    const script = await box.compile(`a:\n  run: |\n    ${eat}\nb:\n  run: "true"`);
    expect(await box.start(script, {}, group.enter).ended).toBe(1);
    expect(box.end('a')).toBe('killed: out of memory: the kernel killed a process of it (SIGKILL)');
    expect(box.end('b')).toBe('passed');
    expect(untruths(box)).toEqual([]);
  });
});
