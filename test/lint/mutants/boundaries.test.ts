import { describe, expect, test } from 'vitest';
import type { Ecosystem } from './ecosystems.ts';
import { type Mutation, rulesOf } from './mutants.ts';

type Side = readonly [mutation: Mutation, ...rules: string[]];

/** A line between two neighbours: what is found on either side of it. */
function between(line: string, ecosystem: Ecosystem, one: Side, other: Side): void {
  test(line, async () => {
    const found = [await rulesOf([ecosystem, one[0]]), await rulesOf([ecosystem, other[0]])];
    expect(found).toEqual([one.slice(1), other.slice(1)]);
  });
}

const swap = (from: string, to: string) => ({ swap: [[from, to]] as const });
const stage = (name: string, run: string, more = '') =>
  `  ${name}:\n    run: ${run}\n    exclusive: false\n    timeout: 5m\n${more}`;
const CI = 'ci: { workflows: [".github/workflows/*.yml"] }';
const NEEDS = 'requires: [data/sf1/]';
const RESULT = 'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }]';
const REPORT = 'requires: [scripts/report.sh, results/sf1.csv]';
const STORE = 'url: "s3://${{ params.bucket }}/results", region: us-east-2, ';
const MODE = ', mode: { type: string, default: a }';
const params = (more: string) =>
  [
    'params: { bucket: { type: string, required: true } }',
    `params: { bucket: { type: string, required: true }${more} }`,
  ] as const;

describe('language', () => {
  between(
    'no CI is said with a reason',
    'go',
    [swap(CI, 'ci: { none: true, reason: "a fork" }')],
    [swap(CI, 'ci: none'), 'schema'],
  );
  between(
    'a condition is a bare expression',
    'go',
    [{ swap: [params(MODE), [NEEDS, `${NEEDS}\n    if: params.mode == 'a'`]] }],
    [{ swap: [params(MODE), [NEEDS, `${NEEDS}\n    if: params.mode = 'a'`]] }, 'schema'],
  );
  between(
    'a stage that is off gives no input, and that is no fault',
    'go',
    [swap('    exclusive: false\n', '    exclusive: false\n    if: "false"\n')],
    [swap('path: data/sf1/,', 'path: data/sf2/,'), 'missing-input', 'unused-output'],
  );
  between(
    'stages whose conditions exclude each other may share an output',
    'go',
    [
      {
        swap: [params(MODE)],
        add:
          stage('x', 'ls', '    produces: [x.txt]\n    if: params.mode == "a"\n') +
          stage('y', 'ls', '    produces: [x.txt]\n    if: params.mode != "a"\n'),
      },
    ],
    [
      {
        swap: [params(MODE)],
        add:
          stage('x', 'ls', '    produces: [x.txt]\n    if: params.mode == "a"\n') +
          stage('y', 'ls', '    produces: [x.txt]\n    if: params.mode == "b" || params.mode == "a"\n'),
      },
      'output-collision',
    ],
  );
  between(
    'a checkpoint is a boolean or a duration',
    'go',
    [swap('csv, expect', 'csv, checkpoint: true, expect')],
    [swap('csv, expect', 'csv, checkpoint: sometimes, expect'), 'schema'],
  );
  between(
    'a number of lines is exact or a range',
    'go',
    [swap('lines: 23', 'lines: { min: 23, max: 40 }')],
    [swap('lines: 23', 'lines: { minimum: 23 }'), 'unknown-key'],
  );
  between(
    'an absolute output is one that is listed',
    'go',
    [
      {
        run: '@B\ncp results/sf1.csv /mnt/out.csv',
        ...swap(RESULT, 'produces: [{ path: results/sf1.csv, expect: { lines: 23 } }, /mnt/out.csv]'),
      },
    ],
    [{ run: '@B\ncp results/sf1.csv /mnt/out.csv' }, 'undeclared-output'],
  );
  between('`$${{` is a literal', 'go', ["@B; echo '$${{ x }}'"], ["@B; echo '${{ x }}'", 'unknown-name']);
  between(
    'an unset required parameter stands for any value',
    'go',
    ['@B --store "s3://${{ params.bucket }}"'],
    ['@B --store "s3://${{ params.buckte }}"', 'unknown-name'],
  );
  between(
    'paths that differ in letter case are different',
    'go',
    [{ add: stage('x', 'ls', '    produces: [Report.md]\n') }],
    [{ add: stage('x', 'ls', '    produces: [report.md]\n') }, 'output-collision'],
  );
  between(
    'requires is relative to the source directory whatever the `cwd`',
    'go',
    [{ run: '../bin/kvbench -data ../data/sf1 -out ../results/sf1.csv', ...swap(NEEDS, `${NEEDS}\n    cwd: store`) }],
    [
      {
        run: '../bin/kvbench -data ../data/sf1 -out ../results/sf1.csv',
        ...swap(NEEDS, 'requires: [../data/sf1/]\n    cwd: store'),
      },
      'missing-input',
      'undeclared-input',
    ],
  );
});

