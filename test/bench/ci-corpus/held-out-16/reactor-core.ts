import type { Repository } from '../case.ts';

export const reactorCore: Repository = {
  name: 'reactor/reactor-core',
  commit: 'c4900cdb414dcc5e0c5f0baa000bfe61d2638f38',
  cases: [
    ['jvm', 'whole', './gradlew :reactor-core:test --no-daemon | tee core.log', 'ci.yml, job run-tests'],
    ['jvm', 'whole', './gradlew reactor-core:test --tests "*FluxPublish*"', 'of row core'],
    ['jvm', 'whole', 'cd reactor-core && ../gradlew java11Test java21Test', 'two rows of job run-tests'],
    ['jvm', 'whole', './gradlew test --continue', 'row core, and row other for the other projects'],
    ['jvm', 'whole', './gradlew :reactor-core:test -Pjunit-tags=slow', 'row core runs all tags'],
    ['jvm', 'whole', './gradlew :reactor-core:tckTest :reactor-core:blockHoundTest', 'of check in row other'],
    [
      'jvm',
      'whole',
      'for t in jarFileTest javaAgentTest buildPluginTest shadedJarTest; do ./gradlew :reactor-tools:$t; done',
      'of check in row other',
    ],
    ['jvm', 'whole', './gradlew :reactor-core-micrometer:check :reactor-test:check', 'of check in row other'],
    ['jvm', 'whole', './gradlew check -x :reactor-core:jcstress', 'all of run-tests and preliminary'],
    ['jvm', 'part', './gradlew check', 'on a change jcstress runs as sanity only'],
    ['jvm', 'whole', './gradlew :reactor-core:jcstress -Pjcstress.mode=sanity', 'of check in row other'],
    ['jvm', 'scheduled', './gradlew :reactor-core:jcstress -Pjcstress.mode=quick --no-daemon', 'full.yml'],
    ['jvm', 'none', './gradlew :reactor-core:jcstress -Pjcstress.mode=tough', 'no job has this mode'],
    [
      'jvm',
      'scheduled',
      './gradlew :reactor-core:test -DuseSnapshotMicrometerVersion=true',
      'snapshots.yml; on a change without the property',
    ],
    ['jvm', 'none', './gradlew :reactor-core:loops', 'check has it for releases only'],
    ['jvm', 'none', './gradlew :benchmarks:jmh --include=FluxPublishBenchmark --profilers=gc,async', 'nobody measures'],
    ['jvm', 'none', './gradlew :benchmarks:jmhBaseline && ./gradlew :benchmarks:jmh', 'nobody measures'],
    ['lint', 'whole', './gradlew japicmp', 'job preliminary'],
    ['lint', 'none', './gradlew spotlessCheck -PspotlessFrom=ALL', 'CI looks at what changed only'],
    ['lint', 'whole', './gradlew checkstyleNohttp', 'of check in row other'],
  ],
};
