import type { Repository } from '../case.ts';

export const mimalloc: Repository = {
  name: 'microsoft/mimalloc',
  commit: 'a3ca0e5e2eb283c2c9275f30872e30252a91b66c',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake . -B out/debug -DCMAKE_BUILD_TYPE=Debug -DMI_DEBUG_FULL=ON && cmake --build out/debug -j16 && ctest --test-dir out/debug --timeout 240',
      'test.yaml, the step Debug',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DMI_SECURE=ON -DCMAKE_BUILD_TYPE=Release\ncmake --build build --parallel 16\ncd build\nctest --output-on-failure',
      'the step Secure',
    ],
    [
      'cmake, meson',
      'whole',
      'CC=clang CXX=clang++ cmake -B out/asan -G Ninja -DCMAKE_BUILD_TYPE=Debug -DMI_DEBUG_FULL=ON -DMI_TRACK_ASAN=ON\nninja -C out/asan\nctest --test-dir out/asan --timeout 600 2>&1 | tee asan.log',
      'the step "Debug, ASAN"',
    ],
    [
      'cmake, meson',
      'whole',
      'export CC=clang CXX=clang++\nfor s in UBSAN TSAN; do\n  cmake . -B out/debug-$s -DCMAKE_BUILD_TYPE=Debug -DMI_DEBUG_FULL=ON -DMI_DEBUG_$s=ON\n  cmake --build out/debug-$s --parallel 8\n  ctest --test-dir out/debug-$s\ndone',
      'two steps of test.yaml',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake . -B out/guarded -DCMAKE_BUILD_TYPE=Debug -DMI_DEBUG_FULL=ON -DMI_GUARDED=ON && cmake --build out/guarded && MIMALLOC_GUARDED_SAMPLE_RATE=100 ctest --test-dir out/guarded',
      'the step "Debug, Guarded"',
    ],
    [
      'cmake, meson',
      'none',
      'cmake . -B out/guarded -DCMAKE_BUILD_TYPE=Debug -DMI_DEBUG_FULL=ON -DMI_GUARDED=ON && cmake --build out/guarded && MIMALLOC_GUARDED_SAMPLE_RATE=1 ctest --test-dir out/guarded',
      'another sample rate than CI has',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake . -B out/rel -DCMAKE_BUILD_TYPE=RelWithDebInfo -DMI_OPT_ARCH=ON -DMI_OPT_SIMD=ON\ncmake --build out/rel -j\nctest --test-dir out/rel -C Release',
      'the step "Release, SIMD"',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -B build -DCMAKE_BUILD_TYPE=Release -DMI_OPT_ARCH=ON && cmake --build build -j && ctest --test-dir build -R test-api',
      'the step Release',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B out/vg -DCMAKE_BUILD_TYPE=Debug -DMI_TRACK_VALGRIND=ON && cmake --build out/vg && valgrind ./out/vg/mimalloc-test-stress',
      'nobody runs it under valgrind',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B out/full -DCMAKE_BUILD_TYPE=Release -DMI_SECURE_FULL=ON\ncmake --build out/full\nctest --test-dir out/full',
      'CI has only MI_SECURE',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B out/nothp -DCMAKE_BUILD_TYPE=Release -DMI_NO_THP=ON && cmake --build out/nothp && ctest --test-dir out/nothp',
      'an option that CI has not',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build -j\nexport MIMALLOC_ALLOW_LARGE_OS_PAGES=1 MIMALLOC_RESERVE_HUGE_OS_PAGES=4\nctest --test-dir build',
      'a mode that CI has not',
    ],
    [
      'cmake, meson',
      'none',
      'cmake --install out/release --prefix /tmp/mi && cmake -S test -B out/test -DCMAKE_PREFIX_PATH=/tmp/mi && cmake --build out/test && out/test/dynamic-override',
      'test/ is a project of its own that CI leaves out',
    ],
    ['word by word', 'none', 'MIMALLOC_VERBOSE=1 ./out/release/mimalloc-test-stress 64 200 100', 'at no such scale'],
    [
      'word by word',
      'none',
      'for t in 1 8 64; do MIMALLOC_SHOW_STATS=1 LD_PRELOAD=$PWD/out/release/libmimalloc.so ./larson 5 8 1000 5000 100 4141 $t; done',
      'nobody measures',
    ],
    ['word by word', 'whole', './bin/bundle.sh', 'its tests are those of the steps Debug, Release and Secure'],
  ],
};
