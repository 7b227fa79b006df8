import type { Repository } from '../case.ts';

export const restic: Repository = {
  name: 'restic/restic',
  commit: 'a80be1478a4c537f8396e0db2b05120aa78f11e0',
  cases: [
    ['make, just, task', 'whole', 'make test', 'tests.yml, job test tests every package'],
    ['make, just, task', 'whole', 'make restic', 'go run build.go in job test'],
    ['go', 'whole', 'go test -race -timeout 30m ./... 2>&1 | tee race.log', 'job test, row "Linux (race)"'],
    ['go', 'whole', 'go test -race -count=1 ./internal/repository/...', 'row "Linux (race)"'],
    [
      'go',
      'whole',
      'RESTIC_TEST_FUSE=true go test -v ./internal/fuse/ ./cmd/restic/',
      'the rows of Linux set that variable',
    ],
    ['go', 'whole', 'go test -run TestRestorer ./internal/restorer', 'job test'],
    [
      'go',
      'whole',
      'time go test -cover -parallel 5 -timeout 15m ./internal/backend/...',
      'the step "Test cloud backends", and job test without secrets',
    ],
    ['go', 'none', 'go test -tags debug ./internal/...', 'CI only compiles with this tag'],
    ['go', 'none', "go test -run '^$' -bench . -benchmem ./internal/repository/... | tee new.txt", 'nobody measures'],
    [
      'go',
      'none',
      'for i in 1 2 3 4 5; do go test -run=NONE -bench=BenchmarkIndex -cpu 1,8 ./internal/repository/index >> index.txt; done',
      'nobody measures',
    ],
    ['go', 'none', 'GOARCH=386 go test ./internal/...', 'CI only compiles for it'],
    [
      'go',
      'whole',
      'go run ./helpers/build-release-binaries/main.go -o out -s . --platform-subset 1/3 --tags debug',
      'job cross_compile; only the directory differs',
    ],
    [
      'go',
      'whole',
      'GOOS=openbsd GOARCH=amd64 go build ./cmd/restic',
      'job cross_compile builds it through the helper',
    ],
    ['lint', 'whole', 'golangci-lint run --timeout 10m ./internal/backend/...', 'job lint on a pull request'],
    ['lint', 'whole', 'go mod tidy && git diff --exit-code go.mod go.sum', 'job lint'],
    ['lint', 'whole', 'codespell', 'codespell.yml through the action'],
    ['lint', 'none', 'govulncheck ./...', 'no job calls it'],
    [
      'word by word',
      'none',
      'go run build.go\nexport RESTIC_REPOSITORY=/mnt/nvme/repo RESTIC_PASSWORD=bench\n./restic init\n/usr/bin/time -v ./restic backup --read-concurrency 8 /data/linux-6.9',
      'CI only makes a backup of its checkout',
    ],
    ['word by word', 'whole', 'go install github.com/restic/calens@latest\ncalens', 'job test, one row of its matrix'],
    ['word by word', 'none', 'bash helpers/verify-release-binaries.sh 0.18.0', 'nobody runs it'],
  ],
};
