import type { Repository } from '../case.ts';

export const networkx: Repository = {
  name: 'networkx/networkx',
  commit: 'cfc6b79fc53f583aa15a79b2187ae30bd4f480ed',
  cases: [
    [
      'python',
      'whole',
      'pytest --doctest-modules --pyargs networkx',
      'test.yml, job default: the pixi task test-default',
    ],
    ['python', 'whole', 'time pytest networkx/algorithms/flow -x', 'test.yml, job default'],
    ['python', 'whole', 'pixi run -e test-default-py313 test-default', 'test.yml, job default'],
    ['python', 'whole', 'pytest -n 16 --runslow -m slow --pyargs networkx', 'test.yml, job slow-tests'],
    [
      'python',
      'whole',
      'NETWORKX_TEST_BACKEND=nx_loopback pytest -n auto --doctest-modules --pyargs networkx',
      'test.yml, job dispatch',
    ],
    [
      'python',
      'whole',
      'set -e\nfor d in centrality community shortest_paths; do\n  timeout 1h python -m pytest --durations=20 "networkx/algorithms/$d" | tee "$d.log"\ndone',
      'test.yml, job default',
    ],
    ['lint', 'whole', 'mypy -p networkx', 'mypy.yml: the pixi task type-check'],
    ['lint', 'whole', 'pre-commit run --all-files', 'lint.yml: the pixi task lint'],
    ['word by word', 'whole', 'make -C doc/ html', 'deploy-docs.yml on push: the pixi task docs-build'],
    ['python', 'scheduled', 'python -m build --sdist --wheel', 'nightly.yml: the pixi task build-dist'],
    ['python', 'none', 'pixi run -e benchmark benchmark-run', 'benchmark.yml waits for a label and compares'],
    ['word by word', 'none', 'cd benchmarks && asv run --conf asv.conf.json v3.4..main', 'nobody runs a range'],
    ['python', 'none', 'NETWORKX_TEST_BACKEND=parallel pytest --pyargs networkx', 'no job has that backend'],
    [
      'python',
      'none',
      'python tools/generate_graphs.py --nodes 100000 && python bench_pagerank.py --repeat 10',
      'generation and measuring',
    ],
    ['make, just, task', 'none', 'make -C doc doctest', 'nobody does'],
  ],
};
