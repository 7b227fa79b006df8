import type { Repository } from '../case.ts';

export const lance: Repository = {
  name: 'lancedb/lance',
  commit: 'd2039d750a6a296585e7fca63428fb2139c7acd0',
  cases: [
    ['cargo', 'whole', 'cargo test --features dynamodb,substrait', 'rust.yml, job mac-build with more features'],
    ['cargo', 'whole', 'cargo test -p lance-index --release', 'rust.yml, job windows-build'],
    [
      'cargo',
      'whole',
      'cargo check --benches --features fp16kernels,cli,tensorflow,dynamodb,substrait',
      'rust.yml, job mac-build',
    ],
    ['lint', 'whole', 'cargo fmt -- --check', 'rust.yml, job format'],
    ['lint', 'whole', 'cargo deny check', 'rust.yml, job cargo-deny'],
    ['make, just, task', 'whole', 'cd python && make test', 'the action run_tests'],
    ['python', 'whole', 'cd python && pytest python/tests/test_dataset.py -k merge_insert', 'of make test'],
    ['python', 'whole', 'cd python && pytest --doctest-modules python/lance', 'python.yml, job lint'],
    ['make, just, task', 'whole', 'cd python && make integtest', 'the action run_integtests'],
    ['make, just, task', 'whole', 'cd python && COMPAT_TEMP_VENV=1 make compattest', 'python.yml, job compat'],
    ['lint', 'whole', 'cd python && make lint-python', 'python.yml, job lint'],
    ['lint', 'whole', 'cd python && pyright', 'python.yml, job lint'],
    ['lint', 'whole', 'cd java && mvn spotless:check', 'java.yml'],
    ['jvm', 'whole', 'cd java && LANCE_INTEGRATION_TEST=1 mvn install', 'java.yml'],
    ['lint', 'whole', 'cd java/lance-jni && cargo clippy --all-targets -- -D warnings', 'java.yml'],
    ['cargo', 'none', 'cargo bench -p lance-index --bench ivf_pq', 'nobody measures'],
    ['python', 'none', 'cd python && pytest python/benchmarks/test_search.py --benchmark-only', 'nobody measures'],
    ['python', 'scheduled', 'cd python && pytest -m recurring python/tests', 'recurring-tests.yml'],
  ],
};
