import { table } from './table.ts';
import type { Tree } from './world.ts';

const TESTS: Tree = { 'tests/test_a.py': '', 'Cargo.toml': '[package]\nname = "core"\n' };

table('a replacement within a variable', TESTS, [
  ['suite="pytest+tests"\n${suite//+/ }', 'pytest tests', 'whole'],
  ["words=$'pytest\\ntests'\n${words//$'\\n'/ }", 'pytest tests', 'whole'],
  ['folder=tests-all\npytest ${folder/-all/}', 'pytest tests', 'whole'],
  ['folder=all-tests\npytest ${folder/#all-/}', 'pytest tests', 'whole'],
  ['folder=tests-all\npytest ${folder/%-all/}', 'pytest tests', 'whole'],
  // A pattern is not worked out.
  ['task=unit-test\ncargo ${task/*-/}', 'cargo test', 'no'],
]);

const ACTION: Tree = {
  '.github/actions/gradle/action.yml': `inputs:
  arguments: { default: '' }
runs:
  using: composite
  steps:
    - env: { ARGUMENTS: '\${{ inputs.arguments }}' }
      shell: bash
      run: |
        for ((i = 1; i <= 3; i++)); do
          ./gradlew --warning-mode all \${ARGUMENTS//$'\\n'/ } && break
          if [ $i -eq 3 ]; then exit 1; fi
        done
`,
};
const gradle = (words: string): string => `- { uses: ./.github/actions/gradle, with: { arguments: '${words}' } }`;

table('an action of the repository that is handed its words', ACTION, [
  [gradle('core:check'), './gradlew core:check', 'whole'],
  // What is known of the words counts, up to where they are not.
  [gradle('core:jmh -Ppattern=Put ${{ github.run_id }}'), './gradlew core:jmh -Ppattern=Put', 'whole'],
  [gradle('core:jmh -Ppattern=Put ${{ github.run_id }}'), './gradlew core:jmh -Ppattern=Get', 'no'],
  [gradle('${{ github.run_id }}'), './gradlew core:check', 'no'],
]);

const events = (run: string): string =>
  `name: CI\non: { pull_request: , schedule: [{ cron: 1 1 * * * }] }\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n${run.replaceAll(/^/gm, '          ')}\n`;

table('a text that asks which event it is', TESTS, [
  [
    events('MORE=""\nif [[ "${GITHUB_EVENT_NAME}" == "schedule" ]]; then MORE="--slow"; fi\npytest tests ${MORE}'),
    'pytest tests',
    'whole',
  ],
  [
    events('if [ "$GITHUB_EVENT_NAME" = schedule ]; then pytest tests --slow; fi'),
    'pytest tests --slow',
    'whole',
    {},
    { frequency: 'schedule' },
  ],
  [events('if [ "$GITHUB_EVENT_NAME" = schedule ]; then pytest tests --slow; fi'), 'pytest tests --slow', 'no'],
]);

table('options of coverage that take a value', TESTS, [
  ['coverage run --debug config --source-pkgs core -m pytest', 'pytest tests', 'whole'],
]);

const MODULE: Tree = {
  'go.mod': 'module example.org/m\n',
  'pkg/a.go': '',
  Makefile:
    'GOOS := $(shell go env GOOS)\nGOARCH := $(shell go env GOARCH)\ntest-unit:\n\tGOOS=$(GOOS) GOARCH=$(GOARCH) go test -cover ./pkg/...\npull-images:\n\tgrep -h image: *.yml | xargs docker pull\n',
};

table('a platform that is the usual one', MODULE, [
  ['go test ./pkg/...', 'make test-unit', 'whole'],
  ['go test ./pkg/...', 'GOOS=linux GOARCH=amd64 go test ./pkg/...', 'whole'],
  ['go test ./pkg/...', 'GOOS=windows go test ./pkg/...', 'no'],
  ['GOOS=windows go build ./pkg/...', 'GOOS=linux go build ./pkg/...', 'no'],
  ['go test -c -o /dev/null ./pkg', 'make pull-images && go test -c -o bin/pkg.test ./pkg', 'whole'],
]);

