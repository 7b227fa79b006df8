import type { Repository } from '../case.ts';

export const victoriaMetrics: Repository = {
  name: 'VictoriaMetrics/VictoriaMetrics',
  commit: 'b7ef6cc3ed35c607e053a8b7755fc3b896a10eaa',
  cases: [
    ['make, just, task', 'whole', 'make test', 'job unit by its matrix'],
    ['make, just, task', 'whole', 'make test-pure', 'job unit by its matrix'],
    ['make, just, task', 'none', 'make test-race', 'CI has no race detector in these'],
    ['go', 'whole', 'go test -tags synctest ./lib/storage/... -run TestTable', 'of make test'],
    ['make, just, task', 'whole', 'make check-all', 'job lint'],
    ['lint', 'whole', 'golangci-lint run --build-tags synctest', 'of make check-all'],
    ['make, just, task', 'whole', 'make apptest', 'job apptest'],
    ['go', 'whole', 'go test ./apptest/tests -run TestSingle', 'of make apptest'],
    ['go', 'none', "go test ./apptest/tests -run '^TestCluster'", 'job apptest skips them'],
    ['make, just, task', 'none', 'make govulncheck', 'no job calls it'],
    ['make, just, task', 'whole', 'make vmui-test', 'vmui.yml, whose last step fails where one failed'],
    ['npm', 'whole', 'cd app/vmui/packages/vmui && npm run typecheck', 'of make vmui-typecheck'],
    ['make, just, task', 'whole', 'make victoria-metrics-linux-amd64', 'build.yml by its matrix'],
    ['make, just, task', 'none', 'make benchmark', 'nobody measures'],
    ['go', 'none', 'GOMAXPROCS=16 go test -run=NO_TESTS -bench=BenchmarkTableAddRows ./lib/storage', 'nobody measures'],
  ],
};
