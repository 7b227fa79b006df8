import type { Repository } from '../case.ts';

export const kvrocks: Repository = {
  name: 'apache/kvrocks',
  commit: '5fccd57c66bc8f0e4138924fe6a0148931e5650f',
  cases: [
    ['word by word', 'whole', './x.py build -j$(nproc) --unittest --compiler gcc', 'kvrocks.yaml, job build-and-test'],
    ['word by word', 'whole', 'ulimit -c unlimited\n./x.py test cpp 2>&1 | tee cpp.log', 'job build-and-test'],
    ['word by word', 'whole', 'export PATH=$PATH:$HOME/local/bin/\n./x.py test go build', 'job build-and-test'],
    [
      'word by word',
      'whole',
      './x.py build -j16 --unittest --compiler clang -DDISABLE_JEMALLOC=ON -DENABLE_TSAN=ON && ./x.py test cpp',
      'job build-and-test by its matrix',
    ],
    [
      'word by word',
      'whole',
      './x.py build -j$(nproc) --unittest --compiler gcc -DENABLE_NEW_ENCODING=FALSE',
      'job build-and-test by its matrix',
    ],
    ['word by word', 'none', './x.py build -j$(nproc) --compiler clang -DENABLE_IPO=OFF', 'a setting of no row'],
    [
      'word by word',
      'none',
      './x.py build -j$(nproc) --compiler gcc -DCMAKE_BUILD_TYPE=Debug --unittest',
      'a setting of no row',
    ],
    [
      'word by word',
      'whole',
      'python3 utils/kvrocks2redis/tests/populate-kvrocks.py --password="" --flushdb=true\nsleep 10s\npython3 utils/kvrocks2redis/tests/check_consistency.py --src_password=""',
      'job build-and-test',
    ],
    ['word by word', 'none', 'redis-benchmark -p 6666 -t set,get,hset -n 10000000 -c 100 -P 16', 'nobody measures'],
    [
      'word by word',
      'none',
      './build/kvrocks -c kvrocks.conf --dir /mnt/nvme/db &\nmemtier_benchmark -p 6666 --test-time=600 --ratio=1:10',
      'nobody measures',
    ],
    ['lint', 'whole', './x.py check format --clang-format-path clang-format-14', 'job check-and-lint'],
    [
      'lint',
      'whole',
      './x.py build --skip-build\n./x.py check tidy -j $(nproc) --clang-tidy-path clang-tidy-14 --run-clang-tidy-path run-clang-tidy-14',
      'job check-and-lint',
    ],
    ['lint', 'whole', './x.py check golangci-lint', 'job check-and-lint'],
    ['lint', 'whole', 'cd tests/gocase && golangci-lint run -v ./...', 'x.py check golangci-lint, job check-and-lint'],
    ['lint', 'whole', 'typos --config .github/config/typos.toml', 'job check-typos through the action'],
    [
      'lint',
      'whole',
      'license-eye -c .github/config/licenserc.yml header check',
      'job check-and-lint through the action',
    ],
  ],
};
