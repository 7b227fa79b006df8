/**
 *     node bench/measure.mjs --engine duckdb --task join --k 1 --data data/join --warmups 1 --trials 3 --out results/a.jsonl
 *
 * Loads a task's tables and asks its questions one after another. Every run is a line of JSON in `--out`, on disk before
 * the next run begins: a crash keeps what was done. Only the answer is timed, not loading and not checking.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { options } from './options.mjs';
import { questions } from './questions.mjs';

const { engine, task, k, data, warmups, trials, out } = options({
  engine: 'text',
  task: 'text',
  k: 'count',
  data: 'text',
  warmups: 'amount',
  trials: 'count',
  out: 'text',
});
const { open } = await import(`./${engine}.mjs`);

mkdirSync(dirname(out), { recursive: true });
const file = openSync(out, 'w');
const record = line => {
  writeSync(file, `${JSON.stringify({ engine, task, k, ...line })}\n`);
  fsyncSync(file);
};

const database = await open(task, data);
const loading = await seconds(() => database.load());
record({ kind: 'load', version: database.version, seconds: loading });
console.log(`${engine} ${database.version}: ${task} loaded in ${loading.toFixed(2)} s`);

for (const question of questions[task]) {
  const times = [];
  for (let run = 1 - warmups; run <= trials; run++) {
    const took = await seconds(() => database.answer(question));
    const { rows, sums } = await database.check(question);
    await database.forget();
    const kind = run < 1 ? 'warmup' : 'trial';
    record({
      kind,
      question: question.id,
      run: run < 1 ? `${run + warmups}/${warmups}` : `${run}/${trials}`,
      seconds: took,
      rows,
      sums,
    });
    if (kind === 'trial') times.push(took);
  }
  const best = Math.min(...times);
  console.log(`${question.id} ${best.toFixed(4)} s at best of ${trials}: ${question.asks}`);
}
await database.close();
closeSync(file);
console.log(`all ${questions[task].length} questions answered`);

async function seconds(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
