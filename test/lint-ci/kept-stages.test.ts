import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textsIn } from '../../cli/ports/kept-texts.ts';
import { factsOf, lint, written } from '../lint/world.ts';
import { times } from '../more.ts';
import { type Tree, workflow } from './world.ts';

/** As a stage may be written; each stands for itself and may come twice. */
const stages: readonly string[] = [
  '{ run: make check }',
  '{ run: make check, requires: [{ env: MODE }] }',
  '{ run: cargo test -p core --release }',
  '{ run: cargo test -p core --release, env: { RUSTFLAGS: "-C opt-level=3" } }',
  '{ run: cargo test -p core --release, ci-overlap: { allow: hardware, reason: AVX } }',
  '{ run: ./ci/all.sh }',
  '{ run: ./ci/all.sh, cwd: web }',
  '{ run: npm run verify, cwd: web }',
  '{ run: npm run verify, cwd: core }',
  '{ run: cargo build --release }',
  '{ run: cargo build --release, warmup: true }',
  '{ run: cargo build --release, produces: [out/a] }',
  '{ run: cat out/a, requires: [out/a] }',
  '{ run: ./bench.sh, requires: [{ stage: s0 }], timeout: 1h, produces: [{ path: out/b, checkpoint: 0 }] }',
  '{ run: cargo test -- --ignored }',
  '{ run: cargo test -- --ignored, ci-overlap: { allow: data, reason: large } }',
  '{ run: pytest tests, secrets: [TOKEN] }',
  '{ run: pytest tests }',
];
const settings: readonly string[] = [
  '',
  'ci: { workflows: [.github/workflows/ci.yml] }\n',
  'ci: { none: true, reason: "there is none" }\n',
  'source: { dir: /opt/other }\n',
];
/** What a file may hold; the first is what it holds to begin with, `null`: it is not there. */
const contents: Readonly<Record<string, readonly (string | null)[]>> = {
  '.github/workflows/ci.yml': [
    workflow('make check', './ci/all.sh', 'pytest tests', 'cd web && npm run verify'),
    workflow('cargo test --workspace'),
    workflow('make check').replace('pull_request', 'workflow_dispatch'),
    null,
  ],
  '.github/workflows/nightly.yml': [
    workflow('cargo test -- --ignored').replace('[pull_request]', "{ schedule: [{ cron: '0 0 * * *' }] }"),
    null,
  ],
  Makefile: ['check:\n\tcargo test --workspace\n', 'check:\n\tgo test ./...\n', null],
  'ci/all.sh': ['set -e\n. ci/more.sh\n', 'cargo build --release\n', null],
  'ci/more.sh': ['cargo test -p core\n', 'exit 0\n'],
  'bench.sh': ['./bench\n', 'cargo test -p core\n', 'make check\n'],
  'web/package.json': ['{"scripts": {"verify": "jest"}}', '{"scripts": {"verify": "make -C .. check"}}', null],
  'core/package.json': [null, '{"scripts": {"verify": "jest"}}'],
  'web/Makefile': [null, 'check:\n\tjest\n'],
  'Cargo.toml': ['[workspace]\nmembers = ["core"]\n', '[package]\nname = "core"\n'],
  'core/Cargo.toml': ['[package]\nname = "core"\n', '[package]\nname = "other"\n', null],
};

interface World {
  readonly stages: readonly string[];
  readonly setting: number;
  readonly files: Tree;
}

const start: World = {
  stages: [0, 2, 4, 9, 13].map(at => stages[at]!),
  setting: 0,
  files: Object.fromEntries(
    Object.entries(contents).flatMap(([path, [text]]) => (text === null ? [] : [[path, text!]])),
  ),
};

type Edit = (world: World) => World;

const anEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.nat(5), fc.constantFrom(...stages)).map(
    ([at, stage]): Edit =>
      world => ({
        ...world,
        stages: world.stages.length <= at ? [...world.stages, stage] : world.stages.with(at, stage),
      }),
  ),
  fc.nat(5).map(
    (at): Edit =>
      world => ({ ...world, stages: world.stages.filter((_, index) => index !== at) }),
  ),
  fc.nat(settings.length - 1).map(
    (setting): Edit =>
      world => ({ ...world, setting }),
  ),
  fc.tuple(fc.constantFrom(...Object.keys(contents)), fc.nat(3)).map(
    ([path, at]): Edit =>
      world => {
        const { [path]: _, ...others } = world.files;
        const text = contents[path]![at % contents[path]!.length]!;
        return { ...world, files: text === null ? others : { ...others, [path]: text } };
      },
  ),
);

