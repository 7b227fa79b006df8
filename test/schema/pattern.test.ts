import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toPosixEre } from '../../schema/pattern.ts';

function ere(pattern: string): string {
  const result = toPosixEre(pattern);
  return 'ere' in result ? result.ere : `fault: ${result.fault.message} @${result.fault.start}-${result.fault.end}`;
}

test('what JavaScript writes shortly is written out', () => {
  const pairs = {
    '^\\| Q\\d\\d ': '^\\| Q[0-9][0-9] ',
    '\\w+\\s*=\\S': '[A-Za-z0-9_]+[[:space:]]*=[^[:space:]]',
    '[\\d-]': '[0-9-]',
    '[^\\]]': '[^]]',
    '[\\^]': '\\^',
    '[\\^-]': '[-^]',
    '[a\\-z]': '[az-]',
    '[\\s\\S]': '.',
    '[^\\d]': '[^0-9]',
    '[\\\\/]': '[\\/]',
    '[[:a]': '[:a[]',
    '(?:a|b)+': '(a|b)+',
    '(?<name>a)': '(a)',
    '{"ok": true}': '\\{"ok": true}',
    'a{2,3}': 'a{2,3}',
    '\\u00e9\\x41': 'éA',
    '\\/': '/',
    '\\bok\\b': '\\bok\\b',
  };
  expect(Object.fromEntries(Object.keys(pairs).map(pattern => [pattern, ere(pattern)]))).toEqual(pairs);
});

test('what POSIX cannot say is a fault at its place', () => {
  expect(
    [
      '(?=a)',
      'b(?<!a)',
      'a*?',
      'a+?b',
      '(a)\\1',
      '\\p{L}',
      '(?i)a',
      '[\\Wx]',
      '[]',
      '[^]',
      'a**',
      '(',
      'a)',
      '[a',
      'a\nb',
      '[z-a]',
      'x{3,2}',
      '\\',
      '^*',
      'a{99999}',
    ].map(ere),
  ).toMatchInlineSnapshot(`
    [
      "fault: look-around has no form in POSIX expressions @0-3",
      "fault: look-around has no form in POSIX expressions @1-5",
      "fault: lazy quantifiers have no form in POSIX expressions @1-3",
      "fault: lazy quantifiers have no form in POSIX expressions @1-3",
      "fault: the back-reference \`\\1\` has no form here @3-5",
      "fault: \`\\p\` has no form in POSIX expressions @0-2",
      "fault: \`(?i)\` has no form in POSIX expressions @0-4",
      "fault: \`\\W\` together with other characters has no form in POSIX expressions @0-5",
      "fault: \`[]\` matches nothing @0-2",
      "fault: \`[^]\` has no form in POSIX expressions @0-3",
      "fault: \`*\` has nothing to repeat @2-3",
      "fault: this \`(\` is never closed @0-1",
      "fault: this \`)\` closes nothing @1-2",
      "fault: this \`[\` is never closed @0-1",
      "fault: a pattern is about one line, and this one holds a line break @1-2",
      "fault: the range \`z-a\` ends before it begins @1-4",
      "fault: \`{3,2}\` ends before it begins @1-6",
      "fault: a backslash at the end escapes nothing @0-1",
      "fault: \`*\` has nothing to repeat @1-2",
      "fault: \`{99999}\` repeats more than 32767 times @1-8",
    ]
  `);
});

test('grep -E finds the lines that JavaScript finds', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '1',
    '_',
    '-',
    '\\d',
    '\\w',
    '\\s',
    '\\S',
    '.',
    '[ab]',
    '[^a]',
    '[\\d-]',
    '[\\]a]',
    '[a-c1]',
    '[\\^b]',
    '[\\w.]',
    '[+--]',
    '\\.',
    '\\*',
    '{',
    '\\x61',
    '(?:a|1)',
    '(b)',
  );
  const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,}');
  const pattern = fc
    .array(fc.tuple(atom, quantifier), { minLength: 1, maxLength: 4 })
    .map(parts => parts.flat().join(''));
  const framed = fc
    .tuple(fc.constantFrom('', '^'), pattern, fc.constantFrom('', '$', '|a1$'))
    .map(parts => parts.join(''));
  const line = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '1', '_', '-', ' ', '.', '*', ']', '^', '{', '\\', '+'),
    maxLength: 6,
  });
  const cases = fc.sample(fc.tuple(framed, fc.array(line, { minLength: 1, maxLength: 12 })), { numRuns: 150, seed: 7 });
  for (const [source, lines] of cases) {
    const result = toPosixEre(source);
    if (!('ere' in result)) continue;
    const { stdout, stderr } = spawnSync('grep', ['-nE', '-e', result.ere], {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    const found = stdout
      .split('\n')
      .filter(Boolean)
      .map(each => Number(each.split(':')[0]));
    const wanted = lines.flatMap((each, i) => (new RegExp(source).test(each) ? [i + 1] : []));
    expect({ source, ere: result.ere, lines, found, stderr }).toEqual({
      source,
      ere: result.ere,
      lines,
      found: wanted,
      stderr: '',
    });
  }
});
