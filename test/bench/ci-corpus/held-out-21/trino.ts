import type { Repository } from '../case.ts';

export const trino: Repository = {
  name: 'starburstdata/trino',
  commit: 'e26fbcf13ea777ae8137e50e62c06a07ad129d55',
  cases: [
    [
      'jvm',
      'whole',
      './mvnw test -B -Dair.check.skip-all -pl :trino-orc,:trino-parquet',
      'a row of the matrix that build-test-matrix writes',
    ],
    [
      'jvm',
      'whole',
      'export MAVEN_OPTS=-Xmx8G\ntime ./mvnw clean verify -B --strict-checksums -V -T 1C -DskipTests -P ci',
      'job maven-checks',
    ],
    [
      'jvm',
      'whole',
      'for m in :trino-parser :trino-plugin-toolkit :trino-matching; do\n  ./mvnw test -B -Dair.check.skip-all -pl $m | tee ${m#:}.log\ndone',
      'job test-other-modules, which leaves none of them out',
    ],
    [
      'jvm',
      'whole',
      './mvnw test -B -Dair.check.skip-all=true -pl :trino-main -Dtest=TestHashJoinOperator,TestTopNOperator -Dsurefire.failIfNoSpecifiedTests=false',
      'row core/trino-main',
    ],
    [
      'jvm',
      'whole',
      './mvnw test -B -Dair.check.skip-all -pl plugin/trino-iceberg -P fte-tests --fail-at-end',
      'a row of the matrix',
    ],
    [
      'jvm',
      'none',
      './mvnw test -B -Dair.check.skip-all -pl :trino-main -Dair.test.jvm.additional-arguments=-XX:+UseZGC',
      'another garbage collector',
    ],
    [
      'jvm',
      'whole',
      "./mvnw -B -T 1C clean test-compile -DskipTests -Dair.check.skip-all=true -P errorprone-compiler -pl '!:trino-docs,!:trino-server,!:trino-server-core'",
      'job error-prone-checks',
    ],
    [
      'word by word',
      'whole',
      'MAVEN_TEST=-B testing/trino-test-jdbc-compatibility-old-driver/bin/run_tests.sh',
      'job test-jdbc-compatibility',
    ],
    ['word by word', 'whole', 'core/docker/build.sh -a amd64', 'job artifact-checks, all architectures'],
    [
      'word by word',
      'none',
      'java -Xmx16G -cp "core/trino-main/target/test-classes:$(cat cp.txt)" io.trino.operator.BenchmarkGroupByHash | tee groupby.txt',
      'nobody measures',
    ],
    [
      'word by word',
      'none',
      'java -jar benchto-driver.jar --sql testing/trino-benchto-benchmarks/src/main/resources/sql --benchmarks testing/trino-benchto-benchmarks/src/main/resources/benchmarks --activeBenchmarks=trino/tpch',
      'nobody measures',
    ],
    [
      'jvm',
      'part',
      './mvnw test -B -Dair.check.skip-all -pl :trino-tests\njava -cp "lib/trino-parquet/target/test-classes:$(cat cp.txt)" io.trino.parquet.reader.BenchmarkColumnarFilterParquetData',
      'the first, a row of the matrix',
    ],
  ],
};
