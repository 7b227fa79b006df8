import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killAll } from '../../rehearsal/processes.ts';
import { Box, kill } from '../interpreter/box.ts';
import { untruths } from '../interpreter/truth.ts';

/** What happens to a run, and when: all of it follows from the seed. */
export interface Point {
  readonly seed: number;
  /** What is struck. */
  readonly who: string;
  /** Seconds after the run has begun. */
  readonly at: number;
  /** How the run is taken up afterwards; absent: it is not. */
  readonly resume?: 'here' | 'elsewhere';
}

const stages = `clock:
  run: |
    for i in {1..40}; do date +%s%3N >> clock.txt; sleep 0.1; done
  produces: [clock.txt]
  exclusive: false
one:
  run: for i in 1 2 3; do echo $i >> one.txt; sleep 0.1; done
  produces: [one.txt]
many:
  run: mkdir -p many; for i in {1..50}; do echo $i > many/$i; done
  produces: [{ path: many/, expect: { files: 50 } }]
slow:
  run: rm -f slow.txt; for i in {1..15}; do echo "$i" | tee -a slow.txt; sleep 0.1; done
  produces: [slow.txt]
  requires: [one.txt]
again:
  run: |
    echo attempt | tee -a ../attempts; [[ $(wc -l <../attempts) -gt 1 ]] && echo done > again.txt
  produces: [again.txt]
  retry: { attempts: 2, on: [exit] }
bad:
  run: echo half > bad.txt; exit 3
  produces: [bad.txt]
last:
  run: cat slow.txt > last.txt
  produces: [last.txt]
  requires: [slow.txt]`;

const victims = [
  'main',
  'uploader',
  'watchdog',
  'supervisor',
  'stage',
  'process',
  'everything',
  'everything',
  'stopped',
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
] as const;

export function pointOf(seed: number): Point {
  const random = numbers(seed);
  const who = victims[Math.floor(random() * victims.length)]!;
  const at = random() * 6;
  const chance = random();
  return { seed, who, at, ...(chance < 0.7 && { resume: chance < 0.4 ? 'elsewhere' : 'here' }) };
}

export function told({ seed, who, at, resume }: Point): string {
  return `seed ${seed}: ${who} after ${at.toFixed(2)} s${resume ? `, taken up ${resume}` : ''}`;
}

/** Lets it happen to a real run; what is then untrue, and empty when all is well. */
export async function strike(point: Point): Promise<readonly string[]> {
  const box = new Box();
  try {
    const random = numbers(point.seed * 31 + 7);
    const script = await box.compile(stages);
    const child = box.start(script);
    await box.until(() => existsSync(join(box.local, 'begun')));
    await sleep(point.at * 1000);
    const wrong: string[] = [];
    const died = Date.now();
    if (point.who === 'everything') await killAll(box.root);
    else hit(box, point.who, random);
    const status = await child.ended;
    await box.until(() => box.pids().length === 0, 60);
    wrong.push(...untruths(box), ...lost(box, point, died), ...wrongEnd(box, point, status));
    if (point.resume) wrong.push(...(await takenUp(box, script, point.resume)).map(what => `taken up: ${what}`));
    return wrong;
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    await killAll(box.root);
    box.close();
  }
}

function hit(box: Box, who: string, random: () => number): void {
  if (who === 'stopped') kill(numberIn(box, 'pid') ?? 0, 'SIGSTOP');
  else if (who.startsWith('SIG')) kill(numberIn(box, 'pid') ?? 0, who as NodeJS.Signals);
  else {
    const pid = victim(box, who, random);
    if (pid !== undefined) kill(pid);
  }
}

