import { expect, test } from 'vitest';
import { relatedPlaces, whereInCi } from '../../lint/ci/telling.ts';
import { ciOf, overlapsIn, recalledCi, type Tree, workflow } from './world.ts';

const tree: Tree = {
  '.github/workflows/ci.yml': `env: { RUST_BACKTRACE: 1 }
${workflow(
  'make check',
  '- uses: ./.github/actions/lint',
  'cat > go.sh <<EOF\ncargo test -p core\nEOF\nbash go.sh',
  './ci/all.sh',
  'MODE=fast pytest tests -m "not slow" || true',
  'cd web && npm ci && npm run verify',
  'RUSTFLAGS="-Zsanitizer=address" cargo test -p store',
)}`,
  '.github/workflows/nightly.yml': workflow('./ci/long.sh').replace(
    'on: [pull_request]',
    "on: { schedule: [{ cron: '0 0 * * *' }] }",
  ),
  '.github/actions/lint/action.yml':
    'runs: { using: composite, steps: [{ run: cargo clippy --workspace, shell: bash }] }\n',
  Makefile: 'check: unit\n\tcargo nextest run --workspace\nunit:\n\tgo test ./...\n',
  'ci/all.sh': '#!/bin/bash\nset -e\nrun() { "$@"; }\nrun ctest --test-dir build -L fast\n. ci/more.sh\n',
  'ci/more.sh': 'vitest run src\n',
  'ci/long.sh': 'cargo test -- --ignored\n',
  'web/package.json': '{"scripts": {"verify": "npm run lint && jest", "lint": "eslint ."}}',
  'Cargo.toml': '[workspace]\nmembers = ["core", "store"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'store/Cargo.toml': '[package]\nname = "store"\n',
};
const stages = [
  'make check',
  'cargo nextest run -p core && go test ./x',
  'cargo clippy -p store',
  'cargo test -p core --release',
  'ctest --test-dir build -L fast',
  './ci/all.sh',
  'npx vitest run src/a',
  'pytest tests',
  '(cd web && npx jest src)',
  'cargo test -p store -- --ignored',
  './bench.sh',
];

/** All that is told of what CI does of the stages. */
function told(files: Tree, ci: ReturnType<typeof ciOf>): unknown {
  return (['change', 'schedule'] as const).flatMap(frequency =>
    stages.flatMap(run =>
      overlapsIn(files, run, { frequency }, ci).map(overlap => [
        ...[frequency, run, overlap.coverage, [overlap.ci, ...overlap.also].map(whereInCi)],
        relatedPlaces(overlap).map(({ message, place: { source, range } }) => [message, source, range]),
      ]),
    ),
  );
}

test('what is kept of CI tells the same as reading it', () => {
  const texts = new Map<string, string>();
  expect(told(tree, recalledCi(tree, texts))).toEqual(told(tree, ciOf(tree)));
  expect(texts.size).toBe(1);
  expect(told(tree, ciOf(tree))).toHaveLength(10);
});

test('it is what was kept that is told, and kept anew only where a file that was asked for has changed', () => {
  const texts = new Map<string, string>();
  recalledCi(tree, texts);
  const [[key, text]] = [...texts] as [[string, string]];
  texts.set(key, text.replaceAll('"job":"test"', '"job":"forged"'));
  const jobs = (files: Tree) => new Set(recalledCi(files, texts).units.map(({ step }) => step.job));
  expect(jobs({ ...tree, 'README.md': 'new' })).toEqual(new Set(['forged']));
  for (const path of Object.keys(tree)) {
    texts.set(key, text.replaceAll('"job":"test"', '"job":"forged"'));
    expect([path, jobs({ ...tree, [path]: `${tree[path]}\n` })]).toEqual([path, new Set(['test'])]);
    const { [path]: _, ...without } = tree;
    texts.set(key, text);
    expect([path, told(without, recalledCi(without, texts))]).toEqual([path, told(without, ciOf(without))]);
  }
  texts.set(key, text.replaceAll('"job":"test"', '"job":"forged"'));
  expect(jobs({ ...tree, '.github/workflows/new.yaml': workflow('true') })).toEqual(new Set(['test']));
});
