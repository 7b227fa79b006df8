import type { Matrix, Stage } from '../schema/model.ts';
import type { Scope } from './evaluate.ts';
import { type Ground, instance } from './instance.ts';
import { type Combination, combinations, instanceName, MOST_INSTANCES } from './matrix.ts';
import type { PlannedStage } from './plan.ts';
import { readable } from './symbol.ts';

/** Bytes of a file name on Linux (NAME_MAX); an instance's records lie in a folder of its name. */
const LONGEST_NAME = 255;

/** Every instance of every stage, in file order. Of two with one name, the first is kept. */
export function expand(stages: readonly Stage[], scope: Scope, ground: Ground): readonly PlannedStage[] {
  const found = new Map<string, PlannedStage>();
  let expanded = 0;
  for (const stage of stages) {
    const axes = axesOf(stage.matrix);
    const all = combinations(stage, scope, MOST_INSTANCES - expanded, ground.faults) ?? [];
    if (stage.matrix !== undefined) expanded += all.length;
    const told = tellingApart(stage.matrix, all);
    for (const [at, combination] of all.entries()) {
      const name = instanceName(stage.name.value, told[at]!);
      const planned = instance(stage, name, combination, axes, ground);
      nameFault(planned, found.has(planned.name), ground);
      if (!found.has(planned.name)) found.set(planned.name, planned);
    }
  }
  return [...found.values()];
}

/**
 * What the names of instances say: their values on the axes where these alone tell them apart, so that a value that
 * `include` adds to them can change without moving their results; else all values.
 */
function tellingApart(matrix: Matrix | undefined, all: readonly Combination[]): readonly Combination[] {
  const axes = new Set(matrix?.axes.map(({ name }) => name.value));
  const short = all.map(combination => combination.filter(({ name }) => axes.has(name)));
  const distinct = new Set(short.map(values => JSON.stringify(values.map(({ name, text }) => [name, text]))));
  return short.every(values => values.length > 0) && distinct.size === all.length ? short : all;
}

/** Every name that `matrix.` can have in the stage. */
function axesOf(matrix: Matrix | undefined): ReadonlySet<string> {
  if (matrix === undefined) return new Set();
  const entries = matrix.include.flatMap(({ values }) => values.map(({ name }) => name.value));
  return new Set([...matrix.axes.map(({ name }) => name.value), ...entries]);
}

function nameFault({ name, stage }: PlannedStage, twice: boolean, { faults }: Ground): void {
  const place = stage.matrix?.place ?? stage.name.place;
  if (twice) {
    faults.add('schema', place, `two instances are named \`${readable(name)}\``, {
      help: 'take the repeated value out of the matrix',
      stage: stage.name.value,
    });
  }
  const bytes = Buffer.byteLength(name);
  if (bytes > LONGEST_NAME) {
    faults.add(
      'schema',
      place,
      `the instance name \`${name.slice(0, 60)}…\` has ${bytes} bytes, and a file name may have ${LONGEST_NAME}`,
      { help: 'use shorter values, and let the command look up what they stand for', stage: stage.name.value },
    );
  }
}
