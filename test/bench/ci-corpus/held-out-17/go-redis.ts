import type { Repository } from '../case.ts';

export const goRedis: Repository = {
  name: 'redis/go-redis',
  commit: '216593cc01faa029006266a5f1fc3d5004312ecf',
  cases: [
    ['make, just, task', 'whole', 'make test', 'build.yml, job test-redis-ce: make test.ci'],
    ['go', 'whole', 'make docker.start\ngo test ./... -race -skip Example', 'make test.ci in the root'],
    ['go', 'whole', 'go test -race -count=1 ./internal/pool/... ./internal/proto/...', 'make test.ci'],
    ['go', 'whole', 'cd extra/redisotel && go vet && go test -v ./...', 'make test.ci goes to every go.mod'],
    [
      'go',
      'whole',
      'for d in extra/*/; do\n  (cd "$d" && go test ./... -race)\ndone',
      'make test.ci goes to every go.mod',
    ],
    ['go', 'none', 'GOARCH=386 go test ./internal/...', 'no such architecture'],
    ['go', 'none', 'go test -msan ./internal/proto/...', 'no job has msan'],
    ['make, just, task', 'whole', 'make docker.start && make bench | tee bench.txt', 'build.yml, job benchmark'],
    ['go', 'none', "go test . -run '^$' -bench Pipeline -count 10 -cpu 1,8", 'job benchmark runs each once'],
    ['make, just, task', 'whole', 'make test.autopipeline-subjects', 'job test-autopipeline-subjects'],
    ['make, just, task', 'whole', 'make test.e2e', 'test-e2e.yml, there with the race detector'],
    ['make, just, task', 'whole', 'make test.e2e.docker', 'test-e2e.yml runs all of them'],
    ['make, just, task', 'none', 'make test.e2e.logic', 'a mode with an injector of faults that CI has not'],
    ['go', 'whole', 'go test -v ./doctests/...', 'doctests.yaml'],
    [
      'go',
      'none',
      "RE_CLUSTER=true REDIS_VERSION=7.4 go test -skip='^TestTLS' --ginkgo.label-filter='!NonRedisEnterprise'",
      'test-redis-enterprise.yml is off',
    ],
    ['lint', 'whole', 'golangci-lint run --timeout 10m ./...', 'golangci-lint.yml'],
    ['lint', 'whole', 'govulncheck ./...', 'govulncheck.yml, in every module'],
    [
      'go',
      'none',
      'go-fuzz-build -o fuzz.zip ./fuzz && timeout 1h go-fuzz -bin fuzz.zip -workdir work',
      'nobody fuzzes',
    ],
  ],
};
