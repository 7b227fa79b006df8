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
    { 'pytest.ini': '[pytest]\nfilterwarnings =\n  error\n  ignore::x\n' },
  ],
  [
    'pytest tests',
    'pytest -W error tests',
    'whole',
    { 'pyproject.toml': '[tool.pytest.ini_options]\nfilterwarnings = ["error", "ignore::x"]\n' },
  ],
  ['gradle test', 'JAVA_TOOL_OPTIONS=-XX:UseAVX=1 gradle test', 'no'],
  ['gradle test', 'export JAVA_TOOL_OPTIONS="-Xmx4g -XX:+UseSerialGC"\ngradle test', 'no'],
  ['gradle test', '_JAVA_OPTIONS=-Duser.timezone=Asia/Colombo gradle test', 'no'],
  ['gradle test', 'JDK_JAVA_OPTIONS=-Xint gradle test', 'no'],
  ['gradle test', 'JAVA_TOOL_OPTIONS="-Xmx4g -XX:+UseG1GC -XX:+HeapDumpOnOutOfMemoryError" gradle test', 'whole'],
  ['JAVA_TOOL_OPTIONS=-XX:+UseSerialGC gradle test', 'JAVA_TOOL_OPTIONS=-XX:+UseSerialGC gradle test', 'whole'],
  ['npx mocha', 'bunx --bun mocha', 'no'],
  ['npx mocha', 'bun x --bun mocha', 'no'],
  ['npx mocha', 'bunx mocha', 'whole'],
  ['bunx --bun mocha', 'bunx --bun mocha', 'whole'],
]);

table('variables that change nothing of the work', { 'go.mod': 'module example.com/a\n', 'tests/test_a.py': '' }, [
  ["- { run: go test ./..., env: { TESTCONTAINERS_RYUK_DISABLED: 'true' } }", 'go test ./...', 'whole'],
  ['go test ./...', 'TESTCONTAINERS_RYUK_DISABLED=true go test ./...', 'no'],
  ['- { run: pytest tests, env: { PRESET: normal, REPORT_PYTHON: "3.9", REPORT_JOB: unit } }', 'pytest tests', 'whole'],
  ['- { run: pytest tests, env: { PRESET: fast } }', 'pytest tests', 'no'],
  ['go test ./...', 'TEST_SKIP_NATIVE=true go test ./...', 'whole'],
  ['go test ./...', 'TEST_NATIVE=true go test ./...', 'no'],
  [
    '- { run: go test ./..., env: { GOOGLE_APPLICATION_CREDENTIALS: "${{ github.workspace }}/a.json" } }',
    'GOOGLE_APPLICATION_CREDENTIALS=$HOME/b.json go test ./...',
    'whole',
  ],
  ['go test ./...', 'GOOGLE_APPLICATION_CREDENTIALS=$HOME/b.json go test ./...', 'no'],
  ['DB=pg://a:b@127.0.0.1/t go test ./...', 'DB="pg://a:$PASS@127.0.0.1/t" go test ./...', 'whole'],
  ['DB=pg://a:b@127.0.0.1/t go test ./...', 'DB="pg://c@127.0.0.1/t" go test ./...', 'whole'],
  ['DB=pg://a:b@127.0.0.1/t go test ./...', 'DB="mysql://a:b@127.0.0.1/t" go test ./...', 'no'],
  ['DB=pg://a:b@127.0.0.1/t go test ./...', 'DB="pg://a:b@$HOST/t" go test ./...', 'no'],
]);
