import type { Repository } from '../case.ts';

export const kafka: Repository = {
  name: 'apache/kafka',
  commit: '1eb7644349cb07139d6a3c1ad1986979647cac99',
  cases: [
    ['jvm', 'whole', './gradlew :core:test', 'of test'],
    ['jvm', 'whole', './gradlew test', 'job test'],
    ['jvm', 'whole', './gradlew clients:test --tests RecordAccumulatorTest', 'of test'],
    ['jvm', 'whole', './gradlew unitTest', 'a selection of test'],
    ['jvm', 'whole', './gradlew checkstyleMain checkstyleTest spotbugsMain', 'of check'],
    ['jvm', 'whole', './gradlew check -x test', 'job validate'],
    [
      'jvm',
      'whole',
      "./gradlew :streams:test --tests 'org.apache.kafka.streams.processor.*' -PmaxParallelForks=8",
      'of test',
    ],
    ['jvm', 'none', './jmh-benchmarks/jmh.sh RecordBatchIterationBenchmark', 'a measurement'],
    [
      'jvm',
      'none',
      'TC_PATHS=tests/kafkatest/tests/streams bash tests/docker/run_tests.sh',
      'no job runs system tests',
    ],
    ['jvm', 'none', 'ducker-ak test tests/kafkatest/benchmarks/core/benchmark_test.py', 'a measurement'],
    [
      'word by word',
      'none',
      'bin/kafka-producer-perf-test.sh --topic bench --num-records 50000000 --record-size 100 --throughput -1 --producer-props bootstrap.servers=localhost:9092',
      'a measurement',
    ],
  ],
};
