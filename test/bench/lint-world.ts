import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How large a repository to measure in is. */
export interface Size {
  readonly stages: number;
  readonly workflows: number;
}

/** Scripts that the stages run in turn. */
export const scripts = 16;

/** Writes a repository with a campaign, workflows, scripts and 800 other files, committed and pushed. */
export function writeRepository(directory: string, size: Size): void {
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  };
  write('empty.cjs', '');
  write('campaign.yaml', campaign(size.stages));
  write('Cargo.toml', '[workspace]\nmembers = ["core"]\n');
  for (let index = 0; index < size.workflows; index++) write(`.github/workflows/w${index}.yml`, workflow(index));
  for (let index = 0; index < scripts; index++) write(`scripts/s${index}.sh`, script(index));
  for (let index = 0; index < 800; index++) write(`core/src/m${index % 40}/f${index}.rs`, '// a file\n');
  // For the peers.
  write('tiny.js', 'export const one = 1;\n');
  write('main.tf', Array.from({ length: 16 }, (_, index) => `resource "terraform_data" "r${index}" {}\n`).join(''));
  write(
    '.pre-commit-config.yaml',
    'repos:\n  - repo: local\n    hooks:\n      - { id: nothing, name: nothing, entry: "true", language: system, always_run: true }\n',
  );
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: directory });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('remote', 'add', 'origin', 'https://git.example.com/engine.git');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}

/** A directory for PATH in which there are only git and Node: where shellcheck is not installed. */
export function bareMachine(directory: string): string {
  const path = join(directory, 'bin');
  mkdirSync(path, { recursive: true });
  symlinkSync(process.execPath, join(path, 'node'));
  symlinkSync(execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), join(path, 'git'));
  return path;
}

function campaign(stages: number): string {
  const lines = [
    'campaign: bench',
    'version: 1',
    'ci: { workflows: [".github/workflows/*.yml"] }',
    'limits: { wall: 40h, stage: 1h }',
    'stages:',
  ];
  for (let index = 0; index < stages; index++)
    lines.push(
      `  stage-${index}:`,
      '    run: |',
      `      bash scripts/s${index % scripts}.sh --trials 20 > out/${index}.txt`,
      `      cargo run --release --example e${index} -- --out out/${index}.csv`,
      `    requires: [scripts/s${index % scripts}.sh${index > 0 ? `, out/${index - 1}.csv` : ''}, { tool: cargo }]`,
      `    produces: [{ path: out/${index}.csv, expect: { lines: { min: 2 } } }, out/${index}.txt]`,
      '    timeout: 1h',
    );
  return `${lines.join('\n')}\n`;
}

function workflow(index: number): string {
  const jobs = Array.from({ length: 8 }, (_, job) =>
    [
      `  job-${job}:`,
      '    runs-on: ubuntu-latest',
      '    strategy: { matrix: { version: [stable, beta] } }',
      '    steps:',
      '      - uses: actions/checkout@v4',
      '      - name: Test',
      '        run: |',
      `          cargo test -p crate-${index}-${job} --all-features`,
      '          cargo clippy --all-targets -- -D warnings',
      '      - run: cargo build --release',
      '      - name: Scripts',
      '        working-directory: core',
      '        run: |',
      '          if [[ "$RUNNER_OS" == Linux ]]; then',
      '            sudo apt-get update && sudo apt-get install -y protobuf-compiler',
      '          fi',
      `          for name in one two three; do cargo doc --no-deps -p "$name-${job}"; done`,
    ].join('\n'),
  );
  return `name: w${index}\non: { pull_request: {}, push: { branches: [main] } }\njobs:\n${jobs.join('\n')}\n`;
}

function script(index: number): string {
  return `#!/bin/bash\nset -euo pipefail\nfor file in data/${index}/*.csv; do\n  wc -l "$file"\ndone\n`;
}
