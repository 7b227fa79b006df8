import { table } from './table.ts';
import type { Tree } from './world.ts';

const SCRIPTS: Tree = {
  'package.json': '{ "name": "x" }',
  'bin/quiet.js': "import { spawn } from 'node:child_process';\nspawn('cross-env', process.argv.slice(2));\n",
  'bin/told.js': 'console.log(process.argv.slice(2));\n',
  'tools/wrap.py': 'import subprocess, sys\nsys.exit(subprocess.call(sys.argv[1:]))\n',
  'test/unit/a.js': '',
  'tests/test_a.py': '',
};

table('a script that only runs the command in its words', SCRIPTS, [
  ['node bin/quiet.js mocha test/unit/**/*.js --timeout 30000', 'npx mocha test/unit/a.js --timeout 60000', 'whole'],
  ['node bin/quiet.js cross-env CI=1 karma start --single-run', 'npx karma start --single-run', 'whole'],
  ['node bin/quiet.js karma start', 'BROWSERS=Firefox npx karma start', 'no'],
  ['python tools/wrap.py pytest tests', 'pytest tests/test_a.py', 'whole'],
  ['pytest tests', 'python3 tools/wrap.py pytest tests', 'whole'],
  // Where it starts nothing, or who knows what its word means.
  ['node bin/told.js mocha test/unit', 'npx mocha test/unit', 'no'],
  ['node bin/quiet.js unit', 'unit', 'no'],
]);

table('goals that are reached one by one', { 'package.json': '{}', 'gulpfile.js': '' }, [
  ['dotnet nuke Compile UnitTest Pack', 'dotnet nuke Compile UnitTest', 'whole'],
  ['dotnet nuke Compile UnitTest', 'dotnet nuke UnitTest Benchmark', 'part: the only new part is `Benchmark`'],
  ['dotnet nuke Compile', 'dotnet nuke Benchmark', 'no'],
  ['dotnet nuke Compile UnitTest', 'dotnet nuke UnitTest --configuration Release', 'no'],
  ['npx gulp lint test', 'npx gulp test', 'whole'],
  ['npx gulp test', 'npx gulp test -t es5', 'no'],
  ['dotnet tool restore', 'dotnet tool run bench', 'no'],
]);

table('properties of dotnet', { 'tests/A.Tests/A.Tests.csproj': '' }, [
  ['dotnet test tests/A.Tests -p:TestTfmsInParallel=false /p:CI=true', 'dotnet test tests/A.Tests', 'whole'],
  ['dotnet test --property:Flavor=fast', 'dotnet test /p:Flavor=fast', 'whole'],
  ['dotnet test', 'dotnet test -p:Flavor=slow', 'no'],
  ['dotnet test -p:SkipSlow=true', 'dotnet test', "part: the only new part is what CI's `-p:SkipSlow=true` leaves out"],
  ['dotnet test', 'dotnet test --collect:"XPlat Code Coverage" --logger:trx', 'whole'],
  [
    'dotnet test tests/A.Tests',
    'dotnet test Build.csproj',
    'part: the only new part is what `tests/A.Tests` leaves out',
    { 'Build.csproj': '<Project Sdk="Microsoft.Build.Traversal/2.0.24"/>' },
  ],
]);

const FRAMEWORKS: Tree = {
  'test/Directory.Build.props':
    '<Project><PropertyGroup><TargetFrameworks>net10.0</TargetFrameworks></PropertyGroup></Project>',
  'test/One/One.csproj': '<Project />',
  'tests/Some/Some.csproj': '<Project><TargetFrameworks>net481;net8.0;net10.0</TargetFrameworks></Project>',
  'lib/Told/Told.csproj': '<Project><TargetFrameworks Condition="a">net8.0</TargetFrameworks></Project>',
};

