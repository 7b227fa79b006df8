import type { Repository } from '../case.ts';

export const prometheus: Repository = {
  name: 'prometheus/prometheus',
  commit: 'd15adb9ad7e5d9fbde3a9a8f30200593a5a14d86',
  cases: [
    ['go', 'whole', 'go test ./...', 'make GO_ONLY=1 ends in go test over ./...'],
    ['go', 'whole', 'go test ./tsdb/... -run TestHead', 'a part of that'],
    ['go', 'whole', 'go test -race ./promql', 'test-flags is -race'],
    ['go', 'none', 'go test -tags=slicelabels ./model/labels/...', 'slicelabels is run over three other packages'],
    ['go', 'whole', 'go test --tags=dedupelabels ./model/labels', 'dedupelabels is run over ./...'],
    ['go', 'none', "go test -run='^$' -bench=BenchmarkRangeQuery ./promql", 'CI measures nothing'],
    ['lint', 'whole', 'golangci-lint run', 'golangci-lint-action'],
    ['make, just, task', 'whole', 'make ui-test', 'job test_ui'],
    ['npm', 'whole', 'cd web/ui && pnpm run lint', 'make ui-lint'],
    ['go', 'whole', "go test -fuzz='FuzzParseExpr$' -fuzztime=4m ./util/fuzzing", 'fuzzing.yml, by its matrix'],
    ['go', 'none', "go test -fuzz='FuzzParseExpr$' -fuzztime=6h ./util/fuzzing", 'CI fuzzes four minutes'],
    ['make, just, task', 'none', 'make bench_tsdb', 'no job measures'],
    ['go', 'whole', 'GOARCH=386 go test ./tsdb/...', 'job test_go_386'],
    ['go', 'whole', 'go test -tags=compliance ./compliance/...', 'job test-compliance'],
    ['go', 'none', 'go test -tags=stringlabels ./model/labels/...', 'no job has the tag'],
  ],
};
