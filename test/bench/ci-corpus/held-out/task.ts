import type { Repository } from '../case.ts';

export const task: Repository = {
  name: 'go-task/task',
  commit: 'b250872d9aebcd4857679553339d167478b63514',
  cases: [
    ['make, just, task', 'whole', 'task test', 'ci.yml'],
    ['go', 'whole', 'go test ./...', 'gotestsum over ./...', { env: { CGO_ENABLED: '0' } }],
    ['go', 'whole', 'gotestsum -f pkgname ./taskfile/...', 'a part of that', { env: { CGO_ENABLED: '0' } }],
    ['go', 'none', "go test -tags fsbench -run '^$' -bench . ./...", 'no job measures'],
    ['make, just, task', 'none', 'task bench:checksum', 'no job measures'],
    ['make, just, task', 'whole', 'task lint', 'golangci-lint-action'],
    ['lint', 'whole', 'golangci-lint run ./internal/...', 'golangci-lint-action'],
    ['make, just, task', 'none', 'task goreleaser:test', 'no job calls it'],
    ['make, just, task', 'none', 'task generate:fixtures', 'the tests in another mode: GOLDIE_UPDATE'],
    [
      'word by word',
      'whole',
      'check-jsonschema --check-metaschema website/src/public/next-schema.json website/src/public/schema.json',
      'job lint-jsonschema',
    ],
    ['go', 'whole', 'go build -v ./cmd/task', 'job build, with nothing made of it'],
    ['lint', 'whole', 'govulncheck ./...', 'govulncheck-action'],
  ],
};
