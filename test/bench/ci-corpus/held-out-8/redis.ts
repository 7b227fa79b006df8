import type { Repository } from '../case.ts';

export const redis: Repository = {
  name: 'redis/redis',
  commit: '4f8cdc2a1ea53e42955af758aabffee67cb455dd',
  cases: [
    ['word by word', 'whole', './runtest --tags -slow', 'ci.yml'],
    ['word by word', 'whole', "CFLAGS='-Werror' ./runtest-moduleapi --verbose", 'ci.yml'],
    ['make, just, task', 'part', 'make test', 'ci.yml leaves the slow ones out'],
    ['word by word', 'part', './runtest --single unit/type/list', 'ci.yml leaves its slow ones out'],
    ['word by word', 'scheduled', './runtest --accurate --verbose --dump-logs', 'daily.yml'],
    ['word by word', 'scheduled', './runtest-cluster', 'daily.yml'],
    ['word by word', 'scheduled', './runtest-sentinel', 'daily.yml'],
    ['word by word', 'scheduled', './src/redis-server test all --accurate', 'daily.yml'],
    ['lint', 'whole', 'codespell --config=./.codespell/.codespellrc', 'spell-check.yml'],
    [
      'word by word',
      'whole',
      "make SANITIZER=address REDIS_CFLAGS='-Werror -DDEBUG_ASSERTIONS' BUILD_TLS=module && ./runtest --tags -slow",
      'job test-sanitizer-address',
    ],
    ['word by word', 'none', './src/redis-benchmark -t set,get -n 10000000 -P 16', 'a measurement'],
  ],
};
