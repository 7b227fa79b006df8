import type { Repository } from '../case.ts';

export const orc: Repository = {
  name: 'apache/orc',
  commit: '3738b82366ba64cacae450e7e0e1702c66148afe',
  cases: [
    [
      'cmake, meson',
      'whole',
      'mkdir build && cd build && cmake -DBUILD_JAVA=OFF .. && make package test-out',
      'job macos-cpp-check',
    ],
    [
      'cmake, meson',
      'whole',
      'mkdir -p build && cd build && cmake .. -DBUILD_JAVA=OFF && cmake --build . -j && ctest -j8',
      'sanitizer_test.yml and windows',
    ],
    [
      'cmake, meson',
      'whole',
      'meson setup build -Dbuildtype=release && meson compile -C build && meson test -C build',
      'job meson',
    ],
    ['word by word', 'whole', 'cd docker && ./run-one.sh local main ubuntu24', 'a value of the matrix'],
    ['jvm', 'whole', 'cd java && ./mvnw javadoc:javadoc', 'job doc'],
    [
      'cmake, meson',
      'none',
      'cmake -B build -DORC_ENABLE_TSAN=ON && cmake --build build && ctest --test-dir build',
      'no thread sanitizer in CI',
    ],
    ['jvm', 'none', 'cd java && java -jar bench/hive/target/orc-benchmarks-hive.jar write data', 'nobody measures'],
  ],
};
