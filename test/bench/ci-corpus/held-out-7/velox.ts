import type { Repository } from '../case.ts';

export const velox: Repository = {
  name: 'facebookincubator/velox',
  commit: '4d16851ecd02aaf14a026f509246a0f00afce166',
  cases: [
    ['cmake, meson', 'whole', 'make debug && cd _build/debug && ctest -j 16', 'job ubuntu-debug'],
    ['cmake, meson', 'whole', 'make unittest', 'job ubuntu-debug does the same'],
    ['lint', 'whole', 'pre-commit run --all-files', 'preliminary_checks.yml'],
    ['make, just, task', 'none', 'make benchmarks-basic-run', 'no job calls it so'],
    ['cmake, meson', 'none', 'cd _build/debug && ctest -L cuda_driver', 'CI leaves them out'],
    [
      'word by word',
      'none',
      '_build/release/velox/benchmarks/tpch/velox_tpch_benchmark --data_path=/mnt/tpch --run_query_verbose=1',
      'a measurement',
    ],
  ],
};
