import type { MeasuredRun } from './measured-run.ts';

export const unfairKinds = ['incomplete', 'machine', 'cpu', 'command', 'not-comparable', 'unknown-machine'] as const;

/** Something that makes a comparison unfair. Of a kind in `unfairKinds` it refuses it until accepted; any other is only told. */
export interface Doubt {
  readonly kind: (typeof unfairKinds)[number] | 'kernel' | 'dirty' | 'commit' | 'tools' | 'surroundings' | 'counts';
  readonly message: string;
}

/** What speaks against comparing two runs; of stages only those in `stages`, whose results are compared. */
export function doubtsOf(a: MeasuredRun, b: MeasuredRun, stages: ReadonlySet<string>): Doubt[] {
  const doubts: Doubt[] = [];
  for (const run of new Set([a, b])) {
    if (!run.complete) doubts.push({ kind: 'incomplete', message: `${run.runId} is not complete` });
    for (const { stage, comparable, comparableReason } of run.results)
      if (stages.has(stage) && comparable === false)
        doubts.push({
          kind: 'not-comparable',
          message: `${run.runId}, ${stage}: ${comparableReason ?? 'taken on another machine'}`,
        });
    if (run.record?.repositories?.some(({ dirtyAtCompile }) => dirtyAtCompile))
      doubts.push({
        kind: 'dirty',
        message: `${run.runId} was compiled where files had changes that are not in the run`,
      });
  }
  const fact = (run: MeasuredRun, name: string) => run.record?.machine?.[name];
  const differs = (name: string, kind: Doubt['kind'], word: string) => {
    const [one, other] = [fact(a, name), fact(b, name)];
    if (one !== other)
      doubts.push({ kind, message: `${word}: ${one ?? 'unknown'} in ${a.runId}, ${other ?? 'unknown'} in ${b.runId}` });
  };
  differs('instanceType', 'machine', 'the machine type differs');
  differs('cores', 'machine', 'the number of cores differs');
  differs('cpuModel', 'cpu', 'the processor differs');
  differs('kernel', 'kernel', 'the kernel differs');
  differs('microcode', 'kernel', 'the microcode differs');
  doubts.push(...commitDoubts(a, b), ...toolDoubts(a, b));
  for (const run of new Set([a, b]))
    if (fact(run, 'cpuModel') === undefined && fact(run, 'instanceType') === undefined)
      doubts.push({ kind: 'unknown-machine', message: `nothing is known of the machine of ${run.runId}` });
  for (const stage of [...stages].sort()) {
    const [one, other] = [a, b].map(run => run.results.find(result => result.stage === stage));
    if (!one || !other) continue;
    if (one.parts?.command !== other.parts?.command)
      doubts.push({ kind: 'command', message: `the command of ${stage} changed` });
    const names = [...new Set([one, other].flatMap(({ parts }) => Object.keys(parts ?? {})))].sort();
    const changed = names.filter(
      name => name !== 'command' && name !== 'commit' && one.parts?.[name] !== other.parts?.[name],
    );
    if (changed.length > 0)
      doubts.push({ kind: 'surroundings', message: `of ${stage} changed: ${changed.join(', ')}` });
    if (one.machine !== other.machine && fact(a, 'cpuModel') === fact(b, 'cpuModel'))
      doubts.push({
        kind: 'machine',
        message: `${stage} ran on ${one.machine ?? 'an unknown machine'} in ${a.runId}, on ${other.machine ?? 'an unknown machine'} in ${b.runId}`,
      });
  }
  return doubts;
}

/** Code that was to differ and does not, and code beside it that does. */
function commitDoubts(a: MeasuredRun, b: MeasuredRun): Doubt[] {
  const [[one, ...beside], [other, ...otherBeside]] = [a.record?.repositories ?? [], b.record?.repositories ?? []];
  if (a.runId === b.runId || !one || !other) return [];
  const message = (text: string): Doubt[] => [{ kind: 'commit', message: text }];
  if (one.repo !== other.repo) return message(`the repository differs: ${one.repo}, ${other.repo}`);
  const commits = (repo: string) => [beside, otherBeside].map(all => all.find(each => each.repo === repo)?.commit);
  const changed = [...new Set([...beside, ...otherBeside].map(({ repo }) => repo))].filter(repo => {
    const [before, after] = commits(repo);
    return before !== after;
  });
  if (changed.length > 0)
    return message(
      `${one.commit === other.commit ? '' : 'beside the code, '}the commit of ${changed.join(', ')} differs`,
    );
  return one.commit === other.commit ? message('both runs are of the same commit: what differs is not the code') : [];
}

function toolDoubts(a: MeasuredRun, b: MeasuredRun): Doubt[] {
  const [one, other] = [a.record?.tools ?? {}, b.record?.tools ?? {}];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter(name => one[name] !== other[name])
    .sort()
    .map(name => ({
      kind: 'tools',
      message: `${name} differs: ${one[name] ?? 'unknown'} in ${a.runId}, ${other[name] ?? 'unknown'} in ${b.runId}`,
    }));
}