table('what dotnet builds', { 'src/A/A.csproj': '', 'tests/A.Aot/A.Aot.csproj': '' }, [
  ['dotnet build --configuration Release --no-restore', 'dotnet restore && dotnet build -c Release', 'whole'],
  ['dotnet build -c Release', 'dotnet build src/A/A.csproj -f net10.0 --nologo -v minimal', 'whole'],
  ['dotnet build -c Release', 'for p in src/A tests/A.Aot; do dotnet build $p; done', 'whole'],
  ['dotnet build src/A', 'dotnet build', 'part: the only new part is what `src/A` leaves out'],
  ['dotnet build src/A', 'dotnet build tests/A.Aot', 'no'],
  ['dotnet build', 'dotnet publish -c Release', 'no'],
  ['dotnet build', 'dotnet build -p:PublishAot=true', 'no'],
  [
    'dotnet publish -r linux-x64 -f net10.0 tests/A.Aot/A.Aot.csproj',
    'cd tests/A.Aot && dotnet publish --runtime linux-x64 --framework net10.0 |& tee a.log',
    'whole',
  ],
  ['dotnet publish -r linux-x64 tests/A.Aot', 'dotnet publish -r linux-arm64 tests/A.Aot', 'no'],
  ['dotnet build', 'dotnet build && ./bench', 'no'],
]);

table('frameworks that projects of dotnet are tested on', FRAMEWORKS, [
  ['dotnet test test/One -f net10.0', 'dotnet test test/One', 'whole'],
  ['dotnet test test/One -f net9.0', 'dotnet test test/One', 'no'],
  ['for f in net8.0 net10.0; do dotnet test tests/Some -f $f; done', 'dotnet test tests/Some', 'whole'],
  [
    'dotnet test tests/Some -f net8.0',
    'dotnet test tests/Some',
    'part: the only new part is what it does on `net10.0`',
  ],
  ['dotnet test tests/Some -f net8.0', 'dotnet test tests/Some -f net10.0', 'no'],
  ['dotnet test tests/Some -f net8.0', 'dotnet test tests/Some -f net8.0', 'whole'],
  [
    'dotnet test lib/Told -f net8.0',
    'dotnet test lib/Told',
    "part: the only new part is what CI's filter `net8.0` leaves out",
  ],
  // Projects that do not agree.
  ['dotnet test -f net10.0', 'dotnet test', "part: the only new part is what CI's filter `net10.0` leaves out"],
  [
    'dotnet test -f net10.0',
    'dotnet test',
    'whole',
    { 'tests/Some/Some.csproj': '<Project><TargetFramework>net10.0</TargetFramework></Project>' },
  ],
]);

const GRADLE: Tree = {
  'settings.gradle': "include 'core', 'lib'\nproject(':lib').projectDir = \"$rootDir/somewhere/lib\" as File\n",
  'core/build.gradle.kts':
    'tasks.named("check") {\n  dependsOn(testing.suites.named("functionalTest"), stressTest)\n}\n',
  'somewhere/lib/build.gradle': '// check.dependsOn(soak)\nproject.tasks.check.dependsOn(jarFileTest)\n',
};

table('what a build file hangs into check', GRADLE, [
  ['./gradlew build', './gradlew :core:functionalTest', 'whole'],
  ['./gradlew :core:check', './gradlew :core:stressTest', 'whole'],
  ['./gradlew :lib:check', './gradlew :lib:jarFileTest', 'whole'],
  ['./gradlew :lib:check', './gradlew :lib:soak', 'no'],
  ['./gradlew :core:check', './gradlew :core:benchTest', 'no'],
  ['./gradlew :core:test', './gradlew :core:functionalTest', 'no'],
  ['./gradlew :lib:check', './gradlew :core:functionalTest', 'no'],
]);

const TOX: Tree = {
  'tox.ini': `[tox]
env_list = lint-{style,hooks}, 3.1{0-2}-tests, docs
[testenv]
commands =
    tests: pytest tests
    docs: pytest docs
[testenv:lint-{style,hooks}]
commands =
    style: ruff check --fix --exit-non-zero-on-fix .
    style: ruff format --exit-non-zero-on-format .
    hooks: codespell --skip=*.svg
`,
  'tests/test_a.py': '',
};

