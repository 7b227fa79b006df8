#!/usr/bin/env bash
# The stages of the campaign, one after another.
set -uo pipefail
cd "$(dirname "$0")/.."

SF_SMALL=${SF_SMALL:-1}
SF_LARGE=${SF_LARGE:-10}
RESULTS="s3://${S3_BUCKET}/campaign/$(date +%Y%m%d-%H%M%S)"
LOGS=/var/log/ematix
mkdir -p "$LOGS"

upload() {
  aws s3 cp "$1" "$RESULTS/$(basename "$1")" 2>/dev/null || true
}

stage() {
  local name="$1" cmd="$2"
  echo "=== $name ==="
  set +e
  bash -c "$cmd" > "$LOGS/$name.full" 2>&1
  local status=$?
  set -e
  tail -400 "$LOGS/$name.full" > "$LOGS/$name.log"
  upload "$LOGS/$name.log"
  echo "$name: exit $status"
}

stage 00-host-info 'uname -a; lscpu; free -g; df -h; cargo --version'

stage 01-cargo-test 'cargo test --release --workspace 2>&1 | tail -50'
stage 02-cargo-test-integration 'cargo test --release -p flow --test containers -- --ignored'

stage 03-emat-parquet-avx-benches '
  [ -d examples/tpch/data/sf1 ] || { echo "SKIP: data not found"; exit 0; }
  cargo run --release -p parquet --example bench_decode_avx -- --data examples/tpch/data/sf1
  cargo run --release -p parquet --example bench_filter_avx -- --data examples/tpch/data/sf1'
stage 03a-emat-adaptive-dispatch-bench 'cargo run --release --example bench_adaptive_dispatch -- --data examples/tpch/data/sf1 || true'
stage 03b-emat-parallel-scaling-bench 'cargo run --release --features parallel --example bench_parallel_scaling'

stage 04-tpch-generate-sf1 "cargo run --release --example tpch_generate -- --sf $SF_SMALL --out examples/tpch/data/sf$SF_SMALL"
stage 05-tpch-generate-sf10 "cargo run --release --example tpch_generate -- --sf $SF_LARGE --out examples/tpch/data/sf$SF_LARGE"

stage 06-tpch-triangulation-sf1 "cargo run --release --features triangulation --example tpch_triangulation_bench -- --data examples/tpch/data/sf$SF_SMALL --output BENCHMARKS.md"
upload BENCHMARKS.md
stage 07-tpch-triangulation-sf10 "cargo run --release --features triangulation --example tpch_triangulation_bench -- --data examples/tpch/data/sf$SF_LARGE --output BENCHMARKS.md"
upload BENCHMARKS.md

stage 08-dict-preservation 'cargo test --release -p flow --test dict_preservation_end_to_end'

stage 10-s3-runlog-real 'python3.12 infra/tests/test_s3_runlog_real.py'
if [ -n "${LAMBDA_FUNCTION_NAME:-}" ]; then
  stage 20-lambda-package 'infra/lambda/package.sh'
  stage 21-lambda-deploy 'infra/lambda/deploy.sh'
  stage 22-lambda-bench 'infra/lambda/bench.sh'
fi
stage 30-k8s-image 'docker build -t "$ECR_REPO_URL:bench" infra/k8s && docker push "$ECR_REPO_URL:bench"'
stage 31-k8s-job 'infra/k8s/submit.sh'
stage 40-distributed-e2e 'infra/tests/distributed_e2e.sh'
stage 99-summary 'echo "campaign complete: $RESULTS"'
