import type { Repository } from '../case.ts';

export const containerd: Repository = {
  name: 'containerd/containerd',
  commit: '301026e58c619e63d09c0ec411012e54c0124b03',
  cases: [
    ['make, just, task', 'whole', 'make test', 'ci.yml, job integration-linux'],
    ['make, just, task', 'whole', 'make build && make binaries', 'job binaries'],
    ['make, just, task', 'whole', 'sudo -E PATH=$PATH make root-test 2>&1 | tee root.log', 'job integration-linux'],
    ['make, just, task', 'whole', 'sudo make integration TESTFLAGS_PARALLEL=1', 'job integration-linux'],
    [
      'make, just, task',
      'whole',
      'CONTAINERD_RUNTIME=io.containerd.runc.v2 make cri-integration',
      'job integration-linux',
    ],
    ['make, just, task', 'whole', 'make check-protos verify-vendor', 'jobs protos and project'],
    ['make, just, task', 'none', 'make benchmark', 'nobody measures'],
    ['make, just, task', 'whole', 'GOOS=freebsd GOARCH=arm64 make binaries', 'job crossbuild by its matrix'],
    ['go', 'whole', 'go test ./core/metadata/...', 'of make test'],
    ['go', 'whole', 'go test -race -v -run TestFilters ./pkg/filters', 'of make test'],
    ['go', 'whole', 'cd api && go test ./...', 'make test'],
    [
      'go',
      'whole',
      'cd integration/client && sudo -E go test -v -run TestContainerStart -test.root .',
      'of make integration',
    ],
    ['go', 'none', "go test -run '^$' -bench BenchmarkGarbageCollect -count 10 ./core/metadata", 'nobody measures'],
    ['go', 'none', 'go test -fuzz=FuzzFiltersParse -fuzztime=30m ./pkg/filters/', 'CI stops after 50,000 runs'],
    ['word by word', 'whole', 'script/go-test-fuzz.sh', 'fuzz.yml, job go_test_fuzz'],
    [
      'word by word',
      'none',
      'bin/containerd-stress --concurrent 16 --duration 10m --address /run/containerd/containerd.sock',
      'nobody measures',
    ],
    ['lint', 'whole', 'golangci-lint run --timeout=8m', 'job linters through the action'],
  ],
};
