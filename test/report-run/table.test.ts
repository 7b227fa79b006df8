import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { repaint } from '../../report/run/repaint.ts';
import { plain } from '../../report/run/style.ts';
import { liveTable } from '../../report/run/table.ts';
import { textWidth } from '../../report/run/width.ts';
import { Screen } from './screen.ts';
import { passed, stage, under, view } from './views.ts';

function table(columns: number, rows = 24, of = under): string {
  return `\n${liveTable(of, { columns, rows, style: { colors: plain } }).join('\n')}\n`;
}

test('the table in a terminal of 120 columns', () => {
  expect(table(120)).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3
    ✓ generate[sf=1]             passed           0:11
    ✗ fetch                      failed           0:03  exit code 22
    ▶ bench[engine=duckdb,sf=1]  running  1:02 / 10:00  Q05 trial 2 of 5    数据 wrote results/q05.csv and went on to the n…
    ○ compare                    blocked                needs fetch, which failed
    · report                     pending
    elapsed 1:14 of at most 45:00 · saved 12 s ago, 3.1 MB · 4 uploads
    "
  `);
});

test('the table in a terminal of 80 columns', () => {
  expect(table(80)).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3
    ✓ generate[sf=1]             passed           0:11
    ✗ fetch                      failed           0:03  exit code 22
    ▶ bench[engine=duckdb,sf=1]  running  1:02 / 10:00  Q05 trial 2 of 5    数据 wr…
    ○ compare                    blocked                needs fetch, which failed
    · report                     pending
    elapsed 1:14 of at most 45:00 · saved 12 s ago, 3.1 MB · 4 uploads
    "
  `);
});

test('the table in a terminal of 40 columns', () => {
  expect(table(40)).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3
    ✓ generate[sf=1]    passed   0:11
    ✗ fetch             failed   0:03
    ▶ bench[en…b,sf=1]  running  1:02
    ○ compare           blocked
    · report            pending
    elapsed 1:14 of at most 45:00
    saved 12 s ago, 3.1 MB · 4 uploads
    "
  `);
});

test('a window of 6 rows shows what runs and what went wrong', () => {
  expect(table(80, 6)).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3
    ✗ fetch                      failed           0:03  exit code 22
    ▶ bench[engine=duckdb,sf=1]  running  1:02 / 10:00  Q05 trial 2 of 5    数据 wr…
    … 1 passed, 1 blocked, 1 pending
    elapsed 1:14 of at most 45:00 · saved 12 s ago, 3.1 MB · 4 uploads
    "
  `);
});

test('many stages: what runs, what is next and a count of the rest', () => {
  const many = [
    ...Array.from({ length: 30 }, (_, index) => passed(`q${index}`, index)),
    passed('q30', 5, { state: 'running' }),
    ...Array.from({ length: 30 }, (_, index) => stage(`q${index + 31}`)),
  ];
  expect(table(60, 9, view(many))).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3
    ▶ q30  running  0:05 / 10:00
    · q31  pending
    · q32  pending
    · q33  pending
    … 30 passed, 27 pending
    elapsed 1:14 of at most 45:00 · saved 12 s ago, 3.1 MB
    4 uploads
    "
  `);
});

test('a notice stays in the smallest window', () => {
  const lines = (rows: number) => liveTable(under, { columns: 30, rows, style: { colors: plain }, notice: 'stopping' });
  expect(lines(2)).toEqual(['stopping']);
  expect(lines(24).at(-1)).toBe('stopping');
});

test('before the first word of a run there is a line for it', () => {
  const { saved, phase, startedAt, wallSeconds, ...rest } = view([]);
  expect(
    table(80, 24, { ...rest, state: 'starting', seconds: 0, uploads: { done: 0, failed: 0, bytes: 0 } }),
  ).toMatchInlineSnapshot(`
    "
    ssb · 20260517T091500Z-a1b2c3
    starting · elapsed 0:00 of at most 45:00
    "
  `);
});

test('a terminal without Unicode', () => {
  const lines = liveTable(under, { columns: 60, rows: 24, style: { colors: plain, ascii: true } });
  expect(`\n${lines.map(line => line.replace('数据', '')).join('\n')}\n`).toMatchInlineSnapshot(`
    "
    ssb - 20260517T091500Z-a1b2c3
    + generate[sf=1]            passed   0:11
    x fetch                     failed   0:03  exit code 22
    > bench[engin...ckdb,sf=1]  running  1:02  Q05 trial 2 of...
    o compare                   blocked        needs fetch, w...
    . report                    pending
    elapsed 1:14 of at most 45:00 - saved 12 s ago, 3.1 MB
    4 uploads
    "
  `);
});

test('colours change nothing else', () => {
  const colored = liveTable(under, { columns: 70, rows: 24, style: { colors: createColors(true) } });
  expect(colored.join('\n')).not.toBe(stripVTControlCharacters(colored.join('\n')));
  expect(colored.map(stripVTControlCharacters)).toEqual(
    liveTable(under, { columns: 70, rows: 24, style: { colors: plain } }),
  );
});

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));
const anyStage = fc
  .record({
    stage: text,
    state: fc.constantFrom('pending', 'running', 'passed', 'failed', 'timed-out', 'blocked', 'interrupted'),
    reason: text,
    attempt: fc.nat(12),
    seconds: fc.nat(1e6),
    timeoutSeconds: fc.nat(1e6),
    lastLine: text,
  })
  .map(({ stage: name, ...what }) => stage(name, what));

test('no line is wider than the terminal, and all of them fit in its rows', () => {
  fc.assert(
    fc.property(
      fc.array(anyStage, { maxLength: 8 }),
      fc.integer({ min: 1, max: 130 }),
      fc.integer({ min: 1, max: 20 }),
      (stages, columns, rows) => {
        const lines = liveTable(view(stages), { columns, rows, style: { colors: createColors(true) } });
        expect(lines.length).toBeLessThan(Math.max(rows, 1));
        for (const line of lines) {
          const shown = stripVTControlCharacters(line);
          expect(textWidth(shown)).toBeLessThanOrEqual(columns);
          expect(shown).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('a table is painted over the one before', () => {
  expect(repaint([], ['a', 'b'], 80)).toBe('\r\x1b[2Ka\n\x1b[2Kb\n\x1b[J');
  expect(repaint(['a', 'b'], ['c'], 80)).toBe('\x1b[2A\r\x1b[2Kc\n\x1b[J');
});

test('whatever was painted before, the screen shows the last table', () => {
  const lines = (columns: number, rows: number) =>
    fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: columns }), { maxLength: rows - 1 });
  const size = fc.record({ columns: fc.integer({ min: 1, max: 12 }), rows: fc.integer({ min: 2, max: 6 }) });
  const tables = size.chain(({ columns, rows }) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.constant(rows),
      all: fc.array(lines(columns, rows), { minLength: 1 }),
    }),
  );
  fc.assert(
    fc.property(tables, ({ columns, rows, all }) => {
      const screen = new Screen(columns, rows);
      let before: readonly string[] = [];
      for (const table of all) {
        screen.write(repaint(before, table, columns));
        before = table;
      }
      expect(screen.shown()).toEqual(before);
    }),
  );
});

test('a table that a narrower terminal has wrapped is painted over whole', () => {
  expect(repaint(['\x1b[2m12345678\x1b[22m', ''], ['c'], 4)).toBe('\x1b[3A\r\x1b[2Kc\n\x1b[J');
});
