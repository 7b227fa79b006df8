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

describe('what the job before gives', () => {
  const FROM = `matrix:\n  crate: \${{ fromJSON(needs.setup.outputs.crates) }}`;
  const setup = (step: string, outputs = 'crates: ${{ steps.list.outputs.crates }}'): string =>
    `  setup:\n    runs-on: x\n    outputs:\n      ${outputs}\n    steps:\n      - id: list\n${step.replaceAll(/^/gm, '        ')}\n`;
  const run = (...lines: readonly string[]): string => `run: |\n${lines.join('\n').replaceAll(/^/gm, '  ')}`;

  const cases: readonly (readonly [title: string, step: string, crates: string])[] = [
    ['in single quotes', run(`echo 'crates=["core", "cli"]' >> $GITHUB_OUTPUT`), 'core cli'],
    ['in double quotes', run('echo "crates=[\\"core\\", \\"cli\\"]" >> "$GITHUB_OUTPUT"'), 'core cli'],
    ['by a variable', run(`list='["net"]'`, 'echo "crates=$list" >> "${GITHUB_OUTPUT}"'), 'net'],
    ['by the environment', `env:\n  LIST: '["net"]'\n${run('echo "crates=$LIST" >> $GITHUB_OUTPUT')}`, 'net'],
    ['by tee', run(`echo 'crates=["cli"]' | tee -a "$GITHUB_OUTPUT"`), 'cli'],
    ['by printf', run(`printf 'crates=%s\\n' '["cli"]' >> "$GITHUB_OUTPUT"`), 'cli'],
    ['in a group', run('{', `  echo 'crates=["cli"]'`, '  echo hello >&2', '} >> "$GITHUB_OUTPUT"'), 'cli'],
    ['by a document', run(`cat <<'END' >> "$GITHUB_OUTPUT"`, 'crates=["core","net"]', 'END'), 'core net'],
    [
      'over several lines',
      run('{', "  echo 'crates<<END'", `  echo '["core",'`, `  echo '"net"]'`, '  echo END', '} >> $GITHUB_OUTPUT'),
      'core net',
    ],
    // A row that some event gives is a row.
    [
      'in branches',
      run(
        'if git diff --quiet; then',
        `  echo 'crates=["core"]' >> $GITHUB_OUTPUT`,
        'else',
        `  echo 'crates=["cli"]' >> $GITHUB_OUTPUT`,
        'fi',
      ),
      'core cli',
    ],
    [
      'in a branch that is decided',
      run(
        'if [ "$GITHUB_EVENT_NAME" = push ]; then',
        `  echo 'crates=["core"]' >> $GITHUB_OUTPUT`,
        'else',
        `  echo 'crates=["cli"]' >> $GITHUB_OUTPUT`,
        'fi',
      ),
      'cli',
    ],
    [
      'by an event',
      run(`echo 'crates=\${{ github.event_name == 'push' && '["core"]' || '["cli"]' }}' >> $GITHUB_OUTPUT`),
      'cli',
    ],
    [
      'before it leaves',
      run(
        'if git diff --quiet; then',
        `  echo 'crates=["core"]' >> $GITHUB_OUTPUT`,
        '  exit 0',
        'fi',
        `echo 'crates=["cli"]' >> $GITHUB_OUTPUT`,
      ),
      'core cli',
    ],
    // What a branch that may not run has put into a variable is not known after it.
    [
      'by a variable of branches',
      run(
        `list='["core"]'`,
        'if git diff --quiet; then',
        `  list='["cli"]'`,
        'fi',
        'echo "crates=$list" >> $GITHUB_OUTPUT',
      ),
      '',
    ],
    ['by a program', run('echo "crates=$(./list)" >> $GITHUB_OUTPUT'), ''],
    ['in part by a program', run(`echo "crates=[\\"core\\", \\"$(./name)\\"]" >> $GITHUB_OUTPUT`), ''],
    ['by a document with a program', run('cat <<END >> $GITHUB_OUTPUT', 'crates=["core", "$(./name)"]', 'END'), ''],
    ['as something else', run(`echo 'others=["core"]' >> $GITHUB_OUTPUT`), ''],
    ['to the log', run(`echo 'crates=["core"]'`), ''],
    [
      'by a step that does not run',
      `if: github.event_name == 'push'\n${run(`echo 'crates=["core"]' >> $GITHUB_OUTPUT`)}`,
      '',
    ],
    ['by an action', 'uses: dorny/paths-filter@v3', ''],
  ];
  for (const [title, step, crates] of cases)
    test(`${title} → ${crates}`, () => expect(tested(FROM, 'pull_request', setup(step))).toBe(crates));

  test('an object, its rows and what is excluded', () => {
    const object = setup(
      run(
        `echo 'all={"crate":["core","cli"],"include":[{"crate":"net"}],"exclude":[{"crate":"cli"}]}' >> $GITHUB_OUTPUT`,
      ),
      'all: ${{ steps.list.outputs.all }}',
    );
    expect(tested('matrix: ${{ fromJSON(needs.setup.outputs.all) }}', 'push', object)).toBe('core net');
  });

  test('a step that does not run gives nothing, for which something else may stand', () => {
    const idle = setup(`if: github.event_name == 'push'\n${run(`echo 'crates=["core"]' >> $GITHUB_OUTPUT`)}`);
    const matrix = `matrix:\n  crate: \${{ fromJSON(needs.setup.outputs.crates || '["net"]') }}`;
    expect([tested(matrix, 'push', idle), tested(matrix, 'pull_request', idle)]).toEqual(['core', 'net']);
  });

  // What is certain decides a condition; what is one of several, or of an action, does not.
  const conditions: readonly (readonly [title: string, step: string, crates: string])[] = [
    ['true', run('echo crates=true >> $GITHUB_OUTPUT'), 'core cli net'],
    ['false', run('echo "crates=false" >> $GITHUB_OUTPUT'), ''],
    [
      'one or the other',
      run('echo crates=false >> $GITHUB_OUTPUT', 'if ./changed; then echo crates=true >> $GITHUB_OUTPUT; fi'),
      'core cli net',
    ],
    ['nothing or false', run('if ./changed; then echo crates=false >> $GITHUB_OUTPUT; fi'), 'core cli net'],
    ['nothing or false, in short', run('./changed && echo crates=false >> $GITHUB_OUTPUT'), 'core cli net'],
    ['false, or it leaves', run('./changed || exit 0', 'echo crates=false >> $GITHUB_OUTPUT'), 'core cli net'],
    [
      'false, and something that nobody can read',
      run('echo crates=false >> $GITHUB_OUTPUT', './more >> $GITHUB_OUTPUT'),
      'core cli net',
    ],
    [
      'false of a step that may not run',
      `if: github.actor == 'x'\n${run('echo crates=false >> $GITHUB_OUTPUT')}`,
      'core cli net',
    ],
    ['of a filter', 'uses: dorny/paths-filter@v3', 'core cli net'],
    ['of a list of files', 'uses: tj-actions/changed-files@v46', 'core cli net'],
  ];
  for (const [title, step, crates] of conditions)
    test(`a condition: ${title} → ${crates}`, () => {
      const matrix = 'matrix: { crate: [core, cli, net] }';
      const by = (condition: string): string =>
        tested(
          matrix,
          'push',
          setup(step),
          {},
          `      - run: cargo test -p \${{ matrix.crate }}\n        if: ${condition}\n`,
        );
      expect([by("needs.setup.outputs.crates == 'true'"), by("contains(needs.setup.outputs.crates, 'true')")]).toEqual([
        crates,
        crates,
      ]);
    });

  test('the steps of an action are not those of the job', () => {
    const action =
      "runs:\n  using: composite\n  steps:\n  - run: cargo test -p net\n    shell: bash\n    if: steps.a.outputs.on == 'true'\n";
    const steps = '      - id: a\n        run: echo on=false >> $GITHUB_OUTPUT\n      - uses: ./act\n';
    expect(tested('matrix: { crate: [core] }', 'push', '', { 'act/action.yml': action }, steps)).toBe('net');
  });

  test('what one step gives another one of its job takes', () => {
    const steps =
      '      - id: a\n        run: echo name=cli >> $GITHUB_OUTPUT\n      - run: cargo test -p ${{ steps.a.outputs.name }}\n';
    expect(tested('matrix: { crate: [core] }', 'push', '', {}, steps)).toBe('cli');
  });
});

