import type { Repository } from '../case.ts';

export const sqlc: Repository = {
  name: 'sqlc-dev/sqlc',
  commit: '99a7d7d0c7b913ded6a60a9d038ece99dcdf7892',
  cases: [
    ['make, just, task', 'whole', 'make test-examples', 'ci.yml, job test, with the same tag'],
    ['make, just, task', 'part', 'make test-ci', 'ci.yml tests and builds testdata; nobody calls go vet'],
    [
      'go',
      'whole',
      'docker compose up -d\nexport POSTGRESQL_SERVER_URI=postgres://postgres:mysecretpassword@localhost:5432/postgres\nexport MYSQL_SERVER_URI="root:mysecretpassword@tcp(127.0.0.1:3306)/mysql?multiStatements=true&parseTime=true"\ngo test -count=1 -timeout 40m ./internal/endtoend/... |& tee endtoend.log',
      'job test against its own servers',
    ],
    ['go', 'whole', 'CGO_ENABLED=0 go test --tags=examples -run TestExamplesVet ./internal/endtoend', 'job test'],
    [
      'go',
      'none',
      "SQLC_TEST_CORE=1 go test -timeout 1h -run 'TestReplay/core' ./internal/endtoend",
      'opt-in by a variable that CI does not set',
    ],
    ['go', 'whole', 'go test -short ./internal/compiler/... ./internal/engine/... ./internal/sql/...', 'job test'],
    ['go', 'none', 'go test -race ./internal/...', 'no race detector, cgo is off'],
    [
      'go',
      'none',
      'git stash && go test ./internal/core/analyzer -run NONE -bench . -benchmem -count 10 > old.txt; git stash pop\ngo test ./internal/core/analyzer -run NONE -bench . -benchmem -count 10 > new.txt\nbenchstat old.txt new.txt',
      'nobody measures',
    ],
    ['go', 'none', "go test -run '^$' -fuzz=FuzzConfig -fuzztime=20m ./internal/config", 'nobody fuzzes'],
    [
      'go',
      'whole',
      'for os in linux darwin windows; do\n  for arch in amd64 arm64; do\n    env GOOS=$os GOARCH=$arch CGO_ENABLED=0 go build ./...\n  done\ndone',
      'ci.yml, job build',
    ],
    ['go', 'none', 'GOOS=freebsd GOARCH=amd64 CGO_ENABLED=0 go build ./cmd/...', 'no row of job build'],
    ['lint', 'whole', 'buf lint', 'buf.yml on a pull request'],
    ['lint', 'whole', 'go install golang.org/x/vuln/cmd/govulncheck@latest && govulncheck ./...', 'job vuln_check'],
    [
      'make, just, task',
      'none',
      'git clone https://github.com/sqlc-dev/sqlc-gen-python /tmp/python && cd /tmp/python && make test',
      'ci-python.yml is off',
    ],
    [
      'go',
      'scheduled',
      'go build -o sqlc-pg-gen ./internal/tools/sqlc-pg-gen\nmkdir -p gen/contrib\nPG_USER=postgres PG_HOST=localhost PG_DATABASE=postgres PG_PASSWORD=postgres PG_PORT=5432 ./sqlc-pg-gen gen',
      'gen.yml, by hand only',
    ],
    [
      'word by word',
      'none',
      "go install ./cmd/sqlc\nhyperfine --warmup 3 --export-json ondeck.json 'sqlc generate -f examples/ondeck/sqlc.json'",
      'nobody measures',
    ],
  ],
};
