import type { Repository } from '../case.ts';

export const lucene: Repository = {
  name: 'mikemccand/lucene',
  commit: 'e02bdb4c3c547488342b423e1b9b2b25519bd427',
  cases: [
    ['jvm', 'whole', './gradlew test --continue |& tee test.log', 'run-checks-all.yml, job tests'],
    ['jvm', 'whole', 'time ./gradlew --no-daemon check', 'run-checks-all.yml, both jobs'],
    [
      'jvm',
      'whole',
      './gradlew :lucene:core:test --tests "org.apache.lucene.index.*" -Ptests.jvms=8',
      'a part of job tests; the number of processes is no matter',
    ],
    [
      'jvm',
      'none',
      './gradlew -p lucene/core test -Ptests.nightly=true -Ptests.multiplier=3',
      'CI leaves the nightly tests out',
    ],
    [
      'jvm',
      'none',
      './gradlew -p lucene/core beast -Ptests.dups=100 --tests TestConcurrentMergeScheduler',
      'nobody repeats tests',
    ],
    [
      'jvm',
      'none',
      './gradlew -p lucene/core test -Ptests.monster=true -Ptests.heapsize=32g --tests Test2BTerms',
      'CI leaves those tests out',
    ],
    ['jvm', 'none', 'TEST_JVM_ARGS="-XX:+UseZGC" ./gradlew -p lucene/facet test', 'another garbage collector'],
    [
      'jvm',
      'none',
      './gradlew :lucene:benchmark-jmh:assemble\nnumactl -C 4 java --module-path lucene/benchmark-jmh/build/benchmarks --module org.apache.lucene.benchmark.jmh VectorUtilBenchmark -p size=1024 | tee vector.txt',
      'nobody measures',
    ],
    [
      'jvm',
      'none',
      './gradlew -p lucene/benchmark getReuters\n./gradlew -p lucene/benchmark run -PtaskAlg=conf/indexing.alg -PmaxHeapSize=4G',
      'nobody measures',
    ],
    [
      'jvm',
      'whole',
      'export LD_LIBRARY_PATH=$CONDA_PREFIX/lib\n./gradlew -p lucene/sandbox -Dtests.faiss.run=true test --tests "org.apache.lucene.sandbox.codecs.faiss.*"',
      'run-special-checks-sandbox.yml',
    ],
    [
      'jvm',
      'whole',
      './gradlew -p lucene/analysis/common test -Ptests.hunspell.regressions=true --tests TestAllDictionaries',
      'run-checks-mod-analysis-common-hunspell.yml',
    ],
    [
      'jvm',
      'scheduled',
      './gradlew -p lucene/analysis/common -Ptests.hunspell.regressions=true -Ptests.hunspell.libreoffice.ref=master -Ptests.hunspell.woorm.ref=main test --tests "TestAllDictionaries"',
      'run-scheduled-hunspell.yml',
    ],
    ['lint', 'whole', 'make -C dev-tools/scripts ruff pyright', 'run-checks-python.yml makes lint'],
    [
      'word by word',
      'scheduled',
      'python3 dev-tools/scripts/buildAndPushRelease.py --dev-mode --push-local /tmp/lucene-release-dir',
      'run-nightly-smoketester.yml',
    ],
  ],
};
