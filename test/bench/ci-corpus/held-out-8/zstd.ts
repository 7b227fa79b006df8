import type { Repository } from '../case.ts';

export const zstd: Repository = {
  name: 'facebook/zstd',
  commit: '2dddf0905619b70c25faeca7f1a39601dc97616f',
  cases: [
    ['make, just, task', 'whole', 'make check', 'lz4-threadpool-libs of dev-short-tests.yml'],
    ['make, just, task', 'whole', 'make test', 'job make-test'],
    ['make, just, task', 'whole', 'make -C tests test-zstream', 'of make test'],
    ['make, just, task', 'whole', 'cd tests && make test-fuzzer', 'of make test'],
    ['make, just, task', 'none', 'FUZZERTEST=-T60mn make -C tests test-fuzzer', 'a longer search'],
    ['make, just, task', 'whole', 'CC=clang make tsan-fuzztest', 'job tsan-fuzztest'],
    ['make, just, task', 'whole', 'CC=clang make clean msan-fuzztest', 'job clang-msan-fuzz'],
    ['make, just, task', 'whole', 'make benchmarking', 'job benchmarking plainly runs that'],
    ['make, just, task', 'whole', 'make -C zlibWrapper test', 'job zlib-wrapper'],
    ['make, just, task', 'whole', 'make -C tests test-legacy test-longmatch', 'job short-tests-1'],
    [
      'cmake, meson',
      'whole',
      'meson setup -Dbin_tests=true build/meson mesonBuild && ninja -C mesonBuild && meson test -C mesonBuild --print-errorlogs',
      'job meson-linux',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S build/cmake -B b -DZSTD_BUILD_TESTS=ON && cmake --build b -j && ctest --test-dir b',
      'job cmake-visual-2022',
    ],
    ['word by word', 'whole', './tests/test-license.py', 'job short-tests-0'],
    [
      'lint',
      'whole',
      'shellcheck --shell=sh --severity=warning --exclude=SC2010 tests/playTests.sh',
      'job bourne-shell',
    ],
    ['make, just, task', 'none', 'CFLAGS="-O3 -march=native" make check', 'other hardware'],
    ['word by word', 'none', 'programs/zstd -b1 -e19 -T0 /mnt/silesia.tar', 'a measurement'],
  ],
};
