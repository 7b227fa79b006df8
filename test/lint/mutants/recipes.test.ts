import { describe, expect, test } from 'vitest';
import { lint, written } from '../world.ts';
import { ecosystems } from './ecosystems.ts';
import { found, type Row } from './mutants.ts';

const make = (Makefile: string, run = 'make bench', ecosystem: Row[0] = 'rust'): Row => [
  ecosystem,
  { run, world: { files: { Makefile } } },
];
const npm = (scripts: Readonly<Record<string, string>>, run = 'npm run bench'): Row => [
  'node',
  { run, world: { files: { 'package.json': JSON.stringify({ name: 'parser', scripts }, undefined, 2) } } },
];
const just = (justfile: string, run = 'just bench'): Row => ['rust', { run, world: { files: { justfile } } }];
const task = (Taskfile: string, run = 'task bench', ecosystem: Row[0] = 'go'): Row => [
  ecosystem,
  { run, world: { files: { 'Taskfile.yml': `version: '3'\ntasks:\n${Taskfile}` } } },
];
const RUST = 'target/release/examples/tpch_bench --data data/sf1 --output results/sf1.csv';
const GO = 'bin/kvbench -dir data/sf1 -out results/sf1.csv';
const MADE = `prebuilt:
  - url: "s3://\${{ params.bucket }}/prebuilt/\${{ source.commit }}.tar.zst"
    provides: [bin/]
    build: go build -o bin/ ./cmd/...
    missing: fail
`;
const PREBUILT = MADE.replace('bin/', 'target/release/').replace(
  'go build -o bin/ ./cmd/...',
  'cargo build --release --workspace --examples',
);
const NODE = 'node bench/run.mjs --data data/sf1 --out results/sf1.csv';

