import type { Repository } from '../case.ts';

export const protovalidateJava: Repository = {
  name: 'bufbuild/protovalidate-java',
  commit: '1ecbe73163240595f4aa15320dcf0c218002886a',
  cases: [
    ['make, just, task', 'whole', 'make test', 'ci.yaml'],
    ['jvm', 'whole', './gradlew test', 'make test'],
    ['jvm', 'whole', './gradlew build -x conformance', 'make build'],
    ['jvm', 'whole', 'ENABLE_NATIVE_RULES=true ./gradlew conformance:conformance', 'conformance.yaml'],
    ['lint', 'whole', './gradlew spotlessCheck', 'make lint'],
    ['make, just, task', 'whole', 'make lint docs', 'ci.yaml'],
    ['jvm', 'none', './gradlew :benchmarks:jmh', 'nobody measures'],
  ],
};
