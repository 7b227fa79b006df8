import { expect, test } from 'vitest';
import { compareRuns } from '../../compare/comparison.ts';
import { comparisonText } from '../../report/compare/pretty.ts';
import { plain } from '../../report/run/style.ts';
import { textWidth } from '../../report/run/width.ts';
import { around, before, compared, options, run } from './runs.ts';

const style = { colors: plain };

test('the answer comes first, with how sure it is and what could not have been seen; then each item', () => {
  expect(comparisonText(compared, { style, columns: 100 })).toBe(`after compared with before
1 of 5 items got slower: q=slow, +25.0% [+22.8%, +27.3%]. 1 got faster.
Where no difference is seen (2), one of 3.3% or more would have been, four times in five; smaller
  ones may be there.
Of 1 it cannot be told: they do not have 5 values in both runs.
note: the kernel differs: 6.1 in before, 6.8 in after

stage bench, file times.csv, measure seconds · lower is better
item          before        after  change  95% interval
q=fast   20.0 ms (6)  5.00 ms (6)  ×0.250  [×0.246, ×0.255]  ✓ faster
q=level   4.00 s (6)   4.02 s (6)  +0.50%  [−1.3%, +2.3%]    · no difference ≥ 3.3% seen
q=once    7.00 s (1)   8.00 s (1)  +14.3%                    – too few values
q=same    3.00 s (6)   3.00 s (6)      0%  [−1.8%, +1.8%]    · no difference ≥ 3.3% seen
q=slow    1.00 s (6)   1.25 s (6)  +25.0%  [+22.8%, +27.3%]  ✗ slower

· seconds, geometric mean of 5 items, as if these were drawn from many: ×0.815 [×0.354, ×1.22] · no
  difference ≥ ×3.03 seen
`);
});

test('a narrow window without its letters gets each item in lines of its own', () => {
  const text = comparisonText(compared, { style: { ...style, ascii: true }, columns: 44 });
  expect(text).toBe(`after compared with before
1 of 5 items got slower: q=slow, +25.0%
  [+22.8%, +27.3%]. 1 got faster.
Where no difference is seen (2), one of 3.3%
  or more would have been, four times in
  five; smaller ones may be there.
Of 1 it cannot be told: they do not have 5
  values in both runs.
note: the kernel differs: 6.1 in before, 6.8
  in after

stage bench, file times.csv, measure seconds
  - lower is better
q=fast
  20.0 ms (6) -> 5.00 ms (6)
  x0.250 [x0.246, x0.255]
  + faster
q=level
  4.00 s (6) -> 4.02 s (6)
  +0.50% [-1.3%, +2.3%]
  . no difference >= 3.3% seen
q=once
  7.00 s (1) -> 8.00 s (1)
  +14.3%
  - too few values
q=same
  3.00 s (6) -> 3.00 s (6)
  0% [-1.8%, +1.8%]
  . no difference >= 3.3% seen
q=slow
  1.00 s (6) -> 1.25 s (6)
  +25.0% [+22.8%, +27.3%]
  x slower

. seconds, geometric mean of 5 items, as if
  these were drawn from many: x0.815
  [x0.354, x1.22] - no difference >= x3.03
  seen
`);
  expect(text).toMatch(/^[ -~\n]*$/);
  for (const columns of [120, 100, 90, 80, 72, 60, 44, 40])
    for (const line of comparisonText(compared, { style, columns }).split('\n'))
      expect(textWidth(line), line).toBeLessThanOrEqual(columns);
});

test('what cannot be compared is listed, and why; and no mean speaks for the rest', () => {
  const part = compareRuns(
    before,
    run(
      'part',
      { slow: [1, 2, 0], new: [4], fast: [Number.NaN], same: around(3) },
      { unread: [{ stage: 'bench', path: 'all.csv', why: 'too-large', bytes: 40_000_000 }] },
    ),
    options,
  );
  expect(comparisonText(part, { style, columns: 80 })).toBe(`part compared with before
Nothing is seen to have got slower or faster.
Where no difference is seen (1), one of 2.6% or more would have been, four times
  in five; smaller ones may be there.
5 more items cannot be compared.

stage bench, file times.csv, measure seconds · lower is better
item    change  95% interval
q=same      0%  [−1.8%, +1.8%]  · no difference ≥ 2.6% seen
only in before, in no mean: 2
  bench times.csv q=level seconds
  bench times.csv q=once seconds
only in part, in no mean: 1
  bench times.csv q=new seconds
in both, without a ratio, in no mean: 2
  bench times.csv q=fast seconds: a value is no number, as of a command that
    failed
  bench times.csv q=slow seconds: a value is not above 0
passed over: 1 file
  part, bench all.csv: larger than is read of results (40.0 MB)
No mean over all: the runs do not have the same items. --common takes those that
  both have.
`);
});

test('a refusal says why, and nothing else', () => {
  const other = run('other', { slow: around(1) }, { complete: false, machine: { cores: 8 } });
  expect(comparisonText(compareRuns(before, other, options), { style })).toBe(`other compared with before
Not compared: it would be unfair.
refused: other is not complete (incomplete)
refused: the number of cores differs: 4 in before, 8 in other (machine)
`);
});

test('words and amounts are those of the measure', () => {
  const table = (runId: string, factor: number) => ({
    ...run(runId, {}),
    files: [
      {
        stage: 'bench',
        path: 'load.csv',
        text: `engine,latency_ms,requests_per_second,peak_bytes,score\n${around(factor)
          .map(value => `e,${value * 0.2},${value * 1500},${value * 3e9},${value * 80}`)
          .join('\n')}\n`,
      },
    ],
  });
  expect(
    comparisonText(compareRuns(table('one', 1), table('two', 1.5), options), { style, columns: 100 }),
  ).toBe(`two compared with one
2 of 4 items got worse: engine=e latency_ms by most, +50.0% [+47.3%, +52.7%]. 2 got better.

stage bench, file load.csv · lower is better of latency_ms, peak_bytes, higher of
  requests_per_second, score
item                                  one          two  change  95% interval
engine=e latency_ms            200 µs (6)   300 µs (6)  +50.0%  [+47.3%, +52.7%]  ✗ slower
engine=e peak_bytes           3.00 GB (6)  4.50 GB (6)  +50.0%  [+47.3%, +52.7%]  ✗ worse
engine=e requests_per_second    1,500 (6)    2,250 (6)  +50.0%  [+47.3%, +52.7%]  ✓ faster
engine=e score                     80 (6)      120 (6)  +50.0%  [+47.3%, +52.7%]  ✓ better
`);
});
