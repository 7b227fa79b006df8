import type { Repository } from '../case.ts';

export const caffeine: Repository = {
  name: 'ben-manes/caffeine',
  commit: 'ccef95542a9181182a60f5c6c33d2a0642c73574',
  cases: [
    ['jvm', 'whole', './gradlew caffeine:test', 'build.yml in forty shards'],
    ['jvm', 'whole', "./gradlew caffeine:test --tests '*BoundedLocalCacheTest'", 'of build.yml'],
    ['jvm', 'whole', './gradlew :simulator:check', 'build.yml, a suite'],
    ['jvm', 'whole', './gradlew jcache:check guava:check', 'build.yml, two suites'],
    ['jvm', 'whole', './gradlew caffeine:lincheckTest', 'build.yml, a suite'],
    ['jvm', 'whole', './gradlew caffeine:fuzzTest --tests CacheFuzzer', 'build.yml, a suite'],
    ['jvm', 'whole', './gradlew assemble', 'build.yml, job compile'],
    ['jvm', 'whole', './gradlew ecj', 'analysis.yml'],
    ['jvm', 'whole', './gradlew spotbugs -Pspotbugs', 'analysis.yml'],
    ['jvm', 'whole', './gradlew -p examples/hibernate build', 'examples.yml'],
    ['jvm', 'whole', './gradlew caffeine:stress --workload=read --duration PT1M', 'examples.yml, that very command'],
    ['jvm', 'whole', './gradlew simulator:simulate --maximumSize=100,200,300', 'examples.yml, that very command'],
    [
      'jvm',
      'scheduled',
      './gradlew caffeine:lincheckTest -Dlincheck.modelChecking.iterations=100 -Dlincheck.modelChecking.invocationsPerIteration=1000 -Dlincheck.stress.iterations=100 -Dlincheck.stress.invocationsPerIteration=10000',
      'lincheck.yml',
    ],
    ['jvm', 'scheduled', 'timeout 6h ./gradlew jcstress', 'jcstress.yml'],
    [
      'jvm',
      'scheduled',
      './gradlew caffeine:jmh --no-configuration-cache -PincludePattern=TimerWheelBenchmark',
      'benchmarks.yml by its matrix',
    ],
    ['jvm', 'none', './gradlew caffeine:jmh -PincludePattern=DelegationBenchmark', 'benchmarks.yml has seven others'],
    ['jvm', 'none', './gradlew caffeine:stress --workload=read --duration PT2H', 'CI has one minute'],
    ['jvm', 'none', './gradlew simulator:run -Dcaffeine.simulator.files.paths.0=lirs:/data/big.trace.gz', 'other data'],
    ['jvm', 'none', 'JAZZER_FUZZ=1 ./gradlew caffeine:fuzzTest --tests CacheFuzzer', 'a mode that CI has not'],
    [
      'jvm',
      'none',
      './gradlew simulator:rewrite --inputFormat=LIRS --inputFiles=loop.trace.gz --outputFormat=CLAIRVOYANT --outputFile=/data/loop.txt',
      'data',
    ],
  ],
};
