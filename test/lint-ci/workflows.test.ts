import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { positionAt } from '../../schema/source.ts';
import { ciOf, overlapsIn, type Tree, verdict } from './world.ts';

const SUITE = 'cargo test -p core';
const CRATES: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "cli"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'cli/Cargo.toml': '[package]\nname = "cli"\n',
};

const ci = (text: string, files: Tree = {}): Tree => ({ ...CRATES, ...files, '.github/workflows/ci.yml': text });
const jobs = (rest: string, on = '[push]'): string =>
  `on: ${on}\njobs:\n  t:\n    runs-on: ubuntu-latest\n${rest.replaceAll(/^/gm, '    ')}\n`;
const TESTS = 'steps:\n- run: cargo test --workspace';

describe('what starts a workflow', () => {
  const cases: readonly (readonly [on: string, every: string, scheduled: string])[] = [
    ['push', 'whole', 'no'],
    ['pull_request', 'whole', 'no'],
    ['[pull_request, workflow_dispatch]', 'whole', 'no'],
    ['{ pull_request: , push: { tags: ["v*"] } }', 'whole', 'no'],
    ['{ push: { branches: [main] } }', 'whole', 'no'],
    ['{ push: { branches: ["release/**"] } }', 'no', 'no'],
    ['{ push: { branches: ["**", "!main"] } }', 'no', 'no'],
    ['{ push: { branches-ignore: [gh-pages] } }', 'whole', 'no'],
    ['{ push: { branches-ignore: ["**"] } }', 'no', 'no'],
    ['{ pull_request: { branches-ignore: [main] } }', 'no', 'no'],
    ['{ pull_request: { branches-ignore: [main] }, push: { branches-ignore: [main] } }', 'no', 'no'],
    ['{ push: { branches-ignore: [main] } }', 'no', 'no'],
    ['{ pull_request: { branches-ignore: [main, develop] } }', 'no', 'no'],
    ['{ pull_request: { branches-ignore: ["**"] } }', 'no', 'no'],
    ['{ pull_request: { branches-ignore: [main] }, push: { branches: [main] } }', 'whole', 'no'],
    ['{ push: { tags: ["v*"] } }', 'no', 'no'],
    ['{ push: { tags: ["v*"], branches: [master] } }', 'whole', 'no'],
    ['{ push: { paths: ["src/**"] } }', 'whole', 'no'],
    ['{ pull_request: { types: [labeled] } }', 'no', 'no'],
    ['{ pull_request: { types: [opened, synchronize] } }', 'whole', 'no'],
    ['{ pull_request: { types: [closed] } }', 'no', 'no'],
    ['pull_request_target', 'whole', 'no'],
    ['merge_group', 'whole', 'no'],
    ['workflow_dispatch', 'no', 'no'],
    ['{ release: { types: [published] } }', 'no', 'no'],
    ['issue_comment', 'no', 'no'],
    ['{ schedule: [{ cron: "0 3 * * *" }] }', 'no', 'whole'],
    ['{ schedule: [{ cron: "0 3 * * *" }], push: }', 'whole', 'no'],
    ['{ workflow_run: { workflows: [Other] } }', 'no', 'no'],
    ['{ workflow_run: { workflows: [Build] } }', 'whole', 'no'],
    ['workflow_call', 'no', 'no'],
  ];
  const build = 'name: Build\non: push\njobs: { b: { runs-on: x, steps: [{ run: make }] } }\n';
  for (const [on, every, scheduled] of cases)
    test(`on: ${on} → ${every}, on a schedule ${scheduled}`, () => {
      const tree = ci(jobs(TESTS, on), { '.github/workflows/build.yaml': build });
      expect([verdict(tree, SUITE), verdict(tree, SUITE, { frequency: 'schedule' })]).toEqual([every, scheduled]);
    });
});

describe('the branch that a project develops on, by all its workflows', () => {
  const cases: readonly (readonly [on: string, another: string, expected: string])[] = [
    ['{ push: { branches-ignore: [main] } }', '{ pull_request: { branches-ignore: [main] } }', 'whole'],
    ['{ push: { branches-ignore: [master] } }', '{ pull_request: { branches-ignore: [master] } }', 'whole'],
    ['{ pull_request: { branches-ignore: [master] } }', 'pull_request', 'no'],
    ['{ pull_request: { branches-ignore: [master] } }', '[push]', 'no'],
    ['{ pull_request: { branches-ignore: [main] } }', '{ push: { branches-ignore: [docs] } }', 'no'],
    ['{ pull_request: { branches-ignore: [main] } }', '{ push: { branches: [main] } }', 'no'],
    ['{ pull_request: { branches-ignore: [main] } }', '{ push: { tags: ["v*"] } }', 'whole'],
    ['{ pull_request: { branches-ignore: [main] } }', '{ pull_request: { types: [labeled] } }', 'whole'],
    ['{ push: { branches-ignore: [main] } }', '{ pull_request: { branches-ignore: [next] } }', 'no'],
  ];
  for (const [on, another, expected] of cases)
    test(`on: ${on} beside on: ${another} → ${expected}`, () => {
      const text = `on: ${another}\njobs: { b: { runs-on: x, steps: [{ run: make }] } }\n`;
      expect(verdict(ci(jobs(TESTS, on), { '.github/workflows/other.yaml': text }), SUITE)).toBe(expected);
    });
});

