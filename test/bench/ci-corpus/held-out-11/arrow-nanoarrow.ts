import type { Repository } from '../case.ts';

export const arrowNanoarrow: Repository = {
  name: 'apache/arrow-nanoarrow',
  commit: 'c0eb931dfea79064713cad4c110ac7b11e170627',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DNANOARROW_BUILD_TESTS=ON -DCMAKE_BUILD_TYPE=Release\ncmake --build build -j\nctest --test-dir build --output-on-failure',
      'build-and-test.yaml, job test-no-arrow',
    ],
    [
      'cmake, meson',
      'whole',
      'mkdir build && cd build\ncmake .. -DNANOARROW_BUILD_TESTS=ON -DNANOARROW_IPC=ON -DNANOARROW_BUILD_TESTS_WITH_ARROW=ON -DNANOARROW_IPC_WITH_ZSTD=ON -DNANOARROW_IPC_WITH_LZ4=ON -DNANOARROW_BUILD_APPS=ON\ncmake --build .\nctest -T test .',
      'build-and-test-ipc.yaml, default-build',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DNANOARROW_DEVICE=ON -DNANOARROW_DEVICE_WITH_CUDA=ON -DNANOARROW_BUILD_TESTS=ON -DNANOARROW_BUILD_TESTS_WITH_ARROW=ON && cmake --build build && cd build && ctest -T test',
      'build-and-test-device.yaml, with-cuda',
    ],
    [
      'cmake, meson',
      'whole',
      'meson setup builddir -Dbuildtype=release -Dipc=enabled -Dtests=enabled && meson compile -C builddir && meson test -C builddir',
      'build-and-test.yaml, job meson-build-no-arrow',
    ],
    ['word by word', 'whole', 'ci/scripts/build-with-meson.sh', 'build-and-test.yaml, job meson-build'],
    ['python', 'whole', 'cd python && pytest tests/test_ipc.py -x', 'python.yaml'],
    ['python', 'whole', 'pytest python/tests -v -s 2>&1 | tee python.log', 'python.yaml'],
    ['python', 'whole', 'pytest --pyargs nanoarrow --doctest-modules', 'python.yaml, step Run doctests'],
    ['word by word', 'whole', 'cd dev/benchmarks && ./benchmark-run-all.sh', 'benchmarks.yaml plainly runs it'],
    ['word by word', 'whole', 'docker compose run --rm integration', 'integration.yaml'],
    ['lint', 'whole', 'pre-commit run --all-files', 'dev.yaml'],
    ['word by word', 'whole', 'ci/scripts/run-clang-tidy.sh . build/', 'clang-tidy.yaml'],
    [
      'cmake, meson',
      'none',
      'cmake -S . -B build -DNANOARROW_BUILD_TESTS=ON -DCMAKE_CXX_FLAGS="-fsanitize=thread -g" -DCMAKE_C_FLAGS="-fsanitize=thread -g" && cmake --build build',
      'no job has that sanitizer',
    ],
    ['word by word', 'none', 'cd dev/benchmarks && asv run v0.5.0..main', 'CI runs the commit alone, quickly'],
    ['word by word', 'whole', 'docker compose run --rm docs', 'packaging.yaml'],
    [
      'cmake, meson',
      'none',
      'cmake -S . -B build-arm -DCMAKE_TOOLCHAIN_FILE=cmake/aarch64.cmake -DNANOARROW_BUILD_TESTS=ON && cmake --build build-arm',
      'no job crosses',
    ],
  ],
};
