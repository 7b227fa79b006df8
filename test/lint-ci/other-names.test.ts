import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

/** What a step of CI runs, the stage's commands, the verdict. */
type Case = readonly [ci: string, stage: string, verdict: string];

function table(title: string, files: Tree, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [ci, stage, expected] of cases)
      test(`${ci} | ${stage} → ${expected}`, () =>
        expect(verdict({ ...files, '.github/workflows/ci.yml': workflow(ci) }, stage)).toBe(expected));
  });
}

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
