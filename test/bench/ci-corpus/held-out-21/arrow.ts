import type { Repository } from '../case.ts';

export const arrow: Repository = {
  name: 'apache/arrow',
  commit: '515410b2a14ac766258e00b07eab9e5ee2692a62',
  cases: [
    [
      'word by word',
      'whole',
      'pip install -e "dev/archery[docker]"\nUBUNTU=24.04 CLANG_TOOLS=18 LLVM=18 archery docker run ubuntu-cpp-sanitizer |& tee asan.log',
      'cpp.yml, a row of the matrix',
    ],
    ['word by word', 'none', 'archery docker run ubuntu-cpp-thread-sanitizer', 'no workflow has that service'],
    ['word by word', 'none', 'timeout 8h archery docker run conda-cpp-valgrind', 'no workflow has that service'],
    [
      'word by word',
      'part',
      'for s in conda-cpp conda-cpp-valgrind; do archery docker run $s; done',
      'the first in cpp.yml',
    ],
    [
      'word by word',
      'scheduled',
      'archery docker run -e ARROW_USE_MESON=ON conda-cpp',
      'cpp_extra.yml, behind a label or by its schedule',
    ],
    [
      'cmake, meson',
      'whole',
      'export ARROW_HOME=/tmp/local ARROW_BUILD_TESTS=ON ARROW_PARQUET=ON ARROW_DATASET=ON\nci/scripts/cpp_build.sh "$PWD" "$PWD/build"\nci/scripts/cpp_test.sh "$PWD" "$PWD/build"',
      'cpp.yml, job macos, with more components',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -S cpp -B bench --preset ninja-benchmarks\ncmake --build bench\ntaskset -c 2 ./bench/release/arrow-compute-vector-sort-benchmark --benchmark_repetitions=10 --benchmark_format=json > sort.json',
      'nobody measures',
    ],
    [
      'word by word',
      'none',
      'archery benchmark diff --suite-filter="^arrow-compute" --cmake-extras="-DCMAKE_CXX_FLAGS=-O3" HEAD main',
      'nobody measures',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -S cpp -B fuzz --preset fuzzing && cmake --build fuzz --target parquet-arrow-fuzz\n./fuzz/debug/parquet-arrow-fuzz -max_total_time=7200 corpus',
      'CI runs the seeds alone',
    ],
    ['python', 'whole', 'ci/scripts/python_test.sh $(pwd)', 'python.yml, job macos'],
    [
      'python',
      'whole',
      'cd python\nPYARROW_TEST_PARQUET=ON pytest pyarrow/tests/parquet pyarrow/tests/test_compute.py -n auto -q',
      'python_test.sh tests the whole package',
    ],
    [
      'python',
      'none',
      'PYARROW_TEST_HYPOTHESIS=ON HYPOTHESIS_PROFILE=ci pytest -r s --pyargs pyarrow -m hypothesis',
      'no workflow asks for them',
    ],
    ['python', 'whole', 'cd dev/archery && pip install -r requirements-test.txt && pytest archery', 'archery.yml'],
    ['lint', 'whole', 'pre-commit run --all-files cpp', 'dev.yml runs all hooks'],
  ],
};
