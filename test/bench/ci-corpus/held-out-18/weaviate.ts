import type { Repository } from '../case.ts';

export const weaviate: Repository = {
  name: 'weaviate/weaviate',
  commit: 'adcffc5432aa797c60e3c4e479514054254fae2a',
  cases: [
    ['word by word', 'whole', './test/run.sh --unit-only', 'job Unit-Tests in two shards that are all packages'],
    [
      'make, just, task',
      'whole',
      'time make test-integration',
      'job Integration-Tests, whose rows are all of adapters/repos',
    ],
    [
      'go',
      'whole',
      'go test -race -count=1 ./adapters/repos/db/lsmkv/... |& tee lsmkv.log',
      'shard adapters of Unit-Tests',
    ],
    ['go', 'whole', 'go test -race ./usecases/replica/... ./cluster/replication/...', 'the two shards of Unit-Tests'],
    [
      'go',
      'whole',
      "go test -tags integrationTest,integrationTestSlow -race -timeout 50m -run '^TestCompaction' ./adapters/repos/db/lsmkv",
      'test/integration/run.sh --include-slow',
    ],
    [
      'word by word',
      'whole',
      'export REPLICATION_GRPC_ENABLED=true\ntimeout 90m ./test/run.sh --acceptance-only-replica-replication-slow',
      'row replica-slow-grpc of Acceptance-Tests-4-cores',
    ],
    [
      'word by word',
      'none',
      'REPLICATION_GRPC_ENABLED=true ./test/run.sh --acceptance-only-authz',
      'row authz leaves that variable empty',
    ],
    [
      'word by word',
      'whole',
      'for shard in a b; do\n  ./test/run.sh --acceptance-reindex-singlenode-$shard\ndone',
      'two rows of Acceptance-Reindex-Tests',
    ],
    [
      'word by word',
      'none',
      './test/run.sh --only-module-text2vec-transformers',
      'only for commits whose title asks for it',
    ],
    [
      'go',
      'whole',
      'cd test/acceptance_with_go_client && go test -count 1 -race -timeout 30m ./named_vectors_tests/cluster/...',
      'row vector-cluster',
    ],
    [
      'go',
      'none',
      'cd test/acceptance_lsmkv_long_running && go test -timeout 6h -count 1 .',
      'excluded from the unit and from the acceptance tests',
    ],
    [
      'go',
      'none',
      "go test -run '^$' -bench 'BenchmarkConcurrentReading|BenchmarkSegmentReader' -benchtime 5s -count 6 ./adapters/repos/db/lsmkv | tee new.txt",
      'nobody measures',
    ],
    [
      'go',
      'none',
      'go test -tags benchmarkRecall -timeout 2h -run TestRecall ./adapters/repos/db/vector/hnsw',
      'a tag that no job gives',
    ],
    ['word by word', 'none', './test/run.sh --benchmark-only', 'no row of any matrix'],
    [
      'lint',
      'part',
      'buf lint cluster/proto\nbuf lint adapters/handlers/rest/clusterapi/grpc',
      'Buf-Checks lints cluster/proto only',
    ],
    [
      'word by word',
      'whole',
      'go run ./tools/license_headers/main.go && git diff --exit-code',
      'tools/gen-code-from-swagger.sh in Run-Swagger, after which nothing may differ',
    ],
  ],
};
