import type { Repository } from '../case.ts';

export const aeron: Repository = {
  name: 'aeron-io/aeron',
  commit: '63c11a6914e69621d05996265f4aa6d58fc6d092',
  cases: [
    ['jvm', 'whole', './gradlew -x javadoc --console=plain', 'ci.yml, job java-build'],
    [
      'jvm',
      'whole',
      "./gradlew :aeron-driver:test --tests '*LossReport*' --rerun-tasks",
      'job java-build; its default tasks are clean and build',
    ],
    ['jvm', 'whole', './gradlew checkstyleMain checkstyleTest', 'job java-build, by build'],
    [
      'jvm',
      'whole',
      'for j in 17 21; do\n  BUILD_JAVA_VERSION=$j ./gradlew :aeron-cluster:slowTest | tee slow-$j.log\ndone',
      'ci-low-cadence.yml, which starts on changes too',
    ],
    ['jvm', 'whole', './gradlew slowTest javadoc', 'ci-low-cadence.yml, two jobs'],
    [
      'jvm',
      'whole',
      './aeron-samples/scripts/cluster/setup-namespaces\n./gradlew assemble -x javadoc\n(cd aeron-samples/scripts/cluster && ./agent-ns)\n./gradlew topologyTest',
      'ci.yml, job java-topology-build',
    ],
    [
      'word by word',
      'whole',
      'CC=gcc-14 CXX=g++-14 cppbuild/cppbuild --c-warnings-as-errors --cxx-warnings-as-errors',
      'ci.yml, job cpp-gcc-2404-build',
    ],
    [
      'word by word',
      'whole',
      'CC=clang-22 CXX=clang++-22 time cppbuild/cppbuild --relwithdebinfo-build --sanitise-build --slow-system-tests',
      'ci-low-cadence.yml, the sanitise build',
    ],
    [
      'cmake, meson',
      'whole',
      'cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DAERON_SLOW_SYSTEM_TESTS=ON\ncmake --build build -j 16\nctest --test-dir build --output-on-failure --timeout 2000',
      'ci.yml and ci-low-cadence.yml, by cppbuild/cppbuild',
    ],
    [
      'jvm',
      'part',
      './gradlew :aeron-archive:test :aeron-archive:bindingsTest',
      'tested as in CI; nobody calls bindingsTest',
    ],
    [
      'jvm',
      'none',
      './gradlew :aeron-system-tests:test -Daeron.test.system.aeronmd.path=$PWD/cppbuild/Release/binaries/aeronmd',
      'CI has the driver of Java only',
    ],
    ['jvm', 'none', './gradlew :aeron-system-tests:bindingsTest', 'no workflow calls it'],
    [
      'word by word',
      'none',
      './gradlew assemble -x javadoc\ncd aeron-samples/scripts\nfor i in 1 2 3; do ./embedded-ping-pong; done | tee rtt.txt',
      'nobody measures',
    ],
    [
      'cmake, meson',
      'none',
      'cmake -B build -DCMAKE_BUILD_TYPE=Release -DAERON_TESTS=OFF\ncmake --build build -j8\n./build/binaries/aeronmd &\ntaskset -c 4 ./build/binaries/cping -m 1000000\nkill %1',
      'nobody measures',
    ],
    [
      'word by word',
      'whole',
      'CC=gcc-14 CXX=g++-14 cppbuild/cppbuild --skip-archive-api',
      'ci.yml, job cpp-gcc-2404-build, which leaves nothing out',
    ],
  ],
};
