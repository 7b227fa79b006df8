/**
 * `tsx test/bench/ci-shortcuts.ts DIRECTORY`: reads the CI of every repository of the corpus that lies in DIRECTORY with the shortcuts
 * of lint/ci and without them, and tells where they differ; exit status 1 then. Reads git directories only; no network.
 */
import { isDeepStrictEqual } from 'node:util';
import { DEFAULT_WORKFLOWS, filesMatching } from '../../lint/ci/ci.ts';
import { filesOf } from '../../lint/ci/repository.ts';
import type { Step } from '../../lint/ci/workflow/step.ts';
import { stepsOf } from '../../lint/ci/workflow/steps.ts';
import { readWorkflow } from '../../lint/ci/workflow/workflow.ts';
import { HELD_OUT, HELD_OUT_2, HELD_OUT_3, HELD_OUT_4, SEEN } from './ci-corpus/corpus.ts';
import { factsOfCommit, gitDirectory } from './ci-corpus/git-facts.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: tsx test/bench/ci-shortcuts.ts DIRECTORY');
  process.exit(2);
}

const counts = { repositories: 0, workflows: 0, steps: 0, different: 0 };
for (const { name, commit } of [SEEN, HELD_OUT, HELD_OUT_2, HELD_OUT_3, HELD_OUT_4].flat()) {
  const path = gitDirectory(directory, name, commit);
  if (path === undefined) continue;
  counts.repositories++;
  const files = filesOf(factsOfCommit(path, commit));
  const repository = { root: '/github/workspace', files };
  for (const file of DEFAULT_WORKFLOWS.flatMap(pattern => filesMatching(pattern, files))) {
    const workflow = readWorkflow(file, repository);
    if (workflow === undefined) continue;
    counts.workflows++;
    const all = stepsOf(workflow, workflow.triggers.events, repository, true).map(shown());
    const some = stepsOf(workflow, workflow.triggers.events, repository).map(shown());
    counts.steps += all.length;
    if (isDeepStrictEqual(all, some)) continue;
    counts.different++;
    console.log(`${name} ${file}: ${all.length} steps without shortcuts, ${some.length} with them`);
  }
}
console.log(
  Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(', '),
);
process.exit(counts.different > 0 ? 1 : 0);

/** All of a step that counts, its job by number. */
function shown(): (step: Step) => unknown {
  const jobs = new Map<object, number>();
  return ({ run, place, ...step }) => {
    if (!jobs.has(run)) jobs.set(run, jobs.size);
    return { ...step, job: [step.job, jobs.get(run)], at: [place.source.path, place.range] };
  };
}
