import { table } from './table.ts';
import type { Tree } from './world.ts';

const CRATE: Tree = { 'Cargo.toml': '[package]\nname = "core"\n' };
const PYTHON: Tree = { 'tests/test_a.py': '', 'tests/unit/test_b.py': '' };

table('wrapper scripts of build tools', { mvnw: '#!/bin/sh\nwhile true; do break; done\nexec java "$@"\n' }, [
  ['./mvnw verify', './mvnw spring-boot:run', 'no'],
  ['./mvnw verify', './mvnw test', 'whole'],
]);

table(
  'what makes of the repository builds on the way is no work in common',
  { Makefile: 'lib:\n\tar rsc lib.a x.o\nsmall: lib\n\t./runtests small\nbig: lib\n\t./runtests big\n' },
  [
    ['make small', 'make big', 'no'],
    ['make small', 'make small', 'whole'],
  ],
);

table(
  'variables of make with a dash, filter, and what go says of the runner',
  {
    'go.mod': 'module example.com/app\n',
    Makefile:
      'OS ?= $(shell $(GO) env GOHOSTOS)\nifeq ($(OS),$(filter $(OS),linux darwin))\ntest-flags := -race\nendif\ntest:\n\tgo test $(test-flags) ./...\n',
  },
  [
    ['make test', 'go test -race ./pkg', 'whole'],
    ['make test test-flags=', 'go test -race ./pkg', 'no'],
    ['make test OS=plan9', 'go test -race ./pkg', 'no'],
  ],
);

table(
  'tox in TOML',
  {
    ...PYTHON,
    'pyproject.toml':
      '[tool.tox]\nenv_list = ["py3.13", "typing"]\n[tool.tox.env_run_base]\ncommands = [[\n  "pytest", "-v",\n  {replace = "posargs", default = ["tests"], extend = true},\n]]\n[tool.tox.env.typing]\ncommands = [\n  ["mypy"],\n  ["pyright"],\n]\n[tool.tox.env.docs]\ncommands = [["sphinx-build", "-W", "docs", "out"]]\n',
  },
  [
    ['tox run', 'pytest tests/unit', 'whole'],
    ['tox run', 'mypy', 'whole'],
    ['tox -e typing', 'pyright', 'whole'],
    ['tox -e typing', 'pytest tests', 'no'],
    ['tox run', 'sphinx-build -W docs out', 'no'],
    ['tox -e py3.13 -- tests/unit', 'pytest tests/test_a.py', 'no'],
    ['TOX_ENV=typing tox run', 'pytest tests', 'no'],
    ['TOXENV=py3.13 tox', 'tox -e py3.12', 'whole'],
  ],
);

table(
  'scripts of Python projects',
  {
    ...PYTHON,
    'pyproject.toml':
      '[tool.pdm.scripts]\ntest = "pytest"\nlong = {shell = """\\\n  python -m pytest \\\n    tests/unit\n  """}\nall = {composite = ["test", "lint"]}\nlint = "ruff check src"\n[tool.poe.tasks]\nunit = "pytest tests/unit"\nboth = ["unit", "style"]\n[tool.poe.tasks.style]\ncmd = "ruff check src"\n[tool.hatch.envs.types.scripts]\ncheck = "mypy {args:src}"\n[tool.pixi.tasks]\nbuild = "make"\ntest = { cmd = "pytest tests", depends-on = ["build"] }\n',
  },
  [
    ['pdm run test', 'pytest tests', 'whole'],
    ['pdm run long', 'pytest tests/unit', 'whole'],
    ['pdm run long', 'pytest tests/test_a.py', 'no'],
    ['pdm run all', 'ruff check src', 'whole'],
    ['pdm run pytest tests/unit', 'pytest tests/unit', 'whole'],
    ['pytest', 'pdm run test tests/unit', 'whole'],
    ['poetry run poe both', 'ruff check src', 'whole'],
    ['uv run poe unit', 'pytest tests/unit/test_b.py', 'whole'],
    ['hatch run types:check', 'mypy src', 'whole'],
    ['hatch run types:check tests', 'mypy src', 'no'],
    ['hatch run lint:ruff check src', 'ruff check src', 'whole'],
    ['hatch test --cover -py 3.12', 'pytest tests/unit', 'whole'],
    ['hatch test tests/unit', 'pytest tests/test_a.py', 'no'],
    ['hatch test --show', 'pytest tests', 'no'],
    ['hatch fmt --check', 'ruff format --check .', 'whole'],
    ['hatch fmt --check --linter', 'ruff format --check .', 'no'],
    ['hatch fmt', 'ruff format --check .', 'no'],
    ['pixi run -e dev test', 'pytest tests/unit', 'whole'],
    ['pixi run pytest tests', 'pytest tests/unit', 'whole'],
  ],
);

