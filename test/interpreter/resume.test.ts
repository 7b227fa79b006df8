import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { type Box, boxed, kill } from './box.ts';
import { untruths } from './truth.ts';

/** A stage that notes every time it runs outside of the box's source, where no checkout and no clean-up reaches. */
function stage(box: Box, name: string, run: string, ...more: string[]): string {
  return [
    `${name}:`,
    `  run: |`,
    `    echo ${name} >> ${box.root}/ran`,
    `    ${run}`,
    ...more.map(line => `  ${line}`),
  ].join('\n');
}

const ran = (box: Box) =>
  existsSync(join(box.root, 'ran')) ? readFileSync(join(box.root, 'ran'), 'utf8').trim().split('\n') : [];

const states = (box: Box) => Object.fromEntries(box.status().stages.map(({ stage, state }) => [stage, state]));

const chain = (box: Box, last = 'cat b.txt > c.txt') =>
  [
    stage(box, 'a', 'echo a > a.txt; chmod 750 a.txt', 'produces: [a.txt]'),
    stage(box, 'b', 'cat a.txt a.txt > b.txt', 'requires: [a.txt]', 'produces: [b.txt]'),
    stage(box, 'c', last, 'requires: [b.txt]', 'produces: [c.txt]'),
    stage(box, 'd', 'echo d > d.txt', 'produces: [d.txt]'),
  ].join('\n');

/** Why each stage ran again, as the latest start tells. */
const again = (box: Box) => {
  const events = box.events();
  const latest = events.slice(events.findLastIndex(({ event }) => event === 'run-started'));
  return Object.fromEntries(
    latest.flatMap(event => (event.event === 'stage-rerun' ? [[event.stage, event.reason]] : [])),
  );
};

/** Another machine: nothing but the store is left. */
function move(box: Box): void {
  rmSync(box.home, { recursive: true, force: true });
  rmSync(box.source, { recursive: true, force: true });
  box.makeSource();
}

