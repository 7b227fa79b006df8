import type { Repository } from '../case.ts';

export const dragonfly: Repository = {
  name: 'dragonflydb/dragonfly',
  commit: 'f8eca6d0b05c915cee9439036b5b04aebbb973bb',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -B build -DCMAKE_BUILD_TYPE=Debug -DWITH_AWS:BOOL=OFF -DWITH_GCP:BOOL=OFF -DWITH_GPERF:BOOL=OFF -GNinja\nninja -C build dragonfly',
      'test-fakeredis.yml, job test',
    ],
    [
      'cmake, meson',
      'whole',
      'cd build && FLAGS_fiber_safety_margin=4096 timeout 20m ctest -V -L DFLY -E allocation_tracker_test',
      'ci.yml, job build',
    ],
    [
      'cmake, meson',
      'whole',
      'cd build\nFLAGS_fiber_safety_margin=4096 FLAGS_cluster_mode=emulated ctest -V -L DFLY | tee cluster.log',
      'job build',
    ],
    [
      'cmake, meson',
      'scheduled',
      'mkdir -p build && cd build\ncmake .. -DCMAKE_BUILD_TYPE=Debug -GNinja -DMARCH_OPT=-march=x86-64\nninja src/all',
      'daily-builds.yml by its matrix',
    ],
    ['word by word', 'whole', 'cd build && ./search_test --use_numeric_range_tree=false', 'job build, in a function'],
    ['word by word', 'whole', 'cd build && ./json_family_test --jsonpathv2=false', 'job build, in a function'],
    ['word by word', 'none', 'cd build && ./dash_test --bench --benchmark_filter=BM_Insert', 'nobody measures'],
    [
      'word by word',
      'none',
      './build/dfly_bench -p 6379 --qps=0 -n 2000000 -c 32 --proactor_threads=8',
      'nobody measures',
    ],
    [
      'python',
      'whole',
      'cd tests && pytest -m "(not large) and (not opt_only)" --timeout=300 dragonfly',
      'job build through the action, by its expression',
    ],
    [
      'python',
      'whole',
      'cd tests\nexport DRAGONFLY_PATH=$PWD/../build/dragonfly\npytest -m large dragonfly --durations=10',
      'job large-tests-arm through the action',
    ],
    [
      'python',
      'scheduled',
      'cd tests && pytest -m "(not large) and (not opt_only) and not exclude_epoll" dragonfly --df force_epoll=true',
      'epoll-regression-tests.yml',
    ],
    [
      'python',
      'whole',
      'cd tests/fakeredis && poetry install && poetry run pytest test/test_json -v',
      'of test-fakeredis.yml, job test',
    ],
    [
      'python',
      'none',
      'poetry run pytest test/test_hypothesis/test_zset.py',
      'test-fakeredis.yml ignores it',
      { cwd: 'tests/fakeredis' },
    ],
    [
      'word by word',
      'none',
      'cd tests/dragonfly/valkey_tcl\n./sync-valkey-tcl-tests.sh\n./run-stream-tests.sh ../../../build/dragonfly 6399',
      'job build goes on when it fails',
    ],
    ['word by word', 'whole', 'python3 fuzz/check_fuzz_coverage.py', 'job pre-commit'],
    [
      'word by word',
      'scheduled',
      'git clone https://github.com/dragonflydb/bullmq\ncd bullmq && yarn install && yarn build',
      'bullmq-tests.yml',
    ],
  ],
};
