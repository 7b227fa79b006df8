import { expect, test } from 'vitest';
import { lint, written } from './world.ts';

/** What is said to do about a campaign with one stage `a`, by rule. */
async function helps(body: string, head = '', files: Readonly<Record<string, string>> = {}) {
  const { findings } = await lint({
    campaign: `campaign: t\nversion: 1\nlimits: { wall: 9h, stage: 20m }\n${head}stages:\n  a:\n${body}`,
    files: { bench: '', ...files },
    executable: ['bench'],
  });
  return Object.fromEntries(findings.map(({ rule, help }) => [rule, help]));
}

test('where bash misses something at the end, the finding sits at the last that stands there', async () => {
  const { findings } = await lint({
    campaign:
      'campaign: t\nversion: 1\nlimits: { wall: 9h, stage: 20m }\nstages:\n  a:\n    run: |\n      if true; then\n        echo hi\n    timeout: 5m\n',
  });
  expect(findings.map(finding => [written(finding), finding.help])).toEqual([
    [
      '8:15 [shell] bash cannot read this: expected `fi` to close `if`',
      'write the missing `fi`; `bash -n FILE` checks a script without running it',
    ],
  ]);
});

test('a list of the machine is written as it becomes', async () => {
  const machine = 'machine: { image: al2023, packages: [git], services: [x] }\n';
  expect(await helps('    run: docker ps\n', machine)).toMatchObject({
    'docker-access': 'write `services: [x, docker]` under `machine:`',
  });
  expect(await helps('    run: docker ps\n')).toMatchObject({
    'docker-access': 'write `machine: { services: [docker] }`',
  });
});

test('a cap that is too low is written as it would do', async () => {
  const { findings } = await lint({
    campaign:
      'campaign: t\nversion: 1\nlimits: { wall: 2h, cost: 5 USD }\nmachine: { price: 8.57 USD/h }\nstages:\n  a: { run: ./bench, timeout: 90m }\n',
    files: { bench: '' },
    executable: ['bench'],
  });
  expect(findings.find(({ rule }) => rule === 'over-budget')?.help).toBe(
    'write `cost: 12.86 USD`, lower `limits.wall`, or shorten what weighs most: `a` (1h 30m)',
  );
});

test('a price that is not known is told with the region for which it is not', async () => {
  const { findings } = await lint({
    campaign:
      'campaign: t\nversion: 1\nlimits: { wall: 2h, cost: 5 USD }\nstore: { url: "s3://b/x", region: eu-central-1 }\nmachine: { type: c7i.large }\nstages:\n  a: { run: ./bench, timeout: 90m }\n',
    files: { bench: '' },
    executable: ['bench'],
  });
  expect(findings.filter(({ rule }) => rule === 'over-budget').map(({ message }) => message)).toEqual([
    'the price of `c7i.large` in eu-central-1 is not known, so the cap of 5.00 USD cannot be held',
  ]);
});

test('a failure that is hidden is kept with the command’s own words, where they are short', async () => {
  expect(await helps('    run: ./bench --fast || true\n')).toMatchObject({
    'swallowed-failure':
      'delete `|| true`: the stage then fails, and the others go on; if it may fail, keep its status: `status=0; ./bench --fast || status=$?`',
  });
});

test('a secret is told where it belongs, under the name that it has', async () => {
  expect(await helps('    run: ./bench\n', 'env: { DB_PASSWORD: "t9Kq-41xW.zzR0" }\n')).toMatchObject({
    'secret-in-campaign':
      'revoke it; put a new one into SSM, write `secrets: { DB_PASSWORD: "ssm:/campaign/db-password" }` at the top level and `secrets: [DB_PASSWORD]` at the stage, and read `$DB_PASSWORD` there',
  });
});

test('a completeness check is written for the stage’s own output', async () => {
  expect(await helps('    run: ./bench --out r.csv\n    produces: [r.csv]\n    timeout: 2h\n')).toMatchObject({
    'no-completeness-check': expect.stringContaining('`produces: [{ path: r.csv, expect: { lines: 22 } }]`'),
  });
});

test('a build to be spared is declared with the build that it is', async () => {
  const cargo = { 'Cargo.toml': '[package]\nname = "x"\n', 'Cargo.lock': '' };
  expect(await helps('    run: cargo run --release --example q -- --sf 1\n', '', cargo)).toMatchObject({
    'compile-on-box': expect.stringContaining('build: cargo build --release --example q }]`'),
  });
  expect(await helps('    run: cargo install hyperfine\n')).toMatchObject({
    'compile-on-box': expect.stringContaining('a ready-made binary of one version'),
  });
});

test.each([
  ['--features a', '--features b', 'write `--features a,b` in all of them, so that everything is compiled once'],
  ['--all-features', '--features b', 'write `--all-features` in all of them, so that everything is compiled once'],
  [
    '--no-default-features --features a',
    '--features b',
    'leave out `--no-default-features` and write `--features a,b` in all of them, so that everything is compiled once',
  ],
  [
    '--no-default-features --features a',
    '--no-default-features',
    'write `--no-default-features --features a` in all of them, so that everything is compiled once',
  ],
  ['--release', '', 'give them all the same profile, so that everything is compiled once'],
])('of cargo with %s and with %s the union is named', async (one, other, help) => {
  const run = `    run: cargo run ${one} --bin a && cargo run ${other} --bin b\n`;
  expect(await helps(run)).toMatchObject({ 'feature-sets': help });
});

test.each([
  ['{ on: [exit], attempts: 2 }', 'add `spot` to `retry.on`'],
  ['{ on: [spot], attempts: 1 }', 'write `attempts: 2` in its `retry`'],
  ['{ on: [exit], attempts: 1 }', 'write `attempts: 2` in its `retry` and add `spot` to `retry.on`'],
])('of `retry: %s` what it lacks for a spot machine is named', async (retry, help) => {
  const body = `    run: ./bench\n    timeout: 2h\n    retry: ${retry}\n`;
  expect(await helps(body, 'machine: { market: spot }\n')).toMatchObject({ 'spot-without-retry': help });
});

test('stages that share a build are named where it is to be required', async () => {
  const other = '  b:\n    run: cargo run --release --bin b\n';
  expect(await helps(`    run: cargo run --release --bin a\n${other}`)).toMatchObject({
    'no-warmup':
      'let a stage `build` do it first, with `warmup: true`, and write `requires: [{ stage: build }]` in `a` and `b`; or fetch it as a `prebuilt`',
  });
});

test('two findings about packages each say what to add', async () => {
  const machine = 'machine: { image: al2023, packages: [git] }\n';
  expect(await helps('    run: cargo build --release\n', machine)).toMatchObject({
    'missing-package':
      'add `gcc` to `packages` under `machine:`. Why: rustc uses the C compiler driver as its linker, and a bare image has none',
  });
});
