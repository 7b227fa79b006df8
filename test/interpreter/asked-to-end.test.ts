import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Box, boxed, kill } from './box.ts';
import { untruths } from './truth.ts';

const stubborn = `a:
  run: trap '' TERM; echo x > x.txt; while :; do sleep 0.1 || :; done
  produces: [x.txt]
  timeout: 1s`;

const asked = (box: Box) => {
  const stop = join(box.local, 'stages/a/stop');
  return existsSync(stop) && statSync(stop).size > 0;
};
const pid = (box: Box, file: string) => Number(readFileSync(join(box.local, file), 'utf8'));

describe('a stage that was stopped for its limit is timed out, whoever has to judge it', () => {
  boxed('main, when the process that watched it is killed meanwhile', async box => {
    const child = box.start(await box.compile(stubborn));
    await box.until(() => asked(box));
    kill(pid(box, 'stages/a/supervisor'));
    expect(await child.ended).toBe(1);
    expect(box.end('a')).toBe('timed-out: stopped after its limit of 1 s');
    expect(box.text('stages/a/partial/x.txt')).toBe('x\n');
    expect(untruths(box)).toEqual([]);
  });

  boxed('the one that watches it, when that was stopped meanwhile', async box => {
    const child = box.start(await box.compile(stubborn));
    await box.until(() => asked(box));
    kill(pid(box, 'stages/a/supervisor'), 'SIGSTOP');
    expect(await child.ended).toBe(1);
    expect(box.end('a')).toBe('timed-out: stopped after its limit of 1 s');
    expect(untruths(box)).toEqual([]);
  });

  boxed('the watchdog, when main is killed too', async box => {
    const child = box.start(await box.compile(stubborn));
    await box.until(() => asked(box));
    for (const file of ['stages/a/supervisor', 'pid']) kill(pid(box, file));
    await child.ended;
    await box.until(() => box.has('INCOMPLETE') && box.pids().length === 0);
    expect(box.end('a')).toBe('timed-out: stopped after its limit of 1 s');
    expect(untruths(box)).toEqual([]);
  });
});

boxed('a stage whose watcher is killed before anybody asked it to end is killed', async box => {
  const child = box.start(await box.compile('a:\n  run: echo x > x.txt; sleep 30\n  produces: [x.txt]'));
  await box.until(() => existsSync(join(box.source, 'x.txt')));
  kill(pid(box, 'stages/a/supervisor'));
  expect(await child.ended).toBe(1);
  expect(box.end('a')).toBe('killed: the process that watched it was killed');
});

test('a message is heard whole when the time is up in the middle of it', () => {
  const settle = fileURLToPath(new URL('../../interpreter/runtime/settle.sh', import.meta.url));
  const script = `. "$0"
hear() { echo "<$1>"; }
exec {WAKE}<> <(:)
hear_next 0.05 || echo nothing
printf 'ended' >&"$WAKE"
{ sleep 0.2; printf ' 3\\n' >&"$WAKE"; } &
hear_next 0.05`;
  expect(execFileSync('bash', ['-c', script, settle], { encoding: 'utf8' })).toBe('nothing\n<ended 3>\n');
});