describe('lists that jq puts together', () => {
  const cases: readonly (readonly [script: string, crates: string])[] = [
    [`list=$(echo 'core,cli' | jq -R -c 'split(",")')`, 'core cli'],
    [`list=$(printf '%s\\n' core net | jq -R . | jq -s -c .)`, 'core net'],
    [
      `names=(core net); list=$(printf '%s\\n' "\${names[@]}" | jq --raw-input --slurp --compact-output 'split("\\n") | map(select(. != ""))')`,
      'core net',
    ],
    [`list=$(echo "$LINES_OF" | jq -R -s -c 'split("\\n") | map(select(length > 0))')`, 'cli net'],
    [`list=$(jq -cn '["core", "net"]')`, 'core net'],
    [`list=$(jq -n -c --arg one core --argjson two '"cli"' '[$one, $two]')`, 'core cli'],
    [`list=$(jq -n -c --arg one core --argjson two '["cli"]' '[$one] + $two')`, 'core cli'],
    [`a=$(jq -nc '["core"]'); b='["net"]'; list=$(echo "$a" "$b" | jq -s 'add' -c)`, 'core net'],
    [`list=$(echo '{"all": [{"name": "core"}, {"name": "net"}]}' | jq -c '[.all[].name]')`, 'core net'],
    [`list=$(echo '{"include": [{"crate": "core"}]}' | jq -c '.include | map(.crate)')`, 'core'],
    [`list=$(seq 1 2 | jq -R -c '{"1": "core"}' | jq -s -c 'map(."1")')`, ''],
    [`list=$(seq 0 0 | jq -R -c --arg all "$LINES_OF" '"core" + ""' | jq -s -c .)`, 'core'],
    // What a program prints, a file holds or a filter does that is not read, is not known.
    [`list=$(./list | jq -R -s -c 'split("\\n")')`, ''],
    [`list=$(jq -c .crates crates.json)`, ''],
    [`list=$(echo '["core"]' | jq -c 'sort_by(.)')`, ''],
    [`list=$(echo '["core"' | jq -c .)`, ''],
    [`list=$(echo '["core"]' | jq -c --tab .)`, ''],
    [`list=$(echo "[\\"core\\", \\"$(./name)\\"]" | jq -c .)`, ''],
  ];
  for (const [script, crates] of cases)
    test(`${script} → ${crates}`, () => {
      const setup = `  setup:\n    runs-on: x\n    outputs: { crates: "\${{ steps.l.outputs.crates }}" }\n    steps:\n      - id: l\n        env:\n          LINES_OF: |\n            cli\n            net\n        run: |\n          ${script}\n          echo "crates=$list" >> $GITHUB_OUTPUT\n`;
      expect(tested(`matrix:\n  crate: \${{ fromJSON(needs.setup.outputs.crates) }}`, 'push', setup)).toBe(crates);
    });
});
