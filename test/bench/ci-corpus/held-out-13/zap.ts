import type { Repository } from '../case.ts';

export const zap: Repository = {
  name: 'uber-go/zap',
  commit: '5b81b37b81b8e2ed447a6f57991e372ee4fa5c8f',
  cases: [
    ['make, just, task', 'whole', 'make cover', 'go.yml, job build'],
    ['make, just, task', 'whole', 'make lint', 'job lint'],
    ['make, just, task', 'part', 'make test', 'job build tests two of the four modules'],
    ['make, just, task', 'whole', 'make vulncheck 2>&1 | tee vuln.log', 'job lint'],
    ['make, just, task', 'whole', 'make tidy-lint license-lint', 'of make lint, job lint'],
    ['make, just, task', 'none', 'make bench BENCH=BenchmarkZapJSON', 'nobody measures'],
    ['go', 'whole', 'go test -race ./...', 'make cover, job build'],
    ['go', 'whole', 'time go test -race -v -run TestSampler ./zapcore/...', 'of make cover'],
    ['go', 'whole', 'cd exp && go test ./zapslog', 'of make cover'],
    ['go', 'none', 'cd benchmarks && go test -race ./...', 'a module that only make test goes to'],
    [
      'go',
      'none',
      "cd benchmarks && go test -bench=BenchmarkAddingFields -run='^$' -benchmem -count=10 . | tee new.txt",
      'nobody measures',
    ],
    ['go', 'none', 'go test -fuzz=FuzzSafeAppendStringLike_bytes -fuzztime=10m ./zapcore', 'CI runs the seeds only'],
    ['go', 'none', 'GOARCH=386 go test ./...', 'CI tests for its own machine'],
    ['lint', 'whole', 'golangci-lint run ./...', 'make lint, job lint'],
    ['lint', 'whole', 'for m in . exp; do (cd "$m" && golangci-lint run ./...); done', 'of make lint'],
    ['word by word', 'whole', './checklicense.sh', 'make lint, job lint'],
  ],
};
