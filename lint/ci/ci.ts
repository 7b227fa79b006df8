import type { RepositoryFacts } from '../facts.ts';
import type { WorkUnit } from './coverage.ts';
import { workOf } from './families/families.ts';
import { DIFFED, diffs } from './formatting.ts';
import { type Builds, buildsOf, madeWith, together } from './instrumentation.ts';
import { type Files, filesOf, join, type Repository, WORKSPACE } from './repository.ts';
import { matches } from './shell/pattern.ts';
import { unitsOf } from './units.ts';
import { field } from './workflow/fields.ts';
import type { Step } from './workflow/step.ts';
import { stepsOf } from './workflow/steps.ts';
import { developedOn, type Frequency } from './workflow/triggers.ts';
import { readWorkflow, type Workflow, yamlAt } from './workflow/workflow.ts';

/** One command that CI runs. */
export interface CiUnit {
  readonly unit: WorkUnit;
  readonly step: Pick<Step, 'workflow' | 'job' | 'label' | 'place' | 'via'>;
  readonly frequency: Frequency;
  /** What it is built with: `madeWith` of its job's builds. */
  readonly sanitizers: ReadonlySet<string>;
}

/** What CI does, as the repository's workflows say it. */
export interface Ci {
  readonly units: readonly CiUnit[];
  /** Repository paths of the workflows that were found. */
  readonly workflows: readonly string[];
  /** Patterns that no file matches. */
  readonly unmatched: readonly string[];
}

/** Where GitHub looks for workflows. */
export const DEFAULT_WORKFLOWS: readonly string[] = ['.github/workflows/*.yml', '.github/workflows/*.yaml'];

/** A workflow without one of these words never starts by itself, whatever else it says. */
const STARTS = /pull_request|push|merge_group|workflow_run|schedule/;

/** Reads the workflows that match `patterns` and all they call. Texts that no event could start are not parsed. */
export function readCi(
  facts: Pick<RepositoryFacts, 'read' | 'exists' | 'list'>,
  patterns: readonly string[],
  files: Files = filesOf(facts),
): Ci {
  const repository: Repository = { root: WORKSPACE, files };
  const unmatched: string[] = [];
  const paths = new Set<string>();
  for (const pattern of patterns) {
    const hits = filesMatching(pattern, files);
    if (hits.length === 0) unmatched.push(pattern);
    for (const hit of hits) paths.add(hit);
  }
  const starting = [...paths].filter(path => STARTS.test(files.read(path) ?? ''));
  const line = developedOn(starting.map(path => field(yamlAt(path, repository), 'on')));
  const workflows = starting.flatMap(path => readWorkflow(path, repository, line) ?? []);
  const steps = workflows.flatMap(workflow => stepsOf(workflow, eventsOf(workflow, workflows), repository));
  return { units: distinct(steps.flatMap(unitsIn(repository, lastDiffs(steps)))), workflows: [...paths], unmatched };
}

/** A workflow that runs after another does so on every change only when that one does. */
function eventsOf(workflow: Workflow, all: readonly Workflow[]): Workflow['triggers']['events'] {
  return workflow.triggers.events.filter(
    event =>
      event !== 'workflow_run' ||
      all.some(
        other =>
          other !== workflow &&
          workflow.triggers.after.includes(other.name) &&
          other.triggers.events.some(start => start !== 'schedule' && start !== 'workflow_run'),
      ),
  );
}

/** Of each run of a job, the last step that fails where one before it has changed a file. */
function lastDiffs(steps: readonly Step[]): ReadonlyMap<object, number> {
  return new Map(
    steps.flatMap((step, index) =>
      diffs(step.text) ? [step.run, ...step.also].map(run => [run, index] as const) : [],
    ),
  );
}

