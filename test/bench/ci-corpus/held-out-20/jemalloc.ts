import type { Repository } from '../case.ts';

export const jemalloc: Repository = {
  name: 'jemalloc/jemalloc',
  commit: '295e48944b200b595a72902a81e1ed8cad6a3866',
  cases: [
    [
      'make, just, task',
      'whole',
      'autoconf\n./configure\nmake -j8\nmake -j8 tests\nmake check 2>&1 | tee check.log',
      'linux-ci.yml',
    ],
    [
      'make, just, task',
      'whole',
      './autogen.sh --enable-debug --enable-prof\nmake -j$(nproc)\nmake check_unit',
      'linux-ci.yml has both options, and make check has the unit tests',
    ],
    [
      'make, just, task',
      'whole',
      'autoconf\nfor conf in tcache:false percpu_arena:percpu; do\n  ./configure --with-malloc-conf=$conf\n  make -j8 tests && make check\n  make distclean\ndone',
      'linux-ci.yml has rows for both',
    ],
    [
      'make, just, task',
      'whole',
      'autoconf && CC=clang CXX=clang++ ./configure --disable-stats && make -j4 && make check',
      'linux-ci.yml has a row for it',
    ],
    [
      'make, just, task',
      'whole',
      'autoconf\n./configure CC="gcc -m32" CXX="g++ -m32"\nmake -j8 tests\nmake check_integration',
      'linux-ci.yml has a row of 32 bits',
    ],
    ['word by word', 'whole', 'scripts/check_trailing_whitespace.sh', 'check_formatting.yaml'],
    [
      'word by word',
      'whole',
      'PATH=/opt/llvm/bin:$PATH scripts/run_static_analysis.sh static_analysis_results',
      'static_analysis.yaml',
    ],
    [
      'make, just, task',
      'part',
      './autogen.sh --enable-prof && make -j8 && make check && make stress',
      'linux-ci.yml; nobody runs the stress tests',
    ],
    [
      'make, just, task',
      'none',
      './autogen.sh && make -j8 tests_stress && make stress',
      'nobody runs the stress tests',
    ],
    ['make, just, task', 'none', './autogen.sh --enable-prof\nmake -j8\nmake analyze', 'nobody runs them'],
    [
      'make, just, task',
      'none',
      './autogen.sh\nmake -j8 tests_stress\nfor i in $(seq 20); do taskset -c 4 ./test/stress/microbench; done > microbench.txt',
      'nobody measures',
    ],
    [
      'make, just, task',
      'none',
      'autoconf\n./configure --with-malloc-conf=thp:always,metadata_thp:auto\nmake -j8 tests\nmake check',
      'no row has these',
    ],
    [
      'make, just, task',
      'none',
      'autoconf && ./configure --with-lg-page=14 --with-lg-vaddr=48 && make -j8 tests && make check',
      'no row has these',
    ],
    [
      'make, just, task',
      'none',
      'autoconf\nCFLAGS="-fsanitize=thread -g -O1" ./configure --enable-debug\nmake -j8 tests\nmake check',
      'no row has a sanitizer',
    ],
    [
      'word by word',
      'none',
      'make -j8\nLD_PRELOAD=$PWD/lib/libjemalloc.so.2 ../mimalloc-bench/out/bench/larson 5 8 1000 5000 100 4141 64',
      'nobody measures',
    ],
  ],
};