found(
  'swallowed-failure',
  [
    make(`bench:\n\t${RUST} || true\n`),
    [
      'go',
      {
        swap: [['packages: [git]', 'packages: [git, make]\n  setup: make data']],
        world: { files: { Makefile: 'data:\n\thack/prepare --all || true\n' } },
      },
    ],
    make(`bench:\n\t-${RUST}\n`),
    make(`bench:\n\t@-${RUST}\n`),
    make(`bench:\n\t- @${RUST}\n`),
    make(`Q = @-\nbench:\n\t$(Q)${RUST}\n`),
    make(`bench: run\nrun:\n\t${RUST} || true\n`),
    make(`bench:\n\t$(MAKE) run\nrun:\n\t${RUST} || echo failed\n`),
    make(
      `BIN = target/release/examples/tpch_bench\nbench:\n\t@$(BIN) --data data/sf1 \\\n\t  --output results/sf1.csv || true\n`,
    ),
    make(`bench:\n\t${RUST}; true\n`),
    make(`bench:\n\t${RUST}\n`, 'make -i bench'),
    make(`bench:\n\t${RUST}\n`, 'make --ignore-errors bench'),
    make(`bench:\n\t${RUST}\n`, 'make -ki bench'),
    make(`bench:\n\t$(MAKE) -i run\nrun:\n\t${RUST}\n`),
    make(`bench:\n\t${GO} || true\n`, 'make bench', 'go'),
    make(`bench:\n\t-${GO}\n`, 'make', 'go'),
    make(`bench:\n\tfor q in 1 2; do bin/kvbench -q $$q || true; done\n`, 'make -j4 bench', 'go'),
    make(`run-%:\n\t${GO} || true\n`, 'make run-a', 'go'),
    [
      'go',
      {
        run: 'make bench',
        world: { files: { Makefile: 'include mk/bench.mk\n', 'mk/bench.mk': `bench:\n\t${GO} || true\n` } },
      },
    ],
    [
      'go',
      {
        run: 'make -C tools bench',
        world: { files: { 'tools/Makefile': 'bench:\n\t-../bin/kvbench -out ../results/sf1.csv\n' } },
      },
    ],
    [
      'go',
      {
        run: 'make bench',
        world: { files: { Makefile: 'bench:\n\tbash bench.sh\n', 'bench.sh': `set -e\n${GO} || true\n` } },
      },
    ],
    make(`bench: ; ${RUST} || true\n`),
    make(`bench: run\nrun: ;@${RUST} || exit 0\n`),
    make(`.IGNORE: bench\nbench:\n\t${RUST}\n`),
    make(`bench:\n\t${RUST}\n\n.IGNORE:\n`),
    make(`bench:\n\t${RUST}\n`, 'MAKEFLAGS=-i make bench'),
    make(`bench:\n\t${RUST}\n`, 'make bench MAKEFLAGS=ki'),
    just(`bench:\n    ${RUST} || true\n`),
    just(`bench:\n    -${RUST}\n`),
    just(`bench:\n    @-${RUST}\n`),
    just(`bench: run\nrun:\n    ${RUST} || exit 0\n`),
    just(`bench:\n    #!/usr/bin/env bash\n    set -eu\n    ${RUST} || true\n`),
    just(`bench:\n    ${RUST}; true\n`),
    just(`q := "1"\nbench sf=q:\n    ./scripts/report.sh {{sf}} \\\n      --all || true\n`),
    task(`  bench:\n    cmds:\n      - ${GO} || true\n`),
    task(`  bench:\n    cmds:\n      - cmd: ${GO}\n        ignore_error: true\n`),
    task(`  bench:\n    ignore_error: true\n    cmds: ['${GO}']\n`),
    task(`  bench:\n    deps: [run]\n  run:\n    cmds:\n      - |\n        echo run\n        ${GO} || echo failed\n`),
    task(`  bench: ${GO} || true\n`, 'go-task bench'),
    npm({ bench: `${NODE} || true` }),
    npm({ bench: `${NODE}; true` }),
    npm({ bench: `${NODE}; exit 0` }),
    npm({ bench: 'npm run inner', inner: `${NODE} || exit 0` }),
    npm({ bench: `node bench/run.mjs --name \\"a b\\" || true` }),
    npm({ prebench: 'node bench/generate.mjs || true', bench: NODE }),
    npm({ test: `${NODE} || true` }, 'npm test'),
    npm({ start: `${NODE} || :` }, 'npm start'),
    npm({ bench: `${NODE} || true` }, 'pnpm run bench'),
    npm({ bench: `${NODE} || true` }, 'yarn bench'),
    npm({ bench: `${NODE} || true` }, 'npm run bench -- --fast'),
  ],
  [
    make(`bench:\n\t-rm -f results/old.csv\n\t${RUST}\n`),
    make(`bench: ; ${RUST}\n`),
    make(`.IGNORE: clean\nbench:\n\t${RUST}\nclean:\n\trm -r out\n`),
    make(`bench:\n\t${RUST}\n`, 'MAKEFLAGS=-j4 make bench'),
    make(`bench:\n\t-$(RM) results/old.csv\n\t${RUST}\n`),
    make(`bench:\n\trm -r old || true\n\t${RUST}\n`),
    make(`bench:\n\tpkill server || true\n\t-kill $$(cat pid)\n\t${RUST}\n`),
    make(`bench:\n\t@echo start || true\n\t${RUST}\n`),
    make(`bench: clean\n\t${RUST}\nclean:\n\t-./scripts/report.sh || true\n`),
    make(`bench: deps\n\t${RUST}\ndeps:\n\t-cargo install hyperfine\n\tgit submodule update || true\n`),
    make(`bench:\n\t${RUST} | tee run.log\n`),
    make(`bench:\n\t${RUST}\nother:\n\t-./scripts/report.sh\n`),
    make(`bench:\n\t-mkdir results\n\t${RUST}\n`),
    make(`bench:\n\t-docker stop db\n\t-docker rm db\n\t${RUST}\n`),
    make(`clean:\n\trm -rf x\n`, `make -i clean\n@B`),
    make(`bench:\n\t${RUST}\n`, 'make -k bench'),
    make(`bench:\n\t${RUST}\n`, 'make -I mk bench'),
    make(`bench:\n\t${RUST}; st=$$?; echo $$st; exit $$st\n`),
    make(`bench:\n\t${RUST} || (echo failed; exit 1)\n`),
    make(`bench:\n\t${GO}\nlint:\n\tgolangci-lint run || true\n`, 'make bench', 'go'),
    make(`bench:\n\tmkdir -p results && ${GO}\n`, 'make bench', 'go'),
    make(`bench:\n\t@cd . && ${GO} # never || true\n`, 'make bench', 'go'),
    make(`bench:\n\t-diff a b\n\t${GO}\n`, 'make bench', 'go'),
    make(`define run\n\t-${GO}\nendef\nbench:\n\t${GO}\n`, 'make bench', 'go'),
    make(`bench:\n\t${GO} || true\n`, 'make -n bench\n@B', 'go'),
    npm({ bench: NODE, lint: 'eslint . || true' }),
    npm({ prebench: 'rm -rf out || true', bench: NODE }),
    npm({ bench: `mkdir -p results && ${NODE}` }),
    npm({ bench: `${NODE} && echo done` }),
    npm({ bench: NODE, postbench: 'echo "|| true"' }),
    npm({ bench: NODE, clean: 'node tidy.mjs || true' }, 'npm run clean\n@B'),
    npm({ bench: `${NODE} || exit 1` }),
    npm({ bench: `${NODE}; exit` }),
    just(`bench:\n    ${RUST}\n`),
    just(`bench: clean\n    ${RUST}\nclean:\n    -rm -rf out\n    ./tidy || true\n`),
    just(`bench:\n    ${RUST} || { echo failed; exit 1; }\nother:\n    ./tidy || true\n`),
    just(`bench:\n    #!/usr/bin/env python3\n    main() or true\n`),
    just(`bench:\n    ${RUST} || true\n`, 'just --list\n@B'),
    just(`set shell := ["bash", "-euo", "pipefail", "-c"]\nbench:\n    ${RUST} | tee run.log\n`),
    task(`  bench:\n    cmds: ['${GO}', echo done]\n`),
    task(`  bench:\n    cmds:\n      - cmd: mkdir results\n        ignore_error: true\n      - ${GO}\n`),
    task(`  bench: ${GO}\n  lint: golangci-lint run || true\n`),
    make(`DOCKER =\nbench:\n\t$(DOCKER) -t x ${RUST}\n`),
    make(`bench:\n\t! gofmt -l . | grep go\n\tfor q in 1 2; do ${RUST}; done\n\t./serve &\n`),
  ],
);

