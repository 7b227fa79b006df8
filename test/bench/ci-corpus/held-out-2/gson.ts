import type { Repository } from '../case.ts';

export const gson: Repository = {
  name: 'google/gson',
  commit: '9835b6f90192f79cdf5300c528fc6212455fb6c1',
  cases: [
    ['jvm', 'whole', 'mvn test', 'verify runs test'],
    ['jvm', 'whole', 'mvn -B verify', 'build.yml'],
    ['jvm', 'whole', 'mvn test -pl gson', 'a module of that'],
    ['jvm', 'whole', 'mvn test --projects gson -Dtest=GsonTest', 'a part of that'],
    ['jvm', 'whole', 'mvn clean test --projects gson --activate-profiles gson-subset', 'job build-gson-subset'],
    [
      'jvm',
      'whole',
      'mvn test --activate-profiles native-image-test --projects test-graal-native-image --also-make',
      'job native-image-test',
    ],
    ['jvm', 'none', 'mvn test -P benchmarks', 'no job has the profile'],
    ['word by word', 'none', 'java -jar metrics/target/metrics-jar-with-dependencies.jar', 'no job measures'],
  ],
};
