import type { Repository } from '../case.ts';

export const nlohmannJson: Repository = {
  name: 'nlohmann/json',
  commit: '199dea11b17c533721b26249e2dcaee6ca1d51d3',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DJSON_CI=On && cmake --build build --target ci_test_gcc',
      'ubuntu.yml, job ci_test_gcc',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DJSON_CI=On && time cmake --build build --target ci_test_valgrind',
      'ubuntu.yml by its matrix',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DJSON_CI=On; for s in 17 20; do cmake --build build --target ci_test_gcc_cxx$s; done',
      'ubuntu.yml by its matrix',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DJSON_BuildTests=On && cmake --build build -j && ctest --test-dir build --output-on-failure',
      'windows.yml, job mingw',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -B build -DJSON_BuildTests=ON -DJSON_FastTests=ON && cmake --build build && cd build && ctest -j $(nproc)',
      'macos.yml',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DJSON_BuildTests=On && cmake --build build && cd build && ctest -R test-regression1',
      'of windows.yml, job mingw',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DJSON_BuildTests=On -DJSON_TestStandards=20 && cmake --build build && ctest --test-dir build',
      'macos.yml by its matrix',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DJSON_BuildTests=ON -DJSON_Diagnostics=ON && cmake --build build && ctest --test-dir build',
      'ci_test_diagnostics in cmake/ci.cmake',
    ],
    [
      'lint',
      'whole',
      'cmake -S . -B build -DJSON_CI=On && cmake --build build --target ci_cppcheck',
      'ubuntu.yml by its matrix',
    ],
    ['lint', 'whole', 'pip install reuse && reuse lint', 'ubuntu.yml, job ci_reuse_compliance'],
    [
      'make, just, task',
      'whole',
      'make install_venv -C docs/mkdocs && make build -C docs/mkdocs',
      'publish_documentation.yml',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -S . -B build -DJSON_CI=On && cmake --build build --target ci_benchmarks',
      'a target that no job builds',
    ],
    [
      'lint',
      'none',
      'cmake -S . -B build -DJSON_CI=On && cmake --build build --target ci_pvs_studio',
      'a target that no job builds',
    ],
    ['make, just, task', 'none', 'make run_benchmarks', 'nobody measures so'],
    [
      'cmake, meson',
      'none',
      'cmake -S tests/benchmarks -B bb -DCMAKE_BUILD_TYPE=Release && cmake --build bb && ./bb/json_benchmarks --benchmark_format=json',
      'nobody measures so',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -S . -B build -DJSON_BuildTests=On -DCMAKE_CXX_FLAGS="-march=native -O3" && cmake --build build && ctest --test-dir build',
      'a build for this hardware',
    ],
    ['make, just, task', 'none', 'make fuzz_testing && ./fuzz-testing/fuzzer -max_total_time=3600', 'nobody runs that'],
  ],
};
