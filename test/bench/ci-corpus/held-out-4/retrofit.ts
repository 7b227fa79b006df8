import type { Repository } from '../case.ts';

export const retrofit: Repository = {
  name: 'square/retrofit',
  commit: '0b118105fe8436791436b8bc9c95b9aa2cfd3bdd',
  cases: [
    ['jvm', 'whole', './gradlew build', 'job jvm'],
    ['jvm', 'whole', './gradlew test', 'build runs test'],
    ['jvm', 'whole', "./gradlew :retrofit:test --tests '*CallTest'", 'a part of that'],
    ['jvm', 'whole', './gradlew connectedCheck', 'the script of android-emulator-runner'],
    ['jvm', 'whole', './gradlew retrofit:robovm-test:robovmTest', 'job robovm'],
    ['jvm', 'none', './gradlew :samples:run', 'no job runs samples'],
  ],
};