function unitsIn(
  repository: Repository,
  lastDiff: ReadonlyMap<object, number>,
): (step: Step, index: number) => readonly CiUnit[] {
  // What one step hands on through $GITHUB_ENV reaches the later steps of its job.
  const handed = new Map<object, Map<string, string>>();
  const read = new Map<string, readonly WorkUnit[]>();
  const sanitizing = new Map<readonly WorkUnit[], Builds>();
  // The step that configures a build comes before the one that tests it.
  const built = new Map<object, Builds>();
  return (step, index) => {
    const given = handed.get(step.run);
    const env = given === undefined ? step.env : new Map([...given, ...step.env]);
    const hands = step.text.includes('GITHUB_ENV');
    const isDiffed = index < (lastDiff.get(step.run) ?? -1);
    const key = JSON.stringify([step.text, step.cwd ?? null, [...env], [...step.own], isDiffed]);
    let units = hands ? undefined : read.get(key);
    if (units === undefined) {
      units = unitsOf(
        step.text,
        repository,
        {
          cwd: step.cwd,
          env: new Map([['GITHUB_WORKSPACE', repository.root], ...env]),
          own: step.own,
          handsOn: (name, value) => {
            const known = handed.get(step.run) ?? new Map<string, string>();
            handed.set(step.run, known.set(name, value));
          },
        },
        isDiffed,
      );
      read.set(key, units);
    }
    const own = sanitizing.get(units) ?? buildsOf(units);
    sanitizing.set(units, own);
    for (const run of [step.run, ...step.also]) built.set(run, together(built.get(run), own));
    const builds = built.get(step.run)!;
    return units
      .flatMap(unit => [unit, ...undiffed(unit, repository)])
      .filter(unit => unit.nature !== 'setup' && !unit.command.swallowed)
      .map(unit => ({ unit, step, frequency: step.frequency, sanitizers: madeWith(unit, builds) }));
  };
}

/** What is looked at behind a command takes nothing from what it does by itself. */
function undiffed(unit: WorkUnit, repository: Repository): readonly WorkUnit[] {
  const { words } = unit.command;
  return words.at(-1) === DIFFED ? [workOf({ ...unit.command, words: words.slice(0, -1) }, repository)] : [];
}

/** Matrix jobs repeat each other: of equal commands one is enough, and it is one that every change runs. */
function distinct(units: readonly CiUnit[]): readonly CiUnit[] {
  const known = new Map<string, CiUnit>();
  for (const unit of units) {
    const { command } = unit.unit;
    const key = JSON.stringify([
      command.words,
      command.cwd ?? null,
      [...command.env],
      unit.step.workflow,
      unit.step.job,
      unit.step.place.range.start,
      unit.frequency,
      [...unit.sanitizers].sort(),
    ]);
    if (!known.has(key)) known.set(key, unit);
  }
  return [...known.values()];
}

/** Files that a pattern of repository paths names, in the order of their names; `**` is any number of directories. */
export function filesMatching(pattern: string, files: Files): readonly string[] {
  let found: string[] = [''];
  const parts = pattern.replace(/^\.?\//, '').split('/');
  for (const [index, part] of parts.entries()) {
    if (part === '**') found = [...new Set(found.flatMap(directory => below(directory, files, 0)))];
    else if (!/[*?[{]/.test(part)) found = found.map(directory => join(directory, part));
    else {
      const alternatives = braces(part);
      found = found.flatMap(directory =>
        [...files.list(directory)]
          .sort()
          .filter(
            name => (!name.startsWith('.') || part.startsWith('.')) && alternatives.some(known => matches(known, name)),
          )
          .map(name => join(directory, name)),
      );
    }
    if (index < parts.length - 1) found = found.filter(path => path === '' || files.exists(path) === 'directory');
  }
  return found.filter(path => files.exists(path) === 'file');
}

function below(directory: string, files: Files, depth: number): readonly string[] {
  if (depth > 6) return [directory];
  const inner = files
    .list(directory)
    .map(name => join(directory, name))
    .filter(path => !/(^|\/)(\.git|node_modules|target)$/.test(path) && files.exists(path) === 'directory');
  return [directory, ...inner.flatMap(path => below(path, files, depth + 1))];
}

function braces(part: string): readonly string[] {
  const match = /^(.*)\{([^{}]*)\}(.*)$/.exec(part);
  return match === null ? [part] : match[2]!.split(',').flatMap(middle => braces(`${match[1]}${middle}${match[3]}`));
}