table('a build directory may lie anywhere; how it was built counts', { 'CMakeLists.txt': '', 'meson.build': '' }, [
  ['cmake -B ../build && ctest --test-dir ../build', 'ctest --test-dir build', 'whole'],
  ['cd $BUILT && ctest -C Release', 'ctest --test-dir build', 'whole'],
  ['ctest --test-dir build', 'cmake -B build -DCMAKE_CXX_FLAGS=-fsanitize=thread\nctest --test-dir build', 'no'],
  [
    'cmake -B b -DENABLE_TSAN=ON\nctest --test-dir b',
    'cmake -B c -DCMAKE_CXX_FLAGS=-fsanitize=thread\nctest --test-dir c',
    'whole',
  ],
  ['cmake -B b -DENABLE_ASAN=ON\nctest --test-dir b', 'ctest --test-dir c', 'whole'],
  [
    'meson setup a -Db_sanitize=address\nmeson test -C a',
    'meson setup b -Db_sanitize=address,undefined\nmeson test -C b',
    'no',
  ],
  ["ctest -E 'dfa|exhaustive|random'", 'ctest -R exhaustive', 'no'],
  ["ctest -E 'dfa|exhaustive|random'", 'ctest -R regexp', 'whole'],
  ['ctest --test-dir a', 'ctest --test-dir sub/b', 'no', { 'sub/CMakeLists.txt': '' }],
]);

table(
  "bazel's configurations",
  {
    '.bazelrc':
      'test:quick --test_output=errors\ntest:asan --copt=-fsanitize=address\nbuild:both --config=quick --config=asan\n',
  },
  [
    ['bazel test --extra_toolchains=//python:all //:small', 'bazel test //:small', 'whole'],
    ['bazel test //:small', 'bazel test --config=quick //:small', 'whole'],
    ['bazel test //:small', 'bazel test --config=asan //:small', 'no'],
    ['bazel test --config=both //:small', 'bazel test --config asan //:small', 'whole'],
    ['bazel test --config=asan //:small', 'bazel test --config=unsaid //:small', 'no'],
  ],
);

table('a formatter with a look at the difference after it is a check', CRATE, [
  ['npx prettier --write . && git diff --exit-code', 'npx prettier --check .', 'whole'],
  ['npx prettier --write .', 'npx prettier --check .', 'no'],
  ['git diff --exit-code\nnpx prettier --write .', 'npx prettier --check .', 'no'],
  ['npx oxfmt && git diff --exit-code', 'npx oxfmt --check', 'whole'],
  ['ruff format .\ngit diff --quiet', 'ruff format --check src', 'whole'],
  ['cargo fmt --all && git diff --exit-code', 'cargo fmt --all -- --check', 'whole'],
  ["rustfmt --check --edition 2021 $(git ls-files '*.rs')", 'cargo fmt --all -- --check', 'whole'],
  ['rustfmt --check src/lib.rs', 'cargo fmt --all -- --check', 'no'],
]);

table('warnings that RUSTFLAGS denies', CRATE, [
  ['RUSTFLAGS=-Dwarnings cargo clippy', 'cargo clippy -- -D warnings', 'whole'],
  ['RUSTFLAGS="--deny warnings" cargo clippy', 'cargo clippy -- -D warnings', 'whole'],
  ['RUSTFLAGS="-C debuginfo=0" cargo clippy', 'cargo clippy -- -D warnings', 'no'],
]);

table(
  "a tool's own source, options of speed, and configurations that change only the output",
  {
    'jest.ci.mjs': "import base from './jest.config.mjs';\nexport default { ...base, reporters: ['summary'] };\n",
    'jest.e2e.mjs': "import base from './jest.config.mjs';\nexport default { ...base, testMatch: ['**/e2e/**'] };\n",
    'jest.config.mjs': '',
  },
  [
    ['node ./packages/cli/bin/jest.js --ci', 'npx jest packages/a', 'whole'],
    ['npx jest --config jest.ci.mjs', 'npx jest packages/a', 'whole'],
    ['npx jest --config jest.e2e.mjs', 'npx jest packages/a', 'no'],
    ['npx eslint . --cache --concurrency auto', 'npx eslint .', 'whole'],
  ],
);

table('failures that nobody learns of under set +e', CRATE, [
  ['set +e\ncargo test\nexit 0', 'cargo test', 'no'],
  ['set +e\ncargo test\nset -e\necho done', 'cargo test', 'no'],
  ['set +e\ncargo test\nstatus=$?\nset -e\nexit $status', 'cargo test', 'whole'],
  ['set +e\ncargo test', 'cargo test', 'whole'],
  ['set +e\nrm -f x\nset -e\ncargo test\necho done', 'cargo test', 'whole'],
  ['set +e\ncargo test | tee log\nexit "${PIPESTATUS[0]}"', 'cargo test', 'whole'],
]);

