import type { Repository } from '../case.ts';

export const viper: Repository = {
  name: 'spf13/viper',
  commit: '528f7416c4b56a4948673984b190bf8713f0c3c4',
  cases: [
    ['go', 'whole', 'go test -race ./...', 'job test'],
    ['go', 'whole', 'go test -run TestUnmarshal .', 'a part of that'],
    ['go', 'whole', 'go test -tags viper_finder ./...', 'by the matrix of tags'],
    ['lint', 'whole', 'golangci-lint run', 'golangci-lint-action'],
    ['go', 'none', "go test -run '^$' -bench . .", 'no job measures'],
    ['go', 'none', 'go test -tags viper_bind_everything ./...', 'no job has the tag'],
    ['go', 'whole', 'GOOS=js GOARCH=wasm go build .', 'job build, by its matrix'],
  ],
};
