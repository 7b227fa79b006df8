import type { Repository } from '../case.ts';

export const crate: Repository = {
  name: 'crate/crate',
  commit: '023a7ccf7f1e2b7bfb2dfafc8bcc7705cf6e1bd8',
  cases: [
    ['jvm', 'whole', './mvnw test', 'main.yml, job test'],
    ['jvm', 'whole', 'mvn -B test -pl libs/sql-parser -am', 'main.yml, job test'],
    [
      'jvm',
      'whole',
      'timeout 2h ./mvnw clean test -pl server -Dtest="JoinIntegrationTest" -DforkCount=4',
      'main.yml, job test',
    ],
    ['jvm', 'whole', 'mvn test-compile', 'main.yml: mvn test compiles the tests'],
    ['jvm', 'whole', 'bash -c "cd plugins/es-repository-s3 && mvn -q test"', 'main.yml, job test'],
    ['lint', 'whole', 'mvn compile forbiddenapis:check', 'main.yml, job forbiddenApis'],
    ['lint', 'whole', 'mvn -B compile checkstyle:checkstyle', 'main.yml, job checkstyle'],
    ['jvm', 'part', 'mvn verify', 'main.yml, job test: the tests, not what verify adds'],
    [
      'jvm',
      'none',
      'java -jar benchmarks/target/benchmarks.jar -rf json -rff jmh.json RowsBatchIteratorBenchmark',
      'nobody measures',
    ],
    ['jvm', 'none', './mvnw test -pl server -Dtests.crate.slow=true', 'no workflow runs slow tests'],
    ['jvm', 'none', 'mvn javadoc:javadoc -pl server', 'no workflow does'],
    ['python', 'none', 'cd blackbox && python -m unittest -v test_jmx test_ssl', 'no workflow does'],
    ['word by word', 'none', 'cr8 run-spec specs/insert_bulk.toml localhost:4200 -r hosts.csv', 'nobody measures'],
  ],
};
