import type { Repository } from '../case.ts';

export const cobra: Repository = {
  name: 'spf13/cobra',
  commit: 'adbc8813901bba65827259daa8e22ff94ec1f30e',
  cases: [
    ['go', 'whole', 'go test ./...', 'make richtest is go test through richgo'],
    ['make, just, task', 'whole', 'make test', 'the same tests'],
    ['make, just, task', 'whole', 'make richtest', 'test.yml'],
    ['go', 'whole', 'go test -run TestFlagLong ./...', 'a part of that'],
    ['lint', 'whole', 'golangci-lint run', 'golangci-lint-action'],
    ['go', 'none', "go test -run='^$' -bench=. ./...", 'no job measures'],
    ['go', 'none', 'go test -race ./...', 'CI does not look for races'],
  ],
};