function victim(box: Box, who: string, random: () => number): number | undefined {
  const stage = random() < 0.5 ? 'slow' : 'clock';
  switch (who) {
    case 'main':
      return numberIn(box, 'pid');
    case 'uploader':
      return numberIn(box, 'uploader');
    case 'supervisor':
      return numberIn(box, `stages/${stage}/supervisor`);
    case 'stage':
      return numberIn(box, `stages/${stage}/pid`);
    case 'watchdog':
      return box.pids().find(pid => argumentsOf(pid).includes('--watchdog'));
    default: {
      const pids = box.pids();
      return pids[Math.floor(random() * pids.length)];
    }
  }
}

function argumentsOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** A process id that the run has noted, where it still is that process. */
function numberIn(box: Box, name: string): number | undefined {
  const path = join(box.local, name);
  const pid = existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) || undefined : undefined;
  return pid !== undefined && box.pids().includes(pid) ? pid : undefined;
}

/** The checkpoint is one second; another two are allowed for the upload on a busy machine. */
function lost(box: Box, { who }: Point, died: number): readonly string[] {
  if (who !== 'everything') return [];
  const written = times(join(box.source, 'clock.txt')).filter(time => time < died - 3000);
  const final = times(join(box.run, 'stages/clock/outputs/clock.txt'));
  const kept = new Set([...final, ...times(join(box.run, 'stages/clock/partial/clock.txt'))]);
  const missing = written.filter(time => !kept.has(time));
  return missing.length === 0 ? [] : [`what was written ${died - missing[0]!} ms before the end is not in the store`];
}

function times(path: string): readonly number[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).map(Number) : [];
}

function wrongEnd(box: Box, { who }: Point, status: number | string): readonly string[] {
  const complete = box.has('COMPLETE');
  const wrong: string[] = [];
  if (who === 'everything') return wrong;
  if (!complete && !box.has('INCOMPLETE')) wrong.push('it has no mark');
  if ((status === 0 || status === 1) && !complete) wrong.push(`exit status ${status}, and not complete`);
  if (status === 0) wrong.push('exit status 0, though `bad` fails');
  return wrong;
}

/** Takes the run up again, on this box or on another one, and looks at what has come of it. */
async function takenUp(box: Box, script: string, where: 'here' | 'elsewhere'): Promise<readonly string[]> {
  if (where === 'elsewhere') {
    for (const place of [box.home, box.source]) rmSync(place, { recursive: true, force: true });
    mkdirSync(box.source);
  }
  const status = join(box.run, 'status.json');
  // As if its last sign were old: nobody need wait for that.
  const old = Date.now() / 1000 - 60;
  for (const sign of [box.run, status, ...starts(box)]) if (existsSync(sign)) utimesSync(sign, old, old);
  const wasComplete = box.has('COMPLETE') && JSON.parse(box.text('status.json')).exitStatus === 1;
  const code = await box.start(script).ended;
  await box.until(() => box.pids().length === 0, 60);
  if (wasComplete) return code === 0 ? untruths(box) : [`a complete run exits with ${code}`];
  const wrong = [...untruths(box)];
  if (code !== 1) wrong.push(`exit status ${code}, and not 1: ${box.said.trim().split('\n').at(-1)}`);
  if (!box.has('COMPLETE')) return [...wrong, 'not complete'];
  const states = box.status().stages.map(({ stage, state }) => `${stage} ${state === 'cached' ? 'passed' : state}`);
  const wanted = 'clock passed, one passed, many passed, slow passed, again passed, bad failed, last passed';
  if (states.sort().join() !== wanted.split(', ').sort().join()) wrong.push(`states: ${states.join(', ')}`);
  for (const key of ['slow/outputs/slow.txt', 'last/outputs/last.txt'])
    if (!box.has(`stages/${key}`) || box.text(`stages/${key}`) !== fifteen) wrong.push(`${key} is not whole`);
  return wrong;
}

const fifteen = Array.from({ length: 15 }, (_, index) => `${index + 1}\n`).join('');

function starts(box: Box): readonly string[] {
  return box.has('')
    ? box
        .keys()
        .filter(key => key.startsWith('starts/'))
        .map(key => join(box.run, key))
    : [];
}

/** The same numbers for the same seed (Tommy Ettinger's mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
