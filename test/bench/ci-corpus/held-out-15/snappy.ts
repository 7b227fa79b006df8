import type { Repository } from '../case.ts';

export const snappy: Repository = {
  name: 'google/snappy',
  commit: '6281a07b7e08629884ec93a89fea6e05c62e599c',
  cases: [
    [
      'cmake, meson',
      'whole',
      'mkdir -p build && cd build\ncmake -DCMAKE_BUILD_TYPE=Release ..\nmake -j"$(nproc)"\nmake test',
      'riscv64-qemu-test.yaml',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DCMAKE_BUILD_TYPE=Debug\ncmake --build build -j\nctest --test-dir build --output-on-failure',
      'build.yml runs the one test that there is',
    ],
    [
      'word by word',
      'whole',
      'cmake -B build . && cmake --build build --target snappy_unittest\ntimeout 10m build/snappy_unittest 2>&1 | tee unittest.log',
      'build.yml, job build-and-test',
    ],
    [
      'word by word',
      'whole',
      'mkdir -p build && cd build\ncmake -G Ninja .. && ninja\n./snappy_unittest --gtest_filter="Snappy.*"',
      'of job build-and-test',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -B build -DSNAPPY_REQUIRE_AVX=1 -DSNAPPY_REQUIRE_AVX2=1 -DCMAKE_BUILD_TYPE=RelWithDebInfo .\ncmake --build build\nbuild/snappy_unittest',
      'build.yml by its matrix, the level avx2',
    ],
    [
      'word by word',
      'whole',
      'CC=clang CXX=clang++ cmake -S . -B build -DSNAPPY_FUZZING_BUILD=1 -DCMAKE_BUILD_TYPE=Debug\ncmake --build build\nbuild/snappy_compress_fuzzer -runs=1000 -close_fd_mask=3\nbuild/snappy_uncompress_fuzzer -runs=1000 -close_fd_mask=3',
      'build.yml by its matrix, clang without optimisation',
    ],
    [
      'word by word',
      'none',
      './build/snappy_uncompress_fuzzer -max_total_time=3600 corpus/',
      'CI fuzzes a thousand runs',
    ],
    ['word by word', 'whole', './build/snappy_benchmark', 'both workflows measure it'],
    [
      'word by word',
      'none',
      './build/snappy_benchmark --benchmark_filter=BM_UFlat --benchmark_repetitions=20 --benchmark_report_aggregates_only=true',
      'CI measures once',
    ],
    ['word by word', 'none', 'for f in testdata/*; do ./build/snappy_test_tool "$f"; done', 'no job starts it'],
    [
      'cmake, meson',
      'none',
      'cmake -B build-asan -DCMAKE_CXX_FLAGS="-fsanitize=address -fno-omit-frame-pointer" .\ncmake --build build-asan\n./build-asan/snappy_unittest',
      'no sanitizer',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B build-shared -DBUILD_SHARED_LIBS=ON .\ncmake --build build-shared\nctest --test-dir build-shared',
      'no job builds a shared library',
    ],
    ['word by word', 'none', 'valgrind --error-exitcode=1 ./build/snappy_unittest', 'no valgrind'],
    ['bazel', 'none', 'bazel test //:snappy_unittest', 'no job uses bazel'],
  ],
};
