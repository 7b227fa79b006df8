import type { Repository } from '../case.ts';

export const timescaledb: Repository = {
  name: 'timescale/timescaledb',
  commit: '4bf70ffa9b3b7f190139536c0482a300e52cd44a',
  cases: [
    [
      'make, just, task',
      'whole',
      './bootstrap -DCMAKE_BUILD_TYPE=Debug -DPG_SOURCE_DIR=$HOME/pg -DREQUIRE_ALL_TESTS=ON\nmake -j "$(nproc)" -C build\nmake -C build install\nmake -k -C build installcheck IGNORES="bgw_db_scheduler bgw_db_scheduler_fixed bgw_job_stat_history bgw_launcher telemetry net" | tee installcheck.log',
      'linux-build-and-test.yaml, whose matrix a script writes',
    ],
    [
      'make, just, task',
      'whole',
      "make -C build regresscheck-t TESTS='compression_ddl compress_dml_copy cagg_ddl'",
      'installcheck has that target and these tests',
    ],
    [
      'make, just, task',
      'whole',
      "cd build && make isolationcheck-t TESTS='cagg_concurrent_refresh' && make provecheck-t PROVE_TESTS='t/003_mvcc_cagg.pl'",
      'installcheck has both targets',
    ],
    ['make, just, task', 'whole', 'time make -C build pginstallcheck', 'a step of linux-build-and-test.yaml'],
    [
      'make, just, task',
      'whole',
      'export CC=clang-15 CXX=clang-15 CFLAGS="-g -fsanitize=address,undefined -fno-omit-frame-pointer -Og -fno-inline-functions" LDFLAGS="-fsanitize=address,undefined"\nexport CXXFLAGS="$CFLAGS"\n./bootstrap -DCMAKE_BUILD_TYPE=Debug -DPG_SOURCE_DIR=$HOME/pg -DREQUIRE_ALL_TESTS=ON\nmake -j16 -C build && make -C build install\nmake -k -C build installcheck IGNORES="bgw_db_scheduler bgw_db_scheduler_fixed merge_append_partially_compressed net telemetry"',
      'sanitizer-build-and-test.yaml on main',
    ],
    [
      'make, just, task',
      'none',
      './bootstrap -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS="-fsanitize=thread -g" && make -C build install && make -C build regresscheck-t',
      'no workflow has that sanitizer',
    ],
    [
      'make, just, task',
      'whole',
      'BUILD_DIR=nossl ./bootstrap -DCMAKE_BUILD_TYPE=Debug -DPG_SOURCE_DIR=$HOME/pg -DUSE_OPENSSL=OFF\nmake -j8 -C nossl && make -C nossl install && make -C nossl regresscheck TESTS=telemetry',
      'the step "Test telemetry without OpenSSL" on main',
    ],
    [
      'make, just, task',
      'none',
      './bootstrap -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS="-O3 -march=native -flto" && make -C build -j && sudo make -C build install && make -C build regresscheck regresscheck-t',
      'no workflow compiles for its own machine',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B tidy -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_COMPILER=clang-17 -DPG_PATH=$HOME/pg -DLINTER=ON -DWARNINGS_AS_ERRORS=ON && make -C tidy -j8 -k',
      'code_style.yaml, job clang_tidy',
    ],
    [
      'word by word',
      'scheduled',
      "cmake -B build -S . -DASSERTIONS=ON -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER=clang -DCOMPRESSION_FUZZING=1 -DPG_PATH=$HOME/pg\nmake -C build -j install\n~/pg/bin/pg_ctl -D db start\nfor t in gorilla:float8 deltadelta:int8; do\n  psql -v ON_ERROR_STOP=1 -c \"select fuzz('${t%:*}', '${t#*:}', 'false', 500000000)\"\ndone",
      'libfuzzer.yaml, every night and when its corpus changes',
    ],
    [
      'word by word',
      'whole',
      'export PATH=/usr/lib/postgresql/17/bin:$PATH\nfor mode in direct singlestep; do UPDATE_MODE=$mode ./scripts/test_updates.sh; done\n./scripts/test_downgrade.sh',
      'update-test.yaml',
    ],
    [
      'word by word',
      'whole',
      'PGVERSIONOLD=16 PGVERSIONNEW=18 OUTPUT_DIR=$PWD/pg_upgrade_test scripts/test_pg_upgrade.py',
      'pg_upgrade-test.yaml',
    ],
    [
      'word by word',
      'none',
      'PGVERSIONOLD=15 PGVERSIONNEW=17 OUTPUT_DIR=$PWD/pg_upgrade_test scripts/test_pg_upgrade.py',
      'no row upgrades from 15',
    ],
    [
      'word by word',
      'none',
      'make -C build install && psql -X -f bench/schema.sql && pgbench -n -c 32 -j 8 -T 600 -P 10 -f bench/insert.sql',
      'nobody measures here',
    ],
    ['lint', 'whole', './scripts/clang_format_all.sh && git diff --exit-code', 'code_style.yaml, job cc_checks'],
    [
      'lint',
      'part',
      'python scripts/check_updates.py --latest sql/updates/latest-dev.sql\npython scripts/check_updates.py sql/updates/reverse-dev.sql',
      'catalog-updates-check.yaml forgives the second',
    ],
  ],
};
