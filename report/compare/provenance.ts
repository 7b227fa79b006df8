import type { MeasuredRun } from '../../compare/measured-run.ts';
import { bytes, span } from '../run/amount.ts';
import { clean } from '../run/width.ts';

export interface Fact {
  readonly name: string;
  /** One a run, in their order; `unknown` where it is not. */
  readonly values: readonly string[];
  /** Not of what is another in every run, as its beginning. */
  readonly differs: boolean;
}

const unknown = 'unknown';
const always: readonly string[] = ['started', 'took'];

/** Where the values of runs come from, side by side: what each of them is, and what it ran on. Facts that no run knows are left out. */
export function provenance(runs: readonly MeasuredRun[]): Fact[] {
  const facts: Fact[] = [];
  const tell = (name: string, of: (run: MeasuredRun) => string | undefined) => {
    const values = runs.map(run => of(run)).map(value => (value === undefined ? unknown : clean(value)));
    if (values.some(value => value !== unknown))
      facts.push({ name, values, differs: !always.includes(name) && new Set(values).size > 1 });
  };
  const machine = (name: string, label: string, shown = (value: string | number) => String(value)) =>
    tell(label, ({ record }) => {
      const value = record?.machine?.[name];
      return value === undefined ? undefined : shown(value);
    });
  tell('campaign', ({ record }) => record && [record.campaign, record.profile].filter(Boolean).join(', profile '));
  for (const repo of named(runs, ({ record }) => (record?.repositories ?? []).map(each => each.repo)))
    tell(`commit of ${clean(repo)}`, ({ record }) => {
      const found = record?.repositories?.find(each => each.repo === repo);
      return (
        found && `${found.commit}${found.dirtyAtCompile ? ', with changes beside it that are not in the run' : ''}`
      );
    });
  tell('started', ({ record }) => record?.startedAt);
  tell('took', ({ record }) => (typeof record?.seconds === 'number' ? span(record.seconds) : undefined));
  tell('complete', ({ complete }) => (complete ? 'yes' : 'no'));
  machine('instanceType', 'machine type');
  machine('cpuModel', 'processor');
  machine('cores', 'cores');
  machine('memoryBytes', 'memory', value => bytes(Number(value)));
  machine('kernel', 'kernel');
  machine('microcode', 'microcode');
  machine('imageId', 'image');
  machine('availabilityZone', 'zone');
  machine('hostname', 'host');
  for (const name of named(runs, ({ record }) => Object.keys(record?.tools ?? {})))
    tell(clean(name), ({ record }) => record?.tools?.[name]);
  for (const name of named(runs, ({ record }) => Object.keys(record?.params ?? {})))
    tell(`param ${clean(name)}`, ({ record }) =>
      record?.params?.[name] === undefined ? undefined : String(record.params[name]),
    );
  for (const name of named(runs, ({ record }) => Object.keys(record?.env ?? {})))
    tell(`env ${clean(name)}`, ({ record }) => record?.env?.[name]);
  return facts;
}

function named(runs: readonly MeasuredRun[], of: (run: MeasuredRun) => readonly string[]): string[] {
  return [...new Set(runs.flatMap(of))];
}
