import type { Repository } from '../case.ts';

export const pgvector: Repository = {
  name: 'pgvector/pgvector',
  commit: 'e48241b4dcc045b18902914f668d03d1d399dfbe',
  cases: [
    ['make, just, task', 'whole', 'make && make install && make installcheck', 'job ubuntu'],
    ['make, just, task', 'whole', 'make installcheck', 'job ubuntu'],
    ['make, just, task', 'whole', 'make prove_installcheck', 'job ubuntu'],
    ['word by word', 'none', 'pgbench -f bench/knn.sql -T 600 -c 32 db', 'a measurement'],
    ['make, just, task', 'none', 'make bench', 'no job runs it'],
  ],
};
