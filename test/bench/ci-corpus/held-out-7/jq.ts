import type { Repository } from '../case.ts';

export const jq: Repository = {
  name: 'jqlang/jq',
  commit: '579e6f76cffd7643ba4002a2c3618a5ea710589a',
  cases: [
    [
      'make, just, task',
      'whole',
      'autoreconf -i && ./configure --with-oniguruma=builtin && make -j8 && make check',
      'ci.yml',
    ],
    ['make, just, task', 'whole', 'make check VERBOSE=yes', 'ci.yml'],
    ['make, just, task', 'whole', 'make distcheck', 'job dist'],
    ['word by word', 'none', "time ./jq -n '[range(10000000)] | length'", 'a measurement'],
  ],
};
