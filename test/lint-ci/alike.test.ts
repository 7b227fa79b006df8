import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CiUnit } from '../../lint/ci/ci.ts';
import type { Command } from '../../lint/ci/command.ts';
import { workOf } from '../../lint/ci/families/families.ts';
import { filesOf, WORKSPACE } from '../../lint/ci/repository.ts';
import { relatedPlaces, whereInCi } from '../../lint/ci/telling.ts';
import { unitsOf } from '../../lint/ci/units.ts';
import { SETS } from '../bench/ci-corpus/corpus.ts';
import { ciOf, factsOf, overlapsIn, type Tree, workflow } from './world.ts';

const files: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
  'a/Cargo.toml': '[package]\nname = "a"\n',
  'b/Cargo.toml': '[package]\nname = "b"\n',
  'ci/all.sh': 'cargo test -p a\nruff check src\n',
};
const commands = [
  'cargo test -p a',
  'cargo test -p b --lib',
  'cargo test --workspace --doc',
  'RUSTFLAGS=-Dwarnings cargo test -p b',
  'cd a && cargo test',
  'cargo nextest run -E "package(a)"',
  'cargo clippy -- -D warnings',
  'rustfmt --check $(git ls-files "*.rs")',
  './ci/all.sh',
  'bash ci/all.sh || true',
  'pytest tests/one tests/two -m "not slow"',
  'pytest tests/one',
  'go test ./x/... -run Fast',
  'go test $(go list ./... | grep -v /slow)',
  'ctest -L fast',
  'bazel test //a/... //b/...',
  'npx jest src/a',
  'ruff check src docs',
  'ruff check src',
  'make check lint',
  'make lint',
  'for name in one two; do python3 "$name.py"; done',
  'python3 one.py',
];

test('overlaps are the same where each command of CI is read and compared on its own', () => {
  const some = fc.array(fc.constantFrom(...commands), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(some, { minLength: 1, maxLength: 3 }), some, (jobs, stages) => {
      const all = Object.fromEntries(jobs.map((runs, index) => [`.github/workflows/w${index}.yml`, workflow(...runs)]));
      const world = { ...files, ...all };
      const ci = ciOf(world);
      const apart = { ...ci, units: ci.units.map(readApart) };
      for (const stage of stages) expect(told(world, stage, ci)).toEqual(told(world, stage, apart));
    }),
    { numRuns: 60 },
  );
});

function readApart(one: CiUnit): CiUnit {
  const repository = { root: WORKSPACE, files: filesOf(factsOf(files)) };
  const { nature, command } = one.unit;
  return { ...one, unit: { ...workOf(command, repository), nature, alike: {} } };
}

function told(world: Tree, stage: string, ci: ReturnType<typeof ciOf>): unknown {
  return overlapsIn(world, stage, {}, ci).map(overlap => [
    overlap.coverage,
    [overlap.ci, ...overlap.also].map(whereInCi),
    relatedPlaces(overlap),
  ]);
}

test('what a family reads in a command is a matter of its words, its text, its directory and its environment', () => {
  const repository = { root: WORKSPACE, files: filesOf(factsOf(files)) };
  const around = { cwd: WORKSPACE, env: new Map([['A', 'b']]) };
  const units = unitsOf([...commands, ''].join('\n'), repository, around);
  expect(units.length).toBeGreaterThan(commands.length);
  for (const { command, family, detail } of units) {
    const { words, text, cwd, env } = command;
    const other = { root: WORKSPACE, files: filesOf(factsOf(files)) };
    const work = workOf({ words, text, cwd, env } as Command, other);
    const strict = new Proxy({ words, text, cwd, env } as Command, {
      get: (command, name) => {
        if (!(name in command)) throw new Error(`${words.join(' ')}: it asks for ${String(name)}`);
        return command[name as keyof Command];
      },
    });
    expect([family, detail]).toEqual([work.family, work.detail]);
    expect(workOf(strict, { root: WORKSPACE, files: filesOf(factsOf(files)) }).detail).toEqual(detail);
  }
});

test('what does some of a command, or of what is left of it, is about the same', () => {
  const repository = { root: WORKSPACE, files: filesOf(factsOf(files)) };
  const around = { cwd: WORKSPACE, env: new Map<string, string>() };
  const runs = SETS.flatMap(([, repositories]) => repositories.flatMap(({ cases }) => cases.map(([, , run]) => run)));
  const units = [...commands, ...runs].flatMap(run => unitsOf(run, repository, around));
  const kin = [...new Map(units.map(unit => [unit.alike, unit])).values()];
  const names = new Set(kin.map(({ family }) => family));
  const families = [...names].map(name => kin.filter(({ family }) => family === name));
  const strays: unknown[] = [];
  let covered = 0;
  for (const alike of families)
    for (const ci of alike)
      for (const stage of alike) {
        const coverage = ci.covers(stage);
        if (coverage.covers === 'no') continue;
        covered++;
        if (ci.subject !== stage.subject) strays.push([ci.command.words, stage.command.words]);
        if (coverage.covers === 'whole' || coverage.left === undefined) continue;
        const left = { ...stage, detail: coverage.left };
        for (const other of alike)
          if (other.subject !== stage.subject && other.covers(left).covers !== 'no')
            strays.push([other.command.words, coverage.left]);
      }
  expect(strays).toEqual([]);
  expect(covered).toBeGreaterThan(3 * kin.length);
});
