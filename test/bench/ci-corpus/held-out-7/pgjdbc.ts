import type { Repository } from '../case.ts';

export const pgjdbc: Repository = {
  name: 'pgjdbc/pgjdbc',
  commit: '3a699d57d957ca0c2b86e619d001a8763a130027',
  cases: [
    ['jvm', 'whole', './gradlew styleCheck', 'job code-style'],
    ['jvm', 'whole', './gradlew jandex test', 'job build-test'],
    ['jvm', 'whole', './gradlew :postgresql:test --tests org.postgresql.test.jdbc2.DriverTest', 'of test'],
    ['jvm', 'whole', './gradlew -PenableCheckerframework classes', 'job linux-checkerframework'],
    ['jvm', 'none', './gradlew :benchmarks:jmh -PjmhIncludes=ProcessResultSet', 'nobody measures'],
    ['jvm', 'none', './gradlew test -PslowTests', 'a property that CI sets for no run'],
  ],
};
