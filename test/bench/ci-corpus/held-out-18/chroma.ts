import type { Repository } from '../case.ts';

export const chroma: Repository = {
  name: 'chroma-core/chroma',
  commit: '93652ec0869489b803fe1682427fc02bd47bec14',
  cases: [
    [
      'cargo',
      'whole',
      'cargo nextest run -p chroma-blockstore -p chroma-segment --cargo-profile release',
      '_rust-tests.yml, job test',
    ],
    [
      'cargo',
      'whole',
      'cargo test -p chroma-index --release 2>&1 | tee index.log',
      'jobs test and test-long, and the documentation in job test',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-C target-cpu=native" cargo bench -p chroma-distance --bench distance_metrics',
      'nobody measures',
    ],
    [
      'cargo',
      'whole',
      'export GOOGLE_APPLICATION_CREDENTIALS=$HOME/gcs.json\ncargo nextest run --profile storage_gcs -p chroma-storage',
      'job test-storage-gcs, at every push to main',
    ],
    [
      'cargo',
      'none',
      'cargo test -p chroma-storage --test object_storage_integration_test -- --ignored test_s3',
      'nobody runs these ignored tests',
    ],
    [
      'cargo',
      'whole',
      'tilt ci --timeout 10m\nkubectl -n chroma port-forward svc/minio 9000:9000 &\ncargo nextest run --profile k8s_integration -p wal3 -p s3heap',
      'job test-integration, the row ci_k8s_integration_tilt_parallel',
    ],
    [
      'cargo',
      'none',
      'MULTI_REGION=true tilt ci && cargo nextest run --profile mcmr_k8s_integration --test-threads 1',
      'the job is commented out',
    ],
    [
      'python',
      'whole',
      'maturin develop --release\nexport CHROMA_RUST_BINDINGS_TEST_ONLY=1 PROPERTY_TESTING_PRESET=normal\npython -m pytest -n 8 chromadb/test/property/test_embeddings.py chromadb/test/property/test_filtering.py',
      '_python-tests.yml, job test-rust-bindings in four shards',
    ],
    [
      'python',
      'none',
      'CHROMA_RUST_BINDINGS_TEST_ONLY=1 PROPERTY_TESTING_PRESET=slow timeout 6h python -m pytest chromadb/test/property/test_add.py',
      'only a cluster is tested with this preset',
    ],
    [
      'python',
      'scheduled',
      'export PROPERTY_TESTING_PRESET=slow CHROMA_HYPOTHESIS_COMPACTION_WAITS=always\nbin/cluster-test.sh bash -c \'python -m pytest "chromadb/test/property/test_add.py"\'',
      'nightly-tests.yml',
    ],
    [
      'python',
      'whole',
      'CHROMA_RUST_BINDINGS_TEST_ONLY=1 timeout 90m python -m pytest -x chromadb/test/stress --durations 10',
      'job test-rust-bindings-stress',
    ],
    [
      'word by word',
      'whole',
      'cargo build --release --bin chroma\nCHROMA_BIN=target/release/chroma bin/rust-integration-test.sh -x chromadb/test/test_api.py',
      'job test-rust-single-node-integration',
    ],
    [
      'python',
      'none',
      'python -m pytest chromadb/test/test_api.py -n auto',
      'without a variable the implementations in Python are tested',
    ],
    [
      'go',
      'whole',
      'cd go && make build && go test -race -count=1 ./pkg/sysdb/... ./pkg/memberlist_manager/...',
      '_go-tests.yml: make test',
    ],
    ['make, just, task', 'none', 'make -C go lint', 'no job lints the Go code'],
    [
      'npm',
      'part',
      'cd clients/new-js && pnpm install && pnpm build && pnpm test',
      'bin/ts-integration-test.sh tests the package chromadb',
    ],
    [
      'lint',
      'whole',
      'cargo fmt -- --check && cargo clippy --all-targets --all-features -- -D warnings',
      'pr.yml, job lint',
    ],
    ['lint', 'none', 'pre-commit run --all-files black && pre-commit run --all-files flake8', 'continue-on-error'],
  ],
};
