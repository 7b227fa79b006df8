import type { Repository } from '../case.ts';

export const fmt: Repository = {
  name: 'fmtlib/fmt',
  commit: '60ccad511fd680cb91d8b60a315759f71c67bef9',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -B build -DCMAKE_BUILD_TYPE=Release\ncmake --build build\nctest --test-dir build',
      'linux.yml',
    ],
    ['cmake, meson', 'whole', 'ctest --test-dir build -R format-test', 'a part of that'],
    ['cmake, meson', 'whole', 'cd build && ctest -C Release -j8 --output-on-failure', 'linux.yml'],
    [
      'cmake, meson',
      'none',
      'cmake -B build -DCMAKE_CXX_FLAGS=-fsanitize=thread && cmake --build build && ctest --test-dir build',
      'CI has the address sanitizer, not this one',
    ],
    [
      'lint',
      'whole',
      "find include src -name '*.h' -o -name '*.cc' | xargs clang-format-21 -i -style=file -fallback-style=none\ngit diff --exit-code",
      'lint.yml',
    ],
    ['cmake, meson', 'none', 'python3 support/bloat-test.py', 'no workflow calls it'],
    ['bazel', 'none', 'bazel test //...', 'no workflow has bazel'],
    [
      'word by word',
      'none',
      'git clone https://github.com/fmtlib/format-benchmark && make -C format-benchmark speed-test',
      'no workflow measures',
    ],
  ],
};
