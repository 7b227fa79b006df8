import type { Repository } from '../case.ts';

export const vertx: Repository = {
  name: 'eclipse-vertx/vert.x',
  commit: 'd9e1080b4b8eeeb1d35522640e639055f0e4f645',
  cases: [
    ['jvm', 'whole', 'mvn -B clean verify', 'ci-5.x.yml, through ci-matrix-5.x.yml and ci.yml'],
    [
      'jvm',
      'whole',
      'mvn -q test -pl vertx-core -am -Dtest=Http2ClientTest -Dsurefire.failIfNoSpecifiedTests=false',
      'verify tests it',
    ],
    ['jvm', 'whole', "cd vertx-core && mvn test -Dtest='io.vertx.tests.eventbus.*Test'", 'verify tests them'],
    ['jvm', 'whole', 'time timeout 2h mvn -B -q verify -PNativeEpoll | tee epoll.log', 'the matrix has the profile'],
    ['jvm', 'whole', 'mvn test -pl vertx-core -P NativeIoUring', 'the matrix has the profile'],
    [
      'jvm',
      'whole',
      'for p in NativeEpoll NativeIoUring NativeEpoll+DomainSockets; do\n  mvn -s .github/maven-ci-settings.xml -B clean verify "-P$p"\ndone',
      'the matrix has each of them',
    ],
    ['jvm', 'none', 'mvn test -pl vertx-core -PNativeKQueue', 'commented out in the matrix'],
    [
      'jvm',
      'none',
      'mvn verify -PtestNativeTransport',
      'a profile of the branch 4.x, which alone the schedule tests with it',
    ],
    ['jvm', 'whole', 'mvn clean org.jacoco:jacoco-maven-plugin:prepare-agent package -Pcoverage', 'verify tests all'],
    ['jvm', 'whole', 'mvn -Pcheckstyle validate', 'verify has the profile'],
    ['jvm', 'whole', 'mvn -B test -pl vertx-core-logging', 'a module of verify'],
    ['jvm', 'whole', 'mvn -B verify -PJava21', 'the job of JDK 25, which activates the profile'],
    ['jvm', 'none', 'mvn test -Dvertx.surefire.useModulePath=false', 'CI sets it with another transport only'],
    [
      'jvm',
      'none',
      'mvn -B package -DskipTests -Pbenchmarks\njava -jar vertx-core/target/vertx-core-*-benchmarks.jar HeadersEncodeBenchmark -f 3 -wi 10',
      'nobody measures',
    ],
    ['jvm', 'none', 'mvn org.owasp:dependency-check-maven:check', 'no job looks'],
  ],
};
