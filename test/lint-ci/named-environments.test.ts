import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** What CI runs, what the stage runs, the verdict. */
type Case = readonly [ci: string, stage: string, expected: string];

const FILES: Tree = {
  'pixi.toml': '[feature.test.tasks]\nunit = "pytest tests"\n[feature.lint.tasks]\nstyle = "ruff check src"\n',
  'pyproject.toml':
    '[tool.hatch.envs.test.scripts]\nrun = "pytest tests"\n[[tool.hatch.envs.test.matrix]]\npython = ["3.12", "3.13"]\ndeps = ["minimal", "full"]\n[tool.hatch.envs.gpu]\ntemplate = "test"\n',
  'tox.ini':
    '[tox]\nenvlist = py312-django{42,52,60}, lint\n[testenv]\ndeps =\n    pytest\n    django42: Django~=4.2\n    django52: Django~=5.2\n    django60: Django~=6.0\ncommands = pytest tests\n[testenv:lint]\ncommands = ruff check src\n',
};

function table(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [ci, stage, expected] of cases)
      test(`${ci} | ${stage} → ${expected}`, () => {
        const text = ci.includes('\non:') ? ci : workflow(ci);
        expect(verdict({ ...FILES, '.github/workflows/ci.yml': text }, stage)).toBe(expected);
      });
  });
}

const MATRIX = `name: CI
on: [pull_request]
jobs:
  test:
    strategy:
      matrix:
        environment: [py312, py313]
    runs-on: ubuntu-latest
    steps:
      - run: pixi run -e \${{ matrix.environment }} unit
`;

table('an environment of pixi is one of those that CI names', [
  [MATRIX, 'pixi run -e py313 unit', 'whole'],
  [MATRIX, 'pixi run --environment=py312 pytest tests/a', 'whole'],
  [MATRIX, 'pixi run -e cuda unit', 'no'],
  [MATRIX, 'pixi r --environment nosuch pytest tests', 'no'],
  [MATRIX, 'pixi run -e cuda -- bash -c "pytest tests"', 'no'],
  // Without one, and without pixi, nothing was chosen.
  [MATRIX, 'pixi run unit', 'whole'],
  [MATRIX, 'pytest tests', 'whole'],
  ['pixi run unit', 'pixi run -e cuda unit', 'no'],
  ['pixi run unit', 'pixi run -e default unit', 'whole'],
  ['pip install . && pytest tests', 'pixi run -e dev unit', 'whole'],
  [MATRIX.replace('[py312, py313]', '${{ fromJSON(inputs.all) }}'), 'pixi run -e py312 unit', 'no'],
  // What looks at files finds the same in any of them.
  [`${MATRIX}      - run: pixi run style\n`, 'pixi run -e lint style', 'whole'],
]);

table('an environment of hatch, whatever the interpreter', [
  ['hatch run test.py3.12-minimal:run', 'hatch run test.py3.13-minimal:run', 'whole'],
  ['hatch run test.py3.12-minimal:run', 'hatch run test.py3.12-full:run', 'no'],
  ['hatch run test:run', 'hatch run +py=3.13 test:run', 'whole'],
  ['hatch run test:run', 'hatch run test.py3.13-full:run', 'whole'],
  ['hatch run test:run', 'hatch run gpu:run', 'no'],
  ['hatch -e test run pytest tests', 'pytest tests/a', 'whole'],
  ['hatch -e test run pytest tests', 'hatch env run -e gpu pytest tests', 'no'],
  ['hatch -e test run pytest tests', 'hatch env run --env test pytest tests/a', 'whole'],
]);

table('factors of tox by which other packages are installed', [
  ['tox -e py312-django42,py312-django52', 'tox -e py313-django52', 'whole'],
  ['tox -e py312-django42,py312-django52', 'tox -e py312-django60', 'no'],
  ['tox', 'tox -e py312-django60', 'whole'],
  ['tox -e py312-django42', 'tox -e py312', 'whole'],
  ['tox -e py312', 'tox -e py312-django60', 'no'],
  ['pytest tests', 'tox -e py312-django60', 'whole'],
]);
