import { join } from 'node:path';
import { engine } from './packages.mjs';
import { columns, tables } from './tables.mjs';

/** The questions as lazy frames over the loaded tables. */
function frames(pl, t) {
  const { col } = pl;
  const sum = name => col(name).sum().alias(name);
  const mean = name => col(name).mean().alias(name);
  const by = (...keys) => ({
    take: (...values) =>
      t.groupby
        .lazy()
        .groupBy(keys)
        .agg(...values),
  });
  const meet = (right, on, how) => t.x.lazy().join(right.lazy(), { on, how, suffix: '_right' });
  return {
    groupby: {
      q01: () => by('id1').take(sum('v1')),
      q02: () => by('id1', 'id2').take(sum('v1')),
      q03: () => by('id3').take(sum('v1'), mean('v3')),
      q04: () => by('id4').take(mean('v1'), mean('v2'), mean('v3')),
      q05: () => by('id6').take(sum('v1'), sum('v2'), sum('v3')),
      q06: () => by('id4', 'id5').take(col('v3').median().alias('median'), col('v3').std().alias('sd')),
      q07: () => by('id3').take(col('v1').max().minus(col('v2').min()).alias('spread')),
      q08: () => by('id6').take(col('v3').sort(true).head(2).alias('v3')).explode('v3'),
      q09: () => by('id2', 'id4').take(pl.pearsonCorr('v1', 'v2').pow(2).alias('r2')),
      q10: () => by('id1', 'id2', 'id3', 'id4', 'id5', 'id6').take(sum('v3'), pl.len().alias('count')),
    },
    join: {
      q01: () => meet(t.small, 'id1', 'inner'),
      q02: () => meet(t.medium, 'id2', 'inner'),
      q03: () => meet(t.medium, 'id2', 'left'),
      q04: () => meet(t.medium, 'id5', 'inner'),
      q05: () => meet(t.big, 'id3', 'inner'),
    },
  };
}

/** Polars; tables and answers are data frames in memory. */
export async function open(task, data) {
  const { pl } = engine('nodejs-polars');
  const types = { text: pl.Utf8, int: pl.Int32, real: pl.Float64 };
  const loaded = {};
  let answer;
  const frame = question => frames(pl, loaded)[task][question.id]();

  return {
    version: engine('nodejs-polars/package.json').version,
    async load() {
      for (const { name } of tables(task, 10, 1)) {
        const schema = Object.fromEntries(Object.entries(columns[name]).map(([column, type]) => [column, types[type]]));
        loaded[name] = await pl.scanCSV(join(data, name, '*.csv'), { schema, rechunk: true }).collect();
      }
    },
    async answer(question) {
      answer = await frame(question).collect();
    },
    async check(question) {
      const sums = answer
        .select(...question.sums.map(name => pl.col(name).cast(pl.Float64).sum().alias(name)))
        .toRecords()[0];
      return { rows: answer.height, sums };
    },
    async forget() {
      answer = undefined;
    },
    async plan(question) {
      return frame(question).describeOptimizedPlan();
    },
    async close() {},
  };
}
