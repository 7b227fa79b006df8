import type { Repository } from '../case.ts';

export const badger: Repository = {
  name: 'dgraph-io/badger',
  commit: '34dba21bea3683c83684bb9f40d3495976e2828a',
  cases: [
    ['make, just, task', 'whole', 'make test', 'ci-badger-tests.yml'],
    ['word by word', 'whole', './test.sh', 'make test'],
    ['go', 'whole', 'go test -tags=jemalloc -race -timeout=25m .', 'test.sh, root'],
    ['go', 'whole', 'go build ./...', 'job cross-compile'],
    [
      'word by word',
      'whole',
      'mkdir bank && cd bank && badger bank test -v --dir=. -d=20m',
      'ci-badger-bank-tests.yml',
    ],
    ['word by word', 'none', 'badger bank test --dir=/mnt/nvme -d=12h', 'another scale'],
    ['go', 'none', "go test -run '^$' -bench BenchmarkReadWrite -benchtime 30s .", 'nobody measures'],
    ['word by word', 'none', 'badger benchmark write -l --dir=/mnt/nvme/b --keys-mil=500', 'another scale'],
  ],
};
