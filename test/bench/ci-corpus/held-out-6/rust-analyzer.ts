import type { Repository } from '../case.ts';

export const rustAnalyzer: Repository = {
  name: 'rust-lang/rust-analyzer',
  commit: 'd2e55da49132fa70a13dfbdc99122432b02cf464',
  cases: [
    ['cargo', 'whole', 'cargo nextest run --no-fail-fast', 'job rust'],
    ['cargo', 'whole', 'cargo test --workspace --release', 'coverage.yaml runs the workspace'],
    ['cargo', 'whole', 'cargo test -p hir-ty --lib -- --nocapture', 'of it'],
    ['cargo', 'whole', 'cargo miri test -p intern', 'job miri'],
    ['lint', 'whole', 'cargo fmt -- --check', 'job rustfmt'],
    ['lint', 'whole', 'cargo machete', 'job rust'],
    ['cargo', 'whole', 'cargo xtask codegen --check', 'the alias codegen'],
    ['cargo', 'whole', 'cargo codegen --check', 'job rust'],
    ['cargo', 'whole', 'cargo check --target wasm32-unknown-unknown --all-targets -p ide', 'job rust-cross'],
    ['npm', 'whole', 'cd editors/code && npm ci && npm run lint && npm run typecheck', 'job typescript'],
    ['word by word', 'whole', 'typos', 'job typo-check'],
    ['word by word', 'whole', './target/debug/rust-analyzer analysis-stats . -q', 'job analysis-stats'],
    [
      'cargo',
      'none',
      'cargo run --release -p rust-analyzer -- analysis-stats --memory-usage /opt/corpus',
      'another scale',
    ],
    ['cargo', 'whole', 'cargo xtask metrics self', 'metrics.yaml runs that very command on a push to master'],
    ['cargo', 'none', 'RUN_SLOW_TESTS=1 cargo test --workspace', 'a mode that CI does not set there'],
  ],
};
