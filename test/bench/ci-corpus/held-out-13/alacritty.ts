import type { Repository } from '../case.ts';

export const alacritty: Repository = {
  name: 'alacritty/alacritty',
  commit: 'bdb72b32eeb074e3a0b8559d8ccac458237474a3',
  cases: [
    ['cargo', 'whole', 'cargo test', 'ci.yml, job build'],
    ['cargo', 'whole', 'cargo test --release -p alacritty_terminal --test ref', 'of job build'],
    ['cargo', 'whole', 'cargo test -p alacritty_terminal --no-default-features', 'job build'],
    ['cargo', 'whole', 'cd alacritty_terminal && cargo test grid:: 2>&1 | ts > grid.log', 'of job build'],
    ['cargo', 'whole', 'cargo build --target=x86_64-apple-darwin', 'job check-macos-x86_64'],
    [
      'cargo',
      'whole',
      'rustup default $(cat Cargo.toml | grep "rust-version" | sed \'s/.*"\\(.*\\)".*/\\1/\')\ncargo test',
      'job build',
    ],
    [
      'cargo',
      'none',
      'cargo test -p alacritty --no-default-features --features=wayland',
      'a feature without the other',
    ],
    [
      'cargo',
      'none',
      'git clone https://github.com/alacritty/vtebench\ncd vtebench && cargo run --release -- --dat /tmp/vte.dat',
      'nobody measures',
    ],
    ['cargo', 'none', 'RUSTFLAGS="-C target-cpu=native" cargo test --release', 'CI tests for the baseline'],
    ['lint', 'whole', 'cargo clippy --all-targets', 'job build'],
    ['lint', 'whole', 'cargo clippy -p alacritty_config --all-targets', 'of job build'],
    ['lint', 'none', 'cargo fmt -- --check', 'no workflow does'],
    ['make, just, task', 'none', 'make dmg-universal', 'release.yml on a tag only'],
  ],
};
