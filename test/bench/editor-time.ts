/**
 * How long an editor waits: from a letter typed to the diagnostics of that text, and for a hover and a completion, in a real
 * language server that has been asked before. `tsx test/bench/editor-time.ts [--rounds N]`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type Editor, startEditor } from '../editor/client.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '25' } } });
const rounds = Number(values.rounds);

for (const [stages, workflows] of [
  [16, 20],
  [1_600, 20],
] as const) {
  const directory = mkdtempSync(join(tmpdir(), 'campaign-bench-'));
  try {
    prepare(directory, stages, workflows);
    await measure(directory, stages, workflows);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(directory: string, stages: number, workflows: number): Promise<void> {
  const uri = pathToFileURL(join(directory, 'campaign.yaml')).href;
  const text = campaign(stages);
  const editor = await startEditor(directory);
  const opened = await timed(() => {
    editor.open(uri, text);
    return editor.diagnostics(uri);
  });
  const typed: number[] = [];
  const typedInRun: number[] = [];
  const hovered: number[] = [];
  const completed: number[] = [];
  for (let round = 0; round < rounds + 3; round++) {
    const beside = text.replace('timeout: 1h', `timeout: ${round + 1}m`);
    const inRun = text.replace('--trials 20', `--trials ${round + 100}`);
    // The first rounds warm it up.
    const into = (list: number[], one: number) => round >= 3 && list.push(one);
    into(typed, await keystroke(editor, uri, beside));
    into(typedInRun, await keystroke(editor, uri, inRun));
    const line = text.split('\n').findIndex(one => one.startsWith('  stage-8:'));
    into(hovered, await asked(editor, 'textDocument/hover', { uri, line, character: 4 }));
    into(completed, await asked(editor, 'textDocument/completion', { uri, line: line + 4, character: 16 }));
  }
  await editor.end();
  console.log(`Node ${process.versions.node}, ${stages} stages, ${workflows} workflows, ${rounds} rounds; medians`);
  for (const [name, list] of [
    ['opened, and told', [opened]],
    ['a letter beside the shell code', typed],
    ['a letter in the shell code', typedInRun],
    ['hover', hovered],
    ['completion', completed],
  ] as const)
    console.log(`${name.padEnd(32)} ${median(list).toFixed(1).padStart(8)} ms`);
}

function keystroke(editor: Editor, uri: string, text: string): Promise<number> {
  return timed(() => {
    editor.replace(uri, text);
    return editor.diagnostics(uri);
  });
}

function asked(editor: Editor, method: string, at: { uri: string; line: number; character: number }): Promise<number> {
  const { uri, ...position } = at;
  return timed(() => editor.connection.sendRequest(method, { textDocument: { uri }, position }));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

function prepare(directory: string, stages: number, workflows: number): void {
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  };
  write('campaign.yaml', campaign(stages));
  for (let index = 0; index < workflows; index++) write(`.github/workflows/w${index}.yml`, workflow(index));
  for (let index = 0; index < stages; index++)
    write(`scripts/s${index}.sh`, `#!/bin/bash\nset -euo pipefail\nwc -l data/${index}.csv\n`);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: directory });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('remote', 'add', 'origin', 'https://git.example.com/engine.git');
  git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}

function campaign(stages: number): string {
  const head =
    'campaign: bench\nversion: 1\nci: { workflows: [".github/workflows/*.yml"] }\nlimits: { wall: 4000h, stage: 1h }\n';
  const bodies = Array.from(
    { length: stages },
    (_, index) => `  stage-${index}:
    run: |
      bash scripts/s${index}.sh --trials 20 > out/${index}.txt
      cargo run --release --example e${index} -- --out out/${index}.csv
    requires: [scripts/s${index}.sh${index > 0 ? `, out/${index - 1}.csv` : ''}, { tool: cargo }]
    produces: [{ path: out/${index}.csv, expect: { lines: { min: 2 } } }, out/${index}.txt]
    timeout: 1h
`,
  );
  return `${head}stages:\n${bodies.join('')}`;
}

function workflow(index: number): string {
  const jobs = Array.from(
    { length: 8 },
    (_, job) => `  job-${job}:
    runs-on: ubuntu-latest
    strategy: { matrix: { version: [stable, beta] } }
    steps:
      - uses: actions/checkout@v4
      - run: |
          cargo test -p crate-${index}-${job} --all-features
          cargo clippy --all-targets -- -D warnings
      - run: cargo build --release
`,
  );
  return `name: w${index}\non: { pull_request: {}, push: { branches: [main] } }\njobs:\n${jobs.join('')}`;
}
