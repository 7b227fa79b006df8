import type { Repository } from '../case.ts';

export const minio: Repository = {
  name: 'minio/minio',
  commit: '7aac2a2c5b7c882e68c1ce017d8256be2feea27f',
  cases: [
    ['make, just, task', 'whole', 'make test', 'go-lint.yml'],
    ['make, just, task', 'whole', 'make test-race', 'go-lint.yml'],
    ['make, just, task', 'whole', 'make verify-healing', 'go-healing.yml'],
    ['make, just, task', 'whole', 'make verify', 'go.yml'],
    ['go', 'whole', 'CGO_ENABLED=0 go test -tags kqueue,dev ./...', 'make test'],
    ['go', 'whole', 'go test -tags kqueue,dev ./internal/...', 'make test'],
    [
      'go',
      'whole',
      "MINIO_API_REQUESTS_MAX=10000 go test -tags kqueue,dev -run 'TestIAM*' ./cmd",
      'make test-iam and make test',
    ],
    ['lint', 'whole', 'govulncheck ./...', 'vulncheck.yml'],
    ['make, just, task', 'whole', 'make crosscompile', 'go-cross.yml'],
    ['go', 'none', "go test -run '^$' -bench . ./cmd", 'nobody measures'],
    ['word by word', 'none', 'warp put --host=127.0.0.1:9000 --obj.size=1GiB --duration=10m', 'a measurement'],
  ],
};
