import type { Repository } from '../case.ts';

export const jaeger: Repository = {
  name: 'jaegertracing/jaeger',
  commit: '8498073ff809b1a3923521920a9b1b017ea97ecf',
  cases: [
    ['make, just, task', 'whole', 'make test-ci', 'ci-unit-tests.yml'],
    ['make, just, task', 'whole', 'make test', 'ci-unit-tests.yml; no file asks for the tag'],
    [
      'go',
      'whole',
      'go test -race -count=1 ./internal/storage/v2/elasticsearch/...',
      'ci-unit-tests.yml, which tests all packages',
    ],
    [
      'make, just, task',
      'whole',
      'STORAGE=badger make jaeger-v2-storage-integration-test 2>&1 | tee badger.log',
      'ci-e2e-badger.yaml',
    ],
    [
      'word by word',
      'whole',
      'for v in 8.x 9.x; do\n  bash scripts/e2e/elasticsearch.sh elasticsearch $v e2e\ndone',
      'ci-e2e-elasticsearch.yml has both',
    ],
    [
      'word by word',
      'whole',
      'SKIP_APPLY_SCHEMA=false bash scripts/e2e/cassandra.sh 5.x v004 direct',
      'ci-e2e-cassandra.yml',
    ],
    ['lint', 'whole', 'make lint-go', 'ci-lint-checks.yaml, by make lint'],
    ['lint', 'whole', 'shellcheck scripts/e2e/*.sh scripts/utils/*.sh', 'ci-lint-checks.yaml, job lint-shell-scripts'],
    ['python', 'whole', 'cd scripts/ai-sidecar/gemini\nuv sync --frozen\nuv run pytest -q', 'ci-ai-sidecar-gemini.yml'],
    ['make, just, task', 'part', 'make lint\nmake govulncheck', 'ci-lint-checks.yaml; nobody calls govulncheck'],
    [
      'python',
      'part',
      "python3 -m unittest discover -s scripts/e2e -p '*_test.py'\npython3 -m unittest discover -s scripts/release -p '*_test.py'",
      'job lint-shell-scripts has those of e2e',
    ],
    ['go', 'none', "go test -run '^$' -bench . -benchmem -count 6 ./internal/metrics/benchmark/...", 'nobody measures'],
    [
      'go',
      'none',
      'go test -run=none -bench BenchmarkWrites -benchtime=30s -cpuprofile cpu.out ./internal/storage/v1/badger/spanstore',
      'nobody measures',
    ],
    ['make, just, task', 'none', 'make repro-check', 'no job compares two builds'],
    ['word by word', 'none', 'bash scripts/e2e/elasticsearch.sh elasticsearch 7.x e2e', 'CI has 7.x for direct only'],
    [
      'word by word',
      'none',
      'make build-jaeger\n./cmd/jaeger/jaeger-linux-amd64 --config cmd/jaeger/config.yaml &\ngo run ./cmd/tracegen -workers 16 -duration 10m -rate 0\nkill %1',
      'nobody puts load on it',
    ],
  ],
};
