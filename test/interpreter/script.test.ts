import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert as always, constant, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hereDocument } from '../../interpreter/quote.ts';
import { runtimeParts } from '../../interpreter/runtime-parts.ts';
import { quote } from '../../plan/quote.ts';
import { compiled } from './compiled.ts';
import { shellcheck } from './shellcheck.ts';

const runtime = join(import.meta.dirname, '../../interpreter/runtime');

const campaign = `campaign: demo
version: 1
limits: { wall: 5m, stage: 1m }
store: { url: "file:///results/\${{ run.id }}" }
source: { dir: /opt/demo }
stages:
  generate:
    matrix: { sf: [1, 10] }
    run: |
      echo "it's \${{ matrix.sf }} of \${{ run.id }}"
      cat <<'END_OF_RUN'
      END_OF_RUN
    produces: ["data/sf\${{ matrix.sf }}/"]
    exclusive: false
  report:
    run: "printf '%s' \\"unbalanced"
    requires: [data/sf1/, { tool: bash, version: ">=4.4" }]
    produces: [{ path: REPORT.md, expect: { matches: { pattern: '^\\d+', count: 2 }, json: [{ pointer: /a, equals: 1 }] } }]
    if: env.REPORT != 'no'
    retry: { attempts: 2, on: [exit] }
`;

const box = `  wants:
    run: "true"
    requires: [target/release/tool, { env: TOKEN }, { url: "s3://bucket/x" }]
    user: other
machine:
  user: bench
  packages: [cmake, "g++"]
  services: [docker]
  setup: |
    echo "it's $HOME"
env: { LEVEL: "3" }
secrets: { TOKEN: "ssm:/demo/token", UNUSED: "ssm:/demo/unused" }
prebuilt:
  - url: "s3://bucket/\${{ source.commit }}.tar.zst"
    provides: [target/release/, "lib/*.so"]
    build: cargo build --release
    missing: build
`;

describe('the script', () => {
  test('is the same bytes for the same input', async () => {
    expect((await compiled(campaign)).script?.text).toBe((await compiled(campaign)).script?.text);
  });

  test.each([
    ['as it is', campaign],
    ['with all that a box can be given', `${campaign}${box}`],
  ])('passes shellcheck and bash -n whole, %s', async (_, source) => {
    const { text } = (await compiled(source)).script!;
    expect(shellcheck(text)).toBe('');
    execFileSync('bash', ['-n'], { input: text });
  });

  test('holds what the box needs before the stages, texts as data', async () => {
    const { text } = (await compiled(`${campaign}${box}`)).script!;
    expect(text.slice(text.indexOf('no_stages_yet\n\n') + 15, text.indexOf('stage _prebuilt'))).toMatchInlineSnapshot(`
      "box_user bench
      packages cmake g++
      services docker
      box_sets LEVEL 3
      box_setup 60 30 <<'END_OF_SETUP'
      echo "it's $HOME"
      END_OF_SETUP
      secret TOKEN ssm:/demo/token
      prebuilt s3://bucket/0000000000000000000000000000000000000000.tar.zst build directory:target/release/ 'glob:lib/*.so'
      built_by <<'END_OF_BUILD'
      cargo build --release
      END_OF_BUILD

      "
    `);
    expect(text).toContain('\nuses_prebuilt 0\nsets LEVEL 3\ngets TOKEN\n');
  });

  test('that is cut anywhere does nothing', async () => {
    const { text } = (await compiled(campaign)).script!;
    for (let cut = 1; cut < 40; cut++) {
      const part = text.slice(0, Math.floor((text.length * cut) / 40));
      // A cut inside a quotation or a function is a syntax error, and nothing more: no command is even looked for.
      const { stdout, stderr } = spawnSync('/bin/bash', [], {
        encoding: 'utf8',
        input: part,
        env: { PATH: '/nowhere' },
      });
      expect(stdout).toBe('');
      expect(stderr).not.toContain('not found');
    }
  });

  test('holds the stages after the runtime, each under its name and place', async () => {
    const { text } = (await compiled(campaign)).script!;
    expect(text.slice(text.indexOf('no_stages_yet\n\nstage'))).toMatchInlineSnapshot(`
      "no_stages_yet

      stage 'generate[sf=1]' campaign.yaml:7
      limit 60
      beside_others
      works_in /opt/demo
      fingerprint 723f4b2e92ee617ce4b836fc0b21c4469cfc26a742938bf631e52df2f2092e2e commit=6fb64f machine=95cb9b command=7677b8 inputs=4f53cd outputs=6de682
      leaves directory data/sf1/ upload 30
      runs 10 <<'END_OF_RUN_2'
      echo "it's 1 of __RUN_ID__"
      cat <<'END_OF_RUN'
      END_OF_RUN
      END_OF_RUN_2

      stage 'generate[sf=10]' campaign.yaml:7
      limit 60
      beside_others
      works_in /opt/demo
      fingerprint d9a5ffdcfa59e9946bb87b48b09e49564e678489c8be2e5195f3f1b7ac269248 commit=6fb64f machine=95cb9b command=791644 inputs=4f53cd outputs=93bdad
      leaves directory data/sf10/ upload 30
      runs 10 <<'END_OF_RUN_2'
      echo "it's 10 of __RUN_ID__"
      cat <<'END_OF_RUN'
      END_OF_RUN
      END_OF_RUN_2

      stage report campaign.yaml:15
      only_if env:REPORT string:no '!='
      limit 60
      attempts 2 0 exit
      works_in /opt/demo
      fingerprint f033d15b6efe9e5b0be88f916c9fb87611063281b2a2492e3df570b6571de896 commit=6fb64f machine=95cb9b command=12b2ad inputs=6a75a6 outputs=5c64e8 condition=23b0ba
      needs 'generate[sf=1]' data/sf1/
      takes directory data/sf1/
      asks tool bash '>=4.4'
      leaves file REPORT.md upload 30
      expects matches 2 2 '^[0-9]+' '^\\d+'
      expects json '' '' '/aequals1'
      runs 16 <<'END_OF_RUN'
      printf '%s' "unbalanced
      END_OF_RUN

      # ── Run ───────────────────────────────────────────────────────────────────────────────────────────────────────────

      main "$@"
      exit
      "
    `);
  });

  test('says on which line of campaign.yaml a text begins, where the lines follow one another there', async () => {
    const { text } = (
      await compiled(`campaign: demo
version: 1
limits: { wall: 5m, stage: 1m }
machine:
  setup: |
    one
    two
params: { lines: { type: string, default: "a\\nb" } }
stages:
  literal:
    run: |-

      echo 13
      echo 14
  plain:
    run: echo 16
  folded:
    run: >
      echo 19
      still 19

      echo 22
  one-line-folded:
    run: >
      echo 25
      still 25
  quoted: { run: "echo 27\\necho 27 too" }
  brought:
    run: |
      echo \${{ params.lines }}
`)
    ).script!;
    expect(text.match(/^(?:stage|runs|box_setup) .*$/gm)).toEqual([
      "box_setup 60 6 <<'END_OF_SETUP'",
      'stage literal campaign.yaml:10',
      "runs 12 <<'END_OF_RUN'",
      'stage plain campaign.yaml:15',
      "runs 16 <<'END_OF_RUN'",
      'stage folded campaign.yaml:17',
      "runs <<'END_OF_RUN'",
      'stage one-line-folded campaign.yaml:23',
      "runs 25 <<'END_OF_RUN'",
      'stage quoted campaign.yaml:27',
      "runs <<'END_OF_RUN'",
      'stage brought campaign.yaml:28',
      "runs <<'END_OF_RUN'",
    ]);
  });

  test('hosts are refused as values', async () => {
    const { faults } = await compiled(
      'campaign: a\nversion: 1\nlimits: { wall: 1m, stage: 1m }\nhosts: { workers: { count: 3 } }\nstages: { a: { run: "true" } }\n',
    );
    expect(faults?.map(({ message }) => message)).toEqual(['`hosts` is not supported yet: `workers`']);
  });
});