table('what CI alone says of a service, and what it keeps', TESTS, [
  ['- { run: cargo test, env: { DB_SCHEMA: test_schema, KEEP_NAMESPACES: 1 } }', 'cargo test', 'whole'],
  ['- { run: cargo test, env: { DB_ENGINE: mysql } }', 'cargo test', 'no'],
]);

const PACKAGE: Tree = {
  'package.json': JSON.stringify({
    name: 'a',
    scripts: {
      unit: 'borp --timeout 180000 --expose-gc -p "test/*.js"',
      mocha: 'mocha test/test.js',
      native: 'napi build --platform',
    },
  }),
  'test/test.js': '',
};

table('options of node', PACKAGE, [
  ['npm run mocha', 'NODE_OPTIONS=--jitless npm run mocha', 'no'],
  ['NODE_OPTIONS=--jitless npm run mocha', 'NODE_OPTIONS=--jitless npm run mocha', 'whole'],
  ['npm run mocha', 'NODE_OPTIONS=--max-old-space-size=8192 npm run mocha', 'whole'],
]);

table('runners of node’s own tests, and their patterns of files', PACKAGE, [
  ['npm run unit', 'npx borp -p "test/*.js"', 'whole'],
  ['npm run unit', 'npx borp -p "test/+(http2|h2)*.js"', 'whole'],
  ['npm run unit', 'npx borp -p "test/fetch/*.js"', 'no'],
  ['npx ava --timeout 2m "test/**/*.js"', 'npx ava test/a.js', 'whole'],
  ['npx tap -j4 test/core/*.js', 'npx tap test/net/*.js', 'no'],
  ['npm run mocha', 'npx mocha -b test/test.js', 'whole'],
]);

table('scripts that concurrently hands its words', PACKAGE, [
  ["npx concurrently -c blue 'npm:native -- --release' 'npm:mocha'", 'npm run native -- --release', 'whole'],
  ["npx concurrently 'npm:native --release'", 'npm run native -- --release', 'whole'],
]);

table('actions that are a command', TESTS, [
  ['- { uses: goreleaser/goreleaser-action@v6, with: { args: check } }', 'goreleaser check', 'whole'],
  ['- { uses: goreleaser/goreleaser-action@v6, with: { install-only: true } }', 'goreleaser check', 'no'],
  ['- { uses: obi1kenobi/cargo-semver-checks-action@v2 }', 'cargo semver-checks', 'whole'],
]);

const TOX: Tree = {
  'tox.ini':
    '[tox]\nenvlist = py312, base, docs\n[testenv]\ncommands = pytest {posargs}\n[testenv:docs]\ncommands = mkdocs build\n',
};

table('environments of tox by their names', TOX, [
  ['tox -e base,docs', 'tox -e docs', 'whole'],
  ['tox -e docs', 'tox -e docs,unknown', 'part: the only new part is `unknown`'],
  ['tox -e docs -- --strict', 'tox -e docs', 'no'],
]);

table('a property of which CI alone says what is built', {}, [
  ['./gradlew -Pversion=${{ github.run_id }} check', './gradlew check', 'whole'],
  ['./gradlew -PshardOf=${{ github.run_id }} check', './gradlew check', 'no'],
]);

table('what npm has installed, by its name or by its place', PACKAGE, [
  ['./node_modules/.bin/markdownlint-cli2', 'npx markdownlint-cli2', 'whole'],
]);

table('sanitizers by the project’s own names', { 'CMakeLists.txt': '' }, [
  ['cmake -B build\nctest --test-dir build', 'cmake -B build -DAPP_SANITIZE_THREAD=ON && ctest --test-dir build', 'no'],
  [
    'cmake -B build -DAPP_SANITIZE_THREAD=ON\nctest --test-dir build',
    'cmake -B build -DAPP_SANITIZE_THREAD=ON && ctest --test-dir build',
    'whole',
  ],
]);

