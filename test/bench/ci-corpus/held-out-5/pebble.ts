import type { Repository } from '../case.ts';

export const pebble: Repository = {
  name: 'cockroachdb/pebble',
  commit: 'f82e3ff74d10b1f33df146eefc5661518f868542',
  cases: [
    ['make, just, task', 'whole', 'make test', 'job go-linux'],
    ['make, just, task', 'whole', 'make testrace TAGS=', 'job linux-race'],
    ['go', 'whole', 'go test -tags invariants ./...', 'make test'],
    ['go', 'whole', 'go test -race -timeout 30m ./sstable/...', 'make testrace TAGS='],
    ['go', 'whole', 'go test -tags invariants -run TestIterator ./...', 'a part of make test'],
    ['go', 'whole', 'CGO_ENABLED=0 go test -tags invariants ./vfs/...', 'make testnocgo'],
    ['make, just, task', 'whole', 'make format-check', 'job go-lint-checks'],
    [
      'go',
      'whole',
      "go test -tags 'invariants pebble_obj_io_tracing' ./objstorage/objstorageprovider/objiotracing",
      'make testobjiotracing',
    ],
    ['go', 'whole', 'go test ./internal/lint', 'make test TAGS='],
    ['make, just, task', 'scheduled', 'make testasan', "the nightly's"],
    ['make, just, task', 'scheduled', 'GOARCH=386 make test', "the nightly's"],
    ['make, just, task', 'scheduled', 'make crossversion-meta', "the nightly's"],
    ['word by word', 'scheduled', 'scripts/stress.sh', "the nightly's"],
    ['go', 'none', "go test -run '^$' -bench . -benchtime 10s ./...", 'nobody measures'],
    ['go', 'scheduled', "go test -tags 'invariants iterv2' ./internal/metamorphic", 'job linux-iterv2 of the nightly'],
    ['make, just, task', 'none', "make stressmeta STRESSFLAGS='-maxtime 4h'", 'stress.sh stresses packages'],
    ['go', 'none', 'go run ./cmd/pebble bench ycsb /mnt/data/ycsb --workload=A', 'a benchmark'],
    [
      'go',
      'none',
      "go test -tags invariants ./internal/metamorphic -run TestMeta -ops 'uniform:100000-500000' -count 200",
      'another scale',
    ],
  ],
};
