/**
 * Actions that are a command: `uses` without its version → the bash it runs, given its inputs. Facts from each action's
 * action.yml; actions that only set something up are not here and run nothing.
 */
type Inputs = (name: string) => string;

const ACTIONS: Readonly<Record<string, (input: Inputs) => string>> = {
  'actions-rs/cargo': rust,
  'actions-rs-plus/cargo': rust,
  'clechasseur/rs-cargo': rust,
  'houseabsolute/actions-rust-cross': input =>
    `${tool(input)} ${input('command') || 'build'} ${input('args')} ${input('target') && `--target ${input('target')}`}`,
  'actions-rs/clippy-check': input => `cargo clippy ${input('args')}`,
  'actions-rs-plus/clippy-check': input => `cargo clippy ${input('args')}`,
  'giraffate/clippy-action': input => `cargo clippy ${input('clippy_flags')}`,
  'actions-rust-lang/rustfmt': () => 'cargo fmt --all -- --check',
  'actions-rs/audit-check': () => 'cargo audit',
  'rustsec/audit-check': () => 'cargo audit',
  'EmbarkStudios/cargo-deny-action': input =>
    `cargo deny ${input('arguments')} ${input('command') || 'check'} ${input('command-arguments')}`,
  'actions-rs/tarpaulin': input => `cargo tarpaulin ${input('args')}`,
  'pre-commit/action': input => `pre-commit run ${input('extra_args') || '--all-files'}`,
  'j178/prek-action': input =>
    input('install-only') === 'true' ? '' : `prek run ${input('extra-args') || '--all-files'}`,
  'golangci/golangci-lint-action': input =>
    input('install-only') === 'true'
      ? ''
      : `${directory(input('working-directory'))}golangci-lint run ${input('args')}`,
  'nick-fields/retry': input => input('command'),
  'nick-invision/retry': input => input('command'),
  'Wandalen/wretry.action': input => input('command'),
  'CodSpeedHQ/action': input => `${directory(input('working-directory'))}${input('run')}`,
  'reactivecircus/android-emulator-runner': input => `${directory(input('working-directory'))}${input('script')}`,
  'coactions/setup-xvfb': input => `${directory(input('working-directory'))}${input('run')}`,
  'GabrielBB/xvfb-action': input => `${directory(input('working-directory'))}${input('run')}`,
  'borales/actions-yarn': input => `${directory(input('dir'))}yarn ${input('cmd')}`,
  'astral-sh/ruff-action': input => `ruff ${input('args') || 'check'} ${input('src')}`,
  'chartboost/ruff-action': input => `ruff ${input('args') || 'check'} ${input('src')}`,
  'psf/black': input => `black ${input('options') || '--check --diff'} ${input('src') || '.'}`,
  'isort/isort-action': input =>
    `isort ${input('configuration') || '--check-only --diff'} ${input('sort-paths') || '.'}`,
  'crate-ci/typos': input => `typos ${input('files')} ${input('config') && `--config ${input('config')}`}`,
  'apache/skywalking-eyes': licenses,
  'apache/skywalking-eyes/header': licenses,
  // With `fail: false` it only reports.
  'lycheeverse/lychee-action': input => (input('fail') === 'false' ? '' : `lychee ${input('args')}`),
  'codespell-project/actions-codespell': () => 'codespell',
  'dominikh/staticcheck-action': input => `${directory(input('working-directory'))}staticcheck ./...`,
  'securego/gosec': input => `gosec ${input('args')}`,
  'golang/govulncheck-action': input => `${directory(input('work-dir'))}govulncheck ${input('go-package') || './...'}`,
  'goreleaser/goreleaser-action': input =>
    input('install-only') === 'true' ? '' : `${directory(input('workdir'))}goreleaser ${input('args')}`,
  'obi1kenobi/cargo-semver-checks-action': input =>
    `cargo semver-checks ${input('package') && `-p ${input('package')}`} ${input('manifest-path') && `--manifest-path ${input('manifest-path')}`}`,
  'PyO3/maturin-action': input =>
    `${directory(input('working-directory'))}maturin ${input('command') || 'build'} ${input('args')}`,
  'pypa/cibuildwheel': input => `cibuildwheel ${input('package-dir')}`,
  'jakebailey/pyright-action': input => `${directory(input('working-directory'))}pyright ${input('extra-args')}`,
  'pypa/gh-action-pip-audit': input => `pip-audit ${input('inputs')}`,
  'cypress-io/github-action': input =>
    input('runTests') === 'false'
      ? ''
      : `${directory(input('working-directory'))}${input('command') || `cypress run ${input('spec') && `--spec ${input('spec')}`}`}`,
  'gradle/gradle-build-action': gradle,
  'gradle/actions/setup-gradle': gradle,
  'eskatos/gradle-command-action': gradle,
  'burrunan/gradle-cache-action': gradle,
  'bufbuild/buf-lint-action': input => `buf lint ${input('input')}`,
  'bufbuild/buf-breaking-action': input =>
    `buf breaking ${input('input')} ${input('against') && `--against '${input('against')}'`}`,
  'bufbuild/buf-action': buf,
  'jidicula/clang-format-action': input =>
    `clang-format --dry-run --Werror ${input('exclude-regex') && `--exclude-regex '${input('exclude-regex')}'`} ${input('check-path') || '.'}`,
  'DoozyX/clang-format-lint-action': formatted,
  'bazelbuild/bazelisk': input => `bazel ${input('args')}`,
};

