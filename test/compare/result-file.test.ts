import { expect, test } from 'vitest';
import { measurementsOf } from '../../compare/result-file.ts';

const any = { keys: [], measures: [] };
const csv = 'query,at,run,seconds\nq1,2026-05-17,1,1.5\nq1,2026-05-18,2,1.7\nq2,2026-05-17,1,3\n';

test('a table: text names the item, numbers measure, repetitions are samples, dates and counters are neither', () => {
  const found = [
    { item: 'query=q1', measure: 'seconds', values: [1.5, 1.7] },
    { item: 'query=q2', measure: 'seconds', values: [3] },
  ];
  expect(measurementsOf(csv, any)).toEqual(found);
  expect(
    measurementsOf('{"query":"q1","seconds":1.5}\n{"query":"q1","seconds":1.7}\n{"query":"q2","seconds":3}\n', any),
  ).toEqual(found);
  expect(measurementsOf('sf,seconds\n1,2\n10,20\n', { keys: ['sf'], measures: [] })).toEqual([
    { item: 'sf=1', measure: 'seconds', values: [2] },
    { item: 'sf=10', measure: 'seconds', values: [20] },
  ]);
});

test('a cell that says that there is no number does not make its column text, nor is its row dropped', () => {
  const { NaN: none } = Number;
  expect(measurementsOf('q,seconds\nx,1\nx,NaN\ny,\n', any)).toEqual([
    { item: 'q=x', measure: 'seconds', values: [1, none] },
    { item: 'q=y', measure: 'seconds', values: [none] },
  ]);
  expect(measurementsOf('{"q":"x","seconds":1}\n{"q":"x","seconds":null}\n', any)).toEqual([
    { item: 'q=x', measure: 'seconds', values: [1, none] },
  ]);
  // Cells of other measures are empty where each row has one of its own.
  expect(measurementsOf('q,seconds,bytes\nx,1,\nx,,2\n', any)).toEqual([
    { item: 'q=x', measure: 'seconds', values: [1] },
    { item: 'q=x', measure: 'bytes', values: [2] },
  ]);
});

test('the JSON of benchmark tools is known by its shape, in seconds', () => {
  const read = (value: unknown) => measurementsOf(JSON.stringify(value, null, 2), any);
  const one = (item: string, values: number[]) => [{ item, measure: 'seconds', values }];
  expect(read({ results: [{ command: 'ls', mean: 2, times: [1, 3] }] })).toEqual(one('ls', [1, 3]));
  expect(read({ results: [{ command: 'ls', mean: 2, times: [1, 3], exit_codes: [0, null] }] })).toEqual(
    one('ls', [1, Number.NaN]),
  );
  expect(
    read({ results: [1, 2].map(n => ({ command: 'q', times: [n], exit_codes: [0], parameters: { n: `${n}` } })) }),
  ).toEqual([...one('q n=1', [1]), ...one('q n=2', [2])]);
  expect(read({ benchmarks: [{ fullname: 't.py::a', stats: { mean: 2, data: [1, 3] } }] })).toEqual(
    one('t.py::a', [1, 3]),
  );
  expect(
    read({
      benchmarks: [
        { name: 'BM', run_type: 'iteration', real_time: 500, time_unit: 'ms' },
        {
          name: 'BM_mean',
          run_name: 'BM',
          run_type: 'aggregate',
          aggregate_name: 'mean',
          real_time: 500,
          time_unit: 'ms',
        },
      ],
    }),
  ).toEqual(one('BM', [0.5]));
  expect(
    read({ benchmarks: [{ name: 'BM', run_type: 'iteration', error_occurred: true, error_message: 'no' }] }),
  ).toEqual(one('BM', [Number.NaN]));
  expect(read({ sampling_mode: 'Linear', iters: [1, 2], times: [1e9, 4e9] })).toEqual(one('', [1, 2]));
  expect(read({ mean: { point_estimate: 1e9 }, median: {} })).toEqual(one('', [1]));
  expect(read({ some: 'settings' })).toEqual([]);
});
