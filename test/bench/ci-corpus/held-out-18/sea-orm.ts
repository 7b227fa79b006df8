import type { Repository } from '../case.ts';

export const seaOrm: Repository = {
  name: 'SeaQL/sea-orm',
  commit: '92cf399ed3a072ab6a553215e758cab93e85d086',
  cases: [
    ['cargo', 'whole', 'cargo llvm-cov --workspace --lcov --output-path lcov.info', 'rust.yml, job test'],
    [
      'cargo',
      'whole',
      "DATABASE_URL=sqlite::memory: cargo test --release --test '*' --features tests-features,sqlx-sqlite,runtime-tokio -- --test-threads=1",
      'job sqlite',
    ],
    [
      'cargo',
      'whole',
      'export DATABASE_URL="postgres://root:root@localhost"\nfor t in crud_tests stream_tests transaction_tests; do\n  cargo test --features tests-features,sqlx-postgres,runtime-tokio-native-tls --test $t 2>&1 | tee $t.log\ndone',
      'job postgres',
    ],
    [
      'cargo',
      'none',
      "DATABASE_URL=postgres://root:root@localhost cargo test --test '*' --features tests-features,sqlx-postgres,runtime-tokio-rustls",
      'job compile has it with --no-run',
    ],
    [
      'cargo',
      'none',
      'DATABASE_URL="mysql://root:@localhost" cargo test --features sqlx-mysql,runtime-async-std-native-tls --test crud_tests --test loader_tests',
      'no job has async-std',
    ],
    [
      'cargo',
      'none',
      "DATABASE_URL='postgres://root:root@localhost' cargo test --features tests-features,postgres-vector,sqlx-postgres,runtime-tokio-native-tls --test embedding_tests",
      'no job has postgres-vector',
    ],
    [
      'cargo',
      'whole',
      "cd sea-orm-sync && DATABASE_URL=sqlite::memory: cargo test --release --features tests-features,rusqlite --test '*'",
      'job rusqlite',
    ],
    [
      'cargo',
      'part',
      'cd sea-orm-sync\ncargo test --features rusqlite --lib\nDATABASE_URL=sqlite::memory: cargo test --features tests-features,rusqlite --test crud_tests --test loader_tests',
      'job rusqlite leaves the unit tests out',
    ],
    [
      'cargo',
      'none',
      'time cargo run --release --manifest-path sea-orm-sync/examples/pi_spigot/Cargo.toml -- --digits 20000 --checkpoint 500',
      'job rusqlite runs two other examples',
    ],
    [
      'cargo',
      'whole',
      'for d in examples sea-orm-sync/examples; do (cd $d/quickstart && cargo run); done',
      'jobs examples and rusqlite',
    ],
    [
      'cargo',
      'whole',
      'cargo test --features sqlx-mysql,runtime-tokio-native-tls --test main',
      'job mysql',
      { cwd: 'sea-orm-migration', env: { DATABASE_URL: 'mysql://root:@localhost' } },
    ],
    [
      'cargo',
      'whole',
      'for e in axum_example salvo_example; do\n  find examples/$e -type f -name Cargo.toml -print0 | xargs -0 -I {} cargo test --manifest-path {}\ndone',
      'job examples',
    ],
    ['cargo', 'none', 'cargo test --manifest-path issues/1790/Cargo.toml', 'only where the commit message asks for it'],
    ['cargo', 'part', 'cargo test --lib --features entity-registry', 'job test runs those called registry'],
    [
      'cargo',
      'none',
      "DATABASE_URL=sqlite::memory: cargo test --features tests-features,sqlx-all,mock,proxy,runtime-tokio-native-tls --test '*'",
      'no job tests all drivers at once',
    ],
    [
      'cargo',
      'scheduled',
      'cargo build --release --manifest-path sea-orm-cli/Cargo.toml --target x86_64-unknown-linux-gnu --bin sea-orm-cli',
      'sea-orm-cli-release.yml, for a tag',
    ],
    [
      'lint',
      'whole',
      'cargo +nightly fmt --all -- --check\ntaplo fmt --check\ncargo clippy --all --features runtime-tokio-native-tls,sqlx-all -- -D warnings',
      'jobs rustfmt, taplo and clippy',
    ],
    [
      'lint',
      'part',
      'for m in sea-orm-cli sea-orm-migration sea-orm-sync; do cargo clippy --manifest-path $m/Cargo.toml -- -D warnings; done',
      'job clippy leaves sea-orm-sync out',
    ],
  ],
};