describe('whether a job or step runs', () => {
  const cases: readonly (readonly [string, string, string?])[] = [
    ['if: false\n', 'no'],
    ['if: ${{ false }}\n', 'no'],
    ['if: always()\n', 'whole'],
    ['if: failure()\n', 'no'],
    ["if: contains(github.event.head_commit.message, '[full]')\n", 'no'],
    ["if: ${{ !contains(github.event.head_commit.message, '[skip ci]') }}\n", 'whole'],
    ["if: contains(toJSON(github.event.pull_request.labels), 'slow')\n", 'no'],
    ["if: contains(join(github.event.pull_request.labels.*.name, ' '), 'slow')\n", 'no'],
    ["if: github.event_name == 'push' || contains(github.event.pull_request.title, '[full]')\n", 'whole'],
    ["if: github.event_name == 'push'\n", 'whole'],
    ["if: github.event_name == 'pull_request'\n", 'no'],
    ["if: github.event_name == 'schedule'\n", 'no'],
    ["if: github.event_name != 'schedule'\n", 'whole'],
    ["if: startsWith(github.ref, 'refs/tags/')\n", 'no'],
    ["if: github.ref == 'refs/heads/main'\n", 'whole'],
    ["if: github.ref == 'refs/heads/main'\n", 'no', 'pull_request'],
    ["if: contains(github.event.pull_request.labels.*.name, 'bench')\n", 'no', '[push, pull_request]'],
    [
      "if: contains(github.event.pull_request.labels.*.name, 'bench') || github.event_name == 'push'\n",
      'whole',
      '[push, pull_request]',
    ],
    ["if: contains(github.event.pull_request.labels.*.name, 'bench')\n", 'no', 'pull_request'],
    ['if: "!contains(github.event.pull_request.labels.*.name, \'skip\')"\n', 'whole', 'pull_request'],
    ["if: github.event.label.name == 'bench'\n", 'no', 'pull_request'],
    ["if: github.repository == 'a/b'\n", 'whole'],
    ["if: needs.changes.outputs.rust == 'true'\n", 'whole'],
    ["if: github.event_name == 'workflow_dispatch' && inputs.full\n", 'no'],
    ["if: ${{ github.event_name == 'push' && github.actor != 'x' }}\n", 'whole'],
    ['if: inputs.full\n', 'no'],
    ["if: matrix.os == 'linux'\nstrategy: { matrix: { os: [linux, mac] } }\n", 'whole'],
    ["if: matrix.os == 'bsd'\nstrategy: { matrix: { os: [linux, mac] } }\n", 'no'],
    ['continue-on-error: true\n', 'no'],
    ['continue-on-error: false\n', 'whole'],
    ['continue-on-error: ${{ matrix.new }}\nstrategy: { matrix: { new: [true, false] } }\n', 'whole'],
    ['continue-on-error: ${{ matrix.new }}\nstrategy: { matrix: { new: [true] } }\n', 'no'],
  ];
  for (const [head, expected, on] of cases) {
    test(`a job with ${JSON.stringify(head)}${on ? ` on ${on}` : ''} → ${expected}`, () => {
      expect(verdict(ci(jobs(head + TESTS, on)), SUITE)).toBe(expected);
    });
    if (!head.includes('strategy'))
      test(`a step with ${JSON.stringify(head)}${on ? ` on ${on}` : ''} → ${expected}`, () => {
        expect(verdict(ci(jobs(`steps:\n- ${head}  run: cargo test --workspace`, on)), SUITE)).toBe(expected);
      });
  }
  test('a job that needs one that never runs does not run', () => {
    const text = `on: push\njobs:\n  b: { needs: a, runs-on: x, steps: [{ run: cargo test --workspace }] }\n  a: { if: false, runs-on: x, steps: [] }\n`;
    expect(verdict(ci(text), SUITE)).toBe('no');
    expect(verdict(ci(text.replace('needs: a', 'needs: a, if: always()')), SUITE)).toBe('whole');
  });
});

