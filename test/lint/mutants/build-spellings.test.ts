import { found } from './mutants.ts';

const RUN = 'cargo run --release --example tpch_bench -- --output results/sf1.csv';
const BUILD = 'build: cargo build --release --workspace --examples\n';
const built = (build: string): readonly [string, string] => [BUILD, `build: ${build}\n`];
const files = (all: Record<string, string>) => ({ files: all });
const toml = (text: string) => files({ '.cargo/config.toml': text });
const native = files({
  'pyproject.toml': '[project]\nname = "frames"\n[build-system]\nrequires = ["maturin>=1.5"]\n',
});
/** No artifact, and no word of that. */
const open = (provides: string, build: string): readonly [string, string] => [
  `prebuilt:\n  - url: "s3://\${{ params.bucket }}/prebuilt/\${{ source.commit }}.tar.zst"\n    provides: [${provides}]\n    build: ${build}\n    missing: fail\n`,
  'lint: { compile-on-box: off }\n',
];
const OPEN_RUST = open('target/release/', 'cargo build --release --workspace --examples');
const OPEN_GO = open('bin/', 'go build -o bin/ ./cmd/...');
const OPEN_CPP = open('build/', 'cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build -j');
const stage = (name: string, run: string) =>
  `  ${name}:\n    run: |\n      ${run}\n    requires: [data/sf1/]\n    produces: [{ path: results/${name}.csv, expect: { lines: 23 } }]\n    timeout: 20m\n`;
const inSetup = (text: string): readonly [string, string] => [
  '  packages: [gcc]\n',
  `  packages: [gcc]\n  setup: |\n    ${text}\n`,
];
const SECOND = stage('par', 'cargo run --release --example tpch_bench -- --par --output results/par.csv');
const CMAKE = 'cmake -B build && cmake --build build -j8 && build/bench/run_queries';

found(
  'compile-on-box',
  [
    ['rust', `export CARGO_BUILD_TARGET_DIR=/var/tmp/t\n${RUN}`],
    ['rust', 'cargo flamegraph --features parallel --example tpch_bench\n@B'],
    ['rust', 'cargo criterion --features parallel\n@B'],
    ['rust', 'maturin develop --release\n@B'],
    ['rust', { run: 'python3.12 -m pip install .\n@B', world: native }],
    ['rust', RUN.replace('cargo run', 'cargo --config profile.release.codegen-units=1 run')],
    ['rust', 'cargo nextest archive --archive-file /tmp/tests.tar.zst\n@B'],
    ['rust', { swap: [inSetup('cargo install --locked --version 1.18.0 hyperfine')] }],
    ['rust', 'cargo install hyperfine@1.18.0\n@B'],
    ['go', 'goreleaser build --single-target --snapshot\n@B'],
    ['cpp', 'scons -j8 mode=release\n@B'],
    ['cpp', 'xmake build run_queries\n@B'],
    ['node', 'npx node-gyp@10.1.0 rebuild\n@B'],
    ['node', 'npx napi build --platform --release\n@B'],
    ['node', 'npx cmake-js compile\n@B'],
    ['python', { run: 'uv sync --locked\n@B', world: native }],
    ['python', { run: 'poetry install\n@B', world: native }],
    ['python', { run: 'python3.12 -m build --wheel\n@B', world: native }],
    ['python', 'cythonize -i bench/fast.pyx\n@B'],
  ],
  [
    ['rust', `CARGO_TARGET_DIR=/opt/campaign/engine/target ${RUN}`],
    ['rust', `cargo --config net.retry=3 ${RUN.slice('cargo '.length)}`],
    ['rust', 'cargo nextest run --archive-file /tmp/tests.tar.zst\n@B'],
    ['rust', 'cargo flamegraph --example tpch_bench\n@B'],
    [
      'rust',
      {
        swap: [built('cargo build --release --workspace --examples -Fparallel')],
        run: RUN.replace('--example', '-Fparallel --example'),
      },
    ],
    [
      'rust',
      {
        swap: [built('ci/build.sh')],
        run: RUN,
        world: files({ 'ci/build.sh': '#!/bin/bash\nset -e\ncargo build --release --workspace --examples\n' }),
      },
    ],
    ['rust', { swap: [inSetup('cargo binstall -y hyperfine@1.18.0')] }],
    ['rust', 'cargo install --list\n@B'],
    ['cpp', 'scons -c\n@B'],
    ['node', 'npx prebuild-install@7.1.2\n@B'],
    ['python', { run: 'uv sync --locked --no-install-project\n@B', world: native }],
    ['python', 'uv sync --locked\n@B'],
    ['python', 'python3.12 -m build --wheel\n@B'],
  ],
);

