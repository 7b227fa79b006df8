import { table } from './table.ts';
import type { Tree } from './world.ts';

table('variables and options with which other code is tested', { 'tests/test_a.py': '', 'build.gradle': '' }, [
  ['pytest tests', 'PYTHONOPTIMIZE=2 pytest tests', 'no'],
  ['pytest tests', 'PYTHONOPTIMIZE=0 pytest tests', 'whole'],
  ['PYTHONOPTIMIZE=1 pytest tests', 'PYTHONOPTIMIZE=1 pytest tests', 'whole'],
  ['pytest tests', 'PYTHONWARNINGS=error::DeprecationWarning pytest tests', 'no'],
  ['pytest tests', 'PYTHONWARNINGS=ignore pytest tests', 'whole'],
  ['pytest tests', 'pytest -W error tests', 'no'],
  ['pytest tests', 'pytest -W error::ResourceWarning tests', 'no'],
  ['pytest tests', 'python -W error -m pytest tests', 'no'],
  ['pytest -W error tests', 'pytest tests', 'whole'],
  ['pytest -W error tests', 'pytest -Werror tests', 'whole'],
  ['pytest tests', 'pytest -W ignore::DeprecationWarning tests', 'whole'],
  [
    'pytest tests',
    'pytest -W error tests',
    'whole',
    { 'pytest.ini': '[pytest]\nfilterwarnings =\n  ignore::x\n  error\n' },
  ],
  [
    'pytest tests',
    'pytest -W error::DeprecationWarning tests',
    'no',
    { 'pytest.ini': '[pytest]\nfilterwarnings =\n  error\n  ignore:a b:DeprecationWarning\n' },
  ],
  [
    'pytest tests',
    'pytest -W error tests',
    'whole',
    { 'pyproject.toml': '[tool.pytest.ini_options]\nfilterwarnings = ["error", "error::x"]\n' },
  ],
  [
    'pytest tests',
    'pytest -W error tests',
    'no',
    { 'pyproject.toml': '[tool.pytest.ini_options]\nfilterwarnings = ["error", "ignore::x"]\n' },
  ],
  ['PYTHONHASHSEED=42 pytest tests', 'PYTHONHASHSEED=2 pytest tests', 'no'],
  ['PYTHONHASHSEED=42 pytest tests', 'PYTHONHASHSEED=42 pytest tests', 'whole'],
  ['PYTHONWARNINGS=error::DeprecationWarning pytest tests', 'PYTHONWARNINGS=error pytest tests', 'no'],
  ['gradle test', 'JAVA_TOOL_OPTIONS=-XX:UseAVX=1 gradle test', 'no'],
  ['gradle test', 'export JAVA_TOOL_OPTIONS="-Xmx4g -XX:+UseSerialGC"\ngradle test', 'no'],
  ['gradle test', '_JAVA_OPTIONS=-Duser.timezone=Asia/Colombo gradle test', 'no'],
  ['gradle test', 'JDK_JAVA_OPTIONS=-Xint gradle test', 'no'],
  ['gradle test', 'JAVA_TOOL_OPTIONS="-Xmx4g -XX:+UseG1GC -XX:+HeapDumpOnOutOfMemoryError" gradle test', 'whole'],
  ['JAVA_TOOL_OPTIONS=-XX:+UseSerialGC gradle test', 'JAVA_TOOL_OPTIONS=-XX:+UseSerialGC gradle test', 'whole'],
  ['npx mocha', 'bunx --bun mocha', 'no'],
  ['npx mocha', 'bun x --bun mocha', 'no'],
  ['npx mocha', 'bunx mocha', 'whole'],
  ['bunx --bun mocha', 'bun x --bun mocha', 'whole'],
  ['npm test', 'bun --bun run test', 'no', { 'package.json': '{ "scripts": { "test": "mocha test" } }' }],
  ['npm test', 'bun run --bun test', 'no', { 'package.json': '{ "scripts": { "test": "mocha test" } }' }],
  ['npm test', 'bun run test', 'whole', { 'package.json': '{ "scripts": { "test": "mocha test" } }' }],
]);

