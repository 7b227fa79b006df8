/**
 * `npm run bench:ci-overlap -- DIRECTORY`: asks the engine about every case of the corpus whose repository lies in DIRECTORY and
 * prints precision and recall by family, and every disagreement. Reads git directories only; no network. Exit status 2 without
 * a directory, else 0: figures are printed, not judged.
 */
import type { Case, Family, Repository } from './case.ts';
import { SETS } from './corpus.ts';
import { factsOfCommit, gitDirectory } from './git-facts.ts';
import { reader, type Verdict } from './verdict.ts';

interface Answer {
  readonly repository: Repository;
  readonly asked: Case;
  readonly verdict: Verdict;
}

const words = process.argv.slice(2);
const only = words.find(word => word.startsWith('--only='))?.slice('--only='.length);
const directory = words.find(word => !word.startsWith('--'));
if (directory === undefined) {
  console.error(`usage: npm run bench:ci-overlap -- DIRECTORY [--only=${SETS.map(([set]) => set).join('|')}]`);
  process.exit(2);
}
const all: Answer[] = [];
for (const [set, repositories] of SETS) {
  if (only !== undefined && only !== set) continue;
  const answers = repositories.flatMap(repository => ask(repository, directory));
  all.push(...answers);
  print(set, repositories, answers);
}
if (only === undefined) table('all sets', all);

function ask(repository: Repository, among: string): readonly Answer[] {
  const path = gitDirectory(among, repository.name, repository.commit);
  if (path === undefined) {
    const into = `${among}/${repository.name.replace('/', '+')}`;
    console.log(`lacking ${repository.name}: its ${repository.cases.length} cases are left out. To have it:
  git init -q --bare ${into} && git -C ${into} fetch -q --depth 1 https://github.com/${repository.name} ${repository.commit}`);
    return [];
  }
  const verdict = reader(factsOfCommit(path, repository.commit));
  return repository.cases.map(asked => ({ repository, asked, verdict: verdict(asked) }));
}

/** A finding is right when there is one to find and it is of the right rule; how much CI does of the stage is told apart below. */
function finding(label: string): string {
  return label === 'part' ? 'whole' : label;
}

function print(set: string, repositories: readonly Repository[], answers: readonly Answer[]): void {
  table(`${set} (${repositories.length} repositories)`, answers);
  for (const { repository, asked, verdict } of answers)
    if (verdict.label !== asked[1])
      console.log(
        `  ${finding(verdict.label) === finding(asked[1]) ? 'extent' : 'WRONG '} ${repository.name}: ${JSON.stringify(asked[2])} is ${asked[1]} (${asked[3]}), not ${verdict.label}${verdict.step && ` (${verdict.step.slice(0, 200)})`}`,
      );
}

function table(title: string, answers: readonly Answer[]): void {
  console.log(`\n${title}`);
  console.log('family             cases  precision  recall  whole or part agrees');
  const families = [...new Set(answers.map(({ asked }) => asked[0]))].sort();
  for (const family of families)
    line(
      family,
      answers.filter(({ asked }) => asked[0] === family),
    );
  line('all', answers);
}

function line(name: Family | 'all', answers: readonly Answer[]): void {
  const found = answers.filter(({ verdict }) => verdict.label !== 'none');
  const there = answers.filter(({ asked }) => asked[1] !== 'none');
  const right = found.filter(({ asked, verdict }) => finding(asked[1]) === finding(verdict.label));
  const agrees = right.filter(({ asked, verdict }) => asked[1] === verdict.label);
  const ratio = (part: number, of: number): string => (of === 0 ? '-' : (part / of).toFixed(3));
  console.log(
    `${name.padEnd(17)} ${String(answers.length).padStart(6)} ${ratio(right.length, found.length).padStart(10)} ${ratio(right.length, there.length).padStart(7)} ${ratio(agrees.length, right.length).padStart(12)}`,
  );
}
