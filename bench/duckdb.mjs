import { join } from 'node:path';
import { engine } from './packages.mjs';
import { columns, tables } from './tables.mjs';

const sql = {
  groupby: {
    q01: 'SELECT id1, sum(v1) AS v1 FROM groupby GROUP BY id1',
    q02: 'SELECT id1, id2, sum(v1) AS v1 FROM groupby GROUP BY id1, id2',
    q03: 'SELECT id3, sum(v1) AS v1, avg(v3) AS v3 FROM groupby GROUP BY id3',
    q04: 'SELECT id4, avg(v1) AS v1, avg(v2) AS v2, avg(v3) AS v3 FROM groupby GROUP BY id4',
    q05: 'SELECT id6, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3 FROM groupby GROUP BY id6',
    q06: 'SELECT id4, id5, median(v3) AS median, stddev_samp(v3) AS sd FROM groupby GROUP BY id4, id5',
    q07: 'SELECT id3, max(v1) - min(v2) AS spread FROM groupby GROUP BY id3',
    q08: 'SELECT id6, unnest(max(v3, 2)) AS v3 FROM groupby GROUP BY id6',
    q09: 'SELECT id2, id4, corr(v1, v2) ^ 2 AS r2 FROM groupby GROUP BY id2, id4',
    q10: 'SELECT id1, id2, id3, id4, id5, id6, sum(v3) AS v3, count(*) AS count FROM groupby GROUP BY ALL',
  },
  join: {
    q01: 'SELECT x.*, small.id4 AS small_id4, v2 FROM x JOIN small USING (id1)',
    q02: medium('JOIN', 'id2', 'id1, id4, id5'),
    q03: medium('LEFT JOIN', 'id2', 'id1, id4, id5'),
    q04: medium('JOIN', 'id5', 'id1, id2, id4'),
    q05: `SELECT x.*, ${right('big', 'id1, id2, id4, id5, id6')}, v2 FROM x JOIN big USING (id3)`,
  },
};

function medium(kind, key, others) {
  return `SELECT x.*, ${right('medium', others)}, v2 FROM x ${kind} medium USING (${key})`;
}

function right(table, names) {
  return names
    .split(', ')
    .map(name => `${table}.${name} AS ${table}_${name}`)
    .join(', ');
}

/** DuckDB in memory; an answer is a temporary table. */
export async function open(task, data) {
  const { DuckDBInstance, version } = engine('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rowsOf = async text => (await connection.runAndReadAll(text)).getRowObjects();
  await connection.run('SET preserve_insertion_order = false');

  return {
    version: version(),
    async load() {
      const types = { text: 'VARCHAR', int: 'INTEGER', real: 'DOUBLE' };
      for (const { name } of tables(task, 10, 1)) {
        const declared = Object.entries(columns[name]).map(([column, type]) => `'${column}': '${types[type]}'`);
        const files = join(data, name, '*.csv').replaceAll("'", "''");
        await connection.run(
          `CREATE TABLE ${name} AS SELECT * FROM read_csv('${files}', header = true, columns = {${declared.join(', ')}})`,
        );
      }
    },
    async answer(question) {
      await connection.run(`CREATE TEMP TABLE answer AS ${sql[task][question.id]}`);
    },
    async check(question) {
      const sums = question.sums.map(name => `sum("${name}")::DOUBLE AS "${name}"`).join(', ');
      const [row] = await rowsOf(`SELECT count(*) AS rows, ${sums} FROM answer`);
      return { rows: Number(row.rows), sums: Object.fromEntries(question.sums.map(name => [name, row[name]])) };
    },
    async forget() {
      await connection.run('DROP TABLE answer');
    },
    async plan(question) {
      const [row] = await rowsOf(`EXPLAIN ANALYZE ${sql[task][question.id]}`);
      return row.explain_value;
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
