import type { Repository } from '../case.ts';

export const duckdb: Repository = {
  name: 'duckdb/duckdb',
  commit: '044a04a7cd39e6e8235f756597ae42dde084e5e5',
  cases: [
    ['make, just, task', 'whole', 'make unittest_relassert', 'job linux-relassert-tests'],
    ['make, just, task', 'whole', 'make format-check', 'job prepare, with less output'],
    ['make, just, task', 'whole', 'make tidy-check-clangd', 'job tidy-check'],
    ['make, just, task', 'whole', 'make test_ci', 'job prepare'],
    ['python', 'whole', "python3 -m unittest discover -s scripts/ci -p 'test_*.py'", 'make test_ci'],
    ['make, just, task', 'whole', 'make test_configs_execution', 'job linux-configs by its matrix'],
    ['make, just, task', 'whole', 'make allunit', 'job linux-release-tests'],
    ['make, just, task', 'whole', 'make test_storage', 'job linux-configs'],
    ['make, just, task', 'whole', 'STANDARD_VECTOR_SIZE=2 make reldebug && make unittest_reldebug', 'job vector-sizes'],
    ['make, just, task', 'whole', 'make relassert', 'job linux-relassert through an action'],
    [
      'python',
      'whole',
      'python3 -m pytest tools/shell/tests --shell-binary build/release/duckdb',
      'job linux-release-cli',
    ],
    [
      'word by word',
      'whole',
      'build/release/benchmark/benchmark_runner benchmark/micro/update/update_with_join.benchmark',
      'job linux-release-cli plainly runs that very command',
    ],
    [
      'word by word',
      'none',
      "build/release/benchmark/benchmark_runner 'benchmark/tpch/sf10/.*' --threads=32",
      'nobody measures so',
    ],
    ['word by word', 'none', './build/release/duckdb /mnt/tpch.db -c "CALL dbgen(sf=100)"', 'data'],
    [
      'word by word',
      'none',
      './build/release/test/run --test-config=test/configs/threadsan.json',
      'a configuration that no job uses with that build',
    ],
  ],
};
