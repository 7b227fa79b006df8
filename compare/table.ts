import { type Columns, gathered, type Measurement } from './measurement.ts';

type Row = Readonly<Record<string, unknown>>;

/** Numeric columns of these names count repetitions: they are neither what was measured nor how it came out. */
const counters = /^(?:run|iter|iteration|rep|repetition|sample|round|trial|attempt|index|seed)$/i;
const moment = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?$/;
/** What programs write where there is no number. */
const noNumber = /^[+-]?(?:nan|na|n\/a|null|none|inf|infinity)$/i;

/**
 * The measurements of a table's rows. A column with a number in every filled cell is a measure, unless its name counts repetitions;
 * any other is a key, unless all of it is dates. `columns` say otherwise. Rows of the same keys are samples of one item.
 * A cell that says that there is no number, and every cell of a row without any, is a value that is none: it is not dropped.
 */
export function rowMeasurements(rows: readonly Row[], columns: Columns): Measurement[] {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const told = (name: string) => rows.map(row => row[name]).filter(value => !isEmpty(value) && !saysNone(value));
  const numeric = (name: string) => told(name).length > 0 && told(name).every(value => number(value) !== undefined);
  const dates = (name: string) => told(name).every(value => moment.test(String(value)));
  const keys = columns.keys.length
    ? names.filter(name => columns.keys.includes(name))
    : names.filter(name => !columns.measures.includes(name) && !numeric(name) && !dates(name));
  const measures = columns.measures.length
    ? names.filter(name => columns.measures.includes(name))
    : names.filter(name => !keys.includes(name) && numeric(name) && !counters.test(name));
  return gathered(
    rows.flatMap(row => {
      const item = keys.map(name => `${name}=${shown(row[name])}`).join(' ');
      const lacksAll = measures.every(measure => number(row[measure]) === undefined);
      return measures.flatMap(measure => {
        const cell = row[measure];
        if (isEmpty(cell) && !lacksAll) return [];
        return [[item, measure, number(cell) ?? Number.NaN] as const];
      });
    }),
  );
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

function saysNone(value: unknown): boolean {
  return value === null || (typeof value === 'string' && noNumber.test(value.trim()));
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}

function number(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const read = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(read) ? read : undefined;
}