describe('inputs and outputs', () => {
  between(
    'an own output inside a required directory makes no circle',
    'go',
    [
      {
        add: stage(
          'plot',
          'scripts/report.sh x > results/plot.txt',
          '    requires: [scripts/report.sh, results/]\n    produces: [results/plot.txt]\n',
        ),
      },
    ],
    [
      {
        add: stage(
          'plot',
          'scripts/report.sh x > results/plot.txt',
          '    requires: [scripts/report.sh, results/plot.txt]\n    produces: [results/plot.txt]\n',
        ),
      },
      'cycle',
    ],
  );
  between(
    'temporary places need no declaration',
    'go',
    ['@B > /tmp/a\n@B > /var/tmp/b\n@B > /dev/shm/c\necho > "$(mktemp)"'],
    ['@B > a', 'undeclared-output'],
  );
  between(
    'tracked files are read without a word',
    'cpp',
    ['@B < sql/q01.sql'],
    ['@B < sql/q02.sql', 'undeclared-input'],
  );
  between(
    'what is on disk is untracked, what is nowhere is missing',
    'go',
    [
      {
        ...swap(REPORT, 'requires: [scripts/report.sh, notes.md, results/sf1.csv]'),
        world: { untracked: { 'notes.md': '' } },
      },
      'untracked-file',
    ],
    [swap(REPORT, 'requires: [scripts/report.sh, notes.md, results/sf1.csv]'), 'missing-input'],
  );
  between(
    'its own output is a circle, a stage that is not there a name',
    'go',
    [swap(NEEDS, 'requires: [data/sf1/, results/sf1.csv]'), 'cycle'],
    [swap(NEEDS, 'requires: [data/sf1/, { stage: nobody }]'), 'unknown-name'],
  );
});

describe('who tells of a fault', () => {
  between(
    'no wall is told once, whatever else it would mean',
    'go',
    [swap('wall: 5h, ', ''), 'no-wall-limit'],
    [swap('stage: 1h, ', '')],
  );
  between(
    '`set +e` alone hides, with `set -e` it toggles',
    'go',
    ['set +e\n@B\nls results', 'swallowed-failure'],
    ['set +e\n@B\nset -e\nls results', 'set-e-toggle'],
  );
  between(
    'a question that leaves with 0 skips, one that leaves with 1 does not',
    'go',
    ['test -d data/sf1 || exit 0\n@B', 'exit-zero-on-missing'],
    ['test -d data/sf1 || exit 1\n@B'],
  );
  between(
    'other flags than the artifact’s are a mismatch, other features compile',
    'rust',
    ['RUSTFLAGS="-C target-cpu=native" cargo run --release --example tpch_bench\n@B', 'prebuilt-mismatch'],
    ['cargo run --release --features parallel --example tpch_bench\n@B', 'compile-on-box'],
  );
  between(
    'an unknown price matters to a cap alone',
    'go',
    [swap('type: c7i.2xlarge', 'type: rack.huge'), 'over-budget'],
    [
      {
        swap: [
          ['type: c7i.2xlarge', 'type: rack.huge'],
          [', cost: 5 USD', ''],
        ],
      },
    ],
  );
  between(
    '`; true` hides nothing under errexit, in a shell without it it does',
    'go',
    ['@B; true'],
    ["bash -c '@B; true'", 'swallowed-failure'],
  );
});

