import type { Repository } from '../case.ts';

export const calcite: Repository = {
  name: 'apache/calcite',
  commit: 'b4d50a077256d192c95857335b5ea88d91d8870d',
  cases: [
    ['jvm', 'whole', './gradlew build', 'all jobs'],
    ['jvm', 'whole', './gradlew :core:test --tests org.apache.calcite.test.JdbcTest', 'of build'],
    ['jvm', 'whole', './gradlew check javadoc', 'of build javadoc'],
    ['jvm', 'whole', './gradlew testSlow', 'on a push to main'],
    ['jvm', 'whole', './gradlew -PenableCheckerframework :linq4j:classes :core:classes', 'job linux-checkerframework'],
    ['jvm', 'whole', './gradlew :druid:test -Dcalcite.test.druid=true', 'job linux-druid'],
    [
      'word by word',
      'whole',
      './sqlline --verbose -u jdbc:calcite:model=example/csv/src/test/resources/model.json -n admin -p admin -f example/csv/src/test/resources/smoke_test.sql',
      'job mac',
    ],
    ['jvm', 'none', './gradlew :ubenchmark:jmh', 'a measurement'],
    ['jvm', 'none', './gradlew :mongodb:test -Dcalcite.test.mongodb=true', 'a mode that CI does not use'],
  ],
};
