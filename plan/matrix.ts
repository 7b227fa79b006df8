import type { Matrix, MatrixEntry, Stage } from '../schema/model.ts';
import type { Scalar } from '../schema/node.ts';
import type { Template } from '../schema/template.ts';
import { evaluate, hasExpression, type Scope } from './evaluate.ts';
import type { Faults } from './fault.ts';
import { readable } from './symbol.ts';

/** One value of an axis. `text` is as written (`3.10` stays `3.10`), expressions replaced. */
export interface AxisValue {
  readonly name: string;
  readonly text: string;
  readonly value: Scalar;
}

/** The values of one instance: axes in file order, then what `include` adds, in order of appearance. */
export type Combination = readonly AxisValue[];

/** How many instances all stages of a campaign may have together. */
export const MOST_INSTANCES = 10_000;

/**
 * The combinations of a stage's matrix, by GitHub's rule: the product of the axes, without those that an `exclude`
 * entry matches in all it names; then each `include` entry extends every combination of the product whose axis values
 * it does not contradict, and becomes a combination of its own where there is none (docs.github.com, "Running
 * variations of jobs in a workflow"). A stage without a matrix has the one empty combination. `undefined` where there
 * would be more than `most`.
 */
export function combinations(
  stage: Stage,
  scope: Scope,
  most: number,
  faults: Faults,
): readonly Combination[] | undefined {
  const { matrix } = stage;
  if (matrix === undefined) return [[]];
  const axes = matrix.axes.map(({ name, values }) => values.map(value => axisValue(name.value, value, scope, faults)));
  const size = axes.reduce((product, values) => product * values.length, axes.length === 0 ? 0 : 1);
  if (size + matrix.include.length > most) {
    faults.add(
      'schema',
      matrix.place,
      `this matrix has ${size + matrix.include.length} instances, and a campaign may have ${MOST_INSTANCES}`,
      {
        help: 'split the campaign, or let one instance loop over the values',
        stage: stage.name.value,
      },
    );
    return undefined;
  }
  const excluded = matrix.exclude.map(entry => entryValues(entry, scope, faults));
  const product =
    size === 0 ? [] : axes.reduce<AxisValue[][]>((all, values) => all.flatMap(c => values.map(v => [...c, v])), [[]]);
  const kept = product.filter(combination => !excluded.some(entry => entry.every(value => agrees(combination, value))));
  const all = include(matrix, kept, scope, faults);
  if (all.length === 0 && product.length > 0) {
    faults.add('schema', matrix.place, `\`exclude\` leaves the matrix of \`${stage.name.value}\` no instance`, {
      help: 'leave one, or switch the stage off with `if`',
      stage: stage.name.value,
    });
  }
  return all;
}

function include(
  matrix: Matrix,
  product: readonly AxisValue[][],
  scope: Scope,
  faults: Faults,
): readonly Combination[] {
  const axes = new Set(matrix.axes.map(({ name }) => name.value));
  const extended = product.map(combination => [...combination]);
  const added: Combination[] = [];
  for (const entry of matrix.include) {
    const values = entryValues(entry, scope, faults);
    const onAxes = values.filter(({ name }) => axes.has(name));
    const rest = values.filter(({ name }) => !axes.has(name));
    const matching = extended.filter((_, index) => onAxes.every(value => agrees(product[index]!, value)));
    for (const combination of matching) for (const value of rest) set(combination, value);
    if (matching.length === 0) added.push([...axisOrder(matrix, onAxes), ...rest]);
  }
  return [...extended, ...added];
}

function axisOrder(matrix: Matrix, values: readonly AxisValue[]): readonly AxisValue[] {
  return matrix.axes.flatMap(({ name }) => values.filter(value => value.name === name.value));
}

function set(combination: AxisValue[], value: AxisValue): void {
  const at = combination.findIndex(({ name }) => name === value.name);
  if (at < 0) combination.push(value);
  else combination[at] = value;
}

function agrees(combination: Combination, value: AxisValue): boolean {
  return combination.some(({ name, text }) => name === value.name && text === value.text);
}

function entryValues(entry: MatrixEntry, scope: Scope, faults: Faults): readonly AxisValue[] {
  return entry.values.map(({ name, value }) => axisValue(name.value, value, scope, faults));
}

function axisValue(name: string, template: Template, scope: Scope, faults: Faults): AxisValue {
  const text = evaluate(template, scope, faults);
  return { name, text, value: hasExpression(template) ? text : template.scalar };
}

/**
 * The name of an instance: `generate[sf=10,engine=duckdb]`, or the stage's own where there is no matrix. Names are keys
 * in the store and folders, so in values the letters `% , = [ ] /`, the backslash and control characters are written as
 * `%` and two hex digits for each byte of their UTF-8; different values never give the same name.
 */
export function instanceName(stage: string, combination: Combination): string {
  if (combination.length === 0) return stage;
  return `${stage}[${combination.map(({ name, text }) => `${encode(name)}=${encode(text)}`).join(',')}]`;
}

function encode(text: string): string {
  return readable(text).replace(/[%,=[\]/\\\x00-\x1f\x7f\u2028\u2029]/gu, letter =>
    [...new TextEncoder().encode(letter)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}
