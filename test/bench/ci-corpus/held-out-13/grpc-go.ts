import type { Repository } from '../case.ts';

export const grpcGo: Repository = {
  name: 'grpc/grpc-go',
  commit: '4793ad0474669eafbd5346c8a3d098fdfa542498',
  cases: [
    ['go', 'whole', 'go test -race -cpu 1,4 -timeout 7m ./...', 'testing.yml, job tests'],
    ['go', 'whole', 'go test -cpu 1,4 -timeout 30m -run Test/RetryStreaming -v ./test', 'of job tests'],
    ['go', 'whole', 'go test ./internal/xds/... ./xds/... > xds.log', 'coverage.yml, job upload'],
    ['go', 'whole', 'cd security/advancedtls && go test -cpu 1,4 -timeout 7m ./...', 'job tests goes to every module'],
    [
      'go',
      'whole',
      'for m in stats/opencensus gcp/observability; do (cd "$m" && go test -race ./...); done',
      'job tests goes to every module',
    ],
    ['go', 'whole', 'GOARCH=386 go test -cpu 1,4 -timeout 7m ./...', 'job tests by its matrix'],
    ['go', 'none', 'go test -tags grpcnotrace ./...', 'a tag no job gives'],
    ['go', 'none', 'go test -race -tags checkbuffers ./internal/...', 'a tag no job gives'],
    ['go', 'none', "go test -run '^$' -bench . -benchmem -count 10 ./benchmark/primitives/", 'nobody measures'],
    [
      'go',
      'none',
      'go run ./benchmark/benchmain/main.go -benchtime=30s -workloads=all -maxConcurrentCalls=1,64 -reqSizeBytes=1024',
      'nobody measures',
    ],
    ['make, just, task', 'whole', 'make testrace', 'job tests'],
    ['make, just, task', 'whole', 'make vet', 'job tests with the type vet'],
    ['word by word', 'whole', 'examples/examples_test.sh', 'job tests with the type extras'],
    [
      'word by word',
      'whole',
      'timeout 20m interop/interop_test.sh > interop.log 2>&1',
      'job tests with the type extras',
    ],
    ['word by word', 'none', './benchmark/run_bench.sh -r 16 -c 1,64 -w 10 -d 60', 'nobody measures'],
    ['lint', 'whole', 'govulncheck ./...', 'govulncheck.yaml through the action'],
    ['lint', 'none', 'cd interop/xds && govulncheck ./...', 'not one of the directories of the matrix'],
  ],
};
