import type { Repository } from '../case.ts';

export const okhttp: Repository = {
  name: 'square/okhttp',
  commit: '1682d9bac8c03dffde2969b0b74d47649d0dbb52',
  cases: [
    ['jvm', 'whole', './gradlew test allTests', 'job testwindows'],
    ['jvm', 'whole', "./gradlew :okhttp:jvmTest --tests '*CallTest*'", 'allTests has the tests of every target'],
    ['jvm', 'whole', './gradlew test -Pokhttp.platform=conscrypt', 'job providers, on a push to master'],
    [
      'jvm',
      'whole',
      './gradlew test allTests -Pokhttp.platform=loom -Ptest.java.version=24 -PcontainerTests=true',
      'job loom',
    ],
    ['jvm', 'whole', './gradlew container-tests:test -PcontainerTests=true', 'containers.yml, on a push to master'],
    ['jvm', 'none', './gradlew test allTests -Ptest.java.version=25', 'job openjdkearlyaccess is always off'],
    ['jvm', 'whole', './gradlew -PandroidBuild=true connectedCheck', 'the script of android-emulator-runner'],
    ['jvm', 'whole', './gradlew -PgraalBuild=true native-image-tests:nativeTest', 'job graal'],
    ['jvm', 'none', './gradlew :benchmarks:jmh', 'no job measures'],
    ['jvm', 'whole', 'cd maven-tests && ./mvnw -q verify', 'job maven'],
  ],
};
