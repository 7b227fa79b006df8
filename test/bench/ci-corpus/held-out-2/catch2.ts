import type { Repository } from '../case.ts';

export const catch2: Repository = {
  name: 'catchorg/Catch2',
  commit: 'a6ee7e20cd4011129816df7992c1a9db2ef4b58f',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -B build -G Ninja\nninja -C build\nctest --test-dir build -j8',
      'linux-simple-builds.yml',
    ],
    ['cmake, meson', 'whole', 'ctest --test-dir build -R RunTests', 'a part of that'],
    ['cmake, meson', 'whole', 'meson test -C meson-build --verbose', 'linux-meson-builds.yml'],
    ['bazel', 'whole', 'bazel build //...', 'linux-bazel-builds.yml, with nothing made of it'],
    ['word by word', 'none', './build/tests/SelfTest "[!benchmark]" --benchmark-samples 1000', 'no job measures'],
  ],
};
