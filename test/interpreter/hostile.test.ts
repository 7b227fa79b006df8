import { existsSync, lstatSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { boxed, kill } from './box.ts';
import { untruths } from './truth.ts';

const theLog = 'log=$(readlink /proc/$$/fd/1)';

describe('a caller cannot hurt the run', () => {
  boxed('by options, functions and start-up files of bash', async box => {
    const startUp = join(box.root, 'start-up');
    writeFileSync(startUp, 'IFS=x\nread() { return 1; }\nalias mv=false\nRUNNING=7\nshopt -s nocasematch\n');
    const script = await box.compile('a:\n  run: echo x > a.txt\n  produces: [a.txt]');
    const env = {
      BASH_ENV: startUp,
      BASHOPTS: 'failglob:nullglob:dotglob',
      SHELLOPTS: 'noclobber:noglob:posix',
      POSIXLY_CORRECT: '1',
      CDPATH: '/:/tmp',
      GLOBIGNORE: '*',
      STOPPING: 'wall',
      'BASH_FUNC_mv%%': '() { return 9; }',
      'BASH_FUNC_printf%%': '() { return 9; }',
    };
    expect(await box.start(script, env).ended).toBe(0);
    expect(untruths(box)).toEqual([]);
  });
});

describe('a stage cannot hurt the run', () => {
  boxed('by stopping the process that watches it', async box => {
    expect(await box.play('a:\n  run: kill -STOP $PPID; echo x > a.txt\n  produces: [a.txt]')).toBe(0);
    expect(box.end('a')).toBe('passed');
  });

  boxed('by removing or replacing its log: it is kept whole', async box => {
    const stages = `gone:
  run: ${theLog}; rm -rf "$(dirname "$log")"; echo after
linked:
  run: ${theLog}; rm "$log"; ln -s /etc/hostname "$log"; echo after
swapped:
  run: ${theLog}; rm "$log"; mkdir "$log"; echo after`;
    expect(await box.play(stages)).toBe(0);
    for (const name of ['gone', 'linked', 'swapped']) expect(box.text(`stages/${name}/log`)).toBe('after\n');
    expect(untruths(box)).toEqual([]);
  });

  boxed('by opening its log by the names of its descriptors: nothing of it is cut short', async box => {
    const run =
      'echo one; echo two > /dev/stderr; echo three > /dev/stdout; echo four | tee /dev/fd/1 > /proc/self/fd/2';
    expect(await box.play(`a:\n  run: ${run}`)).toBe(0);
    expect(box.text('stages/a/log')).toBe('one\ntwo\nthree\nfour\nfour\n');
  });

  boxed('by killing what takes its log: the run says that the log may be short', async box => {
    const run = `trap '' PIPE; for p in /proc/[0-9]*; do if [ $p/fd/0 -ef /proc/$$/fd/1 ]; then kill -KILL \${p#/proc/}; fi; done; sleep 0.2; echo lost || true`;
    expect(await box.play(`a:\n  run: |\n    ${run}`)).toBe(0);
    const warnings = box.events().flatMap(event => (event.event === 'warning' ? [event.message] : []));
    expect(warnings).toEqual(['a: its log may be short: what writes it ended with 137']);
  });

  boxed('by stopping what takes its log: all that was written is there', async box => {
    const stages = `a:
  run: |
    seq 200000
    for p in /proc/[0-9]*; do if [ $p/fd/0 -ef /proc/$$/fd/1 ]; then kill -STOP \${p#/proc/}; fi; done
    echo last; (sleep 30; echo late) &`;
    expect(await box.play(stages)).toBe(0);
    const log = box.text('stages/a/log');
    expect([log.length, log.slice(-12)]).toEqual([1_288_900, '200000\nlast\n']);
  });

  boxed('by writing to what the harness talks through', async box => {
    const run = `${theLog}; cd "$(dirname "$log")/../.."; printf "ended 0\\nevent x y\\nrubbish\\n" > wake; sleep 0.2`;
    expect(await box.play(`a:\n  run: |\n    ${run}\nb:\n  run: "true"`)).toBe(0);
    expect(box.events().map(({ event }) => event)).not.toContain('x');
  });

  boxed('by removing everything that the run keeps on this machine: it is never COMPLETE', async box => {
    const status = await box.play(`a:\n  run: sleep 1.2; rm -rf ${box.home}\nb:\n  run: "true"`);
    expect(status).toBe(4);
    expect(box.has('COMPLETE')).toBe(false);
  });
});

describe('odd outputs', () => {
  boxed('a link that leads out of what is stored is stored as its file, one inside as a link', async box => {
    const far = join(box.root, 'far.txt');
    writeFileSync(far, 'far\n');
    const run = `mkdir d; echo x > d/x; ln -s x d/in; ln -s ${far} d/out; ln -s /nowhere d/dangling; ln -s . d/self; mkfifo d/pipe`;
    expect(await box.play(`a:\n  run: ${run}\n  produces: [d/]`)).toBe(0);
    expect(box.text('stages/a/outputs/d/out')).toBe('far\n');
    const isLink = (name: string) => lstatSync(join(box.run, 'stages/a/outputs/d', name)).isSymbolicLink();
    expect(['in', 'out', 'dangling', 'self'].map(isLink)).toEqual([true, false, true, true]);
    expect(existsSync(join(box.run, 'stages/a/outputs/d/pipe'))).toBe(false);
    expect(untruths(box)).toEqual([]);
  });

  boxed('a link to nothing is no output', async box => {
    expect(await box.play('a:\n  run: ln -s nowhere a.txt; ln -s b.txt b.txt\n  produces: [a.txt, b.txt]')).toBe(1);
    expect(box.end('a')).toBe('incomplete: a.txt: a link that leads to no file; b.txt: a link that leads to no file');
  });

  boxed('two that would be stored under one name are both kept, and told of', async box => {
    const run = 'mkdir -p d/x d/y; echo 1 > d/x/same; echo 2 > d/y/same';
    expect(await box.play(`a:\n  run: ${run}\n  produces: [{ path: "d/*/same", as: flat }]`)).toBe(1);
    expect(box.end('a')).toBe('incomplete: d/y/same: another output is stored as flat/same already');
    expect(box.text('stages/a/partial/flat/same')).toBe('1\n');
    expect(box.text('stages/a/partial/flat/same.d/d/y/same')).toBe('2\n');
  });
});

describe('alternatives under conditions of the machine', () => {
  const stages = `fast:
  run: echo fast > x.txt
  if: env.KIND == 'fast'
  produces: [x.txt]
plain:
  run: echo plain > x.txt
  if: env.KIND != 'fast'
  produces: [x.txt]
after:
  run: cat x.txt
  requires: [x.txt]`;
  for (const kind of ['fast', 'plain'])
    boxed(`one of two makers is enough: ${kind}`, async box => {
      expect(await box.play(stages, '', { KIND: kind })).toBe(0);
      expect(box.end('after')).toBe('passed');
      expect(box.text('stages/after/log')).toBe(`${kind}\n`);
    });
});

boxed('after the main process is killed, no stage ends twice in the events', async box => {
  box.start(await box.compile('first:\n  run: echo\nsecond:\n  run: sleep 20'));
  await box.until(() => box.has('stages/first/result.json') && existsSync(join(box.local, 'stages/second/pid')));
  const { readFileSync } = process.getBuiltinModule('node:fs');
  kill(Number(readFileSync(join(box.local, 'pid'), 'utf8')));
  await box.until(() => box.has('INCOMPLETE'));
  await box.until(() => box.pids().length === 0);
  const ended = box.events().flatMap(event => (event.event === 'stage-ended' ? [event.stage] : []));
  expect(ended).toEqual(['first', 'second']);
});
