import type { Repository } from '../case.ts';

export const sqlx: Repository = {
  name: 'launchbadge/sqlx',
  commit: '9d6bf6629f172d32fe1e6cafe8071439d213fc75',
  cases: [
    ['cargo', 'whole', 'cargo test -p sqlx-core --all-features', 'sqlx.yml, job test'],
    [
      'cargo',
      'whole',
      'DATABASE_URL=postgres://postgres:password@localhost:5432/sqlx RUSTFLAGS=\'--cfg postgres="17"\' cargo test --no-default-features --features any,postgres,macros,migrate,_unstable-all-types,runtime-tokio,tls-rustls-ring',
      'job postgres by its matrix',
    ],
    [
      'cargo',
      'whole',
      'RUSTFLAGS="--cfg sqlite_ipaddr --cfg sqlite_test_sqlcipher" DATABASE_URL=sqlite:tests/sqlite/sqlite.db cargo test --no-default-features --features any,macros,migrate,sqlite,_unstable-all-types,runtime-tokio,sqlite-preupdate-hook --test sqlite-describe',
      'job sqlite by its matrix',
    ],
    ['cargo', 'whole', 'cargo test --manifest-path sqlx-cli/Cargo.toml', 'sqlx-cli.yml'],
    ['cargo', 'whole', 'cargo test -p sqlx-cli', 'sqlx-cli.yml'],
    [
      'cargo',
      'whole',
      'cargo build -p sqlx-cli --release --no-default-features --features sqlite',
      'examples.yml with more features',
    ],
    ['cargo', 'whole', 'cargo run -p sqlx-example-postgres-json', 'examples.yml, that very command'],
    ['lint', 'whole', 'cargo clippy --manifest-path sqlx-cli/Cargo.toml -- -D warnings', 'sqlx-cli.yml'],
    [
      'lint',
      'whole',
      'cargo clippy --no-default-features --features all-databases,_unstable-all-types,sqlite-preupdate-hook,runtime-tokio,tls-rustls,macros -- -D warnings',
      'job check by its matrix',
    ],
    ['lint', 'whole', 'cargo fmt --all -- --check', 'job format'],
    [
      'cargo',
      'none',
      'DATABASE_URL=postgres://bench@db.internal:5432/sqlx cargo test --no-default-features --features any,postgres,macros,migrate,_unstable-all-types,runtime-tokio,tls-none',
      'a real service',
    ],
    [
      'cargo',
      'none',
      'cargo bench --bench sqlite-describe --no-default-features --features runtime-tokio,sqlite',
      'nobody measures',
    ],
  ],
};
