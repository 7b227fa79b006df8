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

const BUILT = './autogen.sh\n./configure --enable-tls --with-ssl=/opt/ssl\nmake -j\nmake test';

table('a build is what its configure is told', PROJECT, [
  [BUILT, './autogen.sh && ./configure --enable-tls && make -j8 && make test', 'whole; whole'],
  [BUILT, './configure && make && make test', 'whole; whole'],
  [BUILT, './configure --with-ssl=/usr --enable-silent-rules --prefix=/tmp/x && make && make test', 'whole; whole'],
  [BUILT, './configure --enable-asan --enable-tls && make && make test', 'no'],
  [BUILT, './configure --disable-tls && make && make test', 'no'],
  [BUILT, './configure --with-ssl=openssl && make && make test', 'no'],
  [BUILT, './configure --enable-proxy && make && prove t/proxy.t', 'no'],
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
