import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type Box, boxed, kill } from './box.ts';
import { Switch } from './standins.ts';
import { untruths } from './truth.ts';

const quick = 'a:\n  run: echo x > x.txt\n  produces: [x.txt]';
const long = 'a:\n  run: echo x > x.txt; sleep 50\n  produces: [x.txt]';
const mainPid = (box: Box) => Number(readFileSync(join(box.local, 'pid'), 'utf8'));
const running = (box: Box) => existsSync(join(box.source, 'x.txt'));

describe('a machine of the campaign’s own is powered off', () => {
  boxed('after the mark, when all went well', async box => {
    const power = new Switch(box);
    expect(await box.play(quick, '', power.env)).toBe(0);
    expect(power.calls()).toEqual(['shutdown -h now COMPLETE']);
  });

  boxed('when a stage fails, when preflight fails, when the script is called wrongly', async box => {
    const power = new Switch(box);
    expect(await box.play('a:\n  run: exit 1', '', power.env)).toBe(1);
    const other = { ...power.env, CAMPAIGN_RUN_ID: 'other' };
    expect(await box.play('a:\n  run: "true"\n  requires: [{ tool: no-such-tool }]', '', other)).toBe(3);
    expect(await box.play(quick, '', { ...power.env, CAMPAIGN_STAGES: 'no-such' })).toBe(0);
    expect(await box.play(quick, '', { ...power.env, CAMPAIGN_RUN_ID: 'no/name' })).toBe(2);
    expect(await box.play(quick, '', { ...power.env, CAMPAIGN_STORE: 'ftp://x' })).toBe(3);
    expect(power.calls()).toHaveLength(5);
  });

  boxed('when it is told to end', async box => {
    const power = new Switch(box);
    const child = box.start(await box.compile(long), power.env);
    await box.until(() => running(box));
    kill(mainPid(box), 'SIGTERM');
    expect(await child.ended).toBe(143);
    expect(power.calls()).toEqual(['shutdown -h now COMPLETE']);
  });

  boxed('when the main process is killed: by the watchdog, after the mark', async box => {
    const power = new Switch(box);
    box.start(await box.compile(long), power.env);
    await box.until(() => running(box));
    kill(mainPid(box));
    await box.until(() => power.calls().length > 0);
    expect(power.calls()).toEqual(['shutdown -h now INCOMPLETE']);
    expect(untruths(box)).toEqual([]);
  });

  boxed('when nothing of the run is left, by a timer that needs nothing of it', async box => {
    const power = new Switch(box);
    const script = await box.compile(long, 'limits: { wall: 3s, stage: 60s }\n');
    const text = readFileSync(script, 'utf8');
    expect(text).toContain('$((WALL + 900))');
    writeFileSync(script, text.replace('$((WALL + 900))', '$((WALL + 2))'));
    box.start(script, power.env);
    await box.until(() => running(box));
    const timer = box.pids().find(pid => commandLine(pid).includes('sleep "$0"'));
    for (let round = 0; round < 3; round++)
      for (const pid of box.pids()) if (pid !== timer && !commandLine(pid).startsWith('sleep ')) kill(pid);
    expect(power.calls()).toEqual([]);
    await box.until(() => power.calls().length > 0);
    expect(power.calls()).toEqual(['shutdown -h now']);
    expect(box.has('COMPLETE') || box.has('INCOMPLETE')).toBe(false);
  });

  boxed('not by a second start of a run that is alive on it', async box => {
    const power = new Switch(box);
    const script = await box.compile(long);
    const first = box.start(script, power.env);
    await box.until(() => running(box));
    expect(await box.start(script, power.env).ended).toBe(3);
    expect(power.calls()).toEqual([]);
    kill(mainPid(box), 'SIGTERM');
    expect(await first.ended).toBe(143);
  });

  boxed('never where it is not ours, however the run ends', async box => {
    const power = new Switch(box);
    const env = { ...power.env, CAMPAIGN_PROVISION: '0' };
    expect(await box.play('a:\n  run: exit 1', '', env)).toBe(1);
    const child = box.start(await box.compile(long), { ...env, CAMPAIGN_RUN_ID: 'killed' });
    await box.until(() => running(box));
    kill(Number(readFileSync(join(box.home, 'runs/killed/pid'), 'utf8')));
    await child.ended;
    await box.until(() => box.pids().length === 0);
    expect(power.calls()).toEqual([]);
  });
});

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

describe('a machine of the campaign’s own is kept while something is not in the store', () => {
  const top = 'limits: { wall: 60s, stage: 20s, hold: 40s }\n';

  boxed('and the run becomes complete when the store comes back', async box => {
    const power = new Switch(box);
    const child = box.start(
      await box.compile('a:\n  run: touch x.txt; sleep 1; date > x.txt\n  produces: [x.txt]', top),
      power.env,
    );
    await box.until(() => running(box));
    renameSync(box.run, `${box.run}.away`);
    await box.until(() => box.events().some(({ event }) => event === 'holding'), 40);
    expect(power.calls()).toEqual([]);
    renameSync(`${box.run}.away`, box.run);
    expect(await child.ended).toBe(0);
    expect(power.calls()).toEqual(['shutdown -h now COMPLETE']);
    expect(box.events().filter(({ event }) => event === 'holding')).toMatchObject([{ owed: 1 }]);
    expect(untruths(box)).toEqual([]);
  });

  for (const [what, limits] of [
    ['limits.hold', 'limits: { wall: 60s, stage: 20s, hold: 3s }\n'],
    ['the wall limit', 'limits: { wall: 12s, stage: 20s, hold: 40s }\n'],
  ] as const)
    boxed(`but not beyond ${what}`, async box => {
      const power = new Switch(box);
      const child = box.start(await box.compile('a:\n  run: touch x.txt; sleep 1', limits), power.env);
      await box.until(() => running(box));
      renameSync(box.run, `${box.run}.away`);
      expect(await child.ended).toBe(4);
      expect(box.events().filter(({ event }) => event === 'holding')).toHaveLength(1);
      expect(power.calls()).toEqual(['shutdown -h now']);
      expect(existsSync(join(box.local, 'INCOMPLETE'))).toBe(true);
    });

  boxed('but not when it is told to end', async box => {
    const power = new Switch(box);
    const child = box.start(await box.compile('a:\n  run: touch x.txt; sleep 1', top), power.env);
    await box.until(() => running(box));
    renameSync(box.run, `${box.run}.away`);
    await box.until(() => box.events().some(({ event }) => event === 'holding'), 40);
    kill(mainPid(box), 'SIGTERM');
    const at = Date.now();
    expect(await child.ended).toBe(4);
    expect(Date.now() - at).toBeLessThan(12_000);
    expect(power.calls()).toEqual(['shutdown -h now']);
  });
});