const POWER = '- { shell: pwsh, run: ';

table(
  'PowerShell',
  {
    ...CRATE,
    'Build.ps1':
      'Push-Location $PSScriptRoot\n$branch = $(git symbolic-ref HEAD)\n& dotnet build -c Release /p:CI=true\nif($LASTEXITCODE -ne 0) { throw "no" }\nforeach ($test in Get-ChildItem test/*.Tests) {\n  Push-Location $test\n  & dotnet test -c Release --no-build\n  Pop-Location\n}\n',
    'posh.ps1': 'target test {\n  Invoke-Dotnet test $solution -c $configuration\n}\n',
    'test/App.Tests/App.Tests.csproj': '',
  },
  [
    [`${POWER}./Build.ps1 }`, 'dotnet test test/App.Tests', 'whole'],
    [`${POWER}./Build.ps1 }`, 'dotnet test bench/App.Bench', 'no'],
    [`${POWER}./Build.ps1 }`, 'pwsh ./Build.ps1', 'whole'],
    [`${POWER}./posh.ps1 }`, 'dotnet test', 'whole'],
    [`${POWER}'cargo test \`\n\n  --workspace' }`, 'cargo test', 'whole'],
    [`${POWER}'Write-Output "cargo test"' }`, 'cargo test', 'no'],
    [`${POWER}'$x = cargo test' }`, 'cargo test', 'no'],
    [`${POWER}"$x = @'\\ncargo test\\n'@\\n" }`, 'cargo test', 'no'],
    ['cd $WHERE && dotnet test', 'dotnet test test/App.Tests', 'no'],
    ['dotnet test App.sln', 'dotnet test test/App.Tests --filter Name~A', 'whole'],
    ['dotnet test test/Other.Tests', 'dotnet test test/App.Tests', 'no'],
  ],
);

table(
  'Taskfiles that include others',
  {
    ...CRATE,
    'Taskfile.yml':
      'includes:\n  rust: { taskfile: ./tasks/rust.yml, aliases: [r] }\n  docs: ./docs\ntasks:\n  default: { cmds: [{ task: "rust:test" }] }\n',
    'tasks/rust.yml': 'tasks:\n  test: { cmds: [{ task: inner }] }\n  inner: { aliases: [i], cmds: [cargo test] }\n',
    'docs/Taskfile.yml': 'tasks: { check: { cmds: [mdbook test book] } }\n',
  },
  [
    ['task', 'cargo test', 'whole'],
    ['task r:i', 'cargo test', 'whole'],
    ['task docs:check', 'mdbook test book', 'whole'],
    ['task docs:check', 'cargo test', 'no'],
  ],
);

table('how long go fuzzes', { 'go.mod': 'module example.com/app\n' }, [
  ['go test -fuzz=FuzzA -fuzztime=4m ./f', 'go test -fuzz=FuzzA -fuzztime=4m ./f', 'whole'],
  ['go test -fuzz=FuzzA -fuzztime=4m ./f', 'go test -fuzz=FuzzA -fuzztime=6h ./f', 'no'],
]);

table(
  'runners that run another',
  {
    ...PYTHON,
    'scripts/fuzz.py': '',
    'package.json': '{"scripts":{"test":"mocha test/"}}',
    'noxfile.py': '@nox.session\ndef lint(session):\n    session.run("ruff", "check", "src")\n',
  },
  [
    ['coverage run scripts/fuzz.py', 'python scripts/fuzz.py', 'whole'],
    ['coverage run --branch -m pytest', 'pytest tests/unit', 'whole'],
    ['npx nyc --exclude examples --reporter=lcov npm test', 'npx mocha test/a.js', 'whole'],
    ['npx c8 -r text npm test', 'npm test', 'whole'],
    ['npx nyc report --reporter=lcov', 'npm test', 'no'],
    ['pipx run nox -s lint', 'ruff check src', 'whole'],
  ],
);

table(
  'the prerequisites of a recipe are means, those of a list are its work',
  {
    Makefile:
      'version:\n\tnode stamp.js\nrelease: version\n\t./publish-all\nbench: version\n\t./measure\nci: unit style\nunit: version\n\t./run-tests\nstyle:\n\t./style-all\n',
  },
  [
    ['make bench', 'make release', 'no'],
    ['make unit', 'make bench', 'no'],
    ['make ci', 'make style', 'whole'],
    ['make unit', 'make ci', 'part: the only new part is `./style-all`'],
  ],
);

