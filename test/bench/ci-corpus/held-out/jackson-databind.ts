import type { Repository } from '../case.ts';

export const jacksonDatabind: Repository = {
  name: 'FasterXML/jackson-databind',
  commit: '3ff375f6cafa9696f43c5ba6f1d607cbd4ea20da',
  cases: [
    ['jvm', 'whole', './mvnw test', 'verify runs test'],
    ['jvm', 'whole', './mvnw test -Dtest=ObjectMapperTest', 'a part of that'],
    ['jvm', 'whole', 'mvn -B -ntp verify', 'main.yml'],
    ['jvm', 'whole', './mvnw -q -DskipTests animal-sniffer:check', 'main.yml, for one of the matrix'],
    ['jvm', 'none', './mvnw javadoc:javadoc', 'no step makes it'],
    ['jvm', 'none', 'java -jar target/benchmarks.jar -f 1', 'no step measures'],
  ],
};