table('variables that change nothing of the work', { 'go.mod': 'module example.com/a\n', 'tests/test_a.py': '' }, [
  ["- { run: go test ./..., env: { TESTCONTAINERS_RYUK_DISABLED: 'true' } }", 'go test ./...', 'whole'],
  ['go test ./...', 'TESTCONTAINERS_RYUK_DISABLED=true go test ./...', 'no'],
  ['- { run: pytest tests, env: { PRESET: normal, REPORT_PYTHON: "3.9", REPORT_JOB: unit } }', 'pytest tests', 'whole'],
  ['- { run: pytest tests, env: { PRESET: fast } }', 'pytest tests', 'no'],
  ['- { run: go test ./..., env: { METRICS_UPDATE_INTERVAL: 1s, QUICKCHECK_TESTS: 1000 } }', 'go test ./...', 'whole'],
  ['- { run: go test ./..., env: { UNIT_TESTS: none } }', 'go test ./...', 'no'],
  ['- { run: pytest tests, env: { ONLY_FAST_TESTS: 1 } }', 'pytest tests', 'no'],
  ['pytest tests', 'COVERAGE_MODE=fuzz pytest tests', 'no'],
  ['pytest tests', 'COVERAGE_FILE=c.db COVERAGE_PROCESS_START=c.ini pytest tests', 'whole'],
  ['pytest tests', 'COVERAGE=true pytest tests', 'whole'],
  ['go test ./...', 'QUICKCHECK_TESTS=1000000 go test ./...', 'no'],
  ['uv run pytest tests', 'UV_PYTHON=3.13 uv run pytest tests', 'whole'],
  ['uv run pytest tests', 'UV_PYTHON=pypy3.11 uv run pytest tests', 'no'],
  ['uv run pytest tests', 'UV_PYTHON=/opt/pypy3.10/bin/python uv run pytest tests', 'no'],
  ['- { run: uv run pytest tests, env: { UV_PYTHON: pypy3.10 } }', 'UV_PYTHON=pypy3.11 uv run pytest tests', 'whole'],
  ['- { run: pytest tests, env: { SANITIZERS: disabled } }', 'pytest tests', 'whole'],
  ['JUNIT_OUTPUT=report.xml pytest tests', 'pytest tests', 'whole'],
  ['- { run: pytest tests, env: { SANITIZERS: enabled } }', 'pytest tests', 'no'],
  ['- { run: pytest tests, env: { GO_PARALLEL_VALUE: "2" } }', 'GO_PARALLEL_VALUE=32 pytest tests', 'whole'],
  ['go test ./...', 'TEST_SKIP_NATIVE=true go test ./...', 'whole'],
  ['go test ./...', 'TEST_NATIVE=true go test ./...', 'no'],
  [
    '- { run: go test ./..., env: { GOOGLE_APPLICATION_CREDENTIALS: "${{ github.workspace }}/a.json" } }',
    'GOOGLE_APPLICATION_CREDENTIALS=$HOME/b.json go test ./...',
    'whole',
  ],
  ['go test ./...', 'GOOGLE_APPLICATION_CREDENTIALS=$HOME/b.json go test ./...', 'no'],
  ['go test ./...', 'TEST_NO_SKIP=1 go test ./...', 'no'],
  ['go test ./...', 'NO_SKIP=1 go test ./...', 'no'],
  ['go test ./...', 'DONT_SKIP=1 go test ./...', 'no'],
  ['go test ./...', 'FAIL_ON_SKIP=1 go test ./...', 'no'],
  ['NO_PYTHON=1 go test ./...', 'go test ./...', 'no'],
  ['WITHOUT_NODE=1 go test ./...', 'go test ./...', 'no'],
  ['TEST_SKIP_NODE=1 go test ./...', 'go test ./...', 'no'],
  ['NO_PYTHON=1 go test ./...', 'NO_PYTHON=1 go test ./...', 'whole'],
  ['- { run: go test ./..., env: { RUN_AS_USER: nobody } }', 'RUN_AS_USER=root go test ./...', 'no'],
  ['DB=pg://a:b@127.0.0.1/t go test ./...', 'DB="pg://a:$PASS@127.0.0.1/t" go test ./...', 'whole'],
  ['DB=pg://a:b@127.0.0.1/t go test ./...', 'DB="pg://c@127.0.0.1/t" go test ./...', 'whole'],
  ['DB=pg://a:b@127.0.0.1/t go test ./...', 'DB="mysql://a:b@127.0.0.1/t" go test ./...', 'no'],
  ['DB=pg://a:b@127.0.0.1/t go test ./...', 'DB="pg://a:b@$HOST/t" go test ./...', 'no'],
]);

const MAVEN: Tree = {
  'pom.xml': '<project><modules><module>core</module><module>jackson</module></modules></project>',
  'core/pom.xml': '<project><parent><artifactId>app</artifactId></parent><artifactId>app-core</artifactId></project>',
  'jackson/pom.xml': '<project><artifactId>app-jackson</artifactId></project>',
  Makefile:
    'MVN ?= ./mvnw\nexport MAVEN_ARGS\ninstall:\n\t$(MVN) clean install\ninstall-fast: MAVEN_ARGS += -Pfast\ninstall-fast: install\nrun-tests:\n\t$(MVN) surefire:test\nslow: MAVEN_ARGS += -Pslow\nslow: run-tests\n',
};