const RUNNERS: Tree = {
  'package.json': JSON.stringify({
    scripts: {
      base: 'node --expose-gc --max-old-space-size=4096 -r ./setup.js node_modules/jest-cli/bin/jest --logHeapUsage',
      unit: 'yarn base --testMatch "<rootDir>/test/*.unit.js"',
      fast: 'yarn base --testMatch "<rootDir>/test/*.{basic,case}.js"',
      slow: 'yarn base --testMatch "<rootDir>/test/*.long.js"',
    },
  }),
  'test/a.unit.js': '',
};

table('a runner behind options of node, with patterns of its files', RUNNERS, [
  ['yarn unit --ci --cacheDirectory .jest', 'yarn unit', 'whole'],
  ['yarn unit', 'npx jest test/a.unit.js', 'whole'],
  ['yarn unit', 'npx jest test/a.long.js', 'no'],
  ['yarn fast\nyarn slow', 'npx jest --testMatch "<rootDir>/test/*.{basic,long,case}.js"', 'whole'],
  ['node node_modules/prettier/bin/prettier.cjs --ignore-unknown --check .', 'npx prettier --check .', 'whole'],
]);

table('where a program puts what it finds', TESTS, [
  [
    'python3 build/deps.py test --build-type Release --install-prefix=/usr core',
    'python3 build/deps.py test core',
    'whole',
  ],
  ['python3 bench.py --output ci.json --rows 10', 'python3 bench.py --rows 10 --output=/data/mine.json', 'whole'],
  ['python3 bench.py --output ci.json --rows 10', 'python3 bench.py --output ci.json --rows 1000', 'no'],
]);

table('checkers over the same files', TESTS, [
  ['npx cspell --cache --quiet "**/*.*"', 'npx cspell "**/*.*"', 'whole'],
  ['rubocop --parallel', 'bundle exec rubocop lib', 'whole'],
  ['rubocop -A', 'rubocop', 'no'],
]);

const CRATES: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "cli"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'cli/Cargo.toml': '[package]\nname = "cli"\n',
};

table('what xargs is fed, where that is known', CRATES, [
  ['echo core cli | xargs -n1 cargo test -p', 'cargo test -p core', 'whole'],
  ['cargo test -p core -p cli', "printf '%s\\n' core cli | xargs -I{} -P 2 cargo test --release -p {}", 'whole'],
  [
    'all=$(cat <<END\n-p core --lib\n-p cli --lib\nEND\n)\necho "$all" | xargs -I ONE sh -c "cargo test ONE"',
    'cargo test -p cli --lib',
    'whole',
  ],
  ['echo core | xargs -n1 cargo test -p || true', 'cargo test -p core', 'no'],
  ['ls -d c* | xargs -n1 cargo test -p', 'cargo test -p core', 'no'],
]);

table('shards that a matrix counts, and a build that is there already', MODULE, [
  ['- { run: make test-unit SKIP_DOCKER_BUILD=1 GH_PARALLEL=8 GH_INDEX=0 }', 'make test-unit', 'whole'],
]);

table('programs that Python starts by their module', TOX, [
  ['python -m tox -e docs', 'tox -e docs', 'whole'],
  ['python -m tox -e py312', 'pytest tests', 'whole'],
  ['tox -e py312', 'python3 -m tox -e py312 -- -k fast', 'whole'],
  ['python -m twine check --strict dist/*', 'twine check --strict dist/*', 'whole'],
  ['python -m coverage run -m pytest', 'pytest', 'whole'],
]);

table('how a tool keeps its snapshots', TESTS, [
  ['- { run: cargo test, env: { INSTA_UPDATE: new } }', 'cargo test', 'whole'],
]);
