import type { Repository } from '../case.ts';

export const usearch: Repository = {
  name: 'unum-cloud/usearch',
  commit: 'fd6279af6bc205baab1e0ad48651cc0f875cdb7d',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -B build_release -D CMAKE_BUILD_TYPE=Release -D USEARCH_USE_OPENMP=1 -D USEARCH_USE_SIMSIMD=1 -D USEARCH_USE_JEMALLOC=1 -D USEARCH_BUILD_LIB_C=1 -D USEARCH_BUILD_TEST_CPP=1 -D USEARCH_BUILD_TEST_C=1\ncmake --build build_release --config Release -j\nbuild_release/test_cpp && build_release/test_c',
      'prerelease.yml, job test_ubuntu_gcc',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -D USEARCH_BUILD_TEST_CPP=1 -D CMAKE_BUILD_TYPE=Debug -B build_debug\ncmake --build build_debug --config Debug\nbuild_debug/test_cpp',
      'CMakeLists.txt gives sanitizers to Debug, which CI never builds',
    ],
    [
      'cmake, meson',
      'whole',
      'export CC=clang CXX=clang++ AR=llvm-ar NM=llvm-nm RANLIB=llvm-ranlib\ncmake -B build_arm -D CMAKE_BUILD_TYPE=RelWithDebInfo -D CMAKE_C_COMPILER_TARGET=aarch64-linux-gnu -D CMAKE_CXX_COMPILER_TARGET=aarch64-linux-gnu -D CMAKE_SYSTEM_NAME=Linux -D CMAKE_SYSTEM_PROCESSOR=arm64 -D USEARCH_BUILD_LIB_C=1 -D USEARCH_BUILD_SQLITE=1 -D USEARCH_BUILD_TEST_CPP=0 -D USEARCH_BUILD_BENCH_CPP=0\ncmake --build build_arm --config RelWithDebInfo',
      'job test_ubuntu_cross_compilation',
    ],
    [
      'word by word',
      'none',
      'cmake -D USEARCH_BUILD_BENCH_CPP=1 -D USEARCH_USE_OPENMP=1 -D USEARCH_USE_SIMSIMD=1 -D CMAKE_BUILD_TYPE=RelWithDebInfo -B build_profile\ncmake --build build_profile --config RelWithDebInfo -j\nnumactl -N 0 build_profile/bench_cpp --vectors datasets/wiki_1M/base.1M.fbin --queries datasets/wiki_1M/query.public.100K.fbin --neighbors datasets/wiki_1M/groundtruth.public.100K.ibin',
      'nobody measures',
    ],
    [
      'word by word',
      'none',
      'for i in 1 2 3; do uv run python/scripts/bench_exact.py | tee exact.$i.log; done',
      'nor so',
    ],
    [
      'python',
      'whole',
      'pip install -e . --force-reinstall\npython -m pytest python/scripts/ -s -x -p no:warnings',
      'the step "Test Python" of every system',
    ],
    ['cargo', 'whole', 'cargo test -p usearch -- --nocapture --test-threads=1', 'the step "Test Rust"'],
    ['cargo', 'none', 'cargo test --release --features openmp', 'a feature that no job gives'],
    [
      'cargo',
      'part',
      'cargo test --release\ncargo clippy --all-targets --all-features -- -D warnings',
      'nobody runs clippy',
    ],
    [
      'go',
      'whole',
      'cmake -B build_release -D USEARCH_BUILD_LIB_C=1 -D USEARCH_USE_OPENMP=1 -D USEARCH_USE_SIMSIMD=1\ncmake --build build_release --config Release -j\ncp build_release/libusearch_c.so c/usearch.h golang/\ncd golang && LD_LIBRARY_PATH=. go test -v -count=1',
      'the step "Test GoLang"',
    ],
    [
      'go',
      'none',
      "LD_LIBRARY_PATH=. go test -race -count=20 -run 'TestConcurrent' .",
      'nobody looks for races',
      { cwd: 'golang' },
    ],
    ['jvm', 'whole', 'gradle clean build --warning-mode=all', 'the step "Test Java"'],
    [
      'dotnet',
      'whole',
      'mkdir -p csharp/lib/runtimes/linux-x64/native\ncp build_release/libusearch_c.so csharp/lib/runtimes/linux-x64/native\ncd csharp && dotnet test -c Debug --filter FullyQualifiedName~UsearchIndexTests --logger "console;verbosity=detailed"',
      'the step "Test .NET"',
    ],
    ['npm', 'whole', 'npm ci && npm run build-js && npm test', 'the steps of JavaScript'],
    [
      'lint',
      'none',
      'cppcheck --enable=all --force --suppress=cstyleCast --suppress=unusedFunction include/usearch/index.hpp include/usearch/index_dense.hpp include/usearch/index_plugins.hpp',
      'CONTRIBUTING.md has it, no workflow',
    ],
  ],
};
