import type { Repository } from '../case.ts';

export const rayon: Repository = {
  name: 'rayon-rs/rayon',
  commit: 'c4dac9f82ee03f61e855075b668229a9e4d759ad',
  cases: [
    ['cargo', 'whole', 'cargo test --release', 'pr.yaml, job test: the root is rayon'],
    ['cargo', 'whole', 'cargo test --workspace', 'ci.yaml in the merge queue: rayon, rayon-core, rayon-demo'],
    ['cargo', 'whole', 'cargo test --release -p rayon-core --test scope_join', 'pr.yaml, job test'],
    [
      'cargo',
      'whole',
      'for t in sort-panic-safe collect par_bridge_recursion; do\n  cargo test --release --test "$t"\ndone',
      'pr.yaml, job test',
    ],
    ['cargo', 'whole', 'bash -c "cd rayon-core && cargo test -- --nocapture"', 'pr.yaml, job test'],
    ['cargo', 'whole', 'cargo test -p rayon --doc', 'pr.yaml, job test'],
    ['cargo', 'whole', 'cargo build --target wasm32-unknown-unknown', 'ci.yaml, job wasm, in the merge queue'],
    ['cargo', 'whole', 'cargo check && cargo fmt --all --check', 'pr.yaml, jobs check and fmt'],
    ['word by word', 'whole', './ci/highlander.sh', 'pr.yaml, job test'],
    ['cargo', 'none', 'cargo bench -p rayon-demo', 'nobody measures'],
    [
      'cargo',
      'none',
      'numactl --cpunodebind=0 cargo run --release -p rayon-demo -- nbody bench --bodies 4000',
      'nobody measures',
    ],
    ['cargo', 'whole', 'RAYON_NUM_THREADS=1 cargo test -p rayon', 'pr.yaml, job test; a number of threads is speed'],
    ['cargo', 'none', 'cargo test -p rayon --features web_spin_lock', 'CI only builds that, for another target'],
    ['cargo', 'none', 'cargo clippy --workspace --all-targets', 'no job does'],
    [
      'cargo',
      'none',
      'RUSTFLAGS=-Zsanitizer=thread cargo +nightly test -p rayon-core -Zbuild-std --target x86_64-unknown-linux-gnu',
      'no job sanitises',
    ],
    ['cargo', 'none', 'cargo miri test -p rayon-core', 'no job does'],
  ],
};
