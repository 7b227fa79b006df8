import type { Repository } from '../case.ts';

export const rocksdb: Repository = {
  name: 'facebook/rocksdb',
  commit: '1dfa7297933df05237ac11376d6cb69d32591b1d',
  cases: [
    ['make, just, task', 'whole', 'make check', 'job build-linux'],
    ['make, just, task', 'whole', 'make -j64 J=64 check', 'job build-linux'],
    ['make, just, task', 'whole', 'make jtest', 'job build-linux-java'],
    ['make, just, task', 'whole', 'make check-format', 'job check-format-and-targets'],
    ['make, just, task', 'whole', 'make check-sources && make check-buck-targets', 'job check-format-and-targets'],
    [
      'make, just, task',
      'whole',
      'COMPILE_WITH_ASAN=1 COMPILE_WITH_UBSAN=1 CC=clang-21 CXX=clang++-21 USE_CLANG=1 ROCKSDB_DISABLE_ALIGNED_NEW=1 make -j32 check',
      'job build-linux-clang21-asan-ubsan',
    ],
    ['make, just, task', 'whole', 'USE_FOLLY=1 LIB_MODE=static make -j64 check', 'job build-linux-make-with-folly'],
    [
      'make, just, task',
      'whole',
      "make blackbox_crash_test CRASH_TEST_EXT_ARGS='--duration=240 --max_key=2500000'",
      'job build-linux-mini-crashtest',
    ],
    [
      'make, just, task',
      'whole',
      'SANITY_CHECK=1 LONG_TEST=1 tools/check_format_compatible.sh',
      'job check-format-and-targets',
    ],
    [
      'cmake, meson',
      'whole',
      'mkdir build && cd build && cmake -DWITH_GFLAGS=1 .. && make -j32 && ctest -j32',
      'job build-macos-cmake by its shards',
    ],
    ['make, just, task', 'scheduled', 'make valgrind_test', 'weekly.yml'],
    [
      'cmake, meson',
      'scheduled',
      'mkdir build && cd build && cmake -DUSE_FOLLY=1 -DWITH_GFLAGS=1 -DROCKSDB_BUILD_SHARED=0 .. && make -j20 && ctest -j20',
      'nightly.yml',
    ],
    [
      'make, just, task',
      'none',
      "make blackbox_crash_test CRASH_TEST_EXT_ARGS='--duration=14400 --max_key=25000000'",
      'another scale',
    ],
    ['make, just, task', 'none', 'make whitebox_crash_test', 'no job calls it'],
    [
      'word by word',
      'none',
      'DEBUG_LEVEL=0 make -j32 db_bench && ./db_bench --benchmarks=fillseq,readrandom --num=50000000 --db=/mnt/nvme/db',
      'a measurement',
    ],
    ['word by word', 'none', 'tools/benchmark.sh bulkload', 'a measurement'],
    ['word by word', 'none', 'tools/regression_test.sh', 'a measurement'],
    ['make, just, task', 'none', 'PORTABLE=0 USE_LTO=1 DEBUG_LEVEL=0 make -j32 db_bench', 'a build nobody does'],
  ],
};
