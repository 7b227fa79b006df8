import type { Repository } from '../case.ts';

export const ebpf: Repository = {
  name: 'cilium/ebpf',
  commit: '5ba0b3b27a92c7b0402419f61240416c9b3c7c42',
  cases: [
    ['go', 'whole', 'vimto -kernel :6.6 -- go test -short -count 1 ./...', 'ci.yml, job linux-test'],
    [
      'go',
      'whole',
      'for k in 5.4 5.10 5.15 6.1; do\n  vimto -kernel :$k -- go test -short -count 1 ./... || exit 1\ndone',
      'job linux-test by its matrix',
    ],
    ['go', 'none', 'vimto -kernel :4.19 -- go test -short -count 1 ./...', 'no row has this kernel'],
    [
      'go',
      'whole',
      'CGO_ENABLED=1 vimto -kernel :stable-selftests -- go test -race -short -timeout 5m ./btf ./link',
      'job test-on-prev-go',
    ],
    ['go', 'whole', 'CGO_ENABLED=1 go test -race -short ./internal/...', 'job test-on-prev-go has them in its machine'],
    [
      'go',
      'whole',
      'gotestsum --format testname -- -exec "sudo -E" -short -count 1 ./perf ./ringbuf',
      'jobs linux-test and test-on-arm64',
    ],
    ['go', 'part', 'go test -count 1 ./cmd/bpf2go/...', 'CI leaves out what -short skips'],
    ['go', 'none', 'go test -short -tags ebpf_unsafe_memory_experiment ./...', 'a tag that CI has not'],
    [
      'go',
      'whole',
      "vimto -kernel :stable-selftests -- go test -short -run '^$' -bench . -benchtime=1x ./...",
      'job linux-benchmark',
    ],
    [
      'go',
      'none',
      "go test -exec sudo -run '^$' -bench 'BenchmarkRead' -benchtime 10s -count 10 ./ringbuf ./perf | tee ring.txt",
      'CI runs each benchmark once',
    ],
    ['go', 'none', "go test -run '^$' -fuzz FuzzExtInfo -fuzztime 2h ./btf", 'nobody fuzzes'],
    ['go', 'whole', 'go build ./...', 'job build-and-lint'],
    ['go', 'whole', 'GOOS=js GOARCH=wasm go build -v ./...', 'job cross-build'],
    ['go', 'none', 'GOARCH=s390x go test -c -o /dev/null ./...', 'no job builds for it'],
    ['lint', 'whole', 'go tool staticcheck ./btf/... ./link/...', 'job build-and-lint'],
    ['lint', 'whole', 'golangci-lint run --timeout 10m ./...', 'job build-and-lint through the action'],
    ['word by word', 'whole', './scripts/go-fix.sh && git diff --exit-code', 'job generate-and-fix'],
    ['make, just, task', 'whole', 'make clean && make container-all\ngit diff --exit-code', 'job generate-and-fix'],
    ['make, just, task', 'whole', 'make -C docs build', 'job build-docs'],
    ['word by word', 'whole', 'cd docs && pipenv run mkdocs build --strict', 'of make build in job build-docs'],
  ],
};
