import type { Repository } from '../case.ts';

export const citus: Repository = {
  name: 'citusdata/citus',
  commit: 'a3d5708a6ae8bc8ed7129f8256b4585c01b917f3',
  cases: [
    [
      'make, just, task',
      'whole',
      './configure --without-pg-version-check && make -j && sudo make install-all\nmake -C src/test/regress check-multi check-columnar',
      'build_and_test.yml, job test-citus: a list in the words of the call',
    ],
    ['make, just, task', 'whole', 'cd src/test/regress && make check-isolation', 'job test-citus'],
    [
      'make, just, task',
      'whole',
      'for n in 1 2 3; do\n  make -C src/test/regress "check-enterprise-isolation-logicalrep-$n"\ndone',
      'job test-citus',
    ],
    [
      'make, just, task',
      'whole',
      'make check-failure check-query-generator',
      'job test-citus-failure',
      {
        cwd: 'src/test/regress',
      },
    ],
    ['make, just, task', 'part', 'make -C src/test/regress check', 'all but upgrades from a local tree'],
    ['make, just, task', 'none', 'make -C src/test/regress check-multi-vg', 'no valgrind'],
    [
      'make, just, task',
      'none',
      'make -C src/test/regress check-custom-schedule SCHEDULE=multi_schedule_hyperscale WORKERCOUNT=4',
      'no job runs this schedule',
    ],
    [
      'make, just, task',
      'none',
      'CITUSVERSION=13.0 make -C src/test/regress check-multi-1',
      'CI leaves the version empty',
    ],
    ['make, just, task', 'whole', 'make -C src/test/cdc installcheck', 'job test-citus-cdc, another suite'],
    ['make, just, task', 'whole', 'make -C src/test/tap installcheck', 'of check-tap, job test-citus'],
    [
      'make, just, task',
      'whole',
      'make -C src/test/regress check-pg-upgrade old-bindir=/usr/lib/postgresql/16/bin new-bindir=/usr/lib/postgresql/17/bin test-with-columnar=true',
      'job test-pg-upgrade by its matrix',
    ],
    [
      'make, just, task',
      'whole',
      'make -C src/test/regress check-arbitrary-configs parallel=8',
      'job test-arbitrary-configs does all in six parts',
    ],
    [
      'python',
      'whole',
      'cd src/test/regress && pytest -n auto citus_tests/test/test_columnar.py',
      'of check-pytest, job test-citus-failure',
    ],
    [
      'word by word',
      'none',
      'src/test/regress/citus_tests/run_test.py multi_insert_select --repeat 100 --use-whole-schedule-line',
      'CI repeats tests that changed, eight times',
    ],
    ['word by word', 'none', 'cd src/test/hammerdb && ./run_hammerdb.sh bench_rg', 'for branches of that name'],
    ['word by word', 'whole', 'export PG_MAJOR=17\n./ci/build-citus.sh', 'job build'],
    ['lint', 'whole', 'make check-style', 'job check-style does all four'],
    ['lint', 'whole', 'black --check . && isort --check . && flake8', 'job check-style'],
    [
      'word by word',
      'whole',
      'for s in ci/check_*.sh; do bash "$s"; done',
      'jobs check-style and check-sql-snapshots run each',
    ],
    ['word by word', 'whole', 'ci/banned.h.sh && ci/disallow_long_changelog_entries.sh', 'job check-style'],
    [
      'make, just, task',
      'none',
      'make -C src/test/regress check-citus-upgrade-local citus-old-version=v13.0.3',
      'job test-citus-upgrade upgrades from tars',
    ],
  ],
};