describe('overlap with CI', () => {
  const workflow = (on: string, job = '') => ({
    files: {
      '.github/workflows/ci.yml': `on: ${on}\njobs:\n  t:\n    runs-on: ubuntu-latest\n${job}    steps:\n      - run: pytest tests\n`,
    },
  });
  const tests = stage('t', 'pytest tests');
  between(
    'an environment of its own is other work, a level of logging is none',
    'python',
    [{ add: stage('t', 'BACKEND=s3 pytest tests') }],
    [{ add: stage('t', 'LOGLEVEL=debug pytest tests --color=no') }, 'ci-overlap'],
  );
  between(
    'a merge queue runs for every change, a tag does not',
    'python',
    [{ add: tests, world: workflow('merge_group') }, 'ci-overlap'],
    [{ add: tests, world: workflow('{ push: { tags: ["v*"] } }') }, 'tests-in-campaign'],
  );
  between(
    'a job that can never run covers nothing',
    'python',
    [{ add: tests, world: workflow('pull_request', "    if: github.event_name == 'pull_request'\n") }, 'ci-overlap'],
    [{ add: tests, world: workflow('pull_request', "    if: github.event_name == 'release'\n") }, 'tests-in-campaign'],
  );
  between(
    'an expectation says why tests are here',
    'python',
    [
      {
        add: stage('t', 'pytest gpu', '    expect: { matches: { pattern: "^22 passed" } }\n'),
        world: { files: { 'gpu/test_x.py': '' } },
      },
    ],
    [{ add: stage('t', 'pytest gpu'), world: { files: { 'gpu/test_x.py': '' } } }, 'tests-in-campaign'],
  );
});

describe('ignores', () => {
  const reason = '-- the harness keeps its own record';
  between(
    'before a stage it reaches the stage, before another it does not',
    'go',
    [
      {
        swap: [
          ['  bench:\n', `  # campaign-ignore: no-completeness-check ${reason}\n  bench:\n`],
          [RESULT, 'produces: [results/sf1.csv]'],
        ],
      },
    ],
    [
      {
        swap: [
          ['  report:\n', `  # campaign-ignore: no-completeness-check ${reason}\n  report:\n`],
          [RESULT, 'produces: [results/sf1.csv]'],
        ],
      },
      'no-completeness-check',
      'unused-ignore',
    ],
  );
  between(
    'before the first key it reaches the file',
    'go',
    [
      {
        swap: [
          ['campaign: kvstore', `# campaign-ignore: no-completeness-check ${reason}\ncampaign: kvstore`],
          [RESULT, 'produces: [results/sf1.csv]'],
        ],
      },
    ],
    [
      {
        swap: [
          ['version: 1', `# campaign-ignore: no-completeness-check ${reason}\nversion: 1`],
          [RESULT, 'produces: [results/sf1.csv]'],
        ],
      },
      'no-completeness-check',
      'unused-ignore',
    ],
  );
  between(
    'in shell code it reaches its line and the next, no further',
    'go',
    [`# campaign-ignore: swallowed-failure ${reason}\n@B || true`],
    [`# campaign-ignore: swallowed-failure ${reason}\nls\n@B || true`, 'swallowed-failure', 'unused-ignore'],
  );
});

