/**
 * `npm run bench -- [--short] [--rounds N]`: how long a whole `campaign lint` takes beside an empty Node script and the linters that are
 * installed here, in interleaved rounds, and how it grows with stages and workflows. On a machine that others use too, the ratios
 * count, and of those the ones of the minima. Nothing fails for being slow.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bareMachine, type Size, scripts, writeRepository } from './lint-world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lint = [process.execPath, join(root, 'bin/campaign.cjs'), 'lint', 'campaign.yaml'];
const usual: Size = { stages: 16, workflows: 20 };

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Absent: the directory of all. */
  readonly cwd?: string;
  /** Before each round. */
  readonly prepare?: () => void;
}

const { values } = parseArgs({ options: { rounds: { type: 'string' }, short: { type: 'boolean', default: false } } });
const rounds = Number(values.rounds ?? (values.short ? 5 : 21));
const scratch = mkdtempSync(join(tmpdir(), 'campaign-bench-'));
// Node 20 reads this file at every start, whatever the script does.
const { NODE_EXTRA_CA_CERTS: _, CAMPAIGN_NO_CACHE: __, ...machine } = process.env;
try {
  const bare = { PATH: bareMachine(scratch) };
  peers(bare);
  growth(bare);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function peers(bare: NodeJS.ProcessEnv): void {
  const directory = join(scratch, 'usual');
  writeRepository(directory, usual);
  const edited = join(scratch, 'edited');
  writeRepository(edited, usual);
  spawnSync('terraform', ['init', '-backend=false'], { cwd: directory });
  const contenders = [
    { name: 'empty Node script', command: [process.execPath, 'empty.cjs'] },
    ours('campaign lint'),
    ours('... of a campaign just edited', { edited }),
    ours('... and shellcheck asked anew', { edited, forget: /^shellcheck-/ }),
    ours('... nothing kept at all', { env: { CAMPAIGN_NO_CACHE: '1' } }),
    ours('... edited, no shellcheck', { edited, env: bare }),
    ours('... nothing kept, no shellcheck', { env: { ...bare, CAMPAIGN_NO_CACHE: '1' } }),
    ...others(directory),
  ].filter(({ command }) => spawnSync(command[0]!, ['--version'], { cwd: directory }).error === undefined);
  console.log(
    `Node ${process.versions.node}, ${rounds} rounds, ${usual.stages} stages, ${usual.workflows} workflows, load ${loadavg()[0]!.toFixed(1)}\n`,
  );
  console.log(`${'whole process'.padEnd(34)}  median ms   ratio   minimum ms   ratio`);
  const times = measure(contenders, rounds, directory);
  const floor = times.get(contenders[0]!.name)!;
  for (const [name, own] of times)
    console.log(
      `${name.padEnd(34)} ${cell(median(own))}  ${cell(median(own) / median(floor), 2)}  ${cell(Math.min(...own), 1, 11)}  ${cell(Math.min(...own) / Math.min(...floor), 2)}`,
    );
}

/**
 * Our lint with a cache of its own. `edited`: the repository to lint instead, in which the campaign is another one each time; `forget`:
 * what it is not to find again.
 */
function ours(
  name: string,
  { edited, forget, env }: { edited?: string; forget?: RegExp; env?: NodeJS.ProcessEnv } = {},
): Contender {
  const cache = join(scratch, `cache ${name}`);
  const kept = join(cache, 'campaign');
  const prepare = () => {
    if (edited !== undefined) appendFileSync(join(edited, 'campaign.yaml'), '# edited\n');
    for (const file of existsSync(kept) ? readdirSync(kept) : []) if (forget?.test(file)) rmSync(join(kept, file));
  };
  return { name, command: lint, prepare, env: { XDG_CACHE_HOME: cache, ...env }, ...(edited && { cwd: edited }) };
}

/** Linters of other things, on what of this repository is theirs. */
function others(directory: string): readonly Contender[] {
  const files = Array.from({ length: scripts }, (_, index) => `scripts/s${index}.sh`);
  const workflows = readdirSync(join(directory, '.github/workflows')).map(name => `.github/workflows/${name}`);
  const installed = (name: string) => join(root, 'node_modules/.bin', name);
  return [
    { name: `shellcheck, ${scripts} scripts`, command: ['shellcheck', ...files] },
    { name: 'terraform fmt, 16 resources', command: ['terraform', 'fmt', '-check'] },
    { name: 'terraform validate', command: ['terraform', 'validate'] },
    { name: `actionlint, ${usual.workflows} workflows`, command: ['actionlint', '-shellcheck=', ...workflows] },
    { name: 'biome lint, one line', command: [installed('biome'), 'lint', 'tiny.js'] },
    { name: 'yamllint, campaign.yaml', command: ['yamllint', 'campaign.yaml'] },
    { name: `yamllint, and ${usual.workflows} workflows`, command: ['yamllint', 'campaign.yaml', ...workflows] },
    { name: 'pre-commit, a hook of `true`', command: ['pre-commit', 'run', '--all-files'] },
    { name: 'eslint, one line', command: [installed('eslint'), 'tiny.js'] },
    {
      name: `prettier, and ${usual.workflows} workflows`,
      command: [installed('prettier'), '--check', 'campaign.yaml', ...workflows],
    },
  ];
}

function growth(bare: NodeJS.ProcessEnv): void {
  const sizes: readonly Size[] = [
    ...[16, 160, 1_600, ...(values.short ? [] : [16_000])].map(stages => ({ stages, workflows: 20 })),
    ...(values.short ? [] : [{ stages: 16, workflows: 200 }]),
  ];
  console.log('\nedited, without shellcheck: stages, workflows    ms   x empty script   ms a stage more');
  let before: { readonly size: Size; readonly time: number } | undefined;
  for (const size of sizes) {
    const directory = join(scratch, `${size.stages}-${size.workflows}`);
    writeRepository(directory, size);
    const both = [
      { name: 'empty', command: [process.execPath, 'empty.cjs'] },
      ours('lint', { edited: directory, env: bare }),
    ];
    const times = measure(both, size.stages > 1_600 ? 1 : 5, directory);
    const time = median(times.get('lint')!);
    const more =
      before && size.stages > before.size.stages ? (time - before.time) / (size.stages - before.size.stages) : 0;
    const ratio = time / median(times.get('empty')!);
    console.log(
      `${String(size.stages).padStart(34)} ${String(size.workflows).padStart(10)} ${cell(time, 0, 8)} ${cell(ratio, 1, 13)} ${more > 0 ? cell(more, 2, 15) : ''}`,
    );
    before = { size, time };
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Milliseconds of each round, by name; a round before the first fills what is kept. */
function measure(contenders: readonly Contender[], rounds: number, directory: string): Map<string, number[]> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++)
    for (const { name, command, env, cwd = directory, prepare } of contenders) {
      prepare?.();
      const begin = process.hrtime.bigint();
      const { error, status } = spawnSync(command[0]!, command.slice(1), {
        cwd,
        env: { ...machine, ...env },
        maxBuffer: 1 << 30,
      });
      const time = Number(process.hrtime.bigint() - begin) / 1e6;
      if (error) throw error;
      if (status !== 0 && status !== 1) throw new Error(`${name} ended with ${status}`);
      if (round >= 0) times.get(name)!.push(time);
    }
  return times;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
}

function cell(value: number, digits = 1, width = 8): string {
  return value.toFixed(digits).padStart(width);
}
