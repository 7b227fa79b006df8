import type { Repository } from '../case.ts';

export const arrowJava: Repository = {
  name: 'apache/arrow-java',
  commit: '04471f4f8900e0a91efe0d6ae717c3211aa5efbd',
  cases: [
    ['jvm', 'whole', 'mvn -B clean test', 'test.yml, job macos through ci/scripts/test.sh'],
    ['jvm', 'whole', 'mvn test -pl vector -Dtest=TestValueVector', 'of it'],
    ['word by word', 'whole', 'ci/scripts/build.sh . build jni && ci/scripts/test.sh . build jni', 'job macos'],
    ['word by word', 'whole', 'docker compose run ubuntu', 'job ubuntu'],
    ['jvm', 'whole', 'mvn -DskipTests clean install', 'ci/scripts/build.sh'],
    ['lint', 'whole', 'pre-commit run --all-files', 'dev.yml'],
    ['make, just, task', 'whole', 'cd docs && make html', 'rc.yml, job docs'],
    [
      'jvm',
      'none',
      'mvn -pl performance package -DskipTests && java -jar performance/target/benchmarks.jar VectorUnloaderBenchmark',
      'nobody measures',
    ],
  ],
};
