import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../report/unified-diff.ts';

const line = fc.constantFrom('a', 'b', 'c', '', '-- x', '++ y', '@@ -1 +1 @@', '\\ No newline', 'é\r');
const text = fc
  .tuple(fc.array(line, { maxLength: 25 }), fc.boolean())
  .map(([lines, ended]) => lines.join('\n') + (ended && lines.length > 0 ? '\n' : ''))
  .filter(one => one !== '');

test('git makes of the one text the other, whatever they are', () => {
  const directory = mkdtempSync(join(tmpdir(), 'campaign-diff-'));
  const path = join(directory, 'x.yaml');
  try {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = unifiedDiff({ name: 'x.yaml', before, after });
        if (before === after) {
          expect(diff).toBe('');
          return;
        }
        writeFileSync(path, before);
        execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
          cwd: directory,
          input: diff,
          env: { PATH: process.env.PATH, GIT_CEILING_DIRECTORIES: tmpdir() },
          stdio: ['pipe', 'pipe', 'pipe'],
        });
        expect(readFileSync(path, 'utf8')).toBe(after);
      }),
      { numRuns: 150 },
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('changes that lie near each other share a hunk, those that do not have their own', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `${index + 1}\n`);
  const changed = (...at: number[]) =>
    lines.map((one, index) => (at.includes(index + 1) ? `new ${one}` : one)).join('');
  const heads = (after: string) => unifiedDiff({ name: 'x', before: lines.join(''), after }).match(/^@@.*$/gm);
  expect(heads(changed(10, 17))).toEqual(['@@ -7,14 +7,14 @@']);
  expect(heads(changed(10, 18))).toEqual(['@@ -7,7 +7,7 @@', '@@ -15,7 +15,7 @@']);
  expect(heads(changed(1, 30))).toEqual(['@@ -1,4 +1,4 @@', '@@ -27,4 +27,4 @@']);
});