describe('a run that ended is taken up when it is asked for', () => {
  boxed('what passed is kept, what did not runs again, and its inputs are put back', async box => {
    expect(await box.play(chain(box, 'exit 7'))).toBe(1);
    expect(states(box)).toEqual({ a: 'passed', b: 'passed', c: 'failed', d: 'passed' });
    move(box);
    expect(await box.play(chain(box), '', { CAMPAIGN_RUN_ID: box.resume })).toBe(0);
    expect(states(box)).toEqual({ a: 'cached', b: 'cached', c: 'passed', d: 'cached' });
    expect(ran(box)).toEqual(['a', 'b', 'c', 'd', 'c']);
    expect(box.text('stages/c/outputs/c.txt')).toBe('a\na\n');
    expect(box.result('c')).toMatchObject({ state: 'passed', attempt: 2 });
    expect(JSON.parse(box.text('stages/c/result.1.json'))).toMatchObject({ state: 'failed', exitCode: 7, attempt: 1 });
    expect(box.has('stages/c/log.1')).toBe(true);
    expect(existsSync(join(box.source, 'b.txt'))).toBe(true);
    // Nothing that runs takes it.
    expect(existsSync(join(box.source, 'a.txt'))).toBe(false);
    expect(untruths(box)).toEqual([]);
  });

  boxed('and nothing of a checkpoint stays beside what passed', async box => {
    expect(await box.play(chain(box, 'exit 7'))).toBe(1);
    // As if it had died between the result and this.
    mkdirSync(join(box.run, 'stages/a/partial'));
    writeFileSync(join(box.run, 'stages/a/partial/a.txt'), '');
    expect(await box.play(chain(box), '', { CAMPAIGN_RUN_ID: box.resume })).toBe(0);
    expect(box.keys().filter(key => key.startsWith('stages/a/'))).toEqual([
      'stages/a/log',
      'stages/a/outputs/a.txt',
      'stages/a/result.json',
    ]);
  });

  boxed('with one command changed, that stage and what depends on it run, and each says why', async box => {
    expect(await box.play(chain(box))).toBe(0);
    expect(
      await box.play(chain(box).replace('cat a.txt a.txt', 'cat a.txt'), '', { CAMPAIGN_RUN_ID: box.resume }),
    ).toBe(0);
    expect(ran(box)).toEqual(['a', 'b', 'c', 'd', 'b', 'c']);
    expect(states(box)).toEqual({ a: 'cached', b: 'passed', c: 'passed', d: 'cached' });
    expect(again(box)).toEqual({
      b: 'its command changed',
      c: '`b.txt` is made anew: `b` runs again',
    });
    expect(box.text('stages/c/outputs/c.txt')).toBe('a\n');
    expect(box.text('stages/c/outputs.1/c.txt')).toBe('a\na\n');
    expect(untruths(box)).toEqual([]);
    expect(
      await box.play(chain(box).replace('cat a.txt a.txt', 'cat a.txt'), '', { CAMPAIGN_RUN_ID: box.resume }),
    ).toBe(0);
    expect(states(box)).toEqual({ a: 'cached', b: 'cached', c: 'cached', d: 'cached' });
    expect(untruths(box)).toEqual([]);
    const { starts } = JSON.parse(box.text('run.json'));
    expect(starts.map(({ resumed }: { resumed: boolean }) => resumed)).toEqual([false, true, true]);
    expect(box.events().map(({ seq }) => seq)).toEqual(box.events().map((_, index) => index + 1));
  });

  boxed('a changed environment, machine type or source is told by name', async box => {
    const stages = chain(box);
    const store = 'store: { url: "file:///nowhere", checkpoint: 1s }\n';
    expect(await box.play(stages, `${store}env: { X: "1" }\n`)).toBe(0);
    expect(await box.play(stages, `${store}env: { X: "2" }\n`, { CAMPAIGN_RUN_ID: box.resume })).toBe(0);
    expect(again(box).a).toBe('the environment variable X changed');
    expect(
      await box.play(stages, `${store}env: { X: "2" }\nmachine: { type: c7i.large }\n`, {
        CAMPAIGN_RUN_ID: box.resume,
      }),
    ).toBe(0);
    expect(again(box).d).toBe('the type or image of the machine changed');
    expect(box.result('a').attempt).toBe(3);
    expect(untruths(box)).toEqual([]);
  });

  boxed('a stored output that is damaged or gone is made anew, and what depends on it', async box => {
    expect(await box.play(chain(box))).toBe(0);
    move(box);
    writeFileSync(join(box.run, 'stages/a/outputs/a.txt'), 'x\n');
    rmSync(join(box.run, 'stages/d/outputs/d.txt'));
    expect(await box.play(chain(box), '', { CAMPAIGN_RUN_ID: box.resume })).toBe(0);
    expect(again(box)).toEqual({
      a: 'the stored copy of `a.txt` is damaged',
      b: '`a.txt` is made anew: `a` runs again',
      c: '`b.txt` is made anew: `b` runs again',
      d: 'its output `d.txt` is not in the store',
    });
    expect(box.text('stages/a/outputs/a.txt')).toBe('a\n');
    expect(untruths(box).filter(text => !text.includes('outputs.1/'))).toEqual([]);
  });
});

