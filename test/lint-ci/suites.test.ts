import { describe, expect, test } from 'vitest';
import { type Tree, verdict, workflow } from './world.ts';

const TREE: Tree = { 'CMakeLists.txt': '', 'tests/unit/test_a.py': '' };

/** What CI runs, what the stage runs, and how that is judged. */
const CASES: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  ctest: [
    ['ctest --test-dir build --output-on-failure -j8', 'ctest --test-dir build -R unit', 'whole'],
    ['cd build && ctest', 'ctest --test-dir build', 'whole'],
    ['ctest --test-dir build', 'ctest --test-dir build-gpu', 'no'],
    ['ctest --test-dir build -LE slow', 'ctest --test-dir build -L slow', 'no'],
    [
      'ctest --test-dir build -LE slow',
      'ctest --test-dir build',
      'part: the only new part is what CI leaves out (`slow`)',
    ],
    ['ctest --test-dir build -R unit', 'ctest --test-dir build -R e2e', 'no'],
    ['ctest -N', 'ctest', 'no'],
    ['ctest -T Test', 'ctest -M Nightly -T test', 'whole'],
    ['ctest', 'ctest -T start -T test -T submit', 'whole'],
    ['ctest -T test', 'ctest -T memcheck', 'no'],
    ['ctest -T test', 'ctest -D ExperimentalMemCheck', 'no'],
  ],
  'cmake --build': [
    [
      'cmake -S . -B build -DA=On\ncmake --build build --target ci_gcc',
      'cmake -B out -DA=On && cmake --build out -t ci_gcc',
      'whole',
    ],
    [
      'cmake -S . -B build -DA=On\ncmake --build build --target ci_gcc',
      'cmake -S . -B build -DA=On && cmake --build build --target ci_bench',
      'no',
    ],
    ['cmake --build build --config Release -j 4', 'cmake -B build && cmake --build build --parallel', 'whole'],
    ['cmake --build build', 'cmake -B build && cmake --build build --target run_benchmarks', 'no'],
    ['cmake --build build --target check lint', 'cmake --build build --target lint', 'whole'],
    ['cmake -B build', 'cmake -B build', 'no'],
    ['ninja -C build check', 'cmake --build build --target check', 'whole'],
    ['cmake --build build --target check', 'cmake --build build --target install', 'no'],
  ],
  'a build for one processor': [
    [
      'cmake -B build && ctest --test-dir build',
      'cmake -B build -DCMAKE_CXX_FLAGS="-O3 -march=native" && ctest --test-dir build',
      'no',
    ],
    [
      'CXXFLAGS=-mcpu=native cmake -B build && ctest --test-dir build',
      'CXXFLAGS=-mcpu=native cmake -B build && ctest --test-dir build',
      'whole',
    ],
  ],
  meson: [
    ['meson test -C b --print-errorlogs', 'meson test -C b --suite unit', 'whole'],
    ['meson test -C b --suite unit', 'meson test -C b --suite slow', 'no'],
    ['meson test -C b', 'meson test -C b --setup=valgrind', 'no'],
    ['meson test -C b', 'meson test -C b --benchmark', 'no'],
  ],
  bazel: [
    ['bazel test //...', 'bazel test --config=opt //core:unit', 'whole'],
    ['bazel test //core/...', 'bazel test //core/sub:all', 'whole'],
    ['bazel test //core:all', 'bazel test //core/...', 'part: the only new part is what `//core:all` leaves out'],
    ['bazel test //core/...', 'bazel test //corelib:x', 'no'],
    ['bazel test //core/...', 'bazel test //...', 'part: the only new part is what `//core/...` leaves out'],
    ['bazel test -- //... -//bench/...', 'bazel test //bench:big', 'no'],
    ['bazel test //... --test_tag_filters=-manual', 'bazel test //... --test_tag_filters=manual', 'no'],
    ['bazel test //...', 'bazel test --config=asan //...', 'no'],
    ['bazel build //...', 'bazel test //...', 'no'],
    ['bazel test //...', 'bazel run //bench', 'no'],
  ],
  gradle: [
    ['./gradlew test', './gradlew :core:test --tests "Foo*"', 'whole'],
    ['./gradlew build --no-daemon', './gradlew test', 'whole'],
    ['./gradlew :core:check', './gradlew :core:test', 'whole'],
    ['./gradlew :core:check', './gradlew :cli:test', 'no'],
    ['./gradlew build -x test', './gradlew test', 'no'],
    // Options of a task and their values; a task that nobody knows.
    [
      './gradlew core:stress --workload=read --duration PT1M',
      './gradlew core:stress --workload=read --duration PT2H',
      'no',
    ],
    ['./gradlew core:stress --duration PT1M', './gradlew core:stress --duration=PT1M', 'whole'],
    ['./gradlew --no-problems-report -Dscan.tag.ci -Dorg.gradle.java.home=/jdk ecj', './gradlew ecj', 'whole'],
    ['./gradlew --info $SUITE', './gradlew core:test', 'no'],
    ['./gradlew check', './gradlew integrationTest', 'no'],
    ['./gradlew test', './gradlew test -Pit', 'no'],
    ['./gradlew test', './gradlew jmh', 'no'],
  ],
  maven: [
    ['mvn -B -ntp clean verify', './mvnw test', 'whole'],
    ['mvn -B verify', 'mvn -T4 test -Dtest=FooTest', 'whole'],
    ['mvn package -DskipTests', 'mvn test', 'no'],
    ['mvn test', 'mvn verify', 'part: the only new part is what `test` leaves out'],
    ['mvn verify', 'mvn verify -Pit', 'no'],
    ['mvn verify', 'mvn -B verify -DskipITs -Dcheckstyle.skip=true', 'whole'],
    ['mvn verify', 'mvn verify -DskipITs=false', 'no'],
    ['mvn -pl core test', 'mvn -pl cli test', 'no'],
  ],
  dotnet: [
    ['dotnet test', 'dotnet test -c Release --filter Category=Unit --no-build', 'whole'],
    ['dotnet test --filter Category!=Slow', 'dotnet test --filter Category=Slow', 'no'],
    [
      'dotnet test --filter Category!=Slow',
      'dotnet test',
      "part: the only new part is what CI's filter `Category!=Slow` leaves out",
    ],
    ['dotnet test', 'dotnet run -c Release', 'no'],
  ],
  unittest: [
    ['python -m unittest discover -s tests', 'python3 -m unittest tests.unit.test_a', 'whole'],
    ['python -m unittest', 'python -m unittest discover tests/unit -v', 'whole'],
    ['python -m unittest tests.unit.test_a', 'python -m unittest tests.slow.test_b', 'no'],
    ['python -m unittest discover -p "unit_*.py"', 'python -m unittest discover -p "slow_*.py"', 'no'],
  ],
};

for (const [tool, cases] of Object.entries(CASES))
  describe(tool, () => {
    for (const [ci, stage, expected] of cases)
      test(`${ci} | ${stage} → ${expected}`, () => {
        expect(verdict({ ...TREE, '.github/workflows/ci.yml': workflow(ci) }, stage)).toBe(expected);
      });
  });
