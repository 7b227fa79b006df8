import type { Repository } from '../case.ts';

export const klauspostCompress: Repository = {
  name: 'klauspost/compress',
  commit: '117430d3b0e3c39c14d32fe7c90652149a78e609',
  cases: [
    ['go', 'whole', 'go vet ./...\ntime go test -count=1 ./...', 'go.yml, job build'],
    [
      'go',
      'whole',
      'for tag in noasm nounsafe; do\n  go test -tags=$tag ./zstd/... ./s2/... | tee test-$tag.log\ndone',
      'job build, the steps Test No-asm and Test No-unsafe',
    ],
    [
      'go',
      'whole',
      'CGO_ENABLED=1 go test -short -race -cpu=4 -tags=nounsafe ./zstd/...',
      'job build, the step Test Race 4 CPU',
    ],
    [
      'go',
      'whole',
      'GOOS=linux GOARCH=386 go test -short ./s2/... ./flate/...',
      'job build-special, the step Test 386',
    ],
    ['go', 'whole', 'GOAMD64=v3 go test ./s2/...', 'job build-special, where the machine can'],
    [
      'go',
      'whole',
      'go test -tags=nounsafe -run=none -fuzz=FuzzDecodeAll -fuzztime=500000x -test.fuzzminimizetime=10ms ./zstd/.',
      'job fuzz-zstd, word by word',
    ],
    ['lint', 'whole', 'test -z "$(gofmt -l .)"', 'job build-special, the step fmt'],
    [
      'go',
      'whole',
      'for p in s2 zstd huff0; do (cd $p/_generate && go generate -v -x); done\ngit diff\ntest -z "$(git status --porcelain)"',
      'job generate',
    ],
    [
      'go',
      'part',
      "go test ./gzhttp/...\ngo test -run '^$' -bench . -benchmem ./gzhttp/...",
      'job build; nobody measures',
    ],
    ['go', 'none', "go test -run '^$' -bench 'Twain|Random' -benchmem -count 10 ./s2 | tee s2.txt", 'nobody measures'],
    [
      'go',
      'none',
      'go test -tags=noasm -run=none -bench=Decoder -benchtime=5s ./zstd\ngo test -run=none -bench=Decoder -benchtime=5s ./zstd',
      'nobody measures',
    ],
    [
      'go',
      'none',
      'go test -tags=nounsafe -run=none -fuzz=FuzzDecodeAll -fuzztime=4h ./zstd/.',
      'CI stops after 500000 inputs',
    ],
    [
      'go',
      'none',
      'GOARCH=s390x go test -exec "qemu-s390x -L /usr/s390x-linux-gnu" ./zstd/... ./flate/...',
      'no job has a machine of that byte order',
    ],
    ['go', 'none', 'CC=clang go test -asan ./zstd/...', 'job fuzz-zstd-asan only fuzzes'],
    ['go', 'none', 'GOAMD64=v4 go test ./zstd/...', 'CI has v4 for s2 only'],
    [
      'word by word',
      'none',
      'go build -o s2c ./s2/cmd/s2c\nfor f in corpus/*; do ./s2c -bench=10 -slower -o /dev/null "$f"; done | tee s2c.txt',
      'CI only verifies one file',
    ],
  ],
};
