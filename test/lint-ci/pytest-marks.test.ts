import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

const FILES: Tree = {
  'tests/test_plain.py': 'def test_a(): pass # not slow\n',
  'tests/test_marked.py': 'import pytest\npytestmark = pytest.mark.slow\ndef test_b(): pass\n',
  'tests/test_decorated.py': 'from marks import slow\n@slow\ndef test_c(): pass\n',
  'tests/hooked/conftest.py':
    'def pytest_collection_modifyitems(items):\n    [item.add_marker("slow") for item in items]\n',
  'tests/hooked/test_d.py': 'def test_d(): pass\n',
};
const PART = 'part: the only new part is what lies outside';

/** What a step of CI runs, the stage's commands, how the verdict begins. */
const CASES: readonly (readonly [ci: string, stage: string, verdict: string])[] = [
  ['pytest tests/test_plain.py', 'pytest -m slow tests', 'no'],
  ['pytest tests/test_plain.py', 'pytest -m "slow and not gpu" tests', 'no'],
  ['pytest tests/test_plain.py', 'pytest -m "not gpu" tests', PART],
  ['pytest tests/test_plain.py', 'pytest tests', PART],
  ['pytest tests/test_plain.py::test_a', 'pytest -m slow tests', 'no'],
  ['pytest tests/test_marked.py', 'pytest -m slow tests', PART],
  ['pytest tests/test_decorated.py', 'pytest -m slow tests', PART],
  ['pytest tests/hooked/test_d.py', 'pytest -m slow tests', PART],
  ['pytest tests/hooked', 'pytest -m slow tests', PART],
  ['pytest tests', 'pytest -m slow tests/test_marked.py', 'whole'],
  ['pytest tests', 'pytest -m slow tests/test_plain.py', 'no'],
  ['pytest tests', 'pytest -m slow tests', 'whole'],
];

describe('a marker that the stage asks for', () => {
  for (const [ci, stage, expected] of CASES)
    test(`${ci} | ${stage} → ${expected}`, () => {
      const found = verdict({ ...FILES, '.github/workflows/ci.yml': workflow(ci) }, stage);
      expect(found.slice(0, expected.length)).toBe(expected);
    });
});