found(
  'truncated-log',
  [
    make(`bench:\n\t${RUST} 2>&1 | tail -20\n`),
    make(`bench:\n\t@${RUST} | head -n 50\n`),
    make(`bench:\n\t${GO} > /dev/null 2>&1\n`, 'make bench', 'go'),
    make(`bench:\n\t${GO} 2>&1 | tail -n $(LINES)\n`.replace('$(LINES)', '20'), 'make bench', 'go'),
    npm({ bench: `${NODE} | tail -20` }),
    npm({ bench: `${NODE} 2>&1 | tail -n 5` }, 'pnpm bench'),
  ],
  [
    make(`bench:\n\t${RUST} | tee run.log | tail -5\n`),
    make(`bench:\n\t@which perf > /dev/null\n\t${RUST}\n`),
    make(`VERSION := $(shell git describe | head -1)\nbench:\n\t${GO} -v $(VERSION)\n`, 'make bench', 'go'),
    make(`bench:\n\tnewest=$$(ls -t data | head -1); ${GO} -in $$newest\n`, 'make bench', 'go'),
    npm({ bench: `${NODE} | tee run.log` }),
    npm({ bench: `${NODE} > results/out.json` }),
  ],
);

found(
  'exit-zero-on-missing',
  [
    make(`bench:\n\t@[ -d data/sf1 ] || { echo SKIP; exit 0; }; ${RUST}\n`),
    make(`bench:\n\t@if [ ! -d data/sf1 ]; then echo "no data"; exit 0; fi; \\\n\t${GO}\n`, 'make bench', 'go'),
    make(
      `bench:\n\t@if command -v perf >/dev/null; then ${GO}; else echo "no perf, skipped"; fi\n`,
      'make bench',
      'go',
    ),
    npm({ bench: `test -d data/sf1 || exit 0; ${NODE}` }),
    npm({ bench: `[ -d data/sf1 ] || { echo skip; exit 0; }; ${NODE}` }),
  ],
  [
    make(`bench:\n\t@[ -d data/sf1 ] || exit 1\n\t${RUST}\n`),
    make(`bench:\n\t@[ -f done ] && exit 0; ${RUST}\n`),
    make(`bench:\n\t@if [ -f extra ]; then ./scripts/report.sh x; else echo plain; fi\n\t${GO}\n`, 'make bench', 'go'),
    npm({ bench: `test -d data/sf1 && ${NODE}` }),
    npm({ bench: `test -d data/sf1 || exit 1; ${NODE}` }),
  ],
);

