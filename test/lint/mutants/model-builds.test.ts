import { found } from './mutants.ts';

const RUST_BUILD = 'build: cargo build --release --workspace --examples\n';
const RUST_PREBUILT = `prebuilt:
  - url: "s3://\${{ params.bucket }}/prebuilt/\${{ source.commit }}.tar.zst"
    provides: [target/release/]
    build: cargo build --release --workspace --examples
    missing: fail
`;
const built = (build: string): readonly [string, string] => [RUST_BUILD, `build: ${build}\n`];
const setup = (text: string): readonly [string, string] => [
  '  user: ec2-user\n',
  `  user: ec2-user\n  setup: |\n    ${text}\n`,
];
const stage = (name: string, run: string, more = '') =>
  `  ${name}:\n    run: |\n      ${run}\n    requires: [data/sf1/]\n    produces: [{ path: results/${name}.csv, expect: { lines: 23 } }]\n${more}    timeout: 20m\n`;

found(
  'compile-on-box',
  [
    [
      'rust',
      {
        run: 'cargo rb tpch_bench',
        world: {
          files: {
            '.cargo/config.toml':
              '[alias]\nrb = "run --release --features simd --example"\nxtask = "run --package xtask --"\n',
          },
        },
      },
    ],
    ['node', 'make -C build -j8 run_queries\n@B'],
    ['cpp', 'sbt -batch assembly\n@B'],
    ['cpp', 'ant -q dist\n@B'],
    ['rust', { swap: [setup('cargo build --workspace')] }],
    ['rust', 'cd core && cargo build --release --features parallel\ncd ..\n@B'],
    ['rust', 'export CARGO_TARGET_DIR=/tmp/t\ncargo run --release --example tpch_bench\n@B'],
    ['rust', 'cargo b -r -F parallel\n@B'],
    ['go', 'CGO_ENABLED=1 go install ./cmd/...\n@B'],
    ['go', 'go run ./cmd/loadgen --rows 10\n@B'],
    ['python', 'maturin develop --release\n@B'],
    [
      'python',
      {
        swap: [['    /opt/venv/bin/pip', '    /opt/venv/bin/pip install .\n    /opt/venv/bin/pip']],
        world: {
          files: {
            'pyproject.toml':
              '[build-system]\nrequires = ["maturin>=1.7"]\nbuild-backend = "maturin"\n[project]\nname = "frames"\nversion = "0.1.0"\n',
          },
        },
      },
    ],
    ['node', 'node-gyp rebuild\n@B'],
    ['node', 'npx tsc --build\n@B'],
    ['cpp', 'cmake -S . -B build-rel -DCMAKE_BUILD_TYPE=RelWithDebInfo\ncmake --build build-rel --parallel\n@B'],
    ['cpp', './gradlew jmhJar\n@B'],
    ['cpp', 'mvn -q -DskipTests package\n@B'],
    ['cpp', 'meson setup out && meson compile -C out\n@B'],
  ],
  [
    [
      'rust',
      {
        run: 'cargo xtask data\n@B',
        world: {
          files: {
            '.cargo/config.toml':
              '[alias]\nrb = "run --release --features simd --example"\nxtask = "run --package xtask --"\n',
          },
        },
      },
    ],
    ['node', 'make -C build test\n@B'],
    ['node', 'make -C bench run\n@B'],
    ['cpp', 'sbt --version\n@B'],
    ['cpp', 'sbt "jmh:run -i 3"\n@B'],
    ['rust', 'cargo run --release --example tpch_bench -- --features parallel\n@B'],
    ['rust', 'cargo --version\n@B'],
    ['rust', 'cargo fetch --locked\n@B'],
    ['rust', 'echo "cargo build --features parallel"\n@B'],
    ['rust', 'cargo tree -e features\n@B'],
    ['go', 'go env GOFLAGS\n@B'],
    ['go', 'go list ./...\n@B'],
    ['python', 'python3.12 -m pip list\n@B'],
    ['node', 'npx tsc --version\n@B'],
    ['node', 'node --check bench/run.mjs\n@B'],
    ['cpp', 'ninja --version\n@B'],
    ['cpp', 'javac -version\n@B'],
  ],
);

