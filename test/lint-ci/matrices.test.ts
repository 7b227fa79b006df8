import { describe, expect, test } from 'vitest';
import { type Tree, verdict } from './world.ts';

const CRATES: Tree = {
  'Cargo.toml': '[workspace]\nmembers = ["core", "cli", "net"]\n',
  'core/Cargo.toml': '[package]\nname = "core"\n',
  'cli/Cargo.toml': '[package]\nname = "cli"\n',
  'net/Cargo.toml': '[package]\nname = "net"\n',
};

/** Which of the three crates CI tests, where a job does so for each that its matrix names. */
function tested(strategy: string, on = 'pull_request', others = '', files: Tree = {}, steps = STEPS): string {
  const job = `  t:\n    runs-on: x\n    needs: [setup]\n    strategy:\n${strategy.replaceAll(/^/gm, '      ')}\n    steps:\n${steps}`;
  const tree = { ...CRATES, ...files, '.github/workflows/ci.yml': `on: [${on}]\njobs:\n${job}${others}` };
  return ['core', 'cli', 'net'].filter(crate => verdict(tree, `cargo test -p ${crate}`) === 'whole').join(' ');
}

const STEPS = '      - run: cargo test -p ${{ matrix.crate }}\n';

describe('a matrix that an expression makes', () => {
  const cases: readonly (readonly [matrix: string, on: string, crates: string])[] = [
    [`matrix: { crate: "\${{ fromJSON('[''core'', ''cli'']') }}" }`, 'pull_request', 'core cli'],
    [`matrix:\n  crate: \${{ fromJSON('["core", "cli"]') }}`, 'pull_request', 'core cli'],
    [`matrix:\n  crate: \${{ fromJSON(github.event_name == 'push' && '["core"]' || '["cli"]') }}`, 'push', 'core'],
    [
      `matrix:\n  crate: \${{ fromJSON(github.event_name == 'push' && '["core"]' || '["cli"]') }}`,
      'pull_request',
      'cli',
    ],
    [
      `matrix:\n  crate: \${{ github.event_name == 'push' && fromJSON('["core"]') || fromJSON('["cli"]') }}`,
      'push',
      'core',
    ],
    [
      `matrix:\n  crate: \${{ fromJSON(github.event_name == 'push' && '["core"]' || '["cli"]') }}`,
      'push, pull_request',
      'core cli',
    ],
    // What the job before said is not known on a pull request.
    [
      `matrix:\n  crate: \${{ fromJSON((github.event_name == 'push' && '["core"]') || needs.a.outputs.b) }}`,
      'push',
      'core',
    ],
    [
      `matrix:\n  crate: \${{ fromJSON((github.event_name == 'push' && '["core"]') || needs.a.outputs.b) }}`,
      'pull_request',
      '',
    ],
    [`matrix: \${{ fromJSON('{"crate":["core", "net"]}') }}`, 'pull_request', 'core net'],
    [`matrix: \${{ fromJSON('{"include":[{"crate":"core"}, {"crate":"cli"}]}') }}`, 'pull_request', 'core cli'],
    [`matrix: \${{ fromJSON(format('{{"include":[{{"crate":"{0}"}}]}}', 'net')) }}`, 'pull_request', 'net'],
    [`matrix:\n  include: \${{ fromJSON('[{"crate":"cli"}]') }}`, 'pull_request', 'cli'],
    [`matrix:\n  crate: [core, cli]\n  exclude: \${{ fromJSON('[{"crate":"cli"}]') }}`, 'pull_request', 'core'],
    [
      `matrix:\n  crate: [core, cli]\n  exclude: \${{ github.event_name == 'push' && fromJSON('[]') || fromJSON('[{"crate":"cli"}]') }}`,
      'push',
      'core cli',
    ],
    // GitHub starts no job of an empty list.
    [`matrix:\n  crate: [core, cli]\n  os: \${{ fromJSON('[]') }}`, 'pull_request', ''],
    [`matrix:\n  crate: [core, cli]\n  os: \${{ fromJSON('["a", 1, true, null]') }}`, 'pull_request', 'core cli'],
    [`matrix:\n  crate: \${{ fromJSON('not json') }}`, 'pull_request', ''],
    [`matrix:\n  crate: \${{ fromJSON('{"all":["core"], "few":["cli"]}').few }}`, 'pull_request', 'cli'],
    [
      `matrix:\n  crate: \${{ fromJSON('{"push":["core"], "pull_request":["cli"]}')[github.event_name] }}`,
      'push',
      'core',
    ],
  ];
  for (const [matrix, on, crates] of cases)
    test(`${matrix} on ${on} → ${crates}`, () => expect(tested(matrix, on)).toBe(crates));

  const uses = (step: string): string => tested(`matrix:\n  crate: [core, cli]`, 'push', '', {}, `      - ${step}`);

  test('a brace in a text ends no expression', () =>
    expect(uses(`run: cargo test -p \${{ fromJSON('{"a":{"b":"net"}}').a.b }}\n`)).toBe('net'));

  const conditions: readonly (readonly [condition: string, crates: string])[] = [
    [`contains(fromJSON('["core", "net"]'), matrix.crate)`, 'core'],
    [`contains(fromJSON('["PUSH"]'), github.event_name)`, 'core cli'],
    [`contains(fromJSON('["pull_request"]'), github.event_name)`, ''],
    [`contains(fromJSON('["a"]'), needs.x.outputs.y)`, 'core cli'],
    [`contains(fromJSON(needs.x.outputs.y), 'a')`, 'core cli'],
    [`join(fromJSON('["core", "net"]'), '-') == format('{0}-net', matrix.crate)`, 'core'],
    [`fromJSON('{"core":true}')[matrix.crate]`, 'core'],
    [`fromJSON('1') == 1 && fromJSON('true') && !fromJSON('null')`, 'core cli'],
    [`toJSON(fromJSON('["a"]')) == '["b"]'`, ''],
    [`startsWith(fromJSON('["core"]'), 'a') || endsWith('ab', 'b')`, 'core cli'],
    [`format('{{{0}}}', matrix.crate) == '{core}'`, 'core'],
    [`fromJSON('["core"]') == fromJSON('["core"]')`, 'core cli'],
  ];
  for (const [condition, crates] of conditions)
    test(`if: ${condition} → ${crates}`, () =>
      expect(uses(`if: \${{ ${condition} }}\n        run: cargo test -p \${{ matrix.crate }}\n`)).toBe(crates));
});