describe('a measurement', () => {
  boxed(
    'that was taken on another kind of machine is kept and marked, until the run is back on that kind',
    async box => {
      const stages = `${chain(box, 'exit 7').replace('a:', 'a:\n  exclusive: false')}`;
      expect(await box.play(stages)).toBe(1);
      const path = join(box.run, 'stages/b/result.json');
      const here = box.result('b').machine;
      const another = (machine: string) => {
        for (const name of ['a', 'b']) {
          const file = join(box.run, 'stages', name, 'result.json');
          writeFileSync(file, readFileSync(file, 'utf8').replace(/\},"machine":"[^"]*"/, `},"machine":"${machine}"`));
        }
      };
      another('c7i.2xlarge');
      expect(await box.play(stages, '', { CAMPAIGN_RUN_ID: box.resume })).toBe(1);
      const reason = `measured on c7i.2xlarge; this start runs on ${here}`;
      expect(box.result('b')).toMatchObject({
        state: 'passed',
        attempt: 1,
        comparable: false,
        comparableReason: reason,
      });
      expect(box.result('a').comparable).toBe(undefined);
      expect(readFileSync(path, 'utf8')).not.toContain('\n{');
      another(here!);
      expect(await box.play(stages, '', { CAMPAIGN_RUN_ID: box.resume })).toBe(1);
      expect(box.result('b').comparable).toBe(undefined);
      expect(box.result('b').outputs).toHaveLength(1);
      expect(untruths(box)).toEqual([]);
    },
  );
});

describe('what is not in the store', () => {
  const stages = (box: Box, content: string) =>
    [
      stage(box, 'gen', `echo ${content} > data.txt`, 'produces: [{ path: data.txt, upload: false }]'),
      stage(box, 'one', 'cp data.txt one.txt', 'requires: [data.txt]', 'produces: [one.txt]'),
      stage(box, 'two', '[[ -e ../go ]]; cp data.txt two.txt', 'requires: [data.txt]', 'produces: [two.txt]'),
    ].join('\n');

  boxed('is still on the same machine', async box => {
    expect(await box.play(stages(box, 'x'))).toBe(1);
    writeFileSync(join(box.root, 'go'), '');
    expect(await box.play(stages(box, 'x'), '', { CAMPAIGN_RUN_ID: box.resume })).toBe(0);
    expect(ran(box)).toEqual(['gen', 'one', 'two', 'two']);
  });

  boxed('is made again on another; what took it stays when it comes out the same', async box => {
    expect(await box.play(stages(box, 'x'))).toBe(1);
    writeFileSync(join(box.root, 'go'), '');
    move(box);
    expect(await box.play(stages(box, 'x'), '', { CAMPAIGN_RUN_ID: box.resume })).toBe(0);
    expect(ran(box)).toEqual(['gen', 'one', 'two', 'gen', 'two']);
    expect(states(box)).toEqual({ gen: 'passed', one: 'cached', two: 'passed' });
    expect(again(box).gen).toBe('`data.txt` was not uploaded, is not on this machine and is needed');
    expect(untruths(box)).toEqual([]);
  });

  boxed('and runs again when it comes out otherwise', async box => {
    expect(await box.play(stages(box, '$RANDOM$RANDOM'))).toBe(1);
    writeFileSync(join(box.root, 'go'), '');
    move(box);
    expect(await box.play(stages(box, '$RANDOM$RANDOM'), '', { CAMPAIGN_RUN_ID: box.resume })).toBe(0);
    expect(ran(box)).toEqual(['gen', 'one', 'two', 'gen', 'one', 'two']);
    expect(again(box).one).toBe('`data.txt` came out otherwise: `gen` ran again');
    expect(untruths(box)).toEqual([]);
  });

  boxed('and is not missed while nothing that runs needs it', async box => {
    writeFileSync(join(box.root, 'go'), '');
    expect(await box.play(stages(box, 'x'))).toBe(0);
    move(box);
    expect(await box.play(stages(box, 'x'), '', { CAMPAIGN_RUN_ID: box.resume })).toBe(0);
    expect(states(box)).toEqual({ gen: 'cached', one: 'cached', two: 'cached' });
  });
});

