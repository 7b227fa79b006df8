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
  'crate-ci/typos': () => 'typos',
  'codespell-project/actions-codespell': () => 'codespell',
  'dominikh/staticcheck-action': input => `${directory(input('working-directory'))}staticcheck ./...`,
  'securego/gosec': input => `gosec ${input('args')}`,
  'golang/govulncheck-action': input => `${directory(input('work-dir'))}govulncheck ${input('go-package') || './...'}`,
  'gradle/gradle-build-action': gradle,
  'gradle/actions/setup-gradle': gradle,
  'eskatos/gradle-command-action': gradle,
  'burrunan/gradle-cache-action': gradle,
  'bazelbuild/bazelisk': input => `bazel ${input('args')}`,
};

/** The command that an action is, as bash; `undefined` when it is none that is known. */
export function actionCommand(uses: string, input: Inputs): string | undefined {
  const name = uses.split('@')[0]!;
  return Object.hasOwn(ACTIONS, name) ? ACTIONS[name]!(input) : undefined;
}

/** `properties` are lines of `name=value`, handed on as `-P` (burrunan/gradle-cache-action, README). */
function gradle(input: Inputs): string {
  if (input('arguments') === '') return '';
  const properties = input('properties')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => `-P${line}`);
  return `${directory(input('build-root-directory'))}./gradlew ${[...properties, input('arguments').replaceAll('\n', ' ')].join(' ')}`;
}

function rust(input: Inputs): string {
  const toolchain = input('toolchain');
  return `${directory(input('working-directory'))}${tool(input)} ${toolchain && `+${toolchain}`} ${input('command')} ${input('args')}`;
}

function tool(input: Inputs): string {
  return input('use-cross') === 'true' ? 'cross' : 'cargo';
}

function directory(path: string): string {
  return path === '' ? '' : `cd '${path}' && `;
}
