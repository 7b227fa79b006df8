import { expect, test } from 'vitest';
import { lint } from '../world.ts';
import { ecosystems } from './ecosystems.ts';
import { found, type Row } from './mutants.ts';

const stage = (run: string, more = '') =>
  `  check:\n    run: |\n${run.replace(/^/gm, '      ')}\n    exclusive: false\n    timeout: 10m\n${more}`;
const ALLOW = '    ci-overlap: { allow: hardware, reason: "the runners are too small for it" }\n';
const row = (ecosystem: Row[0], run: string, more = '', files: Readonly<Record<string, string>> = {}): Row => [
  ecosystem,
  { add: stage(run, more), world: { files } },
];
const ci = (steps: string, on = '[push, pull_request]') => ({
  '.github/workflows/ci.yml': `on: ${on}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`,
});
const GPU = { 'gpu/test_a.py': '' };
const E2E = { 'package.json': '{ "scripts": { "test": "vitest run", "e2e": "cypress run" } }' };

found(
  'tests-in-campaign',
  [
    row('node', 'npm ci\nnpm run e2e', '', E2E),
    row('node', 'npx mocha --timeout 60000 "spec/**/*.slow.js"'),
    row('node', 'node --test spec/', '', { 'spec/a.test.mjs': '' }),
    row('go', './gradlew --no-daemon integrationTest', '', { 'build.gradle': '' }),
    row('go', 'mvn -B -q verify -Pit', '', { 'pom.xml': '<project/>' }),
    row('rust', 'bash scripts/itest.sh', '', {
      'scripts/itest.sh': 'set -eu\necho it\ncargo test -p core -- --ignored\n',
    }),
    row('cpp', "build/tests/unit_tests --gtest_filter='Slow*'", '', ci('      - run: cmake --build build\n')),
    row('python', 'uv run pytest gpu -x -q', '    env: { RUST_LOG: debug }\n', GPU),
  ],
  [
    row('python', 'export S3_BUCKET=real\npytest gpu', '', GPU),
    ['python', { top: 'env: { S3_BUCKET: real }\n', add: stage('pytest gpu'), world: { files: GPU } }],
    row('python', "hyperfine --runs 20 'pytest gpu'", '', GPU),
    row('rust', 'cargo criterion'),
    row('rust', 'cargo xtask soak --hours 2'),
    row('cpp', 'build/bench/run_queries --test-data data/sf1'),
    row('cpp', 'build/run_queries --data data/test --out results.test.csv'),
  ],
);

found(
  'stale-ci-overlap',
  [
    row('python', 'pytest tests', ALLOW, ci('      - run: ruff check .\n')),
    row(
      'python',
      'pytest tests',
      ALLOW,
      ci('      # uses: example/shared/.github/workflows/x.yml@v1\n      - run: ruff check .\n'),
    ),
    row(
      'node',
      'npx playwright test',
      ALLOW,
      ci('      - run: npx playwright test\n', '{ release: { types: [published] } }'),
    ),
    [
      'rust',
      {
        swap: [['ci: { workflows: [".github/workflows/*.yml"] }', 'ci: { none: true, reason: "a fork" }']],
        add: stage('cargo test', ALLOW),
      },
    ],
  ],
  [
    // What CI does is not all written here.
    row('python', 'pytest tests', ALLOW, {
      '.github/workflows/ci.yml': 'on: push\njobs:\n  test: { uses: example/shared/.github/workflows/python.yml@v3 }\n',
    }),
    row(
      'python',
      'pytest tests',
      ALLOW,
      ci(
        '      - run: ${{ matrix.command }}\n    strategy:\n      matrix: ${{ fromJSON(needs.plan.outputs.matrix) }}\n',
      ),
    ),
    row(
      'cpp',
      'ctest --test-dir build',
      ALLOW,
      ci('      - run: docker run --rm -v $PWD:/src example/ci:1.2 /ci.sh\n'),
    ),
    row('go', 'go test -tags e2e ./...', ALLOW, ci('      - run: earthly --ci +test\n')),
    row('node', 'npx playwright test', ALLOW, ci('      - run: nix flake check\n')),
  ],
);

test('what the log shows where all went well is said in the words of the test runner', async () => {
  const helps = async (ecosystem: Row[0], run: string) => {
    const { files, ...clean } = ecosystems[ecosystem];
    const { findings } = await lint({ ...clean, files: { ...files, ...GPU }, campaign: clean.campaign + stage(run) });
    return findings.find(({ rule }) => rule === 'tests-in-campaign')?.help?.split('show: ')[1];
  };
  expect(await helps('python', 'pytest gpu')).toBe('`expect: { matches: { pattern: "[0-9]+ passed" } }`');
  expect(await helps('go', 'go test -tags e2e ./e2e')).toBe('`expect: { matches: { pattern: "^ok " } }`');
  expect(await helps('node', 'npx cypress run')).toBe('`expect: { matches: { pattern: "…" } }`');
});
