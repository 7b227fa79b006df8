import type { Repository } from '../case.ts';

export const zlibNg: Repository = {
  name: 'zlib-ng/zlib-ng',
  commit: '94aacd8bd69b7bfafce14fbe7639274e11d92d51',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF\ncmake --build build -j 16\nctest --test-dir build --output-on-failure',
      'cmake.yml, Ubuntu 20.04 GCC and others',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -B asan -DCMAKE_BUILD_TYPE=Release -DWITH_SANITIZER=Address\ncmake --build asan -j\n(cd asan && ctest -j8 --output-on-failure)',
      'cmake.yml, Ubuntu GCC ASAN',
    ],
    [
      'cmake, meson',
      'whole',
      'for opt in WITH_INFLATE_STRICT WITH_REDUCED_MEM; do\n  cmake -B build/$opt -D$opt=ON -DCMAKE_C_COMPILER=clang\n  cmake --build build/$opt -j8\n  ctest --test-dir build/$opt | tee $opt.log\ndone',
      'cmake.yml, Ubuntu Clang Inflate Strict and Reduced Memory',
    ],
    ['make, just, task', 'whole', './configure --warn\nmake -j8\nmake test', 'configure.yml, Ubuntu GCC'],
    [
      'make, just, task',
      'whole',
      'mkdir -p compat && cd compat\n../configure --zlib-compat --without-optimizations --without-new-strategies && make -j$(nproc) && make test',
      'configure.yml, Ubuntu GCC Compat No Opt',
    ],
    ['word by word', 'whole', 'sh test/pkgcheck.sh && sh test/pkgcheck.sh --zlib-compat', 'pkgcheck.yml, both steps'],
    [
      'word by word',
      'whole',
      'sh test/abicheck.sh --zlib-compat --refresh-if 2>&1 | tee abi.log',
      'pkgcheck.yml, the step Check ABI (compat)',
    ],
    [
      'cmake, meson',
      'whole',
      'cd test/pigz\ncmake . -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DZLIB_ROOT=../..\ncmake --build . -j4\nctest -C Release --output-on-failure',
      'pigz.yml, Ubuntu GCC',
    ],
    [
      'cmake, meson',
      'part',
      'cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build -j8 && ctest --test-dir build -j8\ncmake -B bench -DCMAKE_BUILD_TYPE=Release -DWITH_BENCHMARKS=ON && cmake --build bench -j8\nbench/test/benchmarks/benchmark_zlib --benchmark_out=bench.json',
      'tested as in CI; nobody keeps measurements',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B build -DCMAKE_BUILD_TYPE=Release -DWITH_BENCHMARKS=ON\ncmake --build build -j8\nnumactl -C 3 build/test/benchmarks/benchmark_zlib --benchmark_filter=crc32 --benchmark_repetitions=20',
      'CI only builds them and tries them once',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B tsan -DWITH_SANITIZER=Thread -DCMAKE_BUILD_TYPE=RelWithDebInfo\ncmake --build tsan -j8\nctest --test-dir tsan -R concurrency',
      'CI has address, memory and undefined',
    ],
    [
      'cmake, meson',
      'none',
      'CFLAGS="-O3 -march=znver4" cmake -B native -DCMAKE_BUILD_TYPE=Release\ncmake --build native -j8\nctest --test-dir native',
      'no job has such a machine',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B fuzz -DWITH_FUZZERS=ON -DWITH_SANITIZER=Address -DCMAKE_C_COMPILER=clang\ncmake --build fuzz -j8 --target fuzzer_compress\ntimeout 2h fuzz/test/fuzz/fuzzer_compress -max_total_time=7000 corpus',
      'fuzz.yml has ten minutes of another build',
    ],
    [
      'word by word',
      'none',
      'for l in 1 6 9; do perf stat -r 10 build/minigzip -$l -c silesia.tar > /dev/null; done',
      'nobody measures',
    ],
    [
      'make, just, task',
      'none',
      './configure --zlib-compat --without-gzfileops && make -j8 && make test',
      'no row has that option',
    ],
  ],
};
