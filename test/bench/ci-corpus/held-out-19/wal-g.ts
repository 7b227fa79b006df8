import type { Repository } from '../case.ts';

export const walG: Repository = {
  name: 'wal-g/wal-g',
  commit: '43fb039f6ed24a8063a9a69c212f6742066942a6',
  cases: [
    [
      'make, just, task',
      'whole',
      'export USE_BROTLI=1 USE_LIBSODIUM=1 USE_LZO=1\nmake deps\nTEST_MODIFIER=-race make unittest |& tee unittest.log',
      'unittests.yml has all_unittests with these',
    ],
    [
      'go',
      'whole',
      'USE_BROTLI=1 USE_LIBSODIUM=1 USE_LZO=1 make deps\ngo vet ./internal/... ./utility/...\ngo test -count=1 -tags "brotli libsodium lzo" ./internal/databases/postgres/... ./internal/walparser/... ./utility/...',
      'what unittest does, fewer packages',
    ],
    [
      'go',
      'none',
      "make go_deps && go test -race -run 'TestValidate|Test_validateCommonFlags' ./cmd/redis/... ./cmd/common/...",
      'unittest leaves cmd out',
    ],
    ['make, just, task', 'part', 'time make coverage COVERAGE_FILE=all.out', 'it tests cmd too, which CI does not'],
    [
      'lint',
      'whole',
      'golangci-lint run ./... && (cd cmd/pg/exporter && golangci-lint run)',
      'golangci-lint.yml, both jobs',
    ],
    ['lint', 'whole', 'go install golang.org/x/vuln/cmd/govulncheck@latest\ngovulncheck ./...', 'vuln-scan.yml'],
    [
      'make, just, task',
      'whole',
      'for t in pg10_full_backup_test pg18_full_backup_test pg18_remote_backup_test; do\n  make TEST=$t pg_integration_test\ndone',
      'dockertests-par.yml has each of them',
    ],
    [
      'make, just, task',
      'scheduled',
      'USE_BROTLI=1 USE_LIBSODIUM=1 USE_LZO=1 make deps fdb_build',
      'release.yml, for a tag; no other workflow builds it',
    ],
    [
      'make, just, task',
      'scheduled',
      'make TEST="pg10_full_backup_without_files_metadata_test" pg_integration_test',
      'not in the parallel list, the nightly run of all has it',
    ],
    [
      'make, just, task',
      'whole',
      'MONGO_VERSION=7.0.15 MONGO_REPO=repo.mongodb.com MONGO_PACKAGE=mongodb-enterprise make mongo_binary_features',
      'dockertests-par.yml',
    ],
    [
      'make, just, task',
      'none',
      "bash -c 'for f in rdb_backup aof_backup; do make FEATURE=$f REDIS_VERSION=8.0.1 redis_features; done'",
      'no row has that version',
    ],
    ['make, just, task', 'none', 'make fdb_integration_test', 'the one integration test that is in no list'],
    [
      'make, just, task',
      'whole',
      'USE_BROTLI=1 USE_LIBSODIUM=1 USE_LZO=1 make mysql_test',
      'the row of mysql_base_tests, which is the default',
    ],
    [
      'go',
      'none',
      "go test -run '^$' -bench BenchmarkHandleOplogPush -benchmem -count 10 ./internal/databases/mongo | tee oplog.txt",
      'nobody measures',
    ],
    [
      'go',
      'none',
      'make go_deps\nfor os in freebsd darwin; do env GOOS=$os GOARCH=arm64 CGO_ENABLED=0 go build -mod vendor ./main/...; done',
      'CI builds for Linux and Windows',
    ],
  ],
};
