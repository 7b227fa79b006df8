import type { Repository } from '../case.ts';

export const mockito: Repository = {
  name: 'mockito/mockito',
  commit: 'ee8a330da0218f32d5964acdeaa3ac39e2c6ce14',
  cases: [
    ['jvm', 'whole', './gradlew build', 'ci.yml, job java, step 6'],
    ['jvm', 'whole', './gradlew -Pmockito.test.java=21 build --stacktrace', 'job java by its matrix'],
    ['jvm', 'whole', './gradlew :mockito-core:test', 'of job java'],
    ['jvm', 'whole', "./gradlew :mockito-core:test --tests '*DeepStub*' --rerun-tasks", 'of job java'],
    [
      'jvm',
      'whole',
      'for maker in mock-maker-default mock-maker-inline mock-maker-subclass; do\n  MOCK_MAKER=$maker ./gradlew test\ndone',
      'job java by its matrix',
    ],
    ['jvm', 'whole', './gradlew :mockito-extensions:mockito-junit-jupiter:check --no-daemon', 'of job java'],
    ['lint', 'whole', './gradlew spotlessCheck', 'job java, step 5'],
    ['lint', 'whole', './gradlew :mockito-core:checkstyleMain', 'of the task check, so of build'],
    ['word by word', 'whole', './check_reproducibility.sh', 'job java, step 4'],
    ['jvm', 'whole', './gradlew coverageReport', 'job java, step 7'],
    [
      'jvm',
      'whole',
      './gradlew :mockito-integration-tests:graalvm-tests:nativeTest -PenableGraalTracingAgent',
      'job graalvm',
    ],
    [
      'jvm',
      'whole',
      './gradlew :mockito-integration-tests:android-tests:connectedCheck',
      'job android, through the script of the emulator',
    ],
    ['jvm', 'none', 'MOCK_MAKER=mock-maker-proxy ./gradlew :mockito-core:test', 'no row of the matrix'],
    ['jvm', 'none', './gradlew -Pmockito.test.java=25 build', 'no row of the matrix'],
    ['jvm', 'none', './gradlew :mockito-integration-tests:memory-tests:test -Pjfr', 'CI records nothing'],
    ['jvm', 'none', './gradlew dependencyUpdates', 'no job does'],
  ],
};
