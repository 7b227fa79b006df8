import type { Repository } from '../case.ts';

export const croaring: Repository = {
  name: 'RoaringBitmap/CRoaring',
  commit: '0489dd47c1ffcd5a43f90f44f5f10e92b4fceaec',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -G Ninja -DENABLE_ROARING_TESTS=ON -DROARING_UNSAFE_FROZEN_TESTS=ON && ninja -C build && ctest --test-dir build -j8 --output-on-failure',
      'ubuntu-ci.yml',
    ],
    [
      'cmake, meson',
      'whole',
      'mkdir -p build && cd build\ncmake -DCMAKE_BUILD_TYPE=Debug -DENABLE_ROARING_TESTS=ON ..\nmake -j"$(nproc)"\nctest -R \'roaring64|art_unit|threads_unit\'',
      'alpine.yml and others test the debug build',
    ],
    [
      'cmake, meson',
      'whole',
      'for s in SANITIZE SANITIZE_UNDEFINED SANITIZE_THREADS; do\n  cmake -B out-$s -DROARING_$s=ON -DENABLE_ROARING_TESTS=ON\n  cmake --build out-$s -j\n  ctest --test-dir out-$s --output-on-failure |& tee $s.log\ndone',
      'three workflows for three sanitizers',
    ],
    [
      'cmake, meson',
      'none',
      'CC=clang CXX=clang++ cmake -B msan -DROARING_SANITIZE_MEMORY=ON -DENABLE_ROARING_TESTS=ON && cmake --build msan && ctest --test-dir msan',
      'no workflow has that sanitizer',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -B noavx -DROARING_DISABLE_AVX=ON -DENABLE_ROARING_TESTS=ON && cmake --build noavx -j 8 && bash -c "cd noavx && ctest"',
      'ubuntu-legacy-ci.yml',
    ],
    [
      'cmake, meson',
      'none',
      'for o in AVX512 X64; do cmake -B no$o -DROARING_DISABLE_$o=ON && cmake --build no$o -j && ctest --test-dir no$o; done',
      'CI only disables AVX',
    ],
    [
      'cmake, meson',
      'whole',
      'export CC=clang CXX=clang++\ncmake -S . -B c23 -DCMAKE_C_STANDARD=23 -DCMAKE_CXX_STANDARD=23 -DENABLE_ROARING_TESTS=ON -DROARING_UNSAFE_FROZEN_TESTS=ON\ncmake --build c23 -j\nctest --test-dir c23',
      'ubuntu-c23-ci.yml, row clang',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B shared -DBUILD_SHARED_LIBS=ON -DENABLE_ROARING_TESTS=ON && cmake --build shared -j && ctest --test-dir shared',
      'CI builds and installs it, but tests the static library',
    ],
    ['cmake, meson', 'whole', 'emcmake cmake -B wasm\ncmake --build wasm -j', 'emscripten.yml, which only builds'],
    [
      'cmake, meson',
      'none',
      'cmake -B native -DROARING_ARCH=native -DROARING_BUILD_LTO=ON -DENABLE_ROARING_TESTS=ON && cmake --build native -j && ctest --test-dir native',
      'no workflow has these options',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B bench -DENABLE_ROARING_MICROBENCHMARKS=ON && cmake --build bench -j\ntaskset -c 2 bench/microbenchmarks/bench --benchmark_repetitions=10 --benchmark_out=bench.json',
      'nobody measures',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B build && cmake --build build --target roaring_benchmark\nsudo ./build/benchmarks/roaring_benchmark --filter contains_quartiles | tee quartiles.txt',
      'CI builds it, nobody runs it',
    ],
    [
      'word by word',
      'part',
      'time ./tools/prereleasetests.sh',
      'of its eight builds, CI tests those that have x64 code',
    ],
    [
      'word by word',
      'none',
      'clang -g -O1 -fsanitize=fuzzer,address -Iinclude fuzz/croaring_fuzzer.c build/src/libroaring.a -o fuzzer && timeout 4h ./fuzzer -jobs=16 tests/testdata',
      'cifuzz.yml fuzzes for five minutes',
    ],
    [
      'lint',
      'whole',
      "git ls-files '*.c' '*.h' '*.hh' '*.cpp' | xargs clang-format-17 --style=file --dry-run --Werror",
      'clang-format.yml through the action',
    ],
    ['word by word', 'whole', './tools/prepare_doxygen.sh && doxygen ./doxygen', 'documentation.yml on master'],
  ],
};
