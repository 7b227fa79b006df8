import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../lint/finding.ts';
import { findingsPretty } from '../../report/findings-pretty.ts';
import { plain } from '../../report/run/style.ts';
import { textWidth } from '../../report/run/width.ts';
import { type Source, source } from '../../schema/source.ts';

const campaign = source(
  'campaign.yaml',
  'campaign: x\nstages:\n  a:\n    run: make\n    requires: [data/x]\n\tb: 日本 é\n',
);

function finding(at: string, more: Partial<Finding> = {}, text: Source = campaign): Finding {
  const start = text.text.indexOf(at);
  return {
    rule: 'missing-input',
    severity: 'error',
    message: `nothing leaves \`${at}\``,
    place: { source: text, range: { start, end: start + at.length } },
    related: [],
    ...more,
  };
}

const show = (findings: readonly Finding[], columns?: number, files = 1) =>
  findingsPretty({ files, findings }, { colors: plain, ...(columns !== undefined && { columns }) });

test('a finding shows its line with marks exactly below', () => {
  expect(show([finding('data/x', { stage: 'a', help: 'produce it', cost: 'an hour', profile: 'local' })])).toBe(
    `error[missing-input]: nothing leaves \`data/x\`
 --> campaign.yaml:5:16 (stage a, profile local)
5 |     requires: [data/x]
  |                ^^^^^^
  = help: produce it
  = cost: an hour

1 error in 1 file
why, and what to write instead: campaign explain missing-input
`,
  );
});

test('related places show their own lines, in one gutter', () => {
  const ci = source('.github/workflows/ci.yml', `${'\n'.repeat(120)}      - run: cargo test\n`);
  const place = { source: ci, range: { start: ci.text.indexOf('cargo'), end: ci.text.indexOf('cargo') + 10 } };
  expect(
    show([finding('make', { severity: 'warning', related: [{ place, message: 'CI does it here' }] })], undefined, 3),
  ).toBe(
    `warning[missing-input]: nothing leaves \`make\`
   --> campaign.yaml:4:10
  4 |     run: make
    |          ^^^^
   ::: .github/workflows/ci.yml:121:14: CI does it here
121 |       - run: cargo test
    |              ----------

1 warning in 3 files
why, and what to write instead: campaign explain missing-input
`,
  );
});

test('tabs are four columns, wide characters two, combining ones none', () => {
  const lines = show([finding('日本'), finding('é', { message: 'm' })]).split('\n');
  expect(lines.slice(2, 4)).toEqual(['6 |     b: 日本 é', '  |        ^^^^']);
  expect(lines.slice(7, 9)).toEqual(['6 |     b: 日本 é', '  |             ^']);
});

test('a range over several lines is marked on its first and says how far it goes', () => {
  const lines = show([finding('  a:\n    run: make\n')]).split('\n');
  expect(lines.slice(2, 4)).toEqual(['3 |   a:', '  | ^^^^ to line 4']);
});

test('a point at the end of the file still has a mark', () => {
  const end = campaign.text.length;
  expect(show([finding('x', { place: { source: campaign, range: { start: end, end } } })])).toContain('7 |\n  | ^\n');
});

test('a clean result is one calm line', () => {
  expect(show([], undefined, 2)).toBe('no findings in 2 files\n');
});

test('a source without text gives no empty snippet', () => {
  expect(show([finding('', {}, source('gone.sh', ''))])).toContain(' --> gone.sh:1:1\n\n');
});

test('nothing in a text can move the cursor or reorder the line', () => {
  const hostile = source('c.yaml', 'a: \u001b[2Jx\u202ey\u0007\n');
  const out = show([finding('x', { message: 'bad \u001b[31m name\nnext' }, hostile)]);
  expect(out).not.toMatch(/[\u001b\u0007\u202e]/);
  expect(out).toContain('bad ␛[31m name␊next');
});

test('a very long line is cut around the place, and every line fits the window', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.integer({ min: 40, max: 120 }),
      (before, marked, after, columns) => {
        const one = (text: string) => text.replace(/[\r\n]/g, '');
        const text = source('c.yaml', one(before) + one(marked) + one(after));
        const range = { start: one(before).length, end: one(before).length + one(marked).length };
        const place = { source: text, range };
        const lines = show([finding('', { place, message: 'm' }, text)], columns).split('\n');
        if (text.text === '') return;
        const [shown, marks] = [lines[2]!, lines[3]!];
        for (const line of [shown, marks])
          expect(textWidth(stripVTControlCharacters(line))).toBeLessThanOrEqual(columns);
        expect(marks).toMatch(/\^/);
      },
    ),
    { numRuns: 300 },
  );
});

test('sentences fold at the width of the window, long words stay whole', () => {
  const out = show(
    [
      finding('make', {
        message: 'a message that is a good deal longer than forty-five columns',
        help: 'and some help that also has to be folded at the end',
      }),
    ],
    45,
  );
  expect(out).toBe(`error[missing-input]: a message that is a
  good deal longer than forty-five columns
 --> campaign.yaml:4:10
4 |     run: make
  |          ^^^^
  = help: and some help that also has to be
     folded at the end

1 error in 1 file
why, and what to write instead: campaign
explain missing-input
`);
});
