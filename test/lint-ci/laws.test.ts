import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

const CRATES: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["a", "b", "c"]\n',
  'a/Cargo.toml': '[package]\nname = "a"\n',
  'b/Cargo.toml': '[package]\nname = "b"\n',
  'c/Cargo.toml': '[package]\nname = "c"\n',
  'go.mod': 'module example.com/m\n',
};
const against = (ci: string, stage: string): string =>
  verdict({ ...CRATES, '.github/workflows/ci.yml': workflow(ci) }, stage);
const rank = (verdict: string): number => (verdict === 'whole' ? 2 : verdict.startsWith('part') ? 1 : 0);

const some = (...words: readonly string[]) => fc.subarray([...words]).map(list => list.join(' '));
const packages = fc.constantFrom('--workspace', '-p a', '-p b', '-p a -p b', '');
const cargo = fc
  .tuple(
    packages,
    fc.constantFrom('', '--lib', '--tests', '--test x', '--doc', '--all-targets'),
    fc.constantFrom('', '--features f', '--all-features', '--no-default-features'),
    some('--release', '--locked'),
    fc.constantFrom('', '-- --ignored', '-- --include-ignored', '-- --skip s', 'name'),
  )
  .map(words => `cargo test ${words.filter(word => word !== '').join(' ')}`);
const pytest = fc
  .tuple(
    fc.constantFrom('', 'tests', 'tests/a', 'tests/a.py::t'),
    fc.constantFrom('', '-k x', '-m slow', '-m "not slow"'),
    some('-v', '-n 4'),
  )
  .map(words => `pytest ${words.join(' ')}`);
const go = fc
  .tuple(
    some('-race', '-short', '-v', '-tags=x'),
    fc.constantFrom('./...', './x', './x/...'),
    fc.constantFrom('', '-run TestA'),
  )
  .map(([flags, path, run]) => `go test ${flags} ${run} ${path}`);
const command = fc.oneof(
  cargo,
  pytest,
  go,
  fc.constantFrom('make x', './scripts/e2e.sh a b', 'npx jest src', 'npx eslint .', 'ctest -L fast'),
);

test('a command does its own work', () => {
  fc.assert(
    fc.property(command, run => {
      expect(against(run, run)).toBe('whole');
    }),
  );
});

test('a narrower stage is covered by all that covered the wider one', () => {
  fc.assert(
    fc.property(packages, packages, (ci, stage) => {
      const wide = against(`cargo test ${ci}`, `cargo test ${stage}`);
      if (wide === 'whole') expect(against(`cargo test ${ci}`, `cargo test ${stage} some_test`)).toBe('whole');
    }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom('pytest', 'pytest tests', 'pytest tests/a'),
      fc.constantFrom('tests', 'tests/a'),
      (ci, path) => {
        if (against(ci, `pytest ${path}`) === 'whole') expect(against(ci, `pytest ${path} -k x`)).toBe('whole');
      },
    ),
  );
});

test('taking packages away from CI never adds to what it covers', () => {
  fc.assert(
    fc.property(fc.subarray(['a', 'b', 'c'], { minLength: 1 }), fc.nat(2), cargo, (names, drop, stage) => {
      const flags = (list: readonly string[]): string => list.map(name => `-p ${name}`).join(' ');
      const fewer = names.filter((_, index) => index !== drop % names.length);
      fc.pre(fewer.length > 0);
      expect(rank(against(`cargo test ${flags(fewer)}`, stage))).toBeLessThanOrEqual(
        rank(against(`cargo test ${flags(names)}`, stage)),
      );
    }),
  );
});

test('more CI never covers less', () => {
  fc.assert(
    fc.property(command, command, command, (one, two, stage) => {
      const alone = rank(against(one, stage));
      const both = rank(verdict({ ...CRATES, '.github/workflows/ci.yml': workflow(one, two) }, stage));
      expect(both).toBeGreaterThanOrEqual(alone);
    }),
  );
});

test('wrappers and output make no difference', () => {
  fc.assert(
    fc.property(
      command,
      command,
      fc.constantFrom(
        'time ',
        'nice -n 5 ',
        'sudo -E -u x ',
        'timeout -k 5 10m ',
        'env RUST_BACKTRACE=1 ',
        'taskset -c 0-3 ',
        'set -x; ',
      ),
      (ci, stage, wrapper) => {
        expect(against(ci, `${wrapper}${stage} 2>&1 | tee log`)).toBe(against(ci, stage));
      },
    ),
  );
});
