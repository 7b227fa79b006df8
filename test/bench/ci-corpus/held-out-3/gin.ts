import type { Repository } from '../case.ts';

export const gin: Repository = {
  name: 'gin-gonic/gin',
  commit: 'dcaa4296d111981ffb31ac3eba90bb63e1eb5ab9',
  cases: [
    ['make, just, task', 'whole', 'make test', 'gin.yml'],
    ['go', 'whole', 'go test ./binding', 'one of the folders that make test tests'],
    ['go', 'whole', 'go test -tags nomsgpack ./binding', 'by the matrix of tags'],
    ['lint', 'whole', 'golangci-lint run', 'golangci-lint-action'],
    ['go', 'none', "go test -run='^$' -bench=. ./...", 'no job measures'],
    ['make, just, task', 'none', 'make misspell-check', 'no job calls it'],
  ],
};
