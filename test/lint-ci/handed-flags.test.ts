import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

const FILES: Tree = {
  'Cargo.toml': '[package]\nname = "engine"\n',
  'go.mod': 'module example.com/engine\n',
  Makefile:
    'rust:\n\tcargo nextest run --workspace\ngo:\n\tgo test ./...\npy:\n\tpytest tests\nlint:\n\truff check src\nlib:\n\t./hidden.sh\n',
  justfile: 'rust:\n    cargo nextest run --workspace\n',
  'package.json': '{ "scripts": { "test:native": "cargo test" } }',
  'ci/test.sh': 'cargo nextest run --workspace\n',
  'tests/test_a.py': 'def test_a(): pass\n',
};

/** What a step of CI runs, the stage's commands, the verdict. */
const CASES: readonly (readonly [ci: string, stage: string, verdict: string])[] = [
  ['make rust', 'RUSTFLAGS="-Ctarget-cpu=native" make rust', 'no'],
  ['make rust', 'export RUSTFLAGS="-C target-cpu=native"\nmake rust', 'no'],
  ['make rust', 'export RUSTFLAGS=-Zsanitizer=address\nmake rust', 'no'],
  ['make rust', 'make rust RUSTFLAGS=-Ctarget-cpu=native', 'no'],
  ['make rust', 'env RUSTFLAGS="--cfg loom" make rust', 'no'],
  ['make rust', 'RUSTFLAGS="-D warnings -C opt-level=3" make rust', 'whole'],
  ['make rust', 'make rust RUSTFLAGS=-Dwarnings', 'whole'],
  ['make rust', 'CARGO_BUILD_TARGET=wasm32-wasip1 make rust', 'no'],
  ['make rust', 'CARGO_BUILD_TARGET=x86_64-unknown-linux-gnu make rust', 'whole'],
  ['make rust', 'RUSTDOCFLAGS="--cfg loom" make rust', 'no'],
  ['make rust', 'RUSTDOCFLAGS="-D warnings --cfg docsrs" make rust', 'whole'],
  ['make lib', 'NEXTEST_PROFILE=soak make lib', 'no'],
  ['make rust', 'NEXTEST_PROFILE=ci make rust', 'whole'],
  ['RUSTFLAGS="--cfg loom" make rust', 'RUSTFLAGS="--cfg loom" make rust', 'whole'],
  ['RUSTFLAGS="--cfg loom" make rust', 'make rust', 'no'],
  ['just rust', 'RUSTFLAGS=-Ctarget-cpu=native just rust', 'no'],
  ['npm run test:native', 'RUSTFLAGS=-Ctarget-cpu=native npm run test:native', 'no'],
  ['ci/test.sh', 'export RUSTFLAGS=-Ctarget-cpu=native\nci/test.sh', 'no'],
  ['ci/test.sh', 'ci/test.sh', 'whole'],
  ['make lib', 'CFLAGS="-O3 -march=native" make lib', 'no'],
  ['make lib', 'make lib CFLAGS="-O1 -fsanitize=address"', 'no'],
  ['make lib', 'LDFLAGS=-fsanitize=thread make lib', 'no'],
  ['make lib', 'CFLAGS="-O3 -g" make lib', 'whole'],
  ['make go', 'GOFLAGS=-tags=integration make go', 'no'],
  ['make go', 'GOFLAGS="-mod=mod -v" make go', 'whole'],
  ['make py', 'PYTEST_ADDOPTS="--runslow" make py', 'no'],
  ['make py', 'PYTEST_ADDOPTS="-m slow" make py', 'whole'],
  ['make py', 'PYTEST_ADDOPTS="-x --tb=short" make py', 'whole'],
  ['make lint', 'RUSTFLAGS=-Ctarget-cpu=native make lint', 'whole'],
];

describe('flags for tools in the surroundings of whatever starts them', () => {
  for (const [ci, stage, expected] of CASES)
    test(`${ci} | ${stage} → ${expected}`, () =>
      expect(verdict({ ...FILES, '.github/workflows/ci.yml': workflow(ci) }, stage)).toBe(expected));
});