found(
  'prebuilt-mismatch',
  [
    // Cargo compares flags word by word: measured with cargo 1.95, all three compile again.
    [
      'rust',
      {
        swap: [built('RUSTFLAGS="-Cdebuginfo=1" cargo build --release --workspace --examples')],
        run: `RUSTFLAGS="-C debuginfo=1" ${RUN}`,
      },
    ],
    [
      'rust',
      {
        swap: [built('RUSTFLAGS="-C opt-level=2 -C debuginfo=1" cargo build --release --workspace --examples')],
        run: `RUSTFLAGS="-C debuginfo=1 -C opt-level=2" ${RUN}`,
      },
    ],
    ['rust', `CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER=clang ${RUN}`],
    ['rust', { swap: [['RUST_BACKTRACE: "1"', 'RUSTFLAGS: "-C debuginfo=1"']], run: `unset RUSTFLAGS\n${RUN}` }],
    ['rust', { swap: [['RUST_BACKTRACE: "1"', 'RUSTFLAGS: "-C debuginfo=1"']], run: `env -u RUSTFLAGS ${RUN}` }],
    ['rust', { world: toml('[build]\nrustflags = ["-C", "target-cpu=native"]\n') }],
    [
      'rust',
      {
        swap: [['c7i.2xlarge', 'c6a.2xlarge']],
        world: toml('[target.\'cfg(target_os = "linux")\']\nrustflags = [\n  "-Ctarget-cpu=x86-64-v4",\n]\n'),
      },
    ],
    [
      'rust',
      {
        swap: [built('ci/build.sh')],
        run: `RUSTFLAGS="-C debuginfo=1" ${RUN}`,
        world: files({ 'ci/build.sh': '#!/bin/bash\nset -e\ncargo build --release --workspace --examples\n' }),
      },
    ],
  ],
  [
    [
      'rust',
      {
        swap: [built('RUSTFLAGS="-C debuginfo=1" cargo build --release --workspace --examples')],
        run: `RUSTFLAGS=" -C  debuginfo=1 " ${RUN}`,
      },
    ],
    ['rust', { swap: [['RUST_BACKTRACE: "1"', 'RUSTFLAGS: "-C debuginfo=1"']], run: `unset CFLAGS\n${RUN}` }],
    ['rust', { swap: [['RUST_BACKTRACE: "1"', 'CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER: clang']], run: RUN }],
    ['rust', { world: toml('[target.aarch64-apple-darwin]\nrustflags = ["-C", "target-cpu=native"]\n') }],
    ['rust', { world: toml('[build]\n# rustflags = ["-C", "target-cpu=native"]\n') }],
    [
      'rust',
      {
        world: toml(
          '[build]\nrustflags = ["-Ctarget-cpu=native"]\n[target.x86_64-unknown-linux-gnu]\nrustflags = "-Ctarget-cpu=x86-64-v3"\n',
        ),
      },
    ],
  ],
);

found(
  'no-warmup',
  [
    [
      'go',
      {
        swap: [OPEN_GO],
        run: 'go run ./cmd/kvbench -data data/sf1 -out results/sf1.csv',
        add: stage('par', 'go run ./cmd/kvbench -par -out results/par.csv'),
      },
    ],
    ['cpp', { swap: [OPEN_CPP], run: CMAKE, add: stage('par', CMAKE.replace('-j8', '--parallel')) }],
    [
      'cpp',
      { swap: [OPEN_CPP], run: './gradlew jmhJar\n@B', add: stage('par', './gradlew jmhJar && java -jar x.jar') },
    ],
    ['rust', { swap: [OPEN_RUST, inSetup('cargo build --examples')], run: RUN, add: SECOND }],
  ],
  [
    [
      'go',
      {
        swap: [OPEN_GO],
        run: 'go run ./cmd/kvbench -out results/sf1.csv',
        add: stage('par', 'go run ./cmd/loadgen > results/par.csv'),
      },
    ],
    ['cpp', { swap: [OPEN_CPP], run: CMAKE, add: stage('par', CMAKE.replaceAll('build', 'build-o0')) }],
    ['cpp', { swap: [OPEN_CPP], run: CMAKE, add: stage('par', 'ctest --test-dir build > results/par.csv') }],
    [
      'rust',
      { swap: [OPEN_RUST, inSetup('sudo -u ec2-user cargo build --release --examples')], run: RUN, add: SECOND },
    ],
    [
      'cpp',
      {
        swap: [OPEN_CPP],
        run: CMAKE,
        add: `${stage('par', CMAKE)}  build:\n    run: cmake -B build && cmake --build build -j\n    warmup: true\n    timeout: 20m\n`,
      },
    ],
  ],
);
