import type { Repository } from '../case.ts';

export const valkey: Repository = {
  name: 'valkey-io/valkey',
  commit: '55bbbe09a3b37a98c907dbfbc225768ff253e84f',
  cases: [
    ['word by word', 'whole', './runtest --tags -slow', 'ci.yml'],
    ['word by word', 'whole', './runtest --verbose --tags -slow --dump-logs', 'ci.yml'],
    ['word by word', 'whole', 'make -j4 all-with-unit-tests && ./src/valkey-unit-tests', 'ci.yml'],
    ['word by word', 'whole', "CFLAGS='-Werror' ./runtest-moduleapi --verbose --dump-logs", 'ci.yml'],
    ['make, just, task', 'whole', 'make SANITIZER=address && ./runtest --tags -slow', 'job test-sanitizer-address'],
    ['word by word', 'scheduled', './runtest --accurate --verbose --dump-logs', 'daily.yml'],
    ['word by word', 'scheduled', './runtest-sentinel', 'daily.yml'],
    ['word by word', 'scheduled', './runtest-cluster', 'daily.yml'],
    ['word by word', 'scheduled', './src/valkey-unit-tests --accurate', 'daily.yml'],
    ['word by word', 'none', './src/valkey-benchmark -t set,get -n 100000000 -P 16', 'a measurement'],
    ['word by word', 'none', './runtest --loops 100 --single unit/cluster/links', 'another scale'],
    [
      'word by word',
      'none',
      "taskset -c 0-3 ./src/valkey-server --save '' & sleep 2; taskset -c 4-7 ./src/valkey-benchmark -q -n 10000000",
      'a measurement',
    ],
  ],
};
