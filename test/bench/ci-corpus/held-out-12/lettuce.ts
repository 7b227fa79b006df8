import type { Repository } from '../case.ts';

export const lettuce: Repository = {
  name: 'redis/lettuce',
  commit: 'b0bcdd81430b2b3ba1c67327ed623678895bf043',
  cases: [
    ['make, just, task', 'whole', 'make start && make test-coverage', 'run-tests.yml, called by integration.yml'],
    ['make, just, task', 'whole', 'make start version=8.2 && make test; make stop', 'test-coverage without coverage'],
    ['jvm', 'whole', 'mvn -B test', 'of make test-coverage'],
    ['jvm', 'whole', 'mvn -DskipITs=false -Dit.test=RedisClusterClientIntegrationTests verify -Pci', 'of it'],
    ['jvm', 'whole', "time mvn -q test -Dtest='SlotHashUnitTests,CRC16UnitTests'", 'of the unit tests'],
    ['jvm', 'whole', 'mvn -Pdoctests test', 'doctests.yml'],
    [
      'jvm',
      'whole',
      'mvn -B clean javadoc:jar install -DskipTests -Dmaven.javadoc.failOnError=false',
      'spring-data-redis-integration.yml builds the checkout so',
    ],
    ['jvm', 'scheduled', 'mvn -Pjmh clean test', 'benchmarks.yml, every night'],
    ['lint', 'whole', 'mvn formatter:validate', 'the plugin stands in the build of every job'],
    ['word by word', 'whole', 'pip install -r requirements.txt && mkdocs build -d /tmp/site', 'docs.yml on a push'],
    [
      'word by word',
      'none',
      'java -cp "target/test-classes:target/classes:$(cat cp.txt)" org.openjdk.jmh.Main SlotHashBenchmark -f 5 -wi 20',
      'not even by night',
    ],
    ['jvm', 'none', 'mvn -Pentraid-it verify', 'no job has that profile'],
    ['jvm', 'none', 'mvn org.pitest:pitest-maven:mutationCoverage', 'no job does'],
    ['jvm', 'none', 'mvn -B org.owasp:dependency-check-maven:check', 'no job does'],
    [
      'word by word',
      'none',
      'memtier_benchmark -s 127.0.0.1 -p 6479 --threads=4 --clients=50 --test-time=120',
      'nobody measures',
    ],
  ],
};