describe('how a step runs', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['steps:\n- { run: cargo test, working-directory: core }', 'whole'],
    ['steps:\n- { run: cargo test, working-directory: cli }', 'no'],
    ['defaults: { run: { working-directory: ./core/ } }\nsteps:\n- run: cargo test', 'whole'],
    ['defaults: { run: { working-directory: core } }\nsteps:\n- { run: cargo test, working-directory: cli }', 'no'],
    ['steps:\n- { run: cargo test -p core, shell: sh }', 'whole'],
    ['steps:\n- { run: cargo test -p core, shell: "bash -el {0}" }', 'whole'],
    ['steps:\n- { run: cargo test -p core, shell: pwsh }', 'whole'],
    ['steps:\n- { run: "cargo test -p core", shell: python }', 'no'],
    ['defaults: { run: { shell: pwsh } }\nsteps:\n- { run: cargo test -p core }', 'whole'],
    ['env: { RUSTFLAGS: --cfg loom }\nsteps:\n- run: cargo test -p core', 'no'],
    ['env: { CARGO_TERM_COLOR: always }\nsteps:\n- run: cargo test -p core', 'whole'],
    ['env: { ARGS: "-p core" }\nsteps:\n- run: cargo test $ARGS', 'whole'],
    ['env: { ARGS: "-p core" }\nsteps:\n- run: "cargo test ${{ env.ARGS }}"', 'whole'],
    ['env: { ARGS: "-p cli" }\nsteps:\n- { run: "cargo test ${{ env.ARGS }}", env: { ARGS: -p core } }', 'whole'],
    ['steps:\n- run: echo "ARGS=-p core" >> "$GITHUB_ENV"\n- run: cargo test $ARGS', 'whole'],
    ['steps:\n- run: |\n    cd core\n    cargo test', 'whole'],
    ['steps:\n- run: >-\n    cargo test\n    -p core', 'whole'],
    ['steps:\n- run: cd ${{ github.workspace }}/core && cargo test', 'whole'],
    ['steps:\n- parallel:\n  - run: cargo test -p core', 'whole'],
    ['steps:\n- run: cargo test -p ${{ steps.x.outputs.name }}', 'no'],
    ['steps:\n- { uses: actions-rs/cargo@v1, with: { command: test, args: --workspace } }', 'whole'],
    ['steps:\n- { uses: nick-fields/retry@v3, with: { command: cargo test -p core, timeout_minutes: 5 } }', 'whole'],
    ['steps:\n- { uses: taiki-e/install-action@v2, with: { tool: cargo test -p core } }', 'no'],
  ];
  for (const [body, expected] of cases)
    test(`${JSON.stringify(body)} → ${expected}`, () => expect(verdict(ci(jobs(body)), SUITE)).toBe(expected));
});

describe('matrices', () => {
  const run = 'steps:\n- run: cargo test -p ${{ matrix.p }} ${{ matrix.flags }}';
  const cases: readonly (readonly [string, string])[] = [
    ['{ p: [cli, core] }', 'whole'],
    ['{ p: [cli] }', 'no'],
    ['{ p: [cli, core], exclude: [{ p: core }] }', 'no'],
    ['{ p: [cli], include: [{ p: core }] }', 'whole'],
    ['{ include: [{ p: core, flags: --release }] }', 'whole'],
    ['{ include: [{ p: core, flags: --features simd --no-default-features }] }', 'no'],
    ['{ p: [core], flags: ["--features a", ""] }', 'whole'],
    ['{ p: [core], os: [a, b], include: [{ os: a, flags: --no-default-features }] }', 'whole'],
    ['{ p: [core], include: [{ p: core, flags: --no-default-features }] }', 'no'],
    ['"${{ fromJSON(needs.x.outputs.m) }}"', 'no'],
    ['{ p: "${{ fromJSON(needs.x.outputs.m) }}" }', 'no'],
    [
      `{ p: "\${{ fromJSON(github.event_name == 'schedule' && '[\\"cli\\"]' || '[\\"cli\\", \\"core\\"]') }}" }`,
      'whole',
    ],
    [`{ p: "\${{ fromJSON(github.event_name == 'schedule' && '[\\"core\\"]' || '[\\"cli\\"]') }}" }`, 'no'],
  ];
  for (const [matrix, expected] of cases)
    test(`${matrix} → ${expected}`, () =>
      expect(verdict(ci(jobs(`strategy: { matrix: ${matrix} }\n${run}`)), SUITE)).toBe(expected));
  test('a matrix of objects', () => {
    const body =
      'strategy: { matrix: { c: [{ name: core, dir: core }] } }\nsteps:\n- { run: cargo test, working-directory: "${{ matrix.c.dir }}" }';
    expect(verdict(ci(jobs(body)), SUITE)).toBe('whole');
  });
});

