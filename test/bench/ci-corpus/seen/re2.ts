import type { Repository } from '../case.ts';

export const re2: Repository = {
  name: 'google/re2',
  commit: '972a15cedd008d846f1a39b2e88ce48d7f166cbd',
  cases: [
    ['bazel', 'whole', 'bazel test //:small_tests', '.github/bazel.sh'],
    ['bazel', 'part', 'bazel test //...', 'CI tests //:small_tests and //python:all of it'],
    ['bazel', 'none', 'bazel test //:exhaustive_test', 'not in small_tests'],
    ['bazel', 'whole', 'bazel test --compilation_mode=opt //python:all', '.github/bazel.sh'],
    ['make, just, task', 'whole', 'make test', 'ci.yml'],
    ['make, just, task', 'whole', 'make static-test', 'a part of make test'],
    ['make, just, task', 'part', 'make static-bigtest', 'it runs the small tests, as CI does, and the big ones'],
    ['make, just, task', 'none', 'make benchmark && ./obj/test/regexp_benchmark', 'no job measures'],
    ['cmake, meson', 'none', 'ctest -C Release -R exhaustive', 'CI leaves exhaustive, dfa and random out'],
    ['cmake, meson', 'whole', 'ctest -C Debug -R regexp_test', 'not among what CI leaves out'],
    ['cmake, meson', 'whole', '.github/cmake.sh -D BUILD_SHARED_LIBS=ON', 'ci-cmake.yml, by its matrix'],
    ['bazel', 'none', 'bazel run -c opt //:regexp_benchmark', 'no job measures'],
  ],
};
