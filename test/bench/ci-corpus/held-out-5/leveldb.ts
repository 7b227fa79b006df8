import type { Repository } from '../case.ts';

export const leveldb: Repository = {
  name: 'google/leveldb',
  commit: '78a352f47ed6c1e9d750545e9b242289185b87e1',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build -j && ctest --test-dir build --output-on-failure',
      'RelWithDebInfo and Debug',
    ],
    ['cmake, meson', 'whole', 'cmake -B out -G Ninja && ninja -C out && cd out && ctest -j8', 'all tests'],
    [
      'cmake, meson',
      'whole',
      'mkdir -p build && cd build && cmake .. && make -j && ctest -R env_posix_test',
      'one of all tests',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -B build && cmake --build build --target leveldb_tests && cd build && ctest -C Debug -R leveldb_tests',
      'one of all tests',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B build -DCMAKE_CXX_FLAGS=-fsanitize=thread && cmake --build build && ctest --test-dir build',
      'no sanitizer in CI',
    ],
    [
      'word by word',
      'whole',
      'cmake -B build -DCMAKE_BUILD_TYPE=RelWithDebInfo && cmake --build build && build/db_bench',
      'CI plainly runs that very command',
    ],
    [
      'word by word',
      'none',
      'cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build && build/db_bench --num=100000000 --benchmarks=fillrandom,readrandom',
      'another scale',
    ],
    ['word by word', 'none', 'build/db_bench --db=/mnt/nvme/leveldb --value_size=4096', 'another scale'],
    ['word by word', 'none', 'build/db_bench_tree_db --num=10000000', 'another scale'],
  ],
};
