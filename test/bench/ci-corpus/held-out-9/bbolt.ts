import type { Repository } from '../case.ts';

export const bbolt: Repository = {
  name: 'etcd-io/bbolt',
  commit: '4e65d8fd8c1f47f9da9baec7f8728f93a3b84a70',
  cases: [
    ['make, just, task', 'whole', 'make test', 'tests-template.yml'],
    ['make, just, task', 'whole', 'CPU=4 ENABLE_RACE=true make test', 'tests-template.yml, the race target'],
    ['go', 'whole', 'TEST_FREELIST_TYPE=array BBOLT_VERIFY=all go test ./internal/...', 'of make test'],
    ['make, just, task', 'whole', 'make gofail-enable && make test-failpoint', 'failpoint_test.yaml'],
    ['make, just, task', 'whole', 'make test-robustness', 'robustness_test.yaml, ten times'],
    [
      'make, just, task',
      'scheduled',
      'ROBUSTNESS_TESTFLAGS="--count 100 --timeout 200m -failfast" make test-robustness',
      'robustness_nightly.yaml',
    ],
    [
      'make, just, task',
      'none',
      'ROBUSTNESS_TESTFLAGS="--count 1000 --timeout 10h" make test-robustness',
      'more often than CI does',
    ],
    ['make, just, task', 'whole', 'make fmt', 'tests-template.yml'],
    ['lint', 'whole', 'golangci-lint run ./...', 'lint_template.yaml'],
    ['make, just, task', 'whole', 'make lint', 'lint_template.yaml'],
    ['go', 'whole', 'GOOS=linux GOARCH=riscv64 go build ./...', 'cross-arch-template.yaml by its list'],
    ['make, just, task', 'whole', 'make coverage', 'tests_amd64.yaml'],
    [
      'make, just, task',
      'none',
      'make test-benchmark-compare REF=v1.4.0',
      'CI compares with the base of the pull request',
    ],
    ['go', 'none', "go test -run='^$' -bench=. -benchmem ./...", 'nobody measures so'],
    ['go', 'none', 'go run ./cmd/bbolt bench --count 1000000 --batch-size 1000', 'nobody measures so'],
  ],
};
