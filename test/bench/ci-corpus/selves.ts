/**
 * `npm run bench:ci-selves -- DIRECTORY [OWNER/NAME…]`: a law that labels itself. What CI runs on every change, put literally into a
 * stage, is found; so it is in each form that a campaign would give it. Reads the workflows with the `yaml` library, not with the
 * engine, and prints for each repository of DIRECTORY how many of its steps are found, and those which are not. Git directories only;
 * no network. Exit status 2 without a directory, else 0: figures are printed, not judged.
 */
import type { CommitFacts } from './git-facts.ts';
import { repositories, stepsOf } from './steps.ts';
import { reader } from './verdict.ts';

/** Forms which do the same work. */
const FORMS: readonly (readonly [name: string, form: (run: string) => string])[] = [
  ['as it is', run => run],
  ['in a function', run => `set -euo pipefail\nmain() {\n${run}\n}\nmain`],
  ['in a subshell with a log', run => `(\n${run}\n) 2>&1 | tee results/ci.log`],
  ['under bash -c', run => `bash -euc ${quoted(run)}`],
  ['in a condition', run => `if ! {\n${run}\n}; then echo failed >&2; exit 1; fi`],
];

const [directory, ...names] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: npm run bench:ci-selves -- DIRECTORY [OWNER/NAME…]');
  process.exit(2);
}
let asked = 0;
let found = 0;
for (const [name, facts] of repositories(directory, names)) measure(name, facts);
console.log(`all: ${found} of ${asked}`);

function measure(name: string, facts: CommitFacts): void {
  const steps = stepsOf(facts);
  if (steps.length === 0) return;
  const verdict = reader(facts);
  const missed: string[] = [];
  for (const { place, run, cwd, env } of steps) {
    const says = (text: string): string =>
      verdict(['word by word', 'whole', text, place, { ...(cwd === undefined ? {} : { cwd }), env }]).label;
    const [[, literal], ...others] = FORMS as [(typeof FORMS)[number], ...typeof FORMS];
    const first = says(literal(run));
    const lost =
      first === 'none' ? ['as it is'] : others.filter(([, form]) => says(form(run)) !== first).map(([form]) => form);
    if (lost.length > 0)
      missed.push(
        `  ${place}, ${lost.join(', ')}:${cwd ? ` (in ${cwd})` : ''}\n      ${run.trimEnd().replace(/\n/g, '\n      ')}`,
      );
  }
  asked += steps.length;
  found += steps.length - missed.length;
  console.log(`${name}: ${steps.length - missed.length} of ${steps.length}`);
  for (const line of missed) console.log(line);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
