/**
 *     node bench/compare.mjs --results results --agreement agreement.json --host host.txt --quiet quiet.json --out comparison.md
 *
 * The table that people read: per question the median of the trials by engine, their spread, and who was faster.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { options } from './options.mjs';
import { byQuestion, dataset, engines, lines } from './results.mjs';

const { results, agreement, host, quiet, out } = options({
  results: 'text',
  agreement: 'text',
  host: 'text',
  quiet: 'text',
  out: 'text',
});
const all = lines(results);
const names = engines(all);
const agrees = new Map(
  JSON.parse(readFileSync(agreement, 'utf8')).answers.map(({ question, agree }) => [question, agree]),
);

const { busy } = JSON.parse(readFileSync(quiet, 'utf8'));

const asked = [...byQuestion(all, 'trial')].map(([question, perEngine]) => {
  const medians = names.map(name => median(perEngine.get(name).map(line => line.seconds)));
  const [fast, slow] = [Math.min(...medians), Math.max(...medians)];
  const faster = `${names[medians.indexOf(fast)]} ${(slow / fast).toFixed(1)}×`;
  const cells = names.map((name, at) => `${time(medians[at])} ± ${spread(perEngine.get(name))} %`);
  const rows = perEngine.get(names[0])[0].rows.toLocaleString('en');
  return [question, rows, ...cells, faster, agrees.get(question) ? 'yes' : 'NO'];
});
const loads = all
  .filter(line => line.kind === 'load')
  .map(line => `${line.engine} ${line.version} loaded ${dataset(line)} in ${line.seconds.toFixed(1)} s`);

const text = [
  `# ${names.join(' and ')} on the group-by and join questions`,
  table(['question', 'rows of the answer', ...names, 'faster', 'answers agree'], asked),
  `Median of the trials, ± the widest deviation from it. Lower is better. Loading is not part of it:`,
  loads.map(line => `- ${line}`).join('\n'),
  `Measured on (before it began, others kept ${Math.round(busy)} % of its processors busy):`,
  `\`\`\`\n${readFileSync(host, 'utf8').trimEnd()}\n\`\`\``,
].join('\n\n');
writeFileSync(out, `${text}\n`);
console.log(text);

function table(head, rows) {
  const line = cells => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function spread(trials) {
  const seconds = trials.map(line => line.seconds);
  const middle = median(seconds);
  return Math.round(Math.max(...seconds.map(value => Math.abs(value - middle) / middle)) * 100);
}

function time(seconds) {
  return seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
}
