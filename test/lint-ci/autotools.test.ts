import { table } from './table.ts';
import type { Tree } from './world.ts';

const PROJECT: Tree = {
  configure: '#!/bin/sh\n',
  'autogen.sh': 'perl version.pl\nautoreconf -fi\n',
  'Makefile.am': `bin_PROGRAMS = server
if ENABLE_TLS
test_tls:
	$(MAKE) TLS=1 test
endif

test: server
	$(builddir)/sizes
if ENABLE_TLS
	@echo with TLS
endif
	prove $(srcdir)/t
`,
  't/lru.t': '',
  't/proxy.t': '',
};

const STARTS: Tree = { 'autogen.sh': 'autoreconf -fi\n./configure --enable-autogen "$@"\n' };
const BUILT = './autogen.sh\n./configure --enable-tls --with-ssl=/opt/ssl\nmake -j\nmake test';

table('a build is what its configure is told', PROJECT, [
  [BUILT, './autogen.sh && ./configure --enable-tls && make -j8 && make test', 'whole; whole'],
  [BUILT, './configure && make && make test', 'whole; whole'],
  [BUILT, './configure --with-ssl=/usr --enable-silent-rules --prefix=/tmp/x && make && make test', 'whole; whole'],
  [BUILT, './configure --enable-asan --enable-tls && make && make test', 'no'],
  [BUILT, './configure --disable-tls && make && make test', 'no'],
  [BUILT, './configure --with-ssl=openssl && make && make test', 'no'],
  [BUILT, './configure --enable-proxy && make && prove t/proxy.t', 'no'],
  // What one script hands on to it, and what the compiler is told.
  ['./configure --enable-tls && make test', './autogen.sh --enable-tls && make test', 'whole', STARTS],
  ['./configure && make test', './autogen.sh --enable-tls && make test', 'no', STARTS],
  ['./configure && make test', 'CFLAGS="-fsanitize=thread -g" ./configure && make test', 'no'],
  ['./configure && make test', './configure CC="gcc -m32" && make test', 'no'],
  ['./configure CC="gcc -m32" && make test', 'CC="clang -m32" ./configure && make test', 'whole'],
  ['./configure && make test', './configure CFLAGS="-O3 -g -Wall" CC=clang && make test', 'whole'],
  // What it tries is no build.
  ['./configure && make test', './configure && make test', 'whole', { configure: 'cc -march=z13 -c try.c\n' }],
]);

const ROWS = `name: CI
on: [push]
jobs:
  a:
    strategy: { matrix: { options: ["--enable-tls", "--disable-stats"] } }
    runs-on: x
    steps:
      - run: ./configure \${{ matrix.options }}
      - run: make test
`;
const EACH_OPTION = 'for o in --enable-tls --disable-stats; do ./configure $o; make test; make distclean; done';

table('several builds, one after the other', PROJECT, [
  [ROWS, './configure --disable-stats && make test', 'whole'],
  [ROWS, './configure --enable-tls --disable-stats && make test', 'no'],
  [ROWS, EACH_OPTION, 'whole'],
  [ROWS, EACH_OPTION.replace('stats', 'cache'), 'part: the only new part is `./sizes` and `prove ./t`'],
  [ROWS, './configure --enable-proxy && make test; ./configure --enable-tls', 'no'],
]);

const FILLED_IN: Tree = {
  configure: '#!/bin/sh\n',
  'Makefile.in': `O := @EXEEXT@
all: libx.a
libx.a:
	@CC@ -c x.c
unit/a$(O) unit/b$(O): libx.a
	$(CC) -o $@
tests_unit: unit/a$(O) \\
  unit/b$(O)
tests: tests_unit
check_unit: tests_unit
	$(SHELL) @srcdir@/run.sh
stress: tests_unit
	$(SHELL) @srcdir@/stress.sh
check: check_unit
small large: tests_unit
	$(SHELL) @srcdir@/run.sh $@
`,
};

table('a Makefile.in in the place of the Makefile that is made of it', FILLED_IN, [
  ['./configure && make check', './configure && make check_unit', 'whole'],
  ['./configure && make tests && make check', 'make tests_unit && make stress', 'no'],
  ['./configure && make tests', 'make check_unit', 'no'],
  ['./configure && make small', 'make large', 'no'],
  // Another directory than that of the sources.
  ['./configure && make check', 'mkdir -p out && cd out && ../configure && make -j8 && make check', 'whole'],
  ['./configure && make check', 'mkdir -p out && cd out && ../configure --disable-x && make && make check', 'no'],
  ['./configure && make check', 'mkdir -p out && cd out && make check', 'no'],
]);

table('what gets ready is no work', PROJECT, [[BUILT, './autogen.sh && ./configure --enable-proxy && make -j8', 'no']]);

table('a Makefile.am in the place of the Makefile that is made of it', PROJECT, [
  [BUILT, 'prove -j8 t/', 'whole'],
  [BUILT, 'prove t/lru.t', 'whole'],
  [BUILT, './sizes', 'whole'],
  ['prove t/lru.t', 'prove t/proxy.t', 'no'],
  [BUILT, 'VALGRIND=1 prove t/', 'no'],
]);

const MODULES: Tree = { 'a/go.mod': 'module a\n', 'a/a_test.go': '', 'b/go.mod': 'module b\n', 'b/b_test.go': '' };
const EACH = `while read -r gomod; do
  (cd "$(dirname "$gomod")" && go test ./...)
done < <(find . -name go.mod)`;

table('lines that a program prints into a loop', MODULES, [
  [EACH, 'cd a && go test ./...', 'whole'],
  [EACH, 'cd c && go test ./...', 'no'],
]);

table('coverage and dependencies', { 'pom.xml': '<project/>', 'uv.lock': '', 'tests/test_a.py': '' }, [
  ['mvn -B verify', 'mvn org.jacoco:jacoco-maven-plugin:prepare-agent package jacoco:report -Pcoverage', 'whole'],
  ['uv run pytest tests', 'UV_CACHE_DIR=/tmp/uv uv run pytest tests', 'whole'],
  ['uv run pytest tests', 'UV_RESOLUTION=lowest-direct uv run pytest tests', 'no'],
]);
