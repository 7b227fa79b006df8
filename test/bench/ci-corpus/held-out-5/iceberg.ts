import type { Repository } from '../case.ts';

export const iceberg: Repository = {
  name: 'apache/iceberg',
  commit: '7f879b11366e17a676a03f15247a821751415529',
  cases: [
    ['jvm', 'whole', './gradlew check -DsparkVersions= -DflinkVersions= -DkafkaVersions=', 'job core-tests'],
    ['jvm', 'whole', './gradlew :iceberg-core:test', 'of check'],
    ['jvm', 'whole', "./gradlew :iceberg-core:check --tests '*TestTableMetadata*'", 'of check'],
    ['jvm', 'whole', './gradlew :iceberg-api:test :iceberg-parquet:test -Pquick=true', 'of check'],
    [
      'jvm',
      'whole',
      './gradlew -DsparkVersions=4.0 -DscalaVersion=2.13 :iceberg-spark:iceberg-spark-4.0_2.13:test',
      'a value of the matrix',
    ],
    [
      'jvm',
      'whole',
      "./gradlew -DflinkVersions=2.1 :iceberg-flink:iceberg-flink-2.1:test --tests 'org.apache.iceberg.flink.TestFlinkCatalogTable'",
      'a value of the matrix',
    ],
    [
      'jvm',
      'whole',
      './gradlew -DkafkaVersions=3 :iceberg-kafka-connect:iceberg-kafka-connect:check -Pquick=true -x javadoc',
      'kafka-connect-ci.yml',
    ],
    ['jvm', 'whole', './gradlew :iceberg-mr:check', 'hive-ci.yml'],
    ['jvm', 'whole', './gradlew revapi --rerun-tasks', 'api-binary-compatibility.yml'],
    ['jvm', 'whole', './gradlew javadoc', 'job build-javadoc'],
    ['lint', 'whole', './gradlew spotlessCheck -DallModules', 'of build'],
    [
      'jvm',
      'none',
      './gradlew -DsparkVersions=3.4 -DscalaVersion=2.12 :iceberg-spark:iceberg-spark-3.4_2.12:test',
      'no value of the matrix',
    ],
    ['jvm', 'none', './gradlew :iceberg-core:jmh -PjmhIncludeRegex=ManifestReadBenchmark', 'recurring for spark only'],
    ['jvm', 'none', './gradlew :iceberg-aws:integrationTest', 'left out everywhere'],
  ],
};
