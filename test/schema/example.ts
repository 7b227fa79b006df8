/** A campaign that uses every field of the language; without a fault. */
export const EXAMPLE = `# yaml-language-server: $schema=./schema/campaign.schema.json
campaign: tpch-validation
version: 1
params:
  bucket: { type: string, required: true, pattern: '[a-z0-9.-]{3,63}', description: Where results go }
  trials: { type: integer, default: 20, minimum: 1, maximum: 100 }
  mode: { type: enum, values: [quick, full], default: full }
  verbose: { type: boolean, default: false }
  ratio: { type: number, default: 0.5 }
source:
  repo: https://github.com/example/engine.git    # default: this repository's origin
  ref: HEAD
  dir: /opt/campaign/engine
  siblings: [{ repo: https://github.com/example/parquet.git, ref: v0.9.0, dir: /opt/campaign/parquet }]
ci: { workflows: [".github/workflows/*.yml"] }
machine:
  type: c7i.2xlarge
  image: al2023
  market: spot
  price: 0.357 USD/h
  disk: 100GB
  user: ec2-user
  packages: [cmake]
  services: [docker]
  setup: |
    curl -fsSLo /usr/local/bin/kubectl https://dl.k8s.io/release/v1.31.4/bin/linux/amd64/kubectl
limits: { wall: 5h, stage: 1h, cost: 5 USD, hold: 30m, max-loss: 2m }
store: { url: "s3://\${{ params.bucket }}/results", region: us-east-2, checkpoint: 30s }
prebuilt:
  - url: "s3://\${{ params.bucket }}/prebuilt/\${{ source.commit }}.tar.zst"
    provides: [target/release/]
    build: cargo build --release --workspace --examples --features triangulation
    missing: build                               # or: fail
env: { RUST_BACKTRACE: "1", RUN: "\${{ run.id }}" }
secrets: { HF_TOKEN: "ssm:/campaign/hf-token", DB: "secretsmanager:campaign/db" }
hosts: { workers: { count: 3 } }
lint: { unused-output: off }
stages:
  generate:
    matrix: { sf: [1, 10], exclude: [{ sf: 10 }], include: [{ sf: 100, extra: yes }] }
    run: target/release/examples/tpch_generate --sf \${{ matrix.sf }} --out data/sf\${{ matrix.sf }}
    requires: [target/release/examples/tpch_generate, { disk: "\${{ matrix.sf }}GB" }]
    produces: [{ path: "data/sf\${{ matrix.sf }}/", upload: false, expect: { files: 8 } }]
    exclusive: false
    timeout: 20m
  triangulate:
    matrix: { sf: [1, 10] }
    if: params.mode == 'full' && !(matrix.sf == 10) || env.ALL != "no"
    run: |
      target/release/examples/bench --data data/sf\${{ matrix.sf }} --output BENCHMARKS-SF\${{ matrix.sf }}.md
    requires: ["data/sf\${{ matrix.sf }}/", { cpu: avx512f }, { cores: 8 }, { memory: 16GB }, { url: "s3://b/k" }, { service: docker }]
    produces:
      - path: BENCHMARKS-SF\${{ matrix.sf }}.md
        checkpoint: 10s
        as: report.md
        expect: { min-size: 1KB, lines: { min: 22, max: 100 }, matches: { pattern: '^\\| Q\\d\\d ', count: 22 } }
      - path: out-\${{ matrix.sf }}.json
        checkpoint: false
        expect: { json: [{ pointer: /results, length: 22 }, { pointer: "/ok", equals: true }, { pointer: /t, minimum: 0, maximum: 9.5 }] }
    ci-overlap: none
    timeout: 1h
    retry: { attempts: 2, on: [exit, timeout, spot], backoff: 30s }
    on-failure: stop
    on: workers
  s3-runlog:
    run: python3.12 infra/tests/test_s3_runlog_real.py | tee runlog.txt
    requires: [infra/tests/test_s3_runlog_real.py, { env: S3_BUCKET }, { tool: python3.12, version: ">=3.12" }, { stage: generate }]
    produces: [{ path: runlog.txt, expect: { matches: [{ pattern: '^ok ', count: 3 }] } }, /var/log/*.log]
    expect: { matches: { pattern: done } }
    warmup: false
    user: root
    cwd: infra
    env: { A: 1, B: true }
    secrets: [HF_TOKEN]
    timeout: 600
  simd-correctness:
    run: cargo test --release -p codec --lib simd
    requires: [{ path: /usr/bin/perf, from: machine }]
    ci-overlap: { allow: hardware, reason: "CI's runners have no AVX-512; the path has never run there" }
    timeout: 15m
profiles:
  local:
    params: { trials: 1, mode: quick }
    machine: { market: on-demand }
    limits: { wall: 10m }
    store: { url: "file:///tmp/results" }
    env: { LOCAL: "1" }
    ci: { none: true, reason: no CI reaches a laptop }
    stages: { generate: { matrix: { sf: [1] }, timeout: 1m }, triangulate: { if: "false" } }
`;
