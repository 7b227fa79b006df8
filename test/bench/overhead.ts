// What the harness costs a stage: 50 trivial exclusive stages against a bare loop that runs the same commands.
// `tsx test/bench/overhead.ts [stages]` prints milliseconds a stage, the start-up, and the bytes of the script.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Box } from '../interpreter/box.ts';

const count = Number(process.argv[2] ?? 50);
const text = (stages: number) =>
  Array.from({ length: stages }, (_, index) => `s${index}:\n  run: echo ${index}`).join('\n');

async function run(stages: number): Promise<{ seconds: number; bytes: number; zipped: number }> {
  using box = new Box();
  const script = await box.compile(text(stages), 'limits: { wall: 1h, stage: 20s }\n');
  const begun = performance.now();
  const status = await box.start(script).ended;
  if (status !== 0) throw new Error(`exit status ${status}: ${box.said}`);
  const bytes = readFileSync(script);
  return {
    seconds: (performance.now() - begun) / 1000,
    bytes: bytes.length,
    zipped: gzipSync(bytes, { level: 9 }).length,
  };
}

function bareLoop(): number {
  const begun = performance.now();
  const loop = `for k in {1..${count}}; do bash -euo pipefail -c 'echo $1' stage "$k"; done`;
  spawnSync('bash', ['-c', loop], { stdio: 'ignore' });
  return (performance.now() - begun) / 1000;
}

const rounds = { one: [] as number[], many: [] as number[], bare: [] as number[] };
let small = { bytes: 0, zipped: 0 };
let large = { bytes: 0, zipped: 0 };
for (let round = 0; round < 3; round++) {
  const one = await run(1);
  const many = await run(count);
  small = one;
  large = many;
  rounds.one.push(one.seconds);
  rounds.many.push(many.seconds);
  rounds.bare.push(bareLoop());
}
const best = (values: readonly number[]) => Math.min(...values);
const each = (seconds: number) => ((seconds / count) * 1000).toFixed(1);
const perStage = (best(rounds.many) - best(rounds.one)) / (count - 1);
console.log(`start-up and end   ${(best(rounds.one) * 1000).toFixed(0)} ms for a campaign of one stage`);
console.log(`a stage            ${(perStage * 1000).toFixed(1)} ms; the bare loop ${each(best(rounds.bare))} ms`);
console.log(`the script         ${small.bytes} bytes with one stage (${small.zipped} gzipped)`);
console.log(
  `a trivial stage    ${((large.bytes - small.bytes) / (count - 1)).toFixed(0)} bytes (${((large.zipped - small.zipped) / (count - 1)).toFixed(0)} gzipped)`,
);
