import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** CI's command, the stage's, the verdict. */
type Case = readonly [ci: string, stage: string, expected: string];

const FILES: Tree = {
  'go.mod': 'module example.com/a\n',
  'tools/release/main.go': 'package main\n',
  'docs/check.py': '#!/usr/bin/env python3\nimport sys\n',
};

function table(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [ci, stage, expected] of cases)
      test(`${ci} | ${stage} → ${expected}`, () => {
        expect(verdict({ ...FILES, '.github/workflows/ci.yml': workflow(ci) }, stage)).toBe(expected);
      });
  });
}

table('a script that its own first line may start', [
  ['docs/check.py --all', 'python3 docs/check.py --all', 'whole'],
  ['python docs/check.py --all', './docs/check.py --all', 'whole'],
  ['docs/check.py --all', 'python3 docs/check.py --spelling', 'no'],
  ['docs/check.py', 'python3 docs/gone.py', 'no'],
]);

table('how a checker tells what it finds', [
  ['mypy src', 'mypy --no-error-summary --no-color-output --output json --timing-stats t.txt src', 'whole'],
  ['ruff check .', 'ruff check -n --output-file ruff.json --output-format json --no-fix .', 'whole'],
  ['eslint src', 'eslint --no-error-on-unmatched-pattern --stats -f json -o eslint.json src', 'whole'],
  ['prettier --check .', 'prettier --check -u --cache-location /tmp/c .', 'whole'],
  ['tsc --noEmit', 'tsc --noEmit --noErrorTruncation --explainFiles --generateTrace trace', 'whole'],
  ['biome ci .', 'biome ci --reporter=json --reporter-file=biome.json --log-level info .', 'whole'],
  ['black --check .', 'black --check --workers 8 --safe .', 'whole'],
  ['flake8 src', 'flake8 --count --benchmark --format pylint --output-file f.txt src', 'whole'],
  ['pyright', 'pyright --outputjson --threads', 'whole'],
  ['golangci-lint run', 'golangci-lint run --output.json.path=l.json --max-same-issues 0 --show-stats=false', 'whole'],
  ['diff <(gofmt -d .) <(printf "")', 'test -z "$(gofmt -l .)"', 'whole'],
  ['gofmt -l .', 'test -z "$(gofmt -s -l .)"', 'no'],
  ['mypy src', 'mypy --python-version 3.9 src', 'no'],
  ['ruff check .', 'ruff check --select ALL .', 'no'],
  // With some it fails for nothing that it finds.
  ['ruff check --exit-zero .', 'ruff check .', 'no'],
  ['flake8 --exit-zero src', 'flake8 src', 'no'],
]);

table('more that CI asks for', [
  ['ruff check --extend-select=C4,B .', 'ruff check .', 'whole'],
  ['flake8 --extend-select W5 src', 'flake8 src', 'whole'],
  ['pylint --enable useless-suppression src', 'pylint src', 'whole'],
  ['mypy --disallow-any-generics --check-untyped-defs src', 'mypy src', 'whole'],
  ['eslint --rule "no-console: error" src', 'eslint src', 'whole'],
  ['golangci-lint run -E gosec', 'golangci-lint run', 'whole'],
  // More than CI asks for, and less.
  ['ruff check .', 'ruff check --extend-select=C4 .', 'no'],
  ['ruff check --extend-select=C4 .', 'ruff check --extend-select=B .', 'no'],
  ['eslint --rule "no-console: off" src', 'eslint src', 'no'],
  ['pylint --disable all --enable unused-import src', 'pylint src', 'no'],
]);

table('where a program puts what it finds', [
  ['./check.py --all', './check.py --all --output out.json --summary', 'whole'],
  ['./check.py --all', './check.py --all -o results/a.json --log-path l.txt', 'whole'],
  ['go run ./tools/release -o out -s .', 'go run ./tools/release -o dist -s .', 'whole'],
  ['./check.py -o strict', './check.py -o loose', 'no'],
  ['./check.py', './check.py -o seed=7', 'no'],
  ['go run ./tools/release -s .', 'go run ./tools/release -s b', 'no'],
]);

const LYCHEE = `- uses: lycheeverse/lychee-action@v2
  with: { args: --offline --verbose --root-dir "$(pwd)" './**/*.md' }`;

table('an action that is a command', [
  [LYCHEE, `lychee --offline --no-progress --root-dir "$(pwd)" './**/*.md'`, 'whole'],
  [LYCHEE, `lychee --no-progress --root-dir "$(pwd)" './**/*.md'`, 'no'],
  [LYCHEE.replace('{ ', '{ fail: false, '), `lychee --offline --root-dir "$(pwd)" './**/*.md'`, 'no'],
]);
