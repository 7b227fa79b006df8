import type { Repository } from '../case.ts';

export const brotli: Repository = {
  name: 'google/brotli',
  commit: '8e10eeb3378f6c459dbaf033ca6727e9816afccb',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -B out . -DCMAKE_BUILD_TYPE=Release\ncmake --build out -j$(nproc)\ncd out && ctest -j8',
      'build_test.yml, the rows of cmake',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -B out . -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ -DENABLE_SANITIZER=address && cmake --build out && ASAN_OPTIONS=detect_leaks=0 ctest --test-dir out',
      'row cmake:clang:asan',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B out . -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ -DENABLE_SANITIZER=memory && cmake --build out && ctest --test-dir out',
      'a sanitizer that no row has',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -B out-static . -DBUILD_SHARED_LIBS=OFF && cmake --build out-static && ctest --test-dir out-static --output-on-failure',
      'row cmake:static',
    ],
    [
      'cmake, meson',
      'none',
      'CFLAGS="-O3 -march=native" cmake -B out-native . && cmake --build out-native && ctest --test-dir out-native',
      'other code than CI compiles',
    ],
    [
      'cmake, meson',
      'whole',
      'LDFLAGS=" -s ALLOW_MEMORY_GROWTH=1 -s NODERAWFS=1 " emcmake cmake -B out-wasm .\ncmake --build out-wasm\nctest --test-dir out-wasm --output-on-failure',
      'build_test_wasm.yml',
    ],
    ['bazel', 'whole', 'bazelisk build -c opt //...', 'row bazel:root'],
    ['bazel', 'whole', 'cd java && bazelisk test -c opt //org/brotli/dec/...', 'row bazel:java'],
    ['bazel', 'whole', 'bazelisk build -c opt //...', 'row bazel:research', { cwd: 'research' }],
    [
      'bazel',
      'none',
      'cd c/fuzz && bazelisk run --config=asan-libfuzzer :decode_fuzzer_run -- --timeout_secs=3600',
      'CI replays a corpus and gives to OSS-Fuzz',
    ],
    [
      'python',
      'whole',
      'pip install setuptools pytest\npython setup.py build_ext --inplace\npython -m pytest -q python/tests/decompressor_test.py',
      'rows of python',
    ],
    ['python', 'whole', 'make -C python test', 'the same tests as in the rows of python'],
    ['jvm', 'whole', 'cd java/org/brotli && mvn -B verify', 'row maven installs'],
    ['jvm', 'none', 'cd java/org/brotli/integration && mvn -B verify', 'a comment in row maven'],
    ['dotnet', 'whole', 'dotnet test csharp/brotlidec.Tests.csproj -c Release', 'job build_test_dotnet'],
    ['lint', 'whole', './scripts/check_typos.sh > typos.log', 'lint.yml'],
    ['lint', 'whole', 'ruff check python --output-format json', 'lint.yml has more rules'],
    ['lint', 'whole', 'zizmor .github/workflows', 'lint.yml'],
    ['lint', 'none', 'buildifier -r -mode=check .', 'lint.yml only plans it'],
    ['word by word', 'none', 'cd js && node decode_test.js', 'nobody tests it'],
    [
      'word by word',
      'none',
      'for q in 1 5 9 11; do /usr/bin/time -f "%e %M" ./out/brotli -q $q -c silesia.tar > /dev/null; done',
      'nobody measures',
    ],
  ],
};
