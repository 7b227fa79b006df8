import type { Repository } from '../case.ts';

export const moshi: Repository = {
  name: 'square/moshi',
  commit: '889013ec2edb8d8034902662a1dc8c4f3b3f8111',
  cases: [
    ['jvm', 'whole', './gradlew test', 'build and check run test, in two modes'],
    ['jvm', 'whole', "./gradlew :moshi:test --tests '*JsonReaderTest'", 'a part of that'],
    ['jvm', 'whole', './gradlew build -PkotlinTestMode=KSP', 'by its matrix'],
    ['lint', 'whole', './gradlew spotlessCheck', 'check runs it'],
    ['jvm', 'none', './gradlew :examples:run', 'no job runs examples'],
  ],
};
