/**
 *     node bench/plans.mjs --engine duckdb --task join --data data/join --out plans/duckdb-join.txt
 *
 * How an engine answers each question: its own account of the plan, for whoever asks why a number is what it is.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { options } from './options.mjs';
import { questions } from './questions.mjs';

const { engine, task, data, out } = options({ engine: 'text', task: 'text', data: 'text', out: 'text' });
const { open } = await import(`./${engine}.mjs`);
const database = await open(task, data);
await database.load();
const plans = [];
for (const question of questions[task])
  plans.push(`== ${question.id} ${question.asks}\n${await database.plan(question)}\n`);
await database.close();
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, plans.join('\n'));
console.log(`${plans.length} plans of ${engine}`);
