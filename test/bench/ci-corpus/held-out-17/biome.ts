import type { Repository } from '../case.ts';

export const biome: Repository = {
  name: 'biomejs/biome',
  commit: '18883b7dafb8f9581534508fdd5b1e34632f2724',
  cases: [
    ['make, just, task', 'whole', 'just test', 'pull_request.yml, job test, with one feature more'],
    ['make, just, task', 'whole', 'just test-crate biome_js_formatter && just test-doc', 'job test'],
    ['cargo', 'whole', 'cargo insta test --check -p biome_css_formatter', 'job test'],
    ['cargo', 'none', 'cargo nextest run --workspace --all-features', 'job test has js_plugin only'],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-C target-cpu=native" cargo test --release -p biome_js_parser',
      'other code than in CI',
    ],
    ['make, just, task', 'whole', 'just lint && just lint-rules', 'job lint and lint_rule_docs.yml'],
    ['make, just, task', 'part', 'just ready', 'its lint, its tests and its documentation'],
    ['lint', 'part', 'cargo deny check', 'job deny looks at bans and advisories'],
    ['lint', 'whole', 'cargo fmt --all -- --check && tombi format --check', 'main.yml, job format'],
    ['cargo', 'none', 'cargo coverage --suites=js/262', 'continue-on-error'],
    [
      'make, just, task',
      'none',
      'just fuzz-markdown-generate 20000 && just fuzz-markdown-differential',
      'these tests are ignored',
    ],
    ['cargo', 'none', 'cargo bench -p biome_js_parser', 'benchmark.yml simulates with codspeed'],
    [
      'word by word',
      'whole',
      'cargo build --bin biome && ./e2e-tests/test-all.sh stdin',
      'pull_request.yml, job e2e-tests runs all of them',
    ],
    [
      'npm',
      'whole',
      'pnpm i\npnpm --filter @biomejs/js-api run build:wasm-dev\npnpm --filter @biomejs/js-api run build\npnpm --filter @biomejs/js-api exec vitest run',
      'pull_request_node.yml: test:ci',
    ],
    ['npm', 'whole', 'cd packages/@biomejs/backend-jsonrpc && pnpm test:ci', 'pull_request_node.yml'],
    ['npm', 'whole', 'cargo run -p biome_cli -- ci', 'pull_request_js.yml: pnpm run ci'],
    [
      'cargo',
      'scheduled',
      'cargo build -p biome_cli --release --target=aarch64-unknown-linux-musl --features=js_plugin',
      'preview.yml',
    ],
    [
      'make, just, task',
      'part',
      'just build-wasm-web --features=unstable',
      'pull_request_node.yml: build-wasm-node-dev; no wasm-opt',
    ],
  ],
};