table('environments of tox by their factors, and sections of many', TOX, [
  ['tox run -f lint', 'ruff check src && ruff format --check', 'whole; whole'],
  ['tox run -f lint', 'codespell src', 'whole'],
  ['tox run -f lint style', 'codespell src', 'no'],
  ['tox run -f lint', 'pytest tests', 'no'],
  ['tox run -f 3.11', 'pytest tests', 'whole'],
  ['tox run -f docs -f tests', 'pytest tests', 'whole'],
  ['tox -e lint-style', 'ruff check', 'whole'],
]);

const HOOKS: Tree = {
  '.pre-commit-config.yaml':
    'repos:\n  - repo: https://github.com/x/y\n    rev: v1\n    hooks:\n      - id: codespell\n        args: [\n          --config, setup.cfg,\n        ]\n',
};

table('hooks whose list closes at the margin of its key', HOOKS, [
  ['pre-commit run --all-files', 'codespell src', 'whole'],
]);

const NOX: Tree = {
  'Cargo.toml': '[package]\nname = "core"\n',
  'benches/Cargo.toml': '[package]\nname = "benches"\n',
  'py/noxfile.py': 'import nox\n\n@nox.session\ndef test(session):\n    session.run("pytest", "tests")\n',
  'py/tests/test_a.py': '',
  'noxfile.py': `import nox

_BENCHES = "--manifest-path=benches/Cargo.toml"


@nox.session
def lint(session: nox.Session) -> None:
    _run(session, "ruff", "check", "src", env=None)
    _cargo(session, "fmt", "--all", "--check")
    _cargo(session, "clippy", _BENCHES)


@nox.session
def py(session):
    features = None
    _run(session, "nox", "-f", "py/noxfile.py", external=True)


def _run(session: nox.Session, *args: str | None, **kwargs) -> None:
    words = [x for x in args if x is not None]
    session.run(*words, **kwargs)


def _cargo(session: nox.Session, *args: str, **kwargs) -> None:
    _run(session, "cargo", *args, **kwargs, external=True)
`,
};

table('sessions of nox that start what they run through functions of their own', NOX, [
  ['nox -s lint', 'ruff check src/a.py', 'whole'],
  ['nox -s lint', 'cargo fmt --all --check', 'whole'],
  ['nox -s lint', 'cargo clippy --manifest-path=benches/Cargo.toml', 'whole'],
  ['nox -s lint', 'cargo clippy', 'no'],
  ['nox -s lint', 'ruff check tests', 'no'],
  ['nox -s py', 'ruff check src', 'no'],
  ['nox -s py', 'cd py && nox -s test', 'whole'],
  ['nox -s py', 'cd py && pytest tests/test_a.py', 'whole'],
  ['nox -s py', 'pytest tests', 'no'],
]);

const NOX_TOLD: Tree = {
  'noxfile.py': `import nox

SUITE = "tests/all"


def run(session, path="tests/usual", *args):
    session.run("pytest", path, *args)


def fast(session, *args):
    args = ["-m", "fast"]
    session.run("pytest", "tests/fast", *args)


@nox.session
def usual(session):
    run(session)


@nox.session
def told(session):
    run(session, path="tests/told")


@nox.session
def picked(session):
    fast(session)


@nox.session
def constant(session):
    session.run("pytest", SUITE)


@nox.session
def elsewhere(session):
    with session.chdir("docs"):
        session.run("pytest", "tests")
    session.run("pytest", "tests/here")


@nox.session
def there(session):
    session.chdir("sub")
    session.run("pytest", "tests")
`,
};

