import type { Repository } from '../case.ts';

export const libuv: Repository = {
  name: 'libuv/libuv',
  commit: '6179e7af87413396d5853a1c3722c8b5749336c8',
  cases: [
    [
      'cmake, meson',
      'whole',
      'cmake -B build -DBUILD_TESTING=ON && cmake --build build && cd build && ctest -V',
      'CI-unix.yml, job build-macos',
    ],
    ['cmake, meson', 'whole', 'ctest --test-dir build -R uv_test', 'of it'],
    [
      'make, just, task',
      'whole',
      './autogen.sh && mkdir -p build && (cd build && ../configure) && make -C build distcheck',
      'job build-linux',
    ],
    [
      'word by word',
      'whole',
      'cmake -B build -G Ninja -DBUILD_TESTING=ON -DASAN=ON -DCMAKE_BUILD_TYPE=Debug && cmake --build build && ./build/uv_run_tests_a',
      'sanitizer.yml by its matrix',
    ],
    ['word by word', 'whole', './build/uv_run_tests platform_output', 'job build-macos'],
    ['word by word', 'whole', './build/uv_run_tests_a udp_multicast_join', 'sanitizer.yml runs all of them'],
    ['make, just, task', 'whole', 'make -C docs linkcheck', 'CI-docs.yml'],
    ['word by word', 'none', './build/uv_run_benchmarks_a tcp_pump100_client', 'nobody measures'],
    [
      'word by word',
      'none',
      'UV_THREADPOOL_SIZE=128 ./build/uv_run_tests_a threadpool_multiple_event_loops',
      'another size than CI has',
    ],
  ],
};
