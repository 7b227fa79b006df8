import type { Repository } from '../case.ts';

export const benchmark: Repository = {
  name: 'google/benchmark',
  commit: '267a11154f14269384879dc7f6b8d25acb3684db',
  cases: [
    ['bazel', 'whole', 'bazel test //test/...', 'bazel.yml'],
    ['bazel', 'whole', 'bazel test --test_output=errors //test:basic_test', 'of //test/...'],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DBENCHMARK_DOWNLOAD_DEPENDENCIES=ON && cmake --build build && ctest --test-dir build',
      'build-and-test.yml',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B asan -DBENCHMARK_DOWNLOAD_DEPENDENCIES=ON -DCMAKE_CXX_FLAGS=-fsanitize=address && cmake --build asan && ctest --test-dir asan',
      'sanitizer.yml by its matrix',
    ],
    ['cargo', 'whole', 'cd bindings/rust && cargo test', 'test_bindings.yml'],
    ['lint', 'whole', 'uv run --only-group=dev pre-commit run --all-files', 'pre-commit.yml'],
    [
      'word by word',
      'whole',
      'python bindings/python/google_benchmark/example.py',
      'test_bindings.yml, that very command',
    ],
    ['word by word', 'none', './build/test/benchmark_test --benchmark_min_time=5s', 'a measurement'],
  ],
};
