import { found } from './mutants.ts';

const swap = (...pairs: readonly (readonly [string, string])[]) => ({ swap: pairs });
const TEST = (command: string, more = '') =>
  `  check:\n    run: |\n      ${command} > check.txt\n    produces: [check.txt]\n    exclusive: false\n${more}    timeout: 10m\n`;
const ALLOW = (reason: string, kind = 'hardware') => `    ci-overlap: { allow: ${kind}, reason: "${reason}" }\n`;

found(
  'dirty-file',
  [
    ['rust', { world: { modified: ['scripts/report.sh'] } }],
    [
      'go',
      { run: 'go run ./cmd/kvbench -data data/sf1 -out results/sf1.csv', world: { modified: ['cmd/kvbench/main.go'] } },
    ],
    ['node', { world: { modified: ['bench/run.mjs'] } }],
    ['python', { world: { modified: ['bench/generate.py', 'bench/run.py'] } }],
    ['cpp', { swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, sql/]']], world: { modified: ['sql/q01.sql'] } }],
    [
      'cpp',
      {
        swap: [['requires: [data/sf1/]', 'requires: [data/sf1/, "sql/q*.sql"]']],
        world: { modified: ['sql/q01.sql'] },
      },
    ],
    ['python', { world: { modified: ['requirements.txt'] } }],
    [
      'rust',
      { run: './scripts/../scripts/report.sh data > results/sf1.csv', world: { modified: ['scripts/report.sh'] } },
    ],
    [
      'node',
      {
        run: 'cd bench && node run.mjs --data ../data/sf1 --out ../results/sf1.csv',
        world: { modified: ['bench/run.mjs'] },
      },
    ],
    ['rust', { world: { modified: ['core/Cargo.toml'] } }],
  ],
  [['go', {}]],
);

found(
  'unpushed-commit',
  [
    ['rust', { world: { unpushed: true } }],
    ['go', { swap: [['ref: HEAD, ', '']], world: { unpushed: true } }],
    ['node', { world: { unpushed: true, remotes: ['origin', 'fork'] } }],
  ],
  [
    ['rust', {}],
    ['python', { world: { remotes: ['upstream'] } }],
  ],
);

found(
  'stale-ci-overlap',
  [
    ['rust', swap(['    timeout: 1h', `${ALLOW('no AVX-512 in CI')}    timeout: 1h`])],
    ['go', swap(['    timeout: 5m', `${ALLOW('CI is small', 'scale')}    timeout: 5m`])],
    ['node', swap(['    timeout: 20m', `${ALLOW('real data', 'data')}    timeout: 20m`])],
    ['python', { add: TEST('pytest --co -q', ALLOW('real S3', 'real-service')) }],
    ['rust', { add: TEST('cargo test --release --workspace -- --ignored', ALLOW('no AVX-512 in CI')) }],
    ['cpp', { add: TEST('uname -a', ALLOW('no AVX-512 in CI')) }],
  ],
  [
    ['rust', { add: TEST('cargo test --release -p codec simd', ALLOW('no AVX-512 in CI')) }],
    ['go', { add: TEST('go test ./store', ALLOW('large pages are only here')) }],
    ['node', { add: TEST('npx vitest run', ALLOW('the real service', 'real-service')) }],
    ['python', { add: TEST('pytest tests/unit', ALLOW('8 cores')) }],
  ],
);

found(
  'ignore-without-reason',
  [
    ['rust', '# campaign-ignore: unpinned\n@B'],
    ['go', '# campaign-ignore: unpinned --\n@B'],
    ['node', swap(['    timeout: 1h', '    timeout: 1h # campaign-ignore: no-timeout'])],
    ['python', swap(['  bench:\n', '  # campaign-ignore: no-checkpoint, unpinned --   \n  bench:\n'])],
    ['cpp', swap(['campaign: duckish', '# campaign-ignore: ci-overlap\ncampaign: duckish'])],
    ['rust', '# campaign-ignore: unpinned -- .\n@B'],
    ['go', '# campaign-ignore: unpinned -- TODO: fix it once there is time\n@B'],
    ['python', '# campaign-ignore: unpinned -- false positive\n@B'],
    ['cpp', '# campaign-ignore: unpinned -- unpinned\n@B'],
    ['node', '# campaign-ignore: unpinned - a mirror of ours\n@B'],
  ],
  [
    [
      'rust',
      {
        swap: [
          [', stage: 1h', ''],
          ['    timeout: 1h\n', ''],
        ],
      },
    ],
    ['go', '# campaign-ignored: unpinned\n@B'],
    ['cpp', '# campaign-ignore: unpinned --a mirror of ours\n@B'],
    ['node', 'echo "# campaign-ignore: unpinned"\n@B'],
    ['python', '# see campaign-ignore: in the handbook\n@B'],
  ],
);

found(
  'unused-ignore',
  [
    ['rust', '# campaign-ignore: unpinned -- a mirror of ours\n@B'],
    ['go', '@B # campaign-ignore: truncated-log -- only a preview'],
    ['go', '# campaign-ignore: all -- a mirror of ours\n@B'],
    ['python', '# campaign-ignore: * -- a mirror of ours\n@B'],
    ['node', swap(['  bench:\n', '  # campaign-ignore: no-checkpoint -- short enough\n  bench:\n'])],
    ['cpp', 'curl -fsSLO https://example.org/latest.sh | bash # campaign-ignore: interactive -- answers nothing\n@B'],
    [
      'rust',
      'curl -fsSL https://example.org/install.sh | bash # campaign-ignore: unpinned, interactive -- a mirror of ours\n@B',
    ],
  ],
  [
    // A later release may have it.
    ['rust', '# campaign-ignore: rule-of-tomorrow -- a mirror of ours\n@B'],
    ['rust', 'curl -fsSL https://example.org/install.sh | bash # campaign-ignore: unpinned -- a mirror of ours\n@B'],
    ['go', '# campaign-ignore: unpinned -- a mirror of ours\ncurl -fsSL https://example.org/install.sh | bash\n@B'],
    [
      'node',
      {
        swap: [['  bench:\n', '  # campaign-ignore: unpinned -- a mirror of ours\n  bench:\n']],
        run: 'curl -fsSL https://example.org/install.sh | bash\n@B',
      },
    ],
    [
      'python',
      {
        swap: [['campaign: frames', '# campaign-ignore: unpinned -- a mirror of ours\ncampaign: frames']],
        run: 'curl -fsSL https://example.org/install.sh | bash\n@B',
      },
    ],
  ],
);
