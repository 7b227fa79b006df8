/**
 *     node bench/agree.mjs --results results --out agreement.json
 *
 * Do the engines give the same answers? Rows must be equal, sums equal within the relative tolerance that another order of
 * adding floating-point numbers makes. Every run counts, warm-ups too. Exits 1 when an answer differs or is missing.
 */
import { writeFileSync } from 'node:fs';
import { options } from './options.mjs';
import { byQuestion, engines, lines } from './results.mjs';

const tolerance = 1e-9;
const { results, out } = options({ results: 'text', out: 'text' });

const all = lines(results);
const names = engines(all);
if (names.length < 2) throw new Error(`one engine alone (${names.join()}) agrees with nobody`);
const runs = all.filter(line => line.kind !== 'load').map(line => ({ ...line, kind: 'run' }));
const answers = [...byQuestion(runs, 'run')].map(([question, perEngine]) => {
  const missing = names.filter(name => !perEngine.has(name));
  const [first, ...others] = [...perEngine.values()].flat();
  const different = others.flatMap(other => differences(first, other));
  return {
    question,
    rows: first.rows,
    sums: first.sums,
    agree: missing.length + different.length === 0,
    missing,
    different,
  };
});

const agreed = answers.filter(answer => answer.agree).length;
writeFileSync(
  out,
  `${JSON.stringify({ engines: names, tolerance, asked: answers.length, agreed, answers }, null, 1)}\n`,
);
for (const { question, missing, different } of answers.filter(answer => !answer.agree)) {
  for (const name of missing) console.log(`${question}: no answer of ${name}`);
  for (const text of new Set(different)) console.log(`${question}: ${text}`);
}
console.log(`${agreed} of ${answers.length} answers agree`);
process.exitCode = agreed === answers.length ? 0 : 1;

function differences(one, other) {
  const said = (name, a, b) => `${name} is ${a} by ${one.engine}, ${b} by ${other.engine}`;
  const found = one.rows === other.rows ? [] : [said('rows', one.rows, other.rows)];
  for (const [name, sum] of Object.entries(one.sums)) {
    if (!near(sum, other.sums[name])) found.push(said(`sum of ${name}`, sum, other.sums[name]));
  }
  return found;
}

/** A sum that is no number (NaN is written as null) agrees with nothing. */
function near(a, b) {
  return Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}
