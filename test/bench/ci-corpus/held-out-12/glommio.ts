import type { Repository } from '../case.ts';

export const glommio: Repository = {
  name: 'DataDog/glommio',
  commit: '8434815962ce0bc161ace1967137213dc2334e4b',
  cases: [
    [
      'cargo',
      'whole',
      'cargo test -- --test-threads=$(nproc)',
      'ci.yml, job test writes that into a script and runs it',
    ],
    ['cargo', 'whole', 'cargo test -p glommio --lib timer', 'of job test'],
    [
      'cargo',
      'whole',
      'sudo -E bash -c "ulimit -l 512 && cargo test --release -p glommio executor -- --nocapture"',
      'of job test',
    ],
    ['cargo', 'whole', 'cargo build --release --workspace --all-targets', 'job build'],
    ['cargo', 'whole', 'cd examples && cargo build --examples --release', 'of job build'],
    ['cargo', 'whole', 'cargo check --all --all-targets', 'job build builds it'],
    ['cargo', 'whole', 'cargo doc -p glommio --no-deps', 'job doc'],
    ['cargo', 'none', 'cargo bench -p glommio --bench spsc_queue', 'nobody measures'],
    [
      'cargo',
      'none',
      'cd glommio\nfor b in tcp udp echo; do\n  taskset -c 0-3 cargo bench --bench "$b"\ndone',
      'nobody measures',
    ],
    ['cargo', 'none', 'cargo bench -p glommio --features bench --bench nop', 'nobody measures'],
    ['cargo', 'none', 'cargo run --release -p examples --example storage -- --dir /mnt/nvme', 'no job runs examples'],
    ['lint', 'whole', 'cargo deny --all-features check licenses', 'third-party_exported.yml through the action'],
    ['lint', 'whole', 'cargo deny --all-features check', 'third-party_vulnerabilities.yml on a push to master'],
    ['lint', 'none', 'cargo fmt --all -- --check', 'no job does'],
    ['lint', 'none', 'cargo clippy --all-targets -- -D warnings', 'no job does'],
    ['word by word', 'none', 'cargo deadlinks --dir target/doc/glommio', 'the step is commented out'],
  ],
};
