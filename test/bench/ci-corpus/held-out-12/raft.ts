import type { Repository } from '../case.ts';

export const raft: Repository = {
  name: 'hashicorp/raft',
  commit: '1837036daf50bd973bcb0f3fc536b2d451cebf5d',
  cases: [
    ['go', 'whole', 'INTEG_TESTS=yes go test -race -tags batchtest ./...', 'ci.yml, job go-test'],
    ['go', 'whole', 'go test -tags batchtest -run TestRaft_SnapshotRestore -v .', 'of job go-test'],
    ['go', 'whole', 'cd raft-compat && go mod tidy && go test -race -v ./...', 'ci.yml, job go-test-compat'],
    [
      'go',
      'whole',
      'pushd raft-compat\ngit submodule update --init --recursive\ntime go test -run TestRaft_RollingUpgrade .\npopd',
      'of job go-test-compat',
    ],
    ['go', 'none', 'go test -race -timeout=180s .', 'CI tests with the tag batchtest only'],
    ['go', 'none', "go test -run '^$' -bench BenchmarkStoreLogInMem -benchmem -count 10 .", 'nobody measures'],
    [
      'go',
      'none',
      'cd fuzzy && go test -race -timeout=20m -run TestRaft_FuzzyPartition .',
      'a module of its own which no job tests',
    ],
    ['make, just, task', 'part', 'make test', 'CI runs the second line of it, not the one without the tag'],
    ['make, just, task', 'part', 'make integ TESTARGS=-v', 'the runs with the tag'],
    ['make, just, task', 'none', 'make fuzz', 'no job goes to fuzzy'],
    ['lint', 'whole', 'go vet ./...', 'job go-fmt-and-vet; fuzzy is another module'],
    ['lint', 'whole', 'test -z "$(go fmt ./...)"', 'job go-fmt-and-vet'],
    ['lint', 'whole', 'golangci-lint run --timeout 10m', 'job go-fmt-and-vet through the action'],
    ['lint', 'none', 'staticcheck ./...', 'no job calls it'],
  ],
};