found(
  'prebuilt-mismatch',
  [
    ['rust', { swap: [built('cross build --release --workspace --examples --target aarch64-unknown-linux-gnu')] }],
    ['rust', { swap: [built('RUSTFLAGS=-Ctarget-cpu=znver4 cargo build --release --workspace --examples')] }],
    [
      'rust',
      {
        swap: [
          ['type: c7i.2xlarge', 'type: c7a.2xlarge'],
          built('RUSTFLAGS=-Ctarget-cpu=sapphirerapids cargo build --release --workspace --examples'),
        ],
      },
    ],
    ['rust', 'export RUSTFLAGS="-C target-cpu=native"\ncargo run --release --example tpch_bench'],
    ['rust', 'RUSTFLAGS+=" -C target-cpu=native"\nexport RUSTFLAGS\ncargo run --release --example tpch_bench'],
    ['rust', 'export RUSTFLAGS+=" -C lto=fat"\ncargo run --release --example tpch_bench'],
    ['rust', 'CARGO_ENCODED_RUSTFLAGS="-Ctarget-cpu=native" cargo run --release --example tpch_bench'],
    ['rust', 'CARGO_BUILD_RUSTFLAGS="-Ctarget-cpu=native" cargo run --release --example tpch_bench'],
    ['rust', 'env RUSTFLAGS=-Ctarget-cpu=native cargo run --release --example tpch_bench'],
    ['rust', 'cargo --config "build.rustflags=[\'-Ctarget-cpu=native\']" run --release --example tpch_bench'],
    [
      'rust',
      {
        swap: [['    timeout: 1h', '    env: { RUSTFLAGS: "-C target-cpu=native" }\n    timeout: 1h']],
        run: 'cargo run --release --example tpch_bench',
      },
    ],
    [
      'rust',
      {
        swap: [
          built('RUSTFLAGS="-C target-cpu=sapphirerapids" cargo build --release --workspace --examples'),
          ['c7i.2xlarge', 'c5.2xlarge'],
        ],
      },
    ],
    [
      'rust',
      {
        swap: [
          built('RUSTFLAGS="-C target-cpu=x86-64-v4" cargo build --release --workspace --examples'),
          ['c7i.2xlarge', 'c6a.xlarge'],
        ],
      },
    ],
    [
      'rust',
      {
        swap: [
          built('RUSTFLAGS="-C target-feature=+avx512f" cargo build --release --workspace --examples'),
          ['c7i.2xlarge', 'm6a.large'],
        ],
      },
    ],
    ['rust', { swap: [built('RUSTFLAGS="-C target-cpu=native" cargo build --release --workspace --examples')] }],
    ['rust', { swap: [built('cargo build --workspace --examples')] }],
    [
      'rust',
      {
        swap: [
          ['c7i.2xlarge', 'c7g.xlarge'],
          built('cargo build --release --workspace --examples --target x86_64-unknown-linux-gnu'),
        ],
      },
    ],
    [
      'go',
      {
        swap: [
          ['build: go build', 'build: GOAMD64=v4 go build'],
          ['c7i.2xlarge', 'c6a.xlarge'],
        ],
      },
    ],
    ['go', { swap: [['build: go build', 'build: GOARCH=arm64 go build']] }],
    [
      'cpp',
      {
        swap: [
          ['-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS=-march=x86-64-v4'],
          ['c7i.2xlarge', 'c6a.xlarge'],
        ],
      },
    ],
    ['rust', 'rustup override set nightly\ncargo run --release --example tpch_bench'],
    ['rust', 'RUSTC_WRAPPER= CARGO_PROFILE_RELEASE_DEBUG=1 RUSTFLAGS="-g" cargo run --release --example tpch_bench'],
  ],
  [
    [
      'rust',
      {
        swap: [
          ['type: c7i.2xlarge', 'type: c7a.2xlarge'],
          built('RUSTFLAGS=-Ctarget-cpu=skylake-avx512 cargo build --release --workspace --examples'),
        ],
      },
    ],
    [
      'rust',
      {
        swap: [
          ['type: c7i.2xlarge', 'type: c7a.2xlarge'],
          built('RUSTFLAGS=-Ctarget-cpu=znver4 cargo build --release --workspace --examples'),
        ],
      },
    ],
    ['rust', { swap: [built('RUSTFLAGS="-C target-cpu=x86-64-v4" cargo build --release --workspace --examples')] }],
    [
      'rust',
      {
        swap: [
          built('RUSTFLAGS="-C target-cpu=x86-64-v3" cargo build --release --workspace --examples'),
          ['c7i.2xlarge', 'c6a.xlarge'],
        ],
      },
    ],
    [
      'rust',
      { swap: [built('RUSTFLAGS="-C target-cpu=sapphirerapids" cargo build --release --workspace --examples')] },
    ],
    [
      'rust',
      {
        swap: [built('RUSTFLAGS="-C debuginfo=1" cargo build --release --workspace --examples')],
        run: 'RUSTFLAGS="-C debuginfo=1" cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
      },
    ],
    ['rust', 'RUST_LOG=debug cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv'],
    [
      'rust',
      {
        world: { files: { '.cargo/config.toml': '[build]\nrustflags = ["-C", "target-cpu=x86-64-v3"]\n' } },
        run: 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
      },
    ],
    ['rust', 'unset RUSTFLAGS\n@B'],
    ['rust', 'echo "RUSTFLAGS=-C target-cpu=native"\n@B'],
    ['go', { swap: [['build: go build', 'build: GOAMD64=v3 go build']] }],
    ['go', { swap: [['build: go build', 'build: GOARCH=amd64 go build']] }],
    [
      'cpp',
      { swap: [['-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS=-march=x86-64-v3']] },
    ],
  ],
);

