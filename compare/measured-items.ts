import type { MeasuredRun, UnreadFile } from './measured-run.ts';
import type { Columns, ItemName } from './measurement.ts';
import { measurementsOf } from './result-file.ts';

export interface MeasuredItem {
  readonly name: ItemName;
  readonly values: readonly number[];
}

/** All that a run measured, by a key that is the same in every run, in the order in which a person would list it; and the files that gave nothing. */
export function measuredItems(run: MeasuredRun, columns: Columns) {
  const unread: UnreadFile[] = [...run.unread];
  const found: MeasuredItem[] = [];
  for (const { stage, path, text } of run.files.filter(isWanted)) {
    const all = measurementsOf(text, columns);
    if (all.length === 0) unread.push({ stage, path, why: 'not-results', bytes: Buffer.byteLength(text) });
    for (const { item, measure, values } of all)
      if (columns.measures.length === 0 || columns.measures.includes(measure))
        found.push({ name: { stage, file: criterion.exec(path)?.[1] ?? path, item, measure }, values });
  }
  const items = new Map(
    found
      .sort((one, other) => inOrder(Object.values(one.name), Object.values(other.name)))
      .map(each => [JSON.stringify(Object.values(each.name)), each] as const),
  );
  return { items, unread: unread.sort((one, other) => inOrder([one.stage, one.path], [other.stage, other.path])) };
}

/** Criterion's files of this run and the copies that it keeps beside them; the directory is the benchmark. */
const criterion = /^(.*)\/(new|base|change)\/[^/]+$/;
const samples = 'new/sample.json';
const estimates = 'new/estimates.json';

/** Of Criterion's files its samples, else its estimates: neither the copy it keeps as `base`, nor `change`, nor what describes them. */
function isWanted({ path, stage }: MeasuredRun['files'][number], _: number, all: MeasuredRun['files']): boolean {
  const directory = criterion.exec(path)?.[1];
  const has = (name: string) => all.some(file => file.stage === stage && file.path === `${directory}/${name}`);
  if (directory === undefined || !(has(samples) || has(estimates))) return true;
  return path === `${directory}/${has(samples) ? samples : estimates}`;
}

const collator = new Intl.Collator('en', { numeric: true });

function inOrder(one: readonly string[], other: readonly string[]): number {
  for (const [index, text] of one.entries()) {
    const order = collator.compare(text, other[index]!) || (text < other[index]! ? -1 : text > other[index]! ? 1 : 0);
    if (order !== 0) return order;
  }
  return 0;
}
