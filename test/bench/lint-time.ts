/**
 * How long a whole `campaign lint` takes beside an empty Node script, shellcheck and yamllint, in interleaved rounds:
 * on a machine that others use too, the ratios count. `tsx test/bench/lint-time.ts [--rounds N]`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stages = 16;
const workflows = 20;

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
}

function main(): void {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '21' } } });
  const directory = mkdtempSync(join(tmpdir(), 'campaign-bench-'));
  try {
    prepare(directory);
    const contenders = available(directory);
    const times = measure(contenders, Number(values.rounds), directory);
    const floor = median(times.get(contenders[0]!.name)!);
    console.log(
      `Node ${process.versions.node}, ${values.rounds} rounds, ${stages} stages, ${workflows} workflows; medians of wall time`,
    );
    for (const { name } of contenders) {
      const own = median(times.get(name)!);
      console.log(`${name.padEnd(28)} ${own.toFixed(1).padStart(7)} ms  ${(own / floor).toFixed(2).padStart(5)} x`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function prepare(directory: string): void {
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  };
  write('empty.cjs', '');
  write('campaign.yaml', campaign());
  write('Cargo.toml', '[workspace]\nmembers = ["core"]\n');
  for (let index = 0; index < workflows; index++) write(`.github/workflows/w${index}.yml`, workflow(index));
  for (let index = 0; index < stages; index++) write(`scripts/s${index}.sh`, script(index));
  for (let index = 0; index < 800; index++) write(`core/src/m${index % 40}/f${index}.rs`, '// a file\n');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: directory });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('remote', 'add', 'origin', 'https://git.example.com/engine.git');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}

function available(directory: string): readonly Contender[] {
  const scripts = Array.from({ length: stages }, (_, index) => join(directory, `scripts/s${index}.sh`));
  const bin = join(root, 'bin', 'campaign.cjs');
  const all: readonly Contender[] = [
    { name: 'empty Node script', command: [process.execPath, join(directory, 'empty.cjs')] },
    { name: 'campaign lint', command: [process.execPath, bin, 'lint', 'campaign.yaml'] },
    { name: `shellcheck, ${stages} scripts`, command: ['shellcheck', ...scripts] },
    { name: 'yamllint, campaign.yaml', command: ['yamllint', 'campaign.yaml'] },
    { name: `yamllint, and ${workflows} workflows`, command: ['yamllint', 'campaign.yaml', '.github/workflows'] },
  ];
  return all.filter(({ command }) => spawnSync(command[0]!, ['--version']).error === undefined);
}

function measure(contenders: readonly Contender[], rounds: number, directory: string): Map<string, number[]> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  // Node 20 reads this file at every start, whatever the script does.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  for (let round = -1; round < rounds; round++)
    for (const { name, command } of contenders) {
      const begin = process.hrtime.bigint();
      const { error, status } = spawnSync(command[0]!, command.slice(1), { cwd: directory, env });
      if (error) throw error;
      if (status !== 0 && status !== 1) throw new Error(`${name} ended with ${status}`);
      // The first round fills the caches.
      if (round >= 0) times.get(name)!.push(Number(process.hrtime.bigint() - begin) / 1e6);
    }
  return times;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

function campaign(): string {
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
      `      bash scripts/s${index}.sh --trials 20 > out/${index}.txt`,
      `      cargo run --release --example e${index} -- --out out/${index}.csv`,
      `    requires: [scripts/s${index}.sh${index > 0 ? `, out/${index - 1}.csv` : ''}, { tool: cargo }]`,
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

main();
