// What the harness costs, against a bare loop that runs the same commands. `tsx test/bench/overhead.ts [stages]` prints
//   - milliseconds, processor time, programs and forks a trivial exclusive stage,
//   - bytes of script,
//   - seconds from a byte that a stage writes to the byte in the store,
//   - the share of a processor that the harness takes while a stage is measured, its checkpoints included.
// A bucket is the emulator of rehearsal/, by the `aws` that is first on PATH.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Box, runId } from '../interpreter/box.ts';
import { awsEnvironment, s3 } from '../rehearsal/s3.ts';

const count = Number(process.argv[2] ?? 50);
const limits = 'limits: { wall: 1h, stage: 5m }\n';
const trivial = (stages: number) =>
  Array.from({ length: stages }, (_, index) => `s${index}:\n  run: echo ${index}`).join('\n');

/** A stage of `seconds` that works a little and writes its log and an output of 1 MB all the time. */
const measured = (seconds: number) =>
  `m:\n  timeout: 5m\n  run: for k in {1..${seconds * 10}}; do echo line; head -c 10000 /dev/zero >> out; sleep 0.1; done\n  produces: [out]`;

/** Seconds of processor time of a command and all that it has waited for. */
async function processorSeconds(words: readonly string[], env: Record<string, string>, cwd: string): Promise<number> {
  const child = spawn('bash', ['-c', '"$@"; s=$?; times >&2; exit "$s"', '-', ...words], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', more => {
    said += more;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(said);
  const [, user, system] = /(\S+) (\S+)\n$/.exec(said) ?? [];
  return [user, system].map(text => /(\d+)m([\d.]+)s/.exec(text!)!).reduce((sum, [, m, s]) => sum + +m! * 60 + +s!, 0);
}

async function trivialRun(stages: number) {
  using box = new Box();
  const script = await box.compile(trivial(stages), limits);
  const begun = performance.now();
  const cpu = await processorSeconds(['bash', script], box.environment(), box.root);
  const bytes = readFileSync(script);
  return {
    seconds: (performance.now() - begun) / 1000,
    cpu,
    bytes: bytes.length,
    zipped: gzipSync(bytes, { level: 9 }).length,
  };
}

async function bareLoop(): Promise<{ seconds: number; cpu: number }> {
  const begun = performance.now();
  const loop = `for k in {1..${count}}; do bash -euo pipefail -c 'echo $1 >/dev/null' stage "$k"; done`;
  const cpu = await processorSeconds(['bash', '-c', loop], { PATH: process.env.PATH ?? '' }, '/');
  return { seconds: (performance.now() - begun) / 1000, cpu };
}

/** How many programs were started and how often something was forked, as strace counts. */
async function processes(stages: number): Promise<{ programs: number; forks: number }> {
  using box = new Box();
  const script = await box.compile(trivial(stages), limits);
  const log = join(box.root, 'trace');
  const words = ['-f', '-qq', '-e', 'trace=execve,fork,vfork,clone,clone3', '-o', log, 'bash', script];
  spawnSync('strace', words, { cwd: box.root, env: box.environment() });
  const lines = readFileSync(log, 'utf8').split('\n');
  return {
    programs: lines.filter(line => /execve\(.* = 0$/.test(line)).length,
    forks: lines.filter(line => /(clone3?|v?fork)(\(| resumed).* = \d+$/.test(line)).length,
  };
}

interface Place {
  readonly name: string;
  readonly env: (box: Box) => Record<string, string>;
  /** Of an object of the run; 0 where it is not there. */
  readonly size: (box: Box, key: string) => number;
}

/** Seconds until a byte that a running stage writes is in the store, some times over; the checkpoint is every second. */
async function delays(place: Place): Promise<readonly number[]> {
  using box = new Box();
  const run = 'while [ ! -e end ]; do sleep 0.1; done; cat grows > out';
  const script = await box.compile(`a:\n  timeout: 5m\n  run: ${run}\n  produces: [grows]`, limits);
  const child = box.start(script, place.env(box));
  const found: number[] = [];
  let size = 0;
  for (let round = 0; round < 6; round++) {
    await sleep(700 + round * 130);
    appendFileSync(join(box.source, 'grows'), 'x');
    size++;
    const begun = performance.now();
    while (place.size(box, 'stages/a/partial/grows') < size && performance.now() - begun < 60_000) await sleep(10);
    // The first one waits for the start of the run.
    if (round > 0) found.push((performance.now() - begun) / 1000);
  }
  appendFileSync(join(box.source, 'end'), '');
  await child.ended;
  return found;
}

/** The share of a processor, in percent, while a stage is measured, with a checkpoint every 5 s. */
async function share(place: Place): Promise<number> {
  const top = `${limits}store: { url: "file:///nowhere", checkpoint: 5s }\n`;
  const used: number[] = [];
  for (const seconds of [1, 31]) {
    using box = new Box();
    const script = await box.compile(measured(seconds), top);
    const env = { ...box.environment(), ...place.env(box) };
    const all = await processorSeconds(['bash', script], env, box.root);
    const loop = /for k.*done/.exec(measured(seconds))![0];
    used.push(all - (await processorSeconds(['bash', '-c', loop], { PATH: process.env.PATH ?? '' }, box.root)));
  }
  return ((used[1]! - used[0]!) / 30) * 100;
}

const best = (values: readonly number[]) => Math.min(...values);
const ms = (seconds: number) => (seconds * 1000).toFixed(1);
const rounds: {
  one: Awaited<ReturnType<typeof trivialRun>>;
  many: (typeof rounds)[0]['one'];
  bare: Awaited<ReturnType<typeof bareLoop>>;
}[] = [];
for (let round = 0; round < 3; round++)
  rounds.push({ one: await trivialRun(1), many: await trivialRun(count), bare: await bareLoop() });
const [one, many, bare] = (['one', 'many', 'bare'] as const).map(name => ({
  seconds: best(rounds.map(each => each[name].seconds)),
  cpu: best(rounds.map(each => each[name].cpu)),
})) as [(typeof rounds)[0]['bare'], (typeof rounds)[0]['bare'], (typeof rounds)[0]['bare']];
const [small, large] = [rounds[0]!.one, rounds[0]!.many];
const stage = (what: 'seconds' | 'cpu') => ms((many[what] - one[what]) / (count - 1));
console.log(`start-up and end   ${ms(one.seconds)} ms for a campaign of one stage`);
console.log(`a stage            ${stage('seconds')} ms, of which a processor works ${stage('cpu')} ms`);
console.log(`the bare loop      ${ms(bare.seconds / count)} ms, of which a processor works ${ms(bare.cpu / count)} ms`);
console.log(`the script         ${small.bytes} bytes with one stage (${small.zipped} gzipped)`);
const each = (what: 'bytes' | 'zipped') => ((large[what] - small[what]) / (count - 1)).toFixed(0);
console.log(`a trivial stage    ${each('bytes')} bytes (${each('zipped')} gzipped)`);
if (spawnSync('strace', ['-V']).status === 0) {
  const [few, more] = [await processes(3), await processes(13)];
  console.log(
    `a stage starts     ${(more.programs - few.programs) / 10} programs, 3 of them its own, and forks ${(more.forks - few.forks) / 10} times`,
  );
}
await using server = await s3();
const { PATH: _, HOME: __, ...keys } = awsEnvironment(server);
const places: readonly Place[] = [
  {
    name: 'file',
    env: () => ({}),
    size: (box, key) => (box.has(key) ? box.text(key).length : 0),
  },
  {
    name: 's3',
    env: box => ({ ...keys, AWS_ENDPOINT_URL: server.url, CAMPAIGN_STORE: `s3://results/${basename(box.root)}` }),
    size: (box, key) => server.objects('results').get(`${basename(box.root)}/box/${runId}/${key}`)?.body.length ?? 0,
  },
];
for (const place of places) {
  const found = (await delays(place)).toSorted((a, b) => a - b);
  const [median, most] = [found[found.length >> 1]!, found.at(-1)!];
  console.log(
    `byte to store      ${place.name}: ${median.toFixed(2)} s, at most ${most.toFixed(2)} s, with a checkpoint every second`,
  );
  console.log(
    `while measured     ${place.name}: the harness takes ${(await share(place)).toFixed(1)} % of one processor, with a checkpoint of a growing log and output every 5 s`,
  );
}
