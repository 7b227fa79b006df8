import type { Repository } from '../case.ts';

export const highway: Repository = {
  name: 'google/highway',
  commit: '239071390b18ca70f8fadde90ebefa6d8b12cb69',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -DHWY_WARNINGS_ARE_ERRORS=ON -DCMAKE_CXX_STANDARD=17 -B out .\ncmake --build out -j\nctest --test-dir out',
      'build_test.yml, job cmake_ubuntu_2604 (Clang-22)',
    ],
    [
      'cmake, meson',
      'whole',
      'CC=clang-22 CXX=clang++-22 cmake -G Ninja -S . -B build -DCMAKE_CXX_STANDARD=23 && ninja -C build && cd build && ctest -j8',
      'job cmake_ubuntu_2604 (Clang-22, C++23)',
    ],
    ['cmake, meson', 'whole', 'ctest --test-dir out -R SortTest --output-on-failure', 'of job cmake_ubuntu_2604'],
    [
      'cmake, meson',
      'scheduled',
      'CC=gcc-14 CXX=g++-14 CXXFLAGS=-ftrapv cmake -DHWY_WARNINGS_ARE_ERRORS=ON -DCMAKE_CXX_STANDARD=17 -DHWY_ENABLE_CONTRIB=OFF -B out . && cmake --build out && ctest --test-dir out',
      'job cmake_ubuntu_2404 is not for pull requests: Saturdays',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B out -DHWY_CMAKE_HEADER_ONLY=ON -DCMAKE_BUILD_TYPE=Release . && cmake --build out && ctest --test-dir out',
      'no job has the headers alone',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B native -DCMAKE_CXX_FLAGS=-march=native . && cmake --build native -j && ctest --test-dir native',
      'no job compiles for the machine itself',
    ],
    [
      'cmake, meson',
      'part',
      'meson setup out -Dcpp_std=c++17 -Dwarning_level=2 -Dbuildtype=debugoptimized -Dgtest:cpp_eh=default && meson compile -C out && meson test -C out',
      'meson_build_test.yml leaves out most targets of the instruction sets',
    ],
    [
      'cmake, meson',
      'none',
      'meson setup asan -Db_sanitize=address,undefined -Db_lundef=false && meson test -C asan',
      'no job sanitises',
    ],
    ['bazel', 'whole', 'bazel build -c opt //:hwy //:math //hwy/contrib/sort:vqsort', 'job bazel builds all'],
    ['bazel', 'none', 'bazel run -c opt //hwy/contrib/sort:bench_sort', 'job bazel only builds'],
    ['word by word', 'whole', 'out/hwy_list_targets', 'meson_build_test.yml, Report Targets'],
    ['word by word', 'part', './run_tests.sh', 'its first build and others are what build_test.yml does'],
    ['word by word', 'none', 'taskset -c 2 ./build/tests/bench_sort', 'nobody measures'],
    ['word by word', 'none', 'for i in $(seq 5); do ./out/examples/hwy_benchmark; done', 'nobody measures'],
  ],
};