describe('a plain second start', () => {
  boxed('of a run that is complete does nothing, whatever its stages did, and says how to run them', async box => {
    expect(await box.play(chain(box, 'exit 7'))).toBe(1);
    expect(await box.play(chain(box))).toBe(0);
    expect(ran(box)).toEqual(['a', 'b', 'c', 'd']);
    expect(box.said).toContain(`to run what did not pass again: CAMPAIGN_RUN_ID=${box.resume}`);
  });

  boxed('of a run that was interrupted, or that preflight refused, takes it up', async box => {
    const script = await box.compile(chain(box, 'sleep 30; cat b.txt > c.txt'));
    const first = box.start(script);
    await box.until(() => ran(box).includes('c'));
    first.kill('SIGTERM');
    expect(await first.ended).toBe(143);
    expect(box.has('COMPLETE')).toBe(true);
    move(box);
    expect(await box.play(chain(box))).toBe(0);
    expect(states(box)).toEqual({ a: 'cached', b: 'cached', c: 'passed', d: 'passed' });
    expect(again(box)).toEqual({ c: 'attempt 1 was interrupted' });
    expect(untruths(box)).toEqual([]);
  });

  boxed('of one that everything of was killed takes it up, on the same machine and on another', async box => {
    const slow = chain(box, 'echo half > c.txt; echo saying; sleep 30');
    for (const elsewhere of [false, true]) {
      const script = await box.compile(slow);
      const count = ran(box).filter(name => name === 'c').length;
      const run = box.start(script);
      await box.until(() => ran(box).filter(name => name === 'c').length > count);
      await box.until(() => box.has('stages/c/partial/log'));
      for (const pid of box.pids()) kill(pid);
      await run.ended;
      expect(box.has('COMPLETE') || box.has('INCOMPLETE')).toBe(false);
      if (elsewhere) move(box);
      // Its heartbeat is young, and its machine may still be there.
      if (elsewhere) expect(await box.start(script).ended).toBe(3);
      box.age();
    }
    expect(await box.play(chain(box, 'cat b.txt > c.txt')), box.said).toBe(0);
    expect(states(box)).toMatchObject({ a: 'cached', b: 'cached', c: 'passed' });
    expect(box.result('c').attempt).toBe(3);
    expect(box.text('stages/c/log.1')).toBe('saying\n');
    expect(box.text('stages/c/log.2')).toBe('saying\n');
    expect(untruths(box)).toEqual([]);
  });

  boxed(
    'of one whose machine was only asleep takes it up, and what wakes up then ends and writes nothing more',
    async box => {
      const run = box.start(await box.compile(chain(box, 'sleep 50; echo late > c.txt')));
      await box.until(() => box.text('events/000001.jsonl').includes('"stage":"c"'));
      const sleepers = box.pids();
      for (const pid of sleepers) kill(pid, 'SIGSTOP');
      const asleep = Date.now();
      box.age();
      const script = await box.compile(chain(box));
      expect(await box.start(script, { CAMPAIGN_HOME: join(box.root, 'other') }).ended, box.said).toBe(0);
      const keys = box.keys();
      await sleep(Math.max(0, 11_000 - (Date.now() - asleep)));
      for (const pid of sleepers) kill(pid, 'SIGCONT');
      expect(await run.ended).toBe('SIGKILL');
      await box.until(() => box.pids().length === 0);
      expect(box.said).toContain('another start has taken the run up; this one ends');
      expect(box.keys()).toEqual(keys);
      expect(box.result('c')).toMatchObject({ state: 'passed', attempt: 2 });
      rmSync(box.home, { recursive: true, force: true });
      expect(untruths(box)).toEqual([]);
    },
  );

  boxed('of two that try at once, one goes on', async box => {
    const run = box.start(await box.compile(chain(box, 'sleep 30')));
    await box.until(() => ran(box).includes('c'));
    for (const pid of box.pids()) kill(pid);
    await run.ended;
    move(box);
    box.age();
    const script = await box.compile(chain(box));
    const homes = [1, 2, 3].map(number => ({ CAMPAIGN_HOME: join(box.root, `home${number}`) }));
    const ends = await Promise.all(homes.map(home => box.start(script, home).ended));
    expect([...ends].sort()).toEqual([0, 3, 3]);
    expect(box.keys().filter(key => key.startsWith('starts/'))).toEqual(['starts/2']);
    expect(untruths(box)).toEqual([]);
  });
});