/** The rules that look at single commands look at those of recipes too. */
const told: Readonly<Record<string, readonly (readonly [bad: Row, good: Row])[]>> = {
  'docker-access': [
    [make(`bench:\n\tdocker run -d postgres:17.2\n\t${RUST}\n`), make(`bench:\n\t${RUST} --engine docker\n`)],
    [just(`db:\n    docker compose up -d\n`, 'just db\n@B'), just(`db:\n    docker ps\n`, 'just --list\n@B')],
    [npm({ db: 'docker run -d postgres:17.2' }, 'npm run db\n@B'), npm({ db: 'docker ps' }, '@B')],
  ],
  'compile-on-box': [
    [
      make(`bench: build\n\t${GO}\nbuild:\n\tgo build -o bin/ ./cmd/...\n`, 'make bench', 'go'),
      make(`bench:\n\t${GO}\nbuild:\n\tgo build -o bin/ ./cmd/...\n`, 'make bench', 'go'),
    ],
    [
      just(`bench:\n    cargo run --release --features simd --example tpch_bench\n`),
      just(`bench:\n    cargo run --release --example tpch_bench\n`),
    ],
    [
      make(`bench:\n\tcargo run --example tpch_bench\n`),
      make(`export RUSTFLAGS = -O\nbench:\n\tcargo run --release --example tpch_bench\n`),
    ],
  ],
  'prebuilt-mismatch': [
    [
      make(`bench:\n\tRUSTFLAGS=-Ctarget-cpu=native cargo run --release --example tpch_bench\n`),
      make(`export RUSTFLAGS = -O\nbench:\n\tcargo run --release --example tpch_bench\n`),
    ],
  ],
  unpinned: [
    [
      just(`tools:\n    pip install numpy\n`, 'just tools\n@B'),
      just(`tools:\n    pip install numpy==2.1.0\n`, 'just tools\n@B'),
    ],
    [
      make(`tools:\n\tgo install golang.org/x/perf/cmd/benchstat@latest\n`, 'make tools\n@B', 'go'),
      make(`tools:\n\tgo install golang.org/x/perf/cmd/benchstat@v0.1.0\n`, 'make tools\n@B', 'go'),
    ],
  ],
  interactive: [
    [
      make(`tools:\n\tsudo dnf install numactl\n`, 'make tools\n@B'),
      make(`tools:\n\tsudo dnf install -y numactl\n`, 'make tools\n@B'),
    ],
  ],
  'insecure-download': [
    [
      task(`  fetch: curl -k -O https://e.org/x-1.2.tgz\n`, 'task fetch\n@B'),
      task(`  fetch: curl -O https://e.org/x-1.2.tgz\n`, 'task fetch\n@B'),
    ],
  ],
  'world-writable': [
    [make(`open:\n\tchmod 777 results\n`, 'make open\n@B'), make(`open:\n\tchmod 755 results\n`, 'make open\n@B')],
  ],
  'foreign-log': [
    [make(`bench:\n\t${RUST} > /var/log/bench.log\n`), make(`bench:\n\t${RUST} > bench.log\n`)],
    [
      make(`tune:\n\techo 3 > /proc/sys/vm/drop_caches\n`, 'make tune\n@B'),
      make(`tune:\n\techo 3 > /proc/sys/vm/drop_caches\n`, 'sudo make tune\n@B'),
    ],
  ],
  'secret-in-campaign': [
    [
      make(`bench:\n\tWANDB_API_KEY=q8Zt5mLw02Rk1PbVx77D ${RUST}\n`),
      make(`bench:\n\tWANDB_API_KEY=$$WANDB_KEY ${RUST}\n`),
    ],
  ],
  'missing-package': [
    [
      [
        'go',
        {
          swap: [
            ['packages: [git]', 'packages: [git, make]'],
            [MADE, ''],
          ],
          run: 'make bench',
          world: { files: { Makefile: `bench:\n\tcmake -S . -B build\n\t${GO}\n` } },
        },
      ],
      [
        'go',
        {
          swap: [['packages: [git]', 'packages: [git, make, cmake, gcc-c++]']],
          run: 'make bench',
          world: { files: { Makefile: `bench:\n\tcmake -S . -B build\n\t${GO}\n` } },
        },
      ],
    ],
  ],
  'feature-sets': [
    [
      [
        'rust',
        {
          swap: [[PREBUILT, '']],
          run: 'just a\njust b',
          world: { files: { justfile: `a:\n    cargo bench\nb:\n    cargo bench --features simd\n` } },
        },
      ],
      [
        'rust',
        {
          swap: [[PREBUILT, '']],
          run: 'just a\njust b',
          world: { files: { justfile: `a:\n    cargo bench\nb:\n    cargo bench --bench x\n` } },
        },
      ],
    ],
  ],
};
for (const [rule, rows] of Object.entries(told))
  found(
    rule,
    rows.map(([bad]) => bad),
    rows.map(([, good]) => good),
  );