table('what Maven is told in its surroundings', MAVEN, [
  ['MAVEN_ARGS="-B -ff" make run-tests', 'MAVEN_ARGS=-B make run-tests', 'whole'],
  ['make run-tests', 'MAVEN_ARGS="-B -Ddb.version=12" make run-tests', 'no'],
  ['MAVEN_ARGS="-B -Ddb.version=12" make run-tests', 'MAVEN_ARGS="-Ddb.version=12" make run-tests', 'whole'],
  ['MAVEN_ARGS="-B -Ddb.version=12" make run-tests', 'mvn -Ddb.version=12 surefire:test', 'whole'],
  ['make slow', 'mvn -Pslow surefire:test', 'whole'],
  ['make run-tests', 'mvn -Pslow surefire:test', 'no'],
  ['MAVEN_ARGS="-pl :app-jackson -Da=1" make run-tests', 'cd jackson && mvn -Da=1 surefire:test', 'whole'],
  ['MAVEN_ARGS="-pl :app-jackson -Da=1" make run-tests', 'cd core && mvn -Da=1 surefire:test', 'no'],
  ['mvn test -pl :app-core', 'cd core && mvn test', 'whole'],
  ['mvn test -pl org.example:app-core', 'mvn test -pl core', 'whole'],
  [
    'mvn test -pl jackson',
    'mvn test -pl :jackson',
    'no',
    { 'core/pom.xml': '<project><artifactId>jackson</artifactId></project>' },
  ],
  [
    'mvn test -pl jackson',
    'cd jackson && mvn test',
    'whole',
    { 'core/pom.xml': '<project><artifactId>jackson</artifactId></project>' },
  ],
  ['mvn test', 'mvn test -Dno-docker=true', 'whole'],
  ['mvn test', 'mvn test -Dnode=true', 'no'],
]);

table('getting ready by make', MAVEN, [
  ['make install-fast', 'make install-fast\njava -jar core/target/bench.jar Selects', 'no'],
  ['make install-fast', 'make install-fast\nMAVEN_ARGS=-Da=1 make run-tests', 'no'],
]);

const NEEDS: Tree = {
  Makefile:
    'each := xargs -n 1 node\ntest-all: test-unit test-native\ntest-unit:\n\t@find test/unit -name "*.js" | $(each)\ntest-native:\n\t@find test/native -name "*.js" | $(each)\ntest-worker:\n\t@find test/worker -name "*.js" | $(each)\nrace: MODE = race\nrace: test-worker\nship: test-worker\n\t./ship.sh\n',
};

table('targets that another one needs', NEEDS, [
  ['make test-all', 'make test-unit', 'whole'],
  ['make test-all', 'make test-native test-unit', 'whole'],
  ['make test-all', 'make test-unit test-worker', 'part: the only new part is `test-worker`'],
  ['make test-all', 'make test-worker', 'no'],
  ['make race', 'make test-worker', 'no'],
  ['make ship', 'make test-worker', 'no'],
  ['make test-unit', 'make test-all', 'no'],
]);

const NEXTEST: Tree = {
  'Cargo.toml': '[package]\nname = "core"\n',
  '.config/nextest.toml':
    '[profile.default]\ndefault-filter = "not test(/test_k8s_/) and not test(/test_gcs_/)"\n[profile.gcs]\ndefault-filter = "test(/test_gcs_/)"\n[profile.k8s]\ndefault-filter = "test(/test_k8s_/)"\n[profile.k8s_slow]\ndefault-filter = "test(test_k8s_slow)"\n[profile.mixed]\ndefault-filter = "test(/test_(a|b)/)"\n',
};

table('patterns of nextest that are plain names', NEXTEST, [
  ['cargo nextest run --profile gcs', 'cargo nextest run --profile gcs', 'whole'],
  ['cargo nextest run --profile k8s', 'cargo nextest run --profile k8s_slow', 'whole'],
  ['cargo nextest run --profile gcs', 'cargo nextest run --profile k8s_slow', 'no'],
  ['cargo nextest run --profile k8s_slow', 'cargo nextest run --profile gcs', 'no'],
  ['cargo nextest run', 'cargo nextest run --profile gcs', 'no'],
  ['cargo nextest run', "cargo nextest run -E 'test(other)'", 'whole'],
  ['cargo nextest run --profile mixed', 'cargo nextest run --profile gcs', 'no'],
]);
