import { table } from './table.ts';

table('subcommands of two names', {}, [
  ['taplo format --check', 'taplo fmt --check', 'whole'],
  ['taplo fmt --check', 'taplo format --check', 'whole'],
  ['taplo check', 'taplo lint', 'whole'],
  ['taplo validate', 'taplo check', 'whole'],
  ['taplo lint', 'taplo fmt --check', 'no'],
]);

const CRATE = '[package]\nname = "engine"\n[features]\ndefault = ["lz4"]\nlz4 = []\nmetrics = []\n__internal = []\n';
const DENIED = `${CRATE}[package.metadata.cargo-all-features]\ndenylist = ["__internal"]\n`;

table('every combination of features', { 'Cargo.toml': CRATE }, [
  ['cargo build-all-features', 'cargo build --no-default-features --features metrics', 'whole'],
  ['cargo test-all-features', 'cargo test --features metrics,lz4', 'whole'],
  ['cargo test-all-features', 'cargo test --all-features', 'whole'],
  ['cargo test-all-features', 'cargo test-all-features', 'whole'],
  ['cargo build-all-features', 'cargo test --features metrics', 'no'],
  ['cargo test --all-features', 'cargo test-all-features', 'no'],
]);

table('every combination of features but some', { 'Cargo.toml': DENIED }, [
  ['cargo test-all-features', 'cargo test --no-default-features --features metrics', 'whole'],
  ['cargo test-all-features', 'cargo test --features __internal', 'no'],
  ['cargo test-all-features', 'cargo test --all-features', 'no'],
]);

table('combinations that the manifest chooses', { 'Cargo.toml': `${DENIED}max_combination_size = 2\n` }, [
  ['cargo test-all-features', 'cargo test --features metrics', 'no'],
  ['cargo test-all-features', 'cargo test-all-features', 'whole'],
]);