const OPEN: readonly [string, string] = [RUST_PREBUILT, ''];
found(
  'feature-sets',
  [
    [
      'rust',
      {
        swap: [[RUST_PREBUILT, '']],
        run: 'for f in parallel simd; do cargo run --release --features "$f" --example tpch_bench; done',
      },
    ],
    [
      'rust',
      {
        swap: [[RUST_PREBUILT, '']],
        run: 'cargo build --release --examples\ncargo rb tpch_bench',
        world: {
          files: {
            '.cargo/config.toml':
              '[alias]\nrb = "run --release --features simd --example"\nxtask = "run --package xtask --"\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run --release --example tpch_bench -- --output results/sf1.csv',
        add: stage('par', 'cargo run --release --features parallel --example tpch_bench -- --output results/par.csv'),
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run -r -F parallel --example tpch_bench -- --output results/sf1.csv',
        add: stage('par', 'cargo run -r -F triangulation --example tpch_bench -- --output results/par.csv'),
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo bench --features core/parallel > results/sf1.csv',
        add: stage('par', 'cargo bench > results/par.csv'),
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run --profile bench-lto --example tpch_bench -- --output results/sf1.csv',
        add: stage('par', 'cargo run --release --example tpch_bench -- --output results/par.csv'),
      },
    ],
    [
      'rust',
      {
        swap: [
          OPEN,
          ['  bench:\n', '  bench:\n    matrix: { feature: [parallel, triangulation] }\n'],
          ['{ path: results/sf1.csv', '{ path: "results/${{ matrix.feature }}.csv"'],
          ['[scripts/report.sh, results/sf1.csv]', '[scripts/report.sh, results/]'],
        ],
        run: 'cargo run --release --features ${{ matrix.feature }} --example tpch_bench -- --output results/${{ matrix.feature }}.csv',
        runs: { report: 'cat results/*.csv > report.md' },
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run --release --all-features --example tpch_bench -- --output results/sf1.csv',
        add: stage('par', 'cargo run --release --no-default-features --example tpch_bench -- --output results/par.csv'),
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run --release --example tpch_bench -- --output results/sf1.csv',
        add: stage('par', 'cargo run --example tpch_bench -- --output results/par.csv'),
      },
    ],
  ],
  [
    [
      'rust',
      {
        swap: [[RUST_PREBUILT, '']],
        run: 'for e in tpch_bench tpch_join; do cargo run --release --example "$e"; done',
      },
    ],
    [
      'rust',
      {
        swap: [[RUST_PREBUILT, '']],
        // No crate has so many features, and each turn would be compared with all others.
        run: `for f in ${Array.from({ length: 40 }, (_, at) => `f${at}`).join(' ')}; do cargo run --release --features "$f" --example tpch_bench; done`,
      },
    ],
    [
      'rust',
      {
        swap: [[RUST_PREBUILT, '']],
        run: 'for e in tpch_bench tpch_join; do cargo rb "$e"; done',
        world: {
          files: {
            '.cargo/config.toml':
              '[alias]\nrb = "run --release --features simd --example"\nxtask = "run --package xtask --"\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        swap: [[RUST_PREBUILT, '']],
        run: 'cargo build --release --examples\ncargo xtask data',
        world: {
          files: {
            '.cargo/config.toml':
              '[alias]\nrb = "run --release --features simd --example"\nxtask = "run --package xtask --"\n',
          },
        },
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run --release --features "parallel triangulation" --example tpch_bench -- --output results/sf1.csv',
        add: stage(
          'par',
          'cargo run --release --features triangulation,parallel --example tpch_bench -- --output results/par.csv',
        ),
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run --release --example tpch_bench -- --features parallel --output results/sf1.csv',
        add: stage('par', 'cargo run -r --example tpch_bench -- --output results/par.csv'),
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run --profile release --example tpch_bench -- --output results/sf1.csv',
        add: stage('par', 'cargo run --release --example tpch_bench -- --output results/par.csv'),
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run -F parallel -F triangulation -r --example tpch_bench -- --output results/sf1.csv',
        add: stage(
          'par',
          'cargo run -r --features=parallel,triangulation --example tpch_bench -- --output results/par.csv',
        ),
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo metadata --features parallel --format-version 1 > /tmp/m.json\ncargo run --release --example tpch_bench -- --output results/sf1.csv',
      },
    ],
  ],
);

found(
  'no-warmup',
  [
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo run --release --example tpch_bench -- --output results/sf1.csv',
        add: stage('par', 'cargo run --release --example tpch_bench -- --par --output results/par.csv'),
      },
    ],
    [
      'rust',
      {
        swap: [OPEN],
        run: 'cargo bench --bench scan > results/sf1.csv',
        add: stage('par', 'cargo bench --bench parse > results/par.csv'),
      },
    ],
    [
      'rust',
      {
        swap: [
          OPEN,
          ['  bench:\n', '  bench:\n    matrix: { t: [1, 8] }\n'],
          ['{ path: results/sf1.csv', '{ path: "results/t${{ matrix.t }}.csv"'],
          ['[scripts/report.sh, results/sf1.csv]', '[scripts/report.sh, results/]'],
        ],
        run: 'cargo run --release --example tpch_bench -- -t ${{ matrix.t }} --output results/t${{ matrix.t }}.csv',
        runs: { report: 'cat results/*.csv > report.md' },
      },
    ],
  ],
  [
    [
      'rust',
      {
        swap: [OPEN],
        run: 'target/release/examples/tpch_bench --output results/sf1.csv',
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
      },
    ],
    ['rust', { swap: [OPEN], run: 'cargo run --release --example tpch_bench -- --output results/sf1.csv' }],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --output results/sf1.csv',
        add: stage('par', 'cargo run --release --example tpch_bench -- --par --output results/par.csv'),
      },
    ],
  ],
);