describe('where it stands', () => {
  const told = async (files: Readonly<Record<string, string>>, run: string) => {
    const clean = ecosystems.node;
    const campaign = clean.campaign.replace(NODE, run);
    const { findings } = await lint({ ...clean, campaign, files: { ...clean.files, ...files } });
    return findings.filter(({ rule }) => /swallowed|truncated|missing$/.test(rule)).map(one => written(one));
  };

  test('in a Makefile, after expansions and on a continued line', async () => {
    const Makefile = `RUN = node bench/run.mjs\nbench:\n\t@$(RUN) --all \\\n\t  --out x || true\n\t-$(RUN) $$HOME\n`;
    expect(await told({ Makefile }, 'make bench')).toEqual([
      'Makefile:4:12 [swallowed-failure] `|| true` hides a failure of `node bench/run.mjs --all --out x`: the stage passes without its work',
      'Makefile:5:2 [swallowed-failure] `-` before `node bench/run.mjs $HOME` has make go on when it fails: the stage passes without its work',
    ]);
  });

  test('in a justfile, after expansions, on a continued line and in a file that it imports', async () => {
    const justfile = `import 'just/run.just'\nall := '--all'\nbench: run\n    @node bench/run.mjs {{all}} \\\n      --out x || true\n`;
    const files = { justfile, 'just/run.just': `run n='1':\n    -node bench/run.mjs -n {{n}}\n` };
    expect(await told(files, 'just bench')).toEqual([
      'just/run.just:2:5 [swallowed-failure] `-` before `node bench/run.mjs -n 1` has just go on when it fails: the stage passes without its work',
      'justfile:5:15 [swallowed-failure] `|| true` hides a failure of `node bench/run.mjs --all --out x`: the stage passes without its work',
    ]);
  });

  test('in a Taskfile, after templates and in a block', async () => {
    const text = `version: '3'\nvars: { ARGS: --all }\ntasks:\n  bench:\n    cmds:\n      - |\n        echo {{.TASK}}\n        node bench/run.mjs {{.ARGS}} || true\n      - { cmd: node x.mjs, ignore_error: true }\n`;
    expect(await told({ 'Taskfile.yml': text, 'x.mjs': '' }, 'task bench')).toEqual([
      'Taskfile.yml:8:38 [swallowed-failure] `|| true` hides a failure of `node bench/run.mjs --all`: the stage passes without its work',
      'Taskfile.yml:9:42 [swallowed-failure] `ignore_error: true` has task go on when `node x.mjs` fails: the stage passes without its work',
    ]);
  });

  test('in package.json, behind letters that are escaped', async () => {
    const text =
      '{\n  "scripts": {\n    "bench": "node bench/run.mjs --name \\"a\\" \\u0026\\u0026 node x.mjs || true"\n  }\n}\n';
    expect(await told({ 'package.json': text, 'x.mjs': '' }, 'npm run bench')).toEqual([
      'package.json:3:71 [swallowed-failure] `|| true` hides a failure of `node bench/run.mjs --name "a"`: the stage passes without its work',
    ]);
  });

  test('at the option of make', async () => {
    expect(await told({ Makefile: `bench:\n\t${NODE}\n` }, 'make -i bench')).toEqual([
      expect.stringMatching(/^\d+:12 \[swallowed-failure\] `-i` has `make -i bench` go on past every failure/),
    ]);
  });

  test('an ignore above the line keeps it back', async () => {
    const Makefile = `bench:\n\t# campaign-ignore: swallowed-failure -- the next one tells\n\t${NODE} || true\n`;
    expect(await told({ Makefile }, 'make bench')).toEqual([]);
  });
});
