import type { Repository } from '../case.ts';

export const memcached: Repository = {
  name: 'memcached/memcached',
  commit: '2d51e364799bc9698bd4b11728ea978cea12da6e',
  cases: [
    [
      'make, just, task',
      'whole',
      './autogen.sh\n./configure --enable-seccomp --enable-tls --enable-sasl --enable-sasl-pwdb\nmake -j\nmake test',
      'ci.yml',
    ],
    [
      'make, just, task',
      'whole',
      './autogen.sh && ./configure --enable-tls --enable-sasl --enable-sasl-pwdb --enable-seccomp CFLAGS=-O2 && make -j"$(nproc)" && env PARALLEL=16 make test 2>&1 | tee test.log',
      'ci.yml, with other words',
    ],
    ['make, just, task', 'whole', 'time make test PARALLEL=$(nproc)', 'ci.yml, the step Test'],
    ['word by word', 'whole', 'make -j && prove -j8 t/', 'the recipe of make test'],
    ['word by word', 'whole', 'prove t/lru.t t/slabs-mover.t t/extstore.t', 'the recipe of make test proves all of t'],
    ['word by word', 'whole', 'make testapp sizes && ./sizes && ./testapp', 'the recipe of make test'],
    [
      'make, just, task',
      'none',
      './autogen.sh && ./configure --enable-tls && make -j && make test_tls',
      'CI never sets SSL_TEST',
    ],
    ['make, just, task', 'none', 'SSL_TEST=1 PARALLEL=5 make test', 'CI never sets SSL_TEST'],
    [
      'make, just, task',
      'none',
      './autogen.sh\n./configure --enable-proxy --enable-proxy-tls --enable-tls\nmake -j8\nprove -j4 t/proxy*.t',
      'CI builds no proxy, so these are skipped',
    ],
    ['make, just, task', 'none', './configure --enable-asan --enable-tls && make -j && make test', 'no sanitizer'],
    [
      'make, just, task',
      'none',
      'export CFLAGS="-g -fsanitize=undefined" LDFLAGS=-fsanitize=undefined\n./configure --enable-seccomp --enable-tls --enable-sasl --enable-sasl-pwdb && make -j && make test',
      'no sanitizer',
    ],
    [
      'make, just, task',
      'none',
      './configure --disable-extstore && make -j && PARALLEL=5 make test',
      'CI builds with extstore',
    ],
    [
      'word by word',
      'none',
      'VALGRIND_TEST=1 VALGRIND_ARGS="--leak-check=full" prove t/',
      'nobody runs it under valgrind',
    ],
    [
      'word by word',
      'none',
      './memcached-debug -p 11311 -d && perl devtools/bench_noreply.pl 127.0.0.1:11311 100000',
      'nobody measures',
    ],
  ],
};