table('what functions of a noxfile are told, and where they go', NOX_TOLD, [
  ['nox -s usual', 'pytest tests/usual', 'whole'],
  ['nox -s usual', 'pytest tests/told', 'no'],
  ['nox -s told', 'pytest tests/told', 'whole'],
  ['nox -s told', 'pytest tests/usual', 'no'],
  ['nox -s picked', 'pytest tests/fast -m fast', 'whole'],
  ['nox -s picked', 'pytest tests/fast -m slow', 'no'],
  ['nox -s constant', 'pytest tests/all', 'whole'],
  ['nox -s elsewhere', 'pytest tests/other', 'no'],
  ['nox -s elsewhere', 'cd docs && pytest tests', 'whole'],
  ['nox -s elsewhere', 'pytest tests/here', 'whole'],
  ['nox -s there', 'pytest tests', 'no'],
  ['nox -s there', 'cd sub && pytest tests', 'whole'],
]);

const OWN_HOOKS: Tree = {
  '.pre-commit-config.yaml':
    'repos:\n  - repo: local\n    hooks:\n      - id: a\n        entry: uv run ruff format --exit-non-zero-on-format\n      - id: b\n        entry: uv run mypy src\n        pass_filenames: false\n',
};

table('hooks over the files that a change has', OWN_HOOKS, [
  ['pre-commit run --from-ref origin/$GITHUB_BASE_REF --to-ref HEAD', 'mypy src', 'whole'],
  ['prek run --from-ref=origin/main --to-ref=HEAD', 'ruff format --check', 'whole'],
  ['pre-commit run --files a.py', 'mypy src', 'no'],
  ['pre-commit run', 'mypy src', 'no'],
]);

const WORKSPACE: Tree = {
  'package.json': '{ "workspaces": ["packages/*"], "scripts": { "types": "pnpm -r types" } }',
  'packages/a/package.json': '{ "name": "a", "scripts": { "types": "tsc" } }',
  'packages/b/package.json': '{ "name": "b", "scripts": { "types": "tsc", "bench": "node bench.js" } }',
};

table('a script that is nothing but a build', WORKSPACE, [
  ['pnpm types', 'pnpm --filter a types', 'whole'],
  ['pnpm types', 'pnpm --filter b types && pnpm --filter b bench', 'no'],
  ['npx jest', 'npx jest --projects packages/a --coverage', 'whole'],
  [
    'npx jest --projects packages/b',
    'npx jest',
    "part: the only new part is what CI's `--projects packages/b` leaves out",
  ],
]);

table('a value that is the one without it', WORKSPACE, [
  ['MAKER=maker-default ./gradlew test', './gradlew test', 'whole'],
  ['MAKER=maker-inline ./gradlew test', './gradlew test', 'no'],
]);

table('a failure that is kept in a file', SCRIPTS, [
  ['pytest tests || echo $? > status\nexit $(cat status)', 'pytest tests', 'whole'],
  ['pytest tests || echo "failed with $?"', 'pytest tests', 'no'],
  ['pytest tests || echo failed > log', 'pytest tests', 'no'],
]);

const BUILT: Tree = {
  'build.sh':
    '#!/usr/bin/env bash\nexport TOOL_TELEMETRY_OPTOUT=1\nif [ -x "$(command -v dotnet)" ]; then\n  EXE="$(command -v dotnet)"\nelse\n  EXE="$PWD/.tmp/dotnet"\nfi\nexec "$EXE" nuke "$@"\n',
  'tools/node': '',
};

table('programs that lie anywhere, and what they tell nobody', BUILT, [
  ['dotnet nuke Compile UnitTest', './build.sh UnitTest', 'whole'],
  ['dotnet nuke Compile UnitTest', './build.sh Benchmark', 'no'],
  ['python -m simulate --steps 5', '.venv/bin/python -m simulate --steps 5', 'whole'],
  ['node verify.js', './tools/node verify.js', 'no'],
  ['NEXT_TELEMETRY_DISABLED=1 node verify.js', 'DO_NOT_TRACK=1 node verify.js', 'whole'],
  ['node verify.js', 'HF_HUB_DISABLE_TELEMETRY=1 node verify.js', 'whole'],
  ['node verify.js', 'HF_HUB_OFFLINE=1 node verify.js', 'no'],
  ['STRICT=True node verify.js', 'STRICT=true node verify.js', 'whole'],
]);
