import type { Repository } from '../case.ts';

export const opentelemetryCollector: Repository = {
  name: 'open-telemetry/opentelemetry-collector',
  commit: '934999fbab274d10cbf18704b4594a6fb2049887',
  cases: [
    ['make, just, task', 'whole', 'make gotest', 'build-and-test-arm.yml on push'],
    ['make, just, task', 'whole', 'make -j16 gotest-with-junit', 'build-and-test.yml, job unittest-matrix'],
    ['go', 'whole', 'cd service && go test -race ./...', 'the target test-with-junit in every module'],
    [
      'go',
      'whole',
      'cd exporter/exporterhelper && go test -race -run TestQueue -v ./internal/queue/... | tee queue.log',
      'the target test-with-junit in every module',
    ],
    [
      'go',
      'whole',
      'for m in pdata consumer processor/batchprocessor; do (cd $m && go test -race ./...); done',
      'the target test-with-junit in every module',
    ],
    ['make, just, task', 'whole', 'make gobenchmark', 'perf.yml on push'],
    [
      'go',
      'whole',
      'cd pdata && MEMBENCH=yes go test -run=notests -bench=. ./...',
      'perf.yml on push: the target benchmark in every module',
    ],
    ['make, just, task', 'whole', 'make golint govulncheck', 'build-and-test.yml, jobs lint and govulncheck'],
    [
      'lint',
      'whole',
      'cd processor/batchprocessor && golangci-lint run',
      'build-and-test.yml, job lint, in every module',
    ],
    ['make, just, task', 'whole', 'make otelcorecol', 'build-and-test.yml, job cross-build-collector'],
    ['make, just, task', 'whole', 'make builder-integration-test', 'builder-integration-test.yml'],
    ['word by word', 'whole', 'cd cmd/builder && ./test/test.sh', 'builder-integration-test.yml'],
    ['go', 'none', 'cd pdata && GODEBUG=fips140=only go test ./...', 'no job has that mode'],
    ['make, just, task', 'none', 'make gomodernize', 'no job does'],
    ['make, just, task', 'none', 'make ocb', 'no job does'],
    ['make, just, task', 'none', 'make run RUN_CONFIG=/opt/load/otel-config.yaml', 'nobody loads it'],
    ['word by word', 'none', 'telemetrygen traces --otlp-insecure --rate 20000 --duration 5m', 'load'],
  ],
};