table('properties and profiles that CI alone sets', {}, [
  ['./gradlew build -PtestMode=KSP', './gradlew test', 'whole'],
  ['./gradlew test allTests -Pplatform=x -Ptest.java.version=21', './gradlew test -Pplatform=x', 'whole'],
  ['./gradlew test -Pplatform=x', './gradlew test -Pplatform=y', 'no'],
  ['./gradlew test -PskipSlow', './gradlew test', "part: the only new part is what CI's `-PskipSlow` leaves out"],
  ['mvn -B -ff -P ci verify', 'mvn test', 'whole'],
  ['mvn verify', 'mvn test -P slow', 'no'],
  ['./gradlew check', './gradlew spotlessCheck', 'whole'],
  ['./gradlew allTests', './gradlew :core:jvmTest', 'whole'],
  ['./gradlew test', './gradlew spotlessCheck', 'no'],
]);

table('what CI only looks at more closely', { 'go.mod': 'module example.com/app\n', 'Makefile.js': '' }, [
  ['- { run: go test ./..., env: { LEAK_CHECK: 1 } }', 'go test ./...', 'whole'],
  ['- { run: go test ./..., env: { STREAMING: kafka } }', 'go test ./...', 'no'],
  ['- { run: go test ./..., env: { STREAMING: 1 } }', 'go test ./...', 'whole'],
  ['- { run: go test ./..., env: { USE_STREAMING: 1 } }', 'go test ./...', 'no'],
  ['- { run: go test ./..., env: { SKIP_CHECKS: 1 } }', 'go test ./...', 'no'],
  ['- { run: go test ./..., env: { COVERAGE: false } }', 'go test ./...', 'whole'],
  ['npx mocha --check-leaks test/', 'npx mocha test/a.js', 'whole'],
  ['npx mocha test/', 'npx mocha --check-leaks test/a.js', 'no'],
  ['npx vitest --project "unit*"', 'npx vitest run --project unit-dom', 'whole'],
  ['npx vitest --project "unit*"', 'npx vitest run --project e2e', 'no'],
  ['node Makefile lint', 'node Makefile.js lint', 'whole'],
]);

table('sets of features and documentation tests', CRATE, [
  ['cargo test', 'cargo hack test --feature-powerset', 'no'],
  ['cargo hack test --each-feature', 'cargo test', 'whole'],
  ['cargo llvm-cov --doctests', 'cargo test', 'whole'],
  ['cargo llvm-cov', 'cargo test --doc', 'no'],
]);

table(
  'names that make works out',
  {
    ...CRATE,
    Makefile:
      'FLAGS_min = --no-default-features --features "std"\nFLAGS_full =\nSRC = a.c b.c\ntest-%:\n\tcargo test ${FLAGS_${@:test-%=%}} $(ARGS)\nobjects:\n\tmeasure $(SRC:.c=.o)\n',
  },
  [
    ['make test-min', 'cargo test --no-default-features --features std', 'whole'],
    ['make test-min', 'cargo test', 'no'],
    ['make test-full', 'cargo test', 'whole'],
    ['make objects', 'measure a.o b.o', 'whole'],
  ],
);

table(
  'sessions of nox that share a function',
  {
    ...PYTHON,
    'noxfile.py':
      'import nox\n\n\ndef common(\n    session,\n    extra=[],\n):\n    session.run(\n        "python",\n        *(("-bb",) if (1, 2) else ()),\n        "-m", "coverage", "run", "-m", "pytest",  # all of them\n        *(session.posargs or ("tests/",)),\n    )\n\n\n@nox.session(python=["3.12"])\ndef test(session):\n    common(session)\n',
  },
  [
    ['nox -s test-3.12', 'pytest tests/unit', 'whole'],
    ['nox -s test -- tests/unit', 'pytest tests/test_a.py', 'no'],
  ],
);

table(
  'values that are not known, and options of plugins',
  {
    ...PYTHON,
    'go.mod': 'module example.com/app\n',
    'pyproject.toml':
      '[tool.pytest.ini_options]\naddopts = ["--benchmark-columns", "min,max", "--benchmark-disable"]\n',
  },
  [
    ['dotnet test -c Release --results-directory $OUT -l trx', 'dotnet test -c Release', 'whole'],
    ['dotnet test $SOLUTION', 'dotnet test src/Unit', 'whole'],
    ['pytest tests --parallel-threads 1', 'pytest tests/unit', 'whole'],
    ["pytest --cov -m 'not slow'", "pytest tests/unit -m 'not slow'", 'whole'],
    ['pytest --cov tests', 'pytest tests/unit', 'whole'],
    ['mypy --cobertura-xml-report out', 'mypy', 'whole'],
    ['richgo test ./...', 'go test ./pkg', 'whole'],
    ['ruff format --diff src', 'ruff format --check src', 'whole'],
  ],
);
