import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** CI's step or steps, the stage's commands, the verdict. */
type Case = readonly [ci: string, stage: string, expected: string];

const FILES: Tree = {
  'go.mod': 'module example.com/a\n',
  'b/go.mod': 'module example.com/a/b\n',
  Makefile:
    'generate:\n\tgo generate ./...\nverify: generate\n\tgit diff --exit-code\nunit:\n\tgo test ./...\nbuild:\n\t./configure-and-go\n',
  'package.json': '{"name": "a", "scripts": {"codegen": "node gen.js", "test": "vitest run"}}',
  'scripts/go-fix.sh': '#!/bin/sh\nset -e\nfor f in a b; do sed -i s/x/y/ $f; done\n',
  'tools/update_docs.py': '',
};

function table(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [ci, stage, expected] of cases)
      test(`${ci} | ${stage} → ${expected}`, () => {
        const steps = ci.split('\n---\n');
        expect(verdict({ ...FILES, '.github/workflows/ci.yml': workflow(...steps) }, stage)).toBe(expected);
      });
  });
}

const BOTH: readonly string[] = [
  'go mod tidy',
  'go mod vendor',
  'go generate ./...',
  'go fix ./...',
  'buf generate',
  'make generate',
  'npm run codegen',
  './scripts/go-fix.sh',
  'python3 tools/update_docs.py --all',
];

table('what writes, with a look at the difference on both sides', [
  ...BOTH.flatMap((command): Case[] => [
    [`${command}\ngit diff --exit-code`, `${command} && git diff --exit-code`, 'whole'],
    [`${command}\n---\ngit diff --exit-code -- .`, `${command}\ngit diff --quiet go.sum || exit 1`, 'whole'],
  ]),
  // CI that does not look would not fail.
  ...['go mod tidy', 'go generate ./...', 'buf generate', 'make generate', './scripts/go-fix.sh'].map(
    (command): Case => [command, `${command} && git diff --exit-code`, 'no'],
  ),
  ['go mod tidy\nif ! git diff --exit-code; then exit 1; fi', 'go mod tidy && git diff --exit-code go.mod', 'whole'],
  ['go mod tidy\ntest -z "$(git status --porcelain)"', 'go mod tidy\n[ -z "$(git status --porcelain)" ]', 'whole'],
  ['go mod tidy -v\n---\ngit diff --exit-code', 'go mod tidy -diff', 'whole'],
  ['go generate -v\n---\ngit diff\ntest -z "$(git status --porcelain)"', 'go generate -v && git diff --quiet', 'whole'],
  [
    'go generate\n---\nif [ -n "$(git status --porcelain)" ]; then exit 1; fi',
    'go generate && test -z "$(git status -s)"',
    'whole',
  ],
  ['go generate\n---\n[ -n "$(git status --porcelain)" ] && echo changed', 'go generate && git diff --quiet', 'no'],
  ...[
    'if [ -n "$(git status -s)" ]; then echo x=true; else echo x=false; fi >> "$GITHUB_OUTPUT"',
    'if [ -z "$(git status -s)" ]; then echo x=0; else echo x=1; fi >> "$GITHUB_OUTPUT"',
    'if git diff --quiet; then echo "x=0" >> $GITHUB_OUTPUT; fi',
  ].map((told): Case => [`go generate\n---\n${told}`, 'go generate && git diff --quiet', 'no']),
  [
    'go generate\n---\nif ! git diff --quiet; then echo "x=1" >> $GITHUB_OUTPUT; exit 1; fi',
    'go generate && git diff --quiet',
    'whole',
  ],
  ['go generate\n---\ngit diff --exit-code\necho "x=1" >> $GITHUB_OUTPUT', 'go generate && git diff --quiet', 'whole'],
  ['go generate\n---\ngit status --porcelain', 'go generate && git diff --quiet', 'no'],
  ['cd b && go mod tidy -diff', 'cd b && go mod tidy && git diff --exit-code', 'whole'],
  ['make verify', 'go generate ./... && git diff --exit-code', 'whole'],
  ['go generate ./... && git diff --exit-code', 'make generate\ngit diff --exit-code', 'whole'],
  ['gofmt -w .\n---\ngit diff --exit-code', 'gofmt -l .', 'whole'],
]);

table('what writes, and nobody looks or somebody keeps it', [
  ['go mod tidy', 'go mod tidy', 'no'],
  ['go mod tidy\ngit diff --exit-code', 'go mod tidy', 'no'],
  // What only builds is done all the same.
  ['make build\ngit diff --exit-code', 'make build', 'whole'],
  ['git diff --exit-code\n---\ngo mod tidy', 'go mod tidy && git diff --exit-code', 'no'],
  ['go mod tidy\ngit diff --quiet || git commit -am tidy', 'go mod tidy && git diff --exit-code', 'no'],
  ['go mod tidy\n---\ngit diff --quiet || git push', 'go mod tidy && git diff --exit-code', 'no'],
  // Another module.
  ['go mod tidy -diff', 'cd b && go mod tidy -diff', 'no'],
  // Tests are tests, whatever looks on.
  ['npm test', 'npm test && git diff --exit-code', 'whole'],
  ['make unit\n---\ngit diff --exit-code', 'go test ./b', 'whole'],
]);
