import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contains, pathSet, words } from '../../plan/path-set.ts';

const files = [
  'a',
  'b.md',
  '.c.md',
  'd/e.md',
  'd/.f/g.md',
  'd/x1.csv',
  'd/x2.csv',
  'd/xa.csv',
  'dir/h/i',
  'br[1]',
  'st*r',
  'sp ace',
  'ü',
  'A',
];
const patterns = [
  ...[
    '*',
    '*.md',
    '**/*.md',
    'd/**',
    '**',
    'd/*',
    '?',
    '[!a]',
    '[a-c]*',
    'd/x[0-9].csv',
    'd/x[[:alpha:]].csv',
    '[[:upper:]]',
    '{a,b.md}',
  ],
  ...[
    'd/x{1,a}.csv',
    'd/x{1..2}.*',
    'st\\**',
    'br\\[*',
    '**/g.md',
    'd/**/g.md',
    'di?/*/i',
    'sp *',
    '.*',
    'd**',
    '[^.]*',
    '*[]]',
    '?(a)',
    '{d,dir}/**',
  ],
];
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'campaign-globs-'));
  for (const file of files) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), 'x');
  }
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What is there, as every path of a file or directory. */
const all = [
  ...new Set(files.flatMap(file => file.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/')))),
];

test.each(patterns)('%s means on the box what the plan takes it for', pattern => {
  const expanded = words(pathSet(pattern))!.map(({ text }) => text);
  const script =
    'set -f; shopt -s globstar dotglob nullglob; shopt -u extglob; set +f; IFS=; for p in "$@"; do for f in $p; do printf "%s\\0" "${f%/}"; done; done';
  const output = execFileSync('bash', ['--norc', '-c', script, 'bash', ...expanded], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { LC_ALL: 'C.UTF-8', PATH: process.env.PATH },
  });
  const matched = new Set(output.toString().split('\0').slice(0, -1));
  // The set also covers what is below a match.
  const covered = all.filter(path =>
    path.split('/').some((_, index, parts) => matched.has(parts.slice(0, index + 1).join('/'))),
  );
  expect(all.filter(path => contains(pathSet(pattern), path))).toEqual(covered);
});
