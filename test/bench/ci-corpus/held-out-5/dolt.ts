import type { Repository } from '../case.ts';

export const dolt: Repository = {
  name: 'dolthub/dolt',
  commit: '0d6b06015867dd0cabd2eb51ff222691aae992dc',
  cases: [
    [
      'go',
      'whole',
      'cd go && go test -vet=off ./libraries/doltcore/sqle/binlogreplication/...',
      'ci-binlog-tests.yaml',
    ],
    [
      'go',
      'whole',
      'cd go && go test -race -timeout 60m -vet=off ./libraries/doltcore/sqle/binlogreplication/...',
      'ci-binlog-tests.yaml',
    ],
    ['go', 'whole', 'cd go && go vet ./...', 'ci-check-repo.yaml'],
    ['go', 'whole', 'cd go && go vet ./store/...', 'ci-check-repo.yaml'],
    ['go', 'whole', 'cd integration-tests/go-sql-server-driver && go test .', 'ci-sql-server-integration-tests.yaml'],
    ['word by word', 'whole', 'cd integration-tests/compatibility && ./runner.sh', 'ci-compatibility-tests.yaml'],
    ['word by word', 'whole', 'cd go && ./Godeps/verify.sh', 'ci-check-repo.yaml'],
    [
      'go',
      'whole',
      'cd go && DOLT_TEST_RUN_NON_RACE_TESTS=true go test -timeout 30m ./libraries/doltcore/sqle/integration_test',
      'job noracetest',
    ],
    ['go', 'whole', 'cd go && go test ./...', 'one by one, in a loop over go list'],
    ['go', 'whole', 'cd go && go test -timeout 30m ./store/...', 'one by one, in a loop over go list'],
    [
      'go',
      'whole',
      'cd go && go test -race github.com/dolthub/dolt/go/libraries/utils/concurrentmap',
      'ci-go-race-tests.yaml',
    ],
    ['go', 'none', "cd go && go test -bench . -run '^$' ./store/prolly/...", 'a measurement'],
    ['go', 'none', 'cd go && go run ./performance/sysbench --config perf.json', 'a measurement'],
    [
      'word by word',
      'none',
      'cd integration-tests/bats && DOLT_BATS_AWS_BUCKET=my-bucket bats aws-remotes.bats',
      'a real service',
    ],
  ],
};