/**
 * The command that an action is, as bash; `undefined` when it is none. Of an action that is not known, the inputs that by their name
 * and their first word are a command: `run: make test`, `bazel: test //...`. `names` are those of the inputs it is given.
 */
export function actionCommand(uses: string, input: Inputs, names: readonly string[]): string | undefined {
  const name = uses.split('@')[0]!;
  if (Object.hasOwn(ACTIONS, name)) return ACTIONS[name]!(input);
  const where = names.find(key => /^(working[-_]?directory|dir|directory|cwd)$/i.test(key));
  const commands = names.flatMap(key => {
    const text = input(key).trim();
    if (/^(bazel|cargo|make|just|go)$/.test(key) && /^[\w-]+( |$)/.test(text)) return [`${key} ${text}`];
    return SPOKEN.test(key) && PROGRAM.test(text) ? [text] : [];
  });
  return commands.length === 0
    ? undefined
    : `${directory(where === undefined ? '' : input(where))}${commands.join('\n')}`;
}

const SPOKEN =
  /^((run|script|cmd|commands?|build|test|tests|lint|check)|(run|build|test|lint|check)[-_](command|script|cmd))$/i;
const PROGRAM =
  /^(\w+=\S+ +)*(python3? \S+\.py .*-- )?(cargo|cross|make|just|task|go|npm|npx|pnpm|yarn|bun|python3? -m|pytest|tox|nox|hatch|uv|poetry|bazel(isk)?|cmake|ctest|meson|ninja|\.\/gradlew|gradle|\.\/mvnw|mvn|dotnet|pre-commit|bash|sh|\.\/[\w./-]+\.sh)( |\n|$)/;

/** `properties` are lines of `name=value`, handed on as `-P` (burrunan/gradle-cache-action, README). */
function gradle(input: Inputs): string {
  if (input('arguments') === '') return '';
  const properties = input('properties')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => `-P${line}`);
  return `${directory(input('build-root-directory'))}./gradlew ${[...properties, input('arguments').replaceAll('\n', ' ')].join(' ')}`;
}

function rust(input: Inputs): string {
  const toolchain = input('toolchain');
  return `${directory(input('working-directory'))}${tool(input)} ${toolchain && `+${toolchain}`} ${input('command')} ${input('args')}`;
}

/** Unless it is told otherwise it looks at style, format and, of a pull request, at what breaks (bufbuild/buf-action, README). */
function buf(input: Inputs): string {
  if (input('setup_only') === 'true') return '';
  const given = input('input');
  return [
    input('lint') === 'false' ? '' : `buf lint ${given}`,
    input('format') === 'false' ? '' : `buf format --diff --exit-code ${given}`,
  ].join('\n');
}

/** With `inplace` it writes and fails for nothing; `exclude` are directories (DoozyX/clang-format-lint-action, README). */
function formatted(input: Inputs): string {
  const mode = /^true$/i.test(input('inplace')) ? '-i' : '--dry-run --Werror';
  const excluded = input('exclude')
    .split(/\s+/)
    .filter(path => path !== '');
  return [
    `clang-format ${mode}`,
    input('style') && `--style=${input('style')}`,
    ...excluded.map(path => `--exclude '${path.replace(/^\.\//, '')}'`),
    input('source') || '.',
  ].join(' ');
}

function licenses(input: Inputs): string {
  return `license-eye ${input('config') && `-c ${input('config')}`} header ${input('mode') || 'check'}`;
}

function tool(input: Inputs): string {
  return input('use-cross') === 'true' ? 'cross' : 'cargo';
}

function directory(path: string): string {
  return path === '' ? '' : `cd '${path}' && `;
}
