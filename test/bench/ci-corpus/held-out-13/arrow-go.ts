import type { Repository } from '../case.ts';

export const arrowGo: Repository = {
  name: 'apache/arrow-go',
  commit: 'b3dacd2a2ce0bf709a29a63a233f1626b5eee817',
  cases: [
    ['word by word', 'whole', 'ci/scripts/test.sh $(pwd)', 'test.yml, job macos'],
    ['word by word', 'whole', 'ci/scripts/build.sh "$PWD" && ci/scripts/test.sh "$PWD"', 'job macos'],
    ['word by word', 'whole', 'ARROW_GO_TESTCGO=1 ci/scripts/test.sh $(pwd)', 'job macos-cgo'],
    ['word by word', 'whole', 'docker compose run debian', 'job docker'],
    ['go', 'whole', 'cd arrow && go test -race -short -tags assert,test ./...', 'ci/scripts/test.sh, job macos'],
    ['go', 'whole', 'cd arrow && go test -short -tags assert,test,noasm ./compute/... | tee compute.log', 'of test.sh'],
    ['go', 'whole', 'pushd parquet; go test -tags assert -run TestWriter -v ./file; popd', 'of test.sh'],
    ['go', 'whole', 'cd arrow && go test -short -tags assert,test,ccalloc ./memory/...', 'test.sh of job macos-cgo'],
    ['go', 'whole', 'GOARCH=386 go test ./parquet/file/...', 'job build-test-386'],
    ['go', 'none', 'GOARCH=386 go test ./arrow/...', 'job build-test-386 builds it and tests one directory'],
    ['go', 'none', 'cd arrow && go test -tags mallocator,assert ./memory/mallocator/...', 'a tag no job gives'],
    [
      'go',
      'none',
      'cd arrow && go test -bench=. -run=- -tags noasm -count 6 ./math/...',
      'nobody measures without assembly',
    ],
    ['make, just, task', 'none', 'make -C arrow bench-noasm', 'nobody measures without assembly'],
    [
      'word by word',
      'whole',
      'cd arrow/cdata/test\ngo build -tags cdata_test,assert -buildmode=c-shared -o cgotest.so .\npython test_export_to_cgo.py',
      'ci/scripts/cgo_python_test.sh, job docker-cgo-python',
    ],
    ['lint', 'whole', 'pre-commit run --all-files', 'lint.yml, job lint'],
    ['lint', 'whole', 'cd parquet && golangci-lint run', 'a hook of pre-commit, job lint'],
  ],
};
