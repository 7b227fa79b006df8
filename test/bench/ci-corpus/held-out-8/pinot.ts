import type { Repository } from '../case.ts';

export const pinot: Repository = {
  name: 'apache/pinot',
  commit: '210c2951e720b72cbcb87224ff5e46237e098acd',
  cases: [
    ['jvm', 'whole', 'mvn -B checkstyle:check', '.pinot_linter.sh'],
    ['jvm', 'whole', 'mvn license:check spotless:check', '.pinot_linter.sh, two lines'],
    ['jvm', 'whole', 'mvn test -pl pinot-core -P github-actions,no-integration-tests', '.pinot_tests_unit.sh'],
    ['jvm', 'whole', 'mvn test -pl pinot-core -Dtest=SumAggregationFunctionTest', '.pinot_tests_unit.sh'],
    [
      'jvm',
      'whole',
      'RUN_TEST_SET=1 .github/workflows/scripts/pr-tests/.pinot_tests_unit.sh',
      'job unit-test by its matrix',
    ],
    ['jvm', 'whole', 'mvn clean install -DskipTests -Pbin-dist', '.pinot_quickstart.sh'],
    ['word by word', 'whole', '.github/workflows/scripts/.pinot_quickstart.sh', 'pinot_quickstart_tests.yml'],
    [
      'word by word',
      'none',
      'bash pinot-perf/target/pinot-perf-pkg/bin/pinot-BenchmarkFilteredAggregations.sh',
      'nobody measures',
    ],
  ],
};
