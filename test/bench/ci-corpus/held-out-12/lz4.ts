import type { Repository } from '../case.ts';

export const lz4: Repository = {
  name: 'lz4/lz4',
  commit: 'd9c01a3d49114dc28e2dfbbc0a8990e88be7b694',
  cases: [
    ['make, just, task', 'whole', 'make -j"$(nproc)" all V=1', 'ci.yml, job lz4-c-compilers'],
    ['make, just, task', 'whole', 'make check', 'test-lz4-essentials, of test-lz4 in job lz4-benchmark'],
    [
      'make, just, task',
      'whole',
      'make -C tests test-lz4-basic test-lz4-dict',
      'test-lz4 in job lz4-benchmark asks for both',
    ],
    ['make, just, task', 'whole', 'make test > test.log 2>&1', 'job lz4-platform-macos-latest'],
    ['make, just, task', 'whole', 'make staticAnalyze', 'job lz4-scan-build'],
    ['make, just, task', 'whole', 'cd tests && make test-mem', 'job lz4-valgrind'],
    ['make, just, task', 'whole', 'make mesonbuild', 'job lz4-build-meson has its two commands themselves'],
    [
      'make, just, task',
      'whole',
      'make clean; CC=clang CFLAGS=-fsanitize=memory LDFLAGS=-fsanitize=memory make -C tests test-frametest',
      'job lz4-msan-x64',
    ],
    ['make, just, task', 'part', 'make c_standards', 'CI has c11 and c90, not c99'],
    ['make, just, task', 'none', 'make cppcheck', 'job lz4-cppcheck ignores what it says'],
    ['make, just, task', 'none', 'make c_standards_c99', 'CI has c11 and c90'],
    ['make, just, task', 'none', 'make -C tests test-interop-32-64', 'no job asks for it'],
    ['make, just, task', 'none', 'make -C tests test-fuzzer FUZZER_TIME=-T60mn', 'CI has 90 seconds'],
    [
      'cmake, meson',
      'whole',
      'cmake -S build/cmake -B out && cmake --build out -j',
      'jobs lz4-build-cmake and lz4-build-make-cmake',
    ],
    [
      'word by word',
      'whole',
      'cd tests && ./fullbench --no-prompt -i1 COPYING',
      'test-fullbench runs that very command',
    ],
    ['word by word', 'none', 'cd tests && make fullbench-lib && ./fullbench-lib -i9 /data/silesia.tar', 'other data'],
    ['word by word', 'none', 'for l in 1 3 9 12; do ./lz4 -b"$l" -i5 /data/silesia.tar; done', 'nobody measures'],
  ],
};