describe('what a workflow calls', () => {
  const action = `name: a\ninputs:\n  args: { default: --workspace }\nruns:\n  using: composite\n  steps:\n  - { run: "cargo test \${{ inputs.args }}", shell: bash }\n`;
  const reusable = `on:\n  workflow_call:\n    inputs:\n      p: { type: string, default: cli }\njobs:\n  r: { runs-on: x, steps: [{ run: "cargo test -p \${{ inputs.p }}" }] }\n`;
  test('a composite action with its default input', () => {
    expect(
      verdict(ci(jobs('steps:\n- uses: ./.github/actions/t'), { '.github/actions/t/action.yml': action }), SUITE),
    ).toBe('whole');
  });
  test('a composite action with an input', () => {
    expect(
      verdict(
        ci(jobs('steps:\n- { uses: ./.github/actions/t, with: { args: -p cli } }'), {
          '.github/actions/t/action.yaml': action,
        }),
        SUITE,
      ),
    ).toBe('no');
  });
  test('an action that calls itself ends', () => {
    const loop = 'runs: { using: composite, steps: [{ uses: ./a }] }';
    expect(verdict(ci(jobs('steps:\n- uses: ./a'), { 'a/action.yml': loop }), SUITE)).toBe('no');
  });
  test('a reusable workflow with its input', () => {
    const call = (more: string) => `on: push\njobs:\n  t: { uses: ./.github/workflows/r.yml${more} }\n`;
    const files = { '.github/workflows/r.yml': reusable };
    expect(verdict(ci(call(', with: { p: core }'), files), SUITE)).toBe('whole');
    expect(verdict(ci(call(''), files), SUITE)).toBe('no');
  });
  test('a reusable workflow in a matrix', () => {
    const text = `on: push\njobs:\n  t:\n    strategy: { matrix: { p: [core, cli] } }\n    uses: ./.github/workflows/r.yml\n    with: { p: "\${{ matrix.p }}" }\n`;
    expect(verdict(ci(text, { '.github/workflows/r.yml': reusable }), SUITE)).toBe('whole');
  });
  test('a remote workflow is unread', () => {
    expect(verdict(ci('on: push\njobs:\n  t: { uses: a/b/.github/workflows/r.yml@v1 }\n'), SUITE)).toBe('no');
  });
  test('the way there is told, down to the line of a script', () => {
    const files = {
      '.github/actions/t/action.yml': 'runs: { using: composite, steps: [{ run: make check, shell: bash }] }',
      Makefile: 'check:\n\tbash scripts/all.sh\n',
      'scripts/all.sh': 'set -e\ncargo test --workspace\n',
    };
    const [overlap] = overlapsIn(ci(jobs('steps:\n- name: All of it\n  uses: ./.github/actions/t'), files), SUITE);
    const { step, unit } = overlap!.ci;
    expect([
      step.workflow,
      step.job,
      step.label,
      ...step.via.map(hop => hop.label),
      ...unit.command.via.map(hop => hop.label),
    ]).toEqual(['.github/workflows/ci.yml', 't', 'make check', './.github/actions/t', 'make check', 'scripts/all.sh']);
    expect([unit.command.source!.path, positionAt(unit.command.source!, unit.command.range.start).line]).toEqual([
      'scripts/all.sh',
      2,
    ]);
  });
});

test('anchors and merge keys are followed', () => {
  const text =
    'on: push\njobs:\n  a: &a\n    runs-on: x\n    if: false\n    steps: &s\n    - run: cargo test --workspace\n  b:\n    runs-on: x\n    steps: *s\n';
  expect(verdict(ci(text), SUITE)).toBe('whole');
});

test('a workflow that does not parse covers nothing', () => {
  expect(verdict(ci('on: push\njobs: [\n'), SUITE)).toBe('no');
});

test('any text as a workflow, and any text as a stage, is read without a throw', () => {
  const pieces = fc.constantFrom(
    'on: push\n',
    'jobs:\n',
    '  t:\n',
    '    steps:\n',
    '    - run: ',
    'cargo test',
    '${{ ',
    ' }}',
    'matrix',
    '\n',
    '|',
    '  ',
    '"',
    "'",
    '$(',
    '`',
    '&a ',
    '*a',
    '[',
    '{',
    '<<: ',
    'if: ',
    '&&',
    'fi',
    'esac',
    '<<EOF',
    '\t',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 6 })), { maxLength: 30 }), parts => {
      const text = parts.join('');
      ciOf(ci(text));
      overlapsIn(ci(jobs(TESTS)), text);
      overlapsIn(ci(jobs(`steps:\n- run: ${JSON.stringify(text)}`)), text);
    }),
    { numRuns: 300 },
  );
});

describe('a variable of the step', () => {
  const step = (run: string): Tree => ci(jobs(`steps:\n- run: ${run}\n  env: { PKG: core }`));
  test('that its own text expands is a parameter', () => {
    expect(verdict(step('cargo test -p "$PKG"'), SUITE)).toBe('whole');
  });
  test('that only the program can read is a mode', () => {
    expect(verdict(step('cargo test -p core'), SUITE)).toBe('no');
  });
});
