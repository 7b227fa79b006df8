import { expect, test } from 'vitest';
import { lint } from '../lint/world.ts';

const CARGO = { 'Cargo.toml': '[workspace]\nmembers = ["core"]\n', 'core/Cargo.toml': '[package]\nname = "core"\n' };
const ALLOWANCE =
  '`ci-overlap: { allow: hardware, reason: "…" }` (instead of `hardware`: `scale`, `real-service`, `data` or `profile`)';

/** What is said of a stage `validate` that runs this, where CI runs the steps: message and help, one after another. */
async function told(run: string, steps: readonly string[], files: Readonly<Record<string, string>>, on = 'push') {
  const { findings } = await lint({
    campaign: `campaign: t
version: 1
limits: { wall: 2h, stage: 20m }
stages:
  validate:
    run: |
${run.replaceAll(/^/gm, '      ')}
`,
    files: {
      ...files,
      '.github/workflows/ci.yml': `on: ${on}\njobs:\n  t:\n    runs-on: x\n    steps:\n${steps.map(step => `      - ${step}\n`).join('')}`,
    },
  });
  return findings.filter(({ rule }) => rule.startsWith('ci-overlap')).flatMap(({ message, help }) => [message, help]);
}

test('a stage that does nothing else may go', async () => {
  expect(await told('set -x\ncargo test -p core', ['run: cargo test --workspace'], CARGO)).toEqual([
    '`cargo test -p core` repeats what CI does on every change in `.github/workflows/ci.yml`, job `t`, step `cargo test --workspace`: CI runs the same tests',
    `delete the stage \`validate\`; if it needs this machine, say why under \`validate:\` with ${ALLOWANCE}`,
  ]);
});

test('of a stage that does more, only the command may go', async () => {
  expect(await told('cargo test -p core\n./bench', ['run: cargo test'], { ...CARGO, bench: '' })).toEqual([
    '`cargo test -p core` repeats what CI does on every change in `.github/workflows/ci.yml`, job `t`, step `cargo test`: CI runs the same tests',
    `delete this command from \`validate\`; if it needs this machine, say why under \`validate:\` with ${ALLOWANCE}`,
  ]);
});

test('a part that CI does not do is named, and CI’s command where its step is called otherwise', async () => {
  expect(
    await told('pytest', ['{ name: Unit tests, run: pytest tests/unit }'], { 'tests/unit/test_a.py': '' }),
  ).toEqual([
    "`pytest` repeats in part what CI does on every change in `.github/workflows/ci.yml`, job `t`, step `Unit tests`: CI's `pytest tests/unit` runs part of these tests; the only new part is what lies outside `tests/unit` (`pytest --ignore=tests/unit`)",
    `run only the new part in \`validate\`; if it needs this machine, say why under \`validate:\` with ${ALLOWANCE}`,
  ]);
});

test('the way from the step to its command is told, without what the step’s name says already', async () => {
  const files = {
    ...CARGO,
    Makefile: 'all: check\ncheck:\n\t./ci/test.sh\n',
    'ci/test.sh': 'cargo test --workspace\n',
  };
  const [direct] = await told('cargo test -p core', ['run: make check'], files);
  expect(direct).toBe(
    "`cargo test -p core` repeats what CI does on every change in `.github/workflows/ci.yml`, job `t`, step `make check` through `ci/test.sh`: CI's `cargo test --workspace` runs the same tests",
  );
  const [named] = await told('cargo test -p core', ['{ name: All, run: make check }'], files);
  expect(named).toBe(
    "`cargo test -p core` repeats what CI does on every change in `.github/workflows/ci.yml`, job `t`, step `All` through `make check` → `ci/test.sh`: CI's `cargo test --workspace` runs the same tests",
  );
});

test('a task that includes another is named with it', async () => {
  const files = { 'build.gradle': '', 'settings.gradle': 'include "core"\n', 'core/build.gradle': '' };
  const [message] = await told('./gradlew :core:test', ['run: ./gradlew check'], files);
  expect(message).toBe(
    '`./gradlew :core:test` repeats what CI does on every change in `.github/workflows/ci.yml`, job `t`, step `./gradlew check`: CI does this too: `check` includes `:core:test`',
  );
});

test('what CI does by the clock can be started for this commit', async () => {
  expect(await told('cargo test', ['run: cargo test'], CARGO, '{ schedule: [{ cron: "0 3 * * *" }] }')).toEqual([
    '`cargo test` repeats what CI does on a schedule in `.github/workflows/ci.yml`, job `t`, step `cargo test`: CI runs the same tests',
    `let CI do it for this commit: \`gh workflow run ci.yml\` (where it has \`workflow_dispatch\`); if it needs this machine, say why under \`validate:\` with ${ALLOWANCE}`,
  ]);
});
