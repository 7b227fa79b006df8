import type { Repository } from '../case.ts';

export const arrowAdbc: Repository = {
  name: 'apache/arrow-adbc',
  commit: '223664fee10b702591378f6b3316452e8ed22a3b',
  cases: [
    [
      'cargo',
      'whole',
      'export RUST_BACKTRACE=full\n(cd rust && cargo test --workspace --all-targets --all-features --release) |& tee rust.log',
      'rust.yml, the step "Test (All Features)"',
    ],
    [
      'cargo',
      'whole',
      'cargo clippy --manifest-path rust/Cargo.toml --workspace --all-targets --all-features --locked -- -D warnings\ncargo test --manifest-path rust/Cargo.toml --doc --workspace --all-features',
      'two steps of rust.yml',
    ],
    ['go', 'whole', 'go test ./driver/flightsql/... ./sqldriver/...', 'ci/scripts/go_test.sh', { cwd: 'go/adbc' }],
    ['go', 'none', 'cd go/adbc && CGO_ENABLED=1 go test -race -timeout 1h ./...', 'nobody looks for races'],
    [
      'cmake, meson',
      'whole',
      'export BUILD_ALL=0 BUILD_DRIVER_MANAGER=1 BUILD_DRIVER_SQLITE=1\n./ci/scripts/cpp_build.sh "$PWD" "$PWD/build"\n./ci/scripts/cpp_test.sh "$PWD/build"',
      'native-unix.yml, job drivers-test-conda',
    ],
    [
      'cmake, meson',
      'whole',
      'meson setup -Dauto_features=enabled c c/build\nmeson compile -C c/build -j 16\nmeson test -C c/build --print-errorlogs --suite driver',
      'native-unix.yml, job drivers-test-meson',
    ],
    [
      'cmake, meson',
      'none',
      'meson setup -Db_sanitize=thread -Dauto_features=enabled -Dflightsql=disabled c c/tsan\nmeson compile -C c/tsan\nmeson test -C c/tsan',
      'CI has addresses and undefined behaviour',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -S c -B bench -DADBC_DRIVER_POSTGRESQL=ON -DADBC_DRIVER_MANAGER=ON -DADBC_BUILD_BENCHMARKS=ON -DCMAKE_BUILD_TYPE=Release\ncmake --build bench -j --target postgresql-benchmark\nADBC_BENCHMARK_POSTGRESQL_TEST_URI=postgresql://localhost:5432/postgres ./bench/driver/postgresql/postgresql-benchmark',
      'nobody measures',
    ],
    [
      'python',
      'whole',
      'BUILD_ALL=0 BUILD_DRIVER_SQLITE=1 ./ci/scripts/python_test.sh "$(pwd)" "$(pwd)/build"',
      'native-unix.yml, job python-conda',
    ],
    [
      'python',
      'whole',
      'python -m pytest python/adbc_driver_manager/tests -k dbapi -q',
      'python_test.sh with BUILD_DRIVER_MANAGER=1',
    ],
    [
      'dotnet',
      'whole',
      'dotnet test csharp/test/Apache.Arrow.Adbc.Tests -c Release --logger trx',
      'csharp.yml, ci/scripts/csharp_test.sh',
    ],
    ['jvm', 'whole', 'cd java\nmvn -B -T 2C test', 'java.yml installs, with tests'],
    [
      'npm',
      'whole',
      'cd javascript && npm ci\nnpm run check\nnpm run build && npm test',
      'javascript.yml, jobs lint and test',
    ],
    [
      'lint',
      'whole',
      'pyright python/adbc_driver_manager && pyright python/adbc_driver_sqlite',
      'native-unix.yml, ci/scripts/python_typecheck.sh',
    ],
  ],
};