describe('money and time', () => {
  between(
    'long is half an hour',
    'go',
    [
      {
        swap: [
          ['timeout: 1h', 'timeout: 29m'],
          [RESULT, 'produces: [results/sf1.csv]'],
        ],
      },
    ],
    [
      {
        swap: [
          ['timeout: 1h', 'timeout: 30m'],
          [RESULT, 'produces: [results/sf1.csv]'],
        ],
      },
      'no-completeness-check',
    ],
  );
  between(
    'measuring is exclusive',
    'go',
    [
      {
        swap: [
          ['timeout: 1h', 'timeout: 1h\n    exclusive: false'],
          [RESULT, 'produces: [results/sf1.csv]'],
        ],
      },
    ],
    [swap(RESULT, 'produces: [results/sf1.csv]'), 'no-completeness-check'],
  );
  between(
    'spot asks for a retry where the worst case is over an hour',
    'go',
    [
      {
        swap: [
          ['market: on-demand', 'market: spot'],
          ['timeout: 20m', 'timeout: 15m'],
          ['timeout: 1h', 'timeout: 40m'],
        ],
      },
    ],
    [
      {
        swap: [
          ['market: on-demand', 'market: spot'],
          ['timeout: 1h', 'timeout: 40m'],
        ],
      },
      'spot-without-retry',
    ],
  );
  between(
    'cost is the lesser of worst case and wall, times the price',
    'go',
    [swap('cost: 5 USD', 'cost: 0.52 USD')],
    [swap('cost: 5 USD', 'cost: 0.50 USD'), 'over-budget'],
  );
});

describe('builds and packages', () => {
  const lock = {
    files: {
      'Cargo.lock':
        '[[package]]\nname = "core"\nversion = "0.1.0"\ndependencies = ["openssl-sys"]\n\n[[package]]\nname = "openssl-sys"\nversion = "0.9.100"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n',
    },
  };
  between(
    'another selection of targets is no other build',
    'rust',
    ['cargo run --release --bin tpch_bench\n@B'],
    ['cargo run --bin tpch_bench\n@B', 'compile-on-box'],
  );
  between(
    'nothing is missing for what nothing compiles',
    'rust',
    [{ world: lock }],
    [{ ...swap('missing: fail', 'missing: build'), world: lock }, 'missing-package'],
  );
  between(
    'what the setup installs counts',
    'go',
    [{ run: 'make -n\n@B', ...swap('packages: [git]', 'packages: [git]\n  setup: dnf install -y make') }],
    ['make -n\n@B', 'missing-package'],
  );
  between(
    'docker brings the engine, not the compose plugin',
    'cpp',
    ['docker ps\n@B'],
    ['docker compose ps\n@B', 'missing-package'],
  );
  between(
    'the image pins its packages, nobody those of a language',
    'python',
    ['sudo dnf install -y jq\n@B'],
    ['/opt/venv/bin/pip install polars\n@B', 'unpinned'],
  );
  between(
    'a sibling may be a branch, a clone may not',
    'go',
    [
      swap(
        'dir: /opt/campaign/kvstore }',
        'dir: /opt/campaign/kvstore, siblings: [{ repo: https://github.com/example/x.git, ref: main, dir: /opt/campaign/x }] }',
      ),
    ],
    ['git clone -b main https://github.com/example/x.git /tmp/x\n@B', 'unpinned'],
  );
  between(
    'a sticky directory is for everybody, another is for anybody',
    'go',
    ['mkdir -m 1777 /tmp/x\n@B'],
    ['mkdir -m 777 /tmp/x\n@B', 'world-writable'],
  );
});

describe('git and size', () => {
  between(
    'what a stage runs is dirty, what none names is a note',
    'go',
    [{ world: { modified: ['scripts/report.sh'] } }, 'dirty-file'],
    [{ world: { modified: [] } }],
  );
  between(
    'a store in S3 has a loader, a directory has none',
    'go',
    [{ world: { scriptSize: { plain: 90000, gzip: 20000, own: 9000 } } }],
    [
      { ...swap(STORE, 'url: file:///srv/results, '), world: { scriptSize: { plain: 90000, gzip: 20000, own: 9000 } } },
      'userdata-size',
    ],
  );
  between(
    'templates are those that are rendered',
    'go',
    [{ world: { files: { 'infra/other.tpl': 'echo ${HOME}\n', 'infra/main.tf': 'locals { a = "b" }\n' } } }],
    [
      {
        world: {
          files: {
            'infra/other.tpl': 'echo ${HOME}\n',
            'infra/main.tf': 'locals { a = templatefile("${path.module}/other.tpl", {}) }\n',
          },
        },
      },
      'template-hazard',
    ],
  );
});