describe('the runtime', () => {
  test('every fragment is a part of a script, of what brings one onto a box, or of what builds its artifacts', () => {
    const bringing = ['arrive', 'builder', 'load', 'start-apart', 'start-here', 'unpack'];
    const files = readdirSync(runtime)
      .filter(name => name.endsWith('.sh'))
      .map(name => name.replace('.sh', ''));
    expect([...runtimeParts.map(({ name }) => name), ...bringing].sort()).toEqual(files.sort());
  });

  test.each(readdirSync(runtime))('%s holds functions only', name => {
    const text = readFileSync(join(runtime, name), 'utf8');
    expect(
      spawnSync('bash', ['-c', `${text}\ndeclare -p > /dev/null; echo "\${!CAMPAIGN@}"`], { encoding: 'utf8' }),
    ).toMatchObject({
      status: 0,
      stdout: '\n',
      stderr: '',
    });
  });

  test('is formatted as shfmt has it', () => {
    expect(spawnSync('shfmt', ['-i', '2', '-d', runtime], { encoding: 'utf8' }).stdout).toBe('');
  });
});

describe('any text', () => {
  test('quoted, read by bash, is the same bytes', () => {
    always(
      property(string({ unit: 'binary', maxLength: 60 }), text => {
        const clean = text.replaceAll('\0', '').toWellFormed();
        expect(execFileSync('bash', ['-c', `printf %s ${quote(clean)}`]).toString()).toBe(clean);
      }),
      { numRuns: 40 },
    );
  });

  test('in a here-document is data, whatever its lines are', () => {
    const lines = constant('MARK\nMARK_2\n$(x) `y` \\\n');
    always(
      property(lines, string({ unit: 'binary', maxLength: 60 }), (head, text) => {
        const clean = `${head}${text.replaceAll('\0', '').toWellFormed()}\n`;
        const script = `${hereDocument("IFS= read -r -d '' TEXT", clean, 'MARK')}printf %s "$TEXT"`;
        expect(execFileSync('bash', ['-c', script]).toString()).toBe(clean);
      }),
      { numRuns: 30 },
    );
  });
});
