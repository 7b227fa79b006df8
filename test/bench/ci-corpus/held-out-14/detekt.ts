import type { Repository } from '../case.ts';

export const detekt: Repository = {
  name: 'detekt/detekt',
  commit: 'dbfb8423263b79c3d035a21d110b10bf4ba02cfe',
  cases: [
    ['jvm', 'whole', './gradlew build -x detekt', 'pre-merge.yml, job gradle'],
    ['jvm', 'whole', './gradlew :detekt-core:test', 'of job gradle'],
    ['jvm', 'whole', './gradlew test -Pcompile-test-snippets=true', 'job compile-test-snippets'],
    [
      'jvm',
      'whole',
      "./gradlew :detekt-rules-style:test --tests '*MaxLineLengthSpec' -Pcompile-test-snippets=true",
      'of job compile-test-snippets',
    ],
    ['jvm', 'whole', './gradlew :detekt-gradle-plugin:functionalTest', 'codecoverage.yml makes its report of it'],
    ['jvm', 'whole', './gradlew jacocoMergedTestReport', 'codecoverage.yml'],
    ['jvm', 'whole', './gradlew verifyGeneratorOutput', 'job verify-generated-config-file'],
    ['jvm', 'whole', './gradlew compileKotlin compileTestKotlin -PwarningsAsErrors=true', 'of job warnings-as-errors'],
    ['jvm', 'whole', 'cd detekt-sample-extensions && ./gradlew test', 'of job build-detekt-sample-extensions'],
    ['lint', 'whole', './gradlew detektMain detektTest --continue', 'execute-detekt.yml, job gradle'],
    ['lint', 'whole', './gradlew detekt', 'deploy-snapshot.yml builds with it on a push'],
    ['lint', 'whole', './gradlew buildHealth', 'job build-health'],
    ['lint', 'whole', './gradlew :detekt-cli:runWithArgsFile', 'execute-detekt.yml, job cli'],
    ['npm', 'whole', 'cd website && yarn install --frozen-lockfile && yarn build', 'website.yaml'],
    [
      'jvm',
      'none',
      'gradle-profiler --benchmark --project-dir . --warmups 3 --iterations 10 :detekt-core:test',
      'nobody measures',
    ],
    ['word by word', 'none', 'kotlinc -script scripts/compare_releases.main.kts 1.23.8 2.0.0-alpha.6', 'no job does'],
    [
      'word by word',
      'none',
      'java -jar detekt-cli/build/libs/detekt-cli-all.jar --input ../kotlin --all-rules --parallel',
      'CI analyses this project only',
    ],
  ],
};
