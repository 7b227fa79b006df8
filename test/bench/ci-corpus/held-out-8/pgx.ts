import type { Repository } from '../case.ts';

export const pgx: Repository = {
  name: 'jackc/pgx',
  commit: '728cefa8008f2b06aeca071cd3239862aa80f9af',
  cases: [
    ['go', 'whole', 'go test ./...', 'job test, with -race'],
    ['go', 'whole', 'go test -race ./pgtype/... -run TestNumeric', 'job test'],
    ['go', 'whole', "go test -parallel=1 -race -count=1 -run 'TestPgbouncer' ./...", 'job test-pgbouncer'],
    [
      'go',
      'whole',
      'PGX_TEST_DATABASE="host=127.0.0.1 user=pgx_md5 password=secret dbname=pgx_test" go test ./pgconn',
      'job test by its matrix',
    ],
    ['go', 'whole', 'CGO_ENABLED=0 go test ./stdlib', 'job test-windows'],
    ['lint', 'whole', 'gofmt -l -s -w . && git diff --exit-code', 'job test'],
    ['lint', 'none', 'golangci-lint run', 'no job calls it'],
    ['go', 'none', "go test -bench=. -benchmem -run='^$' ./...", 'nobody measures'],
    ['go', 'none', 'PGX_TEST_DATABASE="host=prod.internal user=bench" go test ./...', 'a real service'],
  ],
};