/** All that a lint tells; `texts`: what earlier ones have kept, and this one keeps. */
async function told(
  { stages: chosen, setting, files }: World,
  texts?: Map<string, string>,
  more = '',
): Promise<readonly unknown[]> {
  const campaign = `campaign: kept\nversion: 1\nlimits: { wall: 2h, stage: 20m }\n${more}${settings[setting]}stages:\n${chosen
    .map((stage, index) => `  s${index}: ${stage}\n`)
    .join('')}`;
  const example = { campaign, files };
  const kept = texts && textsIn(texts);
  const { findings } = await lint(example, { facts: { ...factsOf(example), ...(kept && { kept }) } });
  kept?.write();
  return findings.map(finding => [
    finding.rule,
    written(finding),
    finding.help,
    finding.related.map(({ message, place }) => [message, place.source.path, place.range]),
  ]);
}

const ofCi = (findings: readonly unknown[]) => findings.filter(one => JSON.stringify(one).includes('overlap'));

test('what is kept of stages tells the same as comparing them, whatever has been edited', async () => {
  let overlapping = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anEdit, { minLength: 3, maxLength: 8 }), async edits => {
      const texts = new Map<string, string>();
      let world = start;
      for (const edit of [(same: World) => same, ...edits]) {
        world = edit(world);
        const slowly = await told(world);
        expect(await told(world, texts)).toEqual(slowly);
        overlapping += ofCi(slowly).length;
      }
    }),
    { numRuns: times(25, 120), seed: 20261127 },
  );
  // Else this would show nothing.
  expect(overlapping).toBeGreaterThan(times(100, 400));
}, 300_000);

test.each<[string, before: string, after: string, setting?: number]>([
  ['another text', 'run: cargo bench', 'run: make check'],
  ['another directory', 'run: npm run verify, cwd: core', 'run: npm run verify, cwd: web'],
  [
    'another environment',
    'run: cargo test -p core, env: { RUSTFLAGS: "--cfg loom" }',
    'run: cargo test -p core, env: { RUST_BACKTRACE: "1" }',
  ],
  ['a variable from outside', 'run: pytest tests, requires: [{ env: S3_BUCKET }]', 'run: pytest tests'],
  ['a secret', 'run: pytest tests, secrets: [TOKEN]', 'run: pytest tests'],
  ['what is made of it', 'run: cargo build --release, produces: [out/a]', 'run: cargo build --release'],
  ['a checkout that lies elsewhere', 'run: cd /opt/other/web && npm run verify', '', 3],
])('%s is another question', async (_, before, after, setting = 0) => {
  const texts = new Map<string, string>();
  const files = { ...start.files, 'ci/all.sh': 'cargo build --release\n' };
  // CI does nothing of it, which has to be read.
  const reading = '{ run: ./bench.sh }';
  const secret = 'secrets: { TOKEN: { from: "ssm:/token" } }\n';
  const none = await told({ ...start, stages: [`{ ${before} }`, reading], files }, texts, secret);
  const world = { stages: [`{ ${after || before} }`, reading], setting, files };
  const some = await told(world, texts, secret);
  expect(some).toEqual(await told(world, undefined, secret));
  expect([ofCi(none), ofCi(some)].map(({ length }) => length)).toEqual([0, 1]);
});

test('an allowance asks of any environment', async () => {
  const texts = new Map<string, string>();
  const stage = 'run: cargo test -p core, requires: [{ env: S3_BUCKET }]';
  const allowed = { ...start, stages: [`{ ${stage}, ci-overlap: { allow: data, reason: large } }`] };
  await told({ ...start, stages: [`{ ${stage} }`] }, texts);
  expect(await told(allowed, texts)).toEqual(await told(allowed));
});

test('it is what was kept that is told, until a file changes that was asked for', async () => {
  const texts = new Map<string, string>();
  const world = { ...start, stages: ['{ run: make check }', '{ run: ./bench.sh }'] };
  const before = await told(world, texts);
  expect(ofCi(before)).toHaveLength(1);
  const [[key, text]] = [...texts] as [[string, string]];
  const forged = text.replaceAll(':true', ':false');
  expect(forged).not.toBe(text);
  const again = async (other: World) => {
    texts.set(key, forged);
    return ofCi(await told(other, texts)).length;
  };
  expect(await again(world)).toBe(0);
  expect(await again({ ...world, files: { ...world.files, 'README.md': 'new' } })).toBe(0);
  expect(await again({ ...world, stages: [...world.stages, '{ run: cargo test -p core }'] })).toBe(1);
  for (const [path, more] of [
    ['bench.sh', '\n'],
    ['Makefile', '\n'],
    ['.github/workflows/ci.yml', '\n'],
    ['Cargo.toml', '\n'],
  ] as const)
    expect([path, await again({ ...world, files: { ...world.files, [path]: `${world.files[path]}${more}` } })]).toEqual(
      [path, 1],
    );
});
