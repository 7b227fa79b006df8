import { mutants } from './mutants.ts';

mutants(
  'prebuilt-mismatch',
  [
    ['rust', 'RUSTFLAGS="-C target-cpu=native" cargo run --release --example tpch_bench -- --output results/sf1.csv'],
    [
      'rust',
      'export RUSTFLAGS=-Ctarget-cpu=native\ncargo run --release --example tpch_bench -- --output results/sf1.csv',
    ],
    [
      'rust',
      'CARGO_BUILD_RUSTFLAGS="-C target-cpu=native" cargo run -r --example tpch_bench -- --output results/sf1.csv',
    ],
    [
      'rust',
      'env RUSTFLAGS="-C target-cpu=native" cargo run --release --example tpch_bench -- --output results/sf1.csv',
    ],
    [
      'rust',
      'cargo --config "build.rustflags=[\'-Ctarget-cpu=native\']" run --release --example tpch_bench -- --output results/sf1.csv',
    ],
    [
      'rust',
      'CARGO_ENCODED_RUSTFLAGS=-Ctarget-cpu=native cargo run --release --example tpch_bench -- --output results/sf1.csv',
    ],
    ['rust', 'cargo +nightly-2024-10-01 run --release --example tpch_bench -- --output results/sf1.csv'],
    ['rust', 'cargo run --release --example tpch_bench --target x86_64-unknown-linux-gnu -- --output results/sf1.csv'],
    [
      'rust',
      'CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS=-Ctarget-cpu=native cargo run --release --example tpch_bench -- --output results/sf1.csv',
    ],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --output results/sf1.csv',
        swap: [['env: { RUST_BACKTRACE: "1" }', 'env: { RUSTFLAGS: "-C target-cpu=native" }']],
      },
    ],
    [
      'rust',
      {
        swap: [
          ['build: cargo build', 'build: RUSTFLAGS="-C target-cpu=x86-64-v4" cargo build'],
          ['type: c7i.2xlarge', 'type: c6a.2xlarge'],
        ],
      },
    ],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --output results/sf1.csv',
        swap: [
          ['build: cargo build', 'build: RUSTFLAGS="-C target-cpu=x86-64-v4 -C link-arg=-fuse-ld=mold" cargo build'],
        ],
      },
    ],
    ['rust', { swap: [['build: cargo build', 'build: RUSTFLAGS="-C target-cpu=native" cargo build']] }],
    [
      'cpp',
      {
        swap: [
          ['-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS=-march=x86-64-v4'],
          ['type: c7i.2xlarge', 'type: c6a.2xlarge'],
        ],
      },
    ],
    [
      'go',
      {
        swap: [
          ['build: go build', 'build: GOAMD64=v4 go build'],
          ['type: c7i.2xlarge', 'type: m5a.2xlarge'],
        ],
      },
      ['over-budget'],
    ],
    [
      'rust',
      {
        run: 'RUSTFLAGS=-Ctarget-cpu=native \\\n  cargo run -r --example tpch_bench -- --output results/sf1.csv',
        world: { files: { 'scripts/env.sh': 'export RUSTFLAGS="-C target-cpu=native"\n' } },
      },
    ],
    [
      'rust',
      {
        run: 'declare -x RUSTFLAGS="-C target-cpu=native"\ncargo run --release --example tpch_bench -- --output results/sf1.csv',
        world: { files: { 'scripts/env.sh': 'export RUSTFLAGS="-C target-cpu=native"\n' } },
      },
    ],
    [
      'rust',
      {
        run: 'RUSTFLAGS="-C target-cpu=native"; export RUSTFLAGS\ncargo run --release --example tpch_bench -- --output results/sf1.csv',
        world: { files: { 'scripts/env.sh': 'export RUSTFLAGS="-C target-cpu=native"\n' } },
      },
    ],
    [
      'rust',
      {
        run: 'rustup run nightly-2024-10-01 cargo run --release --example tpch_bench -- --output results/sf1.csv',
        world: { files: { 'scripts/env.sh': 'export RUSTFLAGS="-C target-cpu=native"\n' } },
      },
    ],
    [
      'rust',
      {
        run: 'RUSTUP_TOOLCHAIN=1.80.0 cargo run --release --example tpch_bench -- --output results/sf1.csv',
        world: { files: { 'scripts/env.sh': 'export RUSTFLAGS="-C target-cpu=native"\n' } },
      },
    ],
    [
      'rust',
      {
        run: 'source scripts/env.sh\ncargo run --release --example tpch_bench -- --output results/sf1.csv',
        world: { files: { 'scripts/env.sh': 'export RUSTFLAGS="-C target-cpu=native"\n' } },
      },
    ],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --output results/sf1.csv',
        swap: [['timeout: 1h\n', 'timeout: 1h\n    env: { RUSTFLAGS: "-C target-cpu=native" }\n']],
      },
    ],
  ],
  [
    ['rust', 'cargo run --release --example tpch_bench -- --output results/sf1.csv'],
    ['rust', 'RUST_LOG=info cargo run -r --example tpch_bench -- --output results/sf1.csv'],
    ['rust', 'cargo run --release --example tpch_bench -j4 -q -- --output results/sf1.csv'],
    ['rust', 'target/release/examples/tpch_bench -- --output results/sf1.csv'],
    ['rust', { swap: [['build: cargo build', 'build: RUSTFLAGS="-C target-cpu=x86-64-v4" cargo build']] }],
    [
      'cpp',
      { swap: [['-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS=-march=x86-64-v3']] },
    ],
  ],
);

mutants(
  'feature-sets',
  [
    [
      'rust',
      {
        run: 'cargo run --release --features parallel --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
    [
      'rust',
      {
        run: 'cargo run --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run --release --all-features --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: {
          generate: 'cargo run --release --no-default-features --example tpch_generate -- --sf 1 --out data/sf1',
        },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
    [
      'rust',
      {
        run: 'cargo run --release -F parallel --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run --release -F triangulation --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
    [
      'rust',
      {
        run: 'cargo run --profile lto --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
  ],
  [
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box', 'no-warmup'],
    ],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run -r --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box', 'no-warmup'],
    ],
    [
      'rust',
      {
        run: 'cargo run --release --features "triangulation parallel" --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: {
          generate: 'cargo run --release -F parallel,triangulation --example tpch_generate -- --sf 1 --out data/sf1',
        },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box', 'no-warmup'],
    ],
  ],
);

mutants(
  'no-warmup',
  [
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
    [
      'rust',
      {
        run: 'cd core\ncargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run -r --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box', 'undeclared-input', 'undeclared-output'],
    ],
    [
      'rust',
      {
        run: "bash -c 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv'",
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
  ],
  [
    [
      'rust',
      {
        run: '@B',
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
      },
      ['compile-on-box'],
    ],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
        swap: [
          [
            'prebuilt:\n  - url: "s3://${{ params.bucket }}/prebuilt/${{ source.commit }}.tar.zst"\n    provides: [target/release/]\n    build: cargo build --release --workspace --examples\n    missing: fail\n',
            '',
          ],
        ],
        add: '  build:\n    run: cargo build --release --examples\n    warmup: true\n    exclusive: false\n    timeout: 20m\n',
      },
      ['compile-on-box'],
    ],
    [
      'rust',
      {
        run: 'cargo run --release --example tpch_bench -- --data data/sf1 --output results/sf1.csv',
        runs: { generate: 'cargo run --release --example tpch_generate -- --sf 1 --out data/sf1' },
      },
    ],
  ],
);
