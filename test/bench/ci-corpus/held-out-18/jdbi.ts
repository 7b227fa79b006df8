import type { Repository } from '../case.ts';

export const jdbi: Repository = {
  name: 'jdbi/jdbi',
  commit: '5dff7084d112dd6e5bdccbf8fe501e644f7a56d0',
  cases: [
    ['make, just, task', 'whole', 'make tests', 'checkers.yml has install-notests, ci.yml run-tests'],
    ['make, just, task', 'whole', 'make install-fast && time make run-slow-tests |& tee slow.log', 'slow-tests.yml'],
    [
      'make, just, task',
      'whole',
      'make install-fast\nfor v in 13 14 15 16 17; do\n  MAVEN_ARGS="-B -ff -Dpg-embedded.postgres-version=$v" make run-tests\ndone',
      'pg-versions.yml has each of them',
    ],
    [
      'make, just, task',
      'none',
      'make install-fast && MAVEN_ARGS="-B -Dpg-embedded.postgres-version=12" make run-tests',
      'a version that pg-versions.yml has not',
    ],
    [
      'make, just, task',
      'whole',
      'env MAVEN_ARGS="-B -Djdbi.test.timezone=Asia/Colombo -Djdbi.test.language=tr -Djdbi.test.region=TR" make run-tests',
      'ci.yml, job ci-locale',
    ],
    [
      'make, just, task',
      'none',
      'export MAVEN_ARGS="-B -Djdbi.test.timezone=America/St_Johns -Djdbi.test.language=de -Djdbi.test.region=DE"\nmake install-fast run-tests',
      'CI has another zone and locale',
    ],
    [
      'make, just, task',
      'whole',
      'make run-tests-nodocker',
      'run-tests without the tests that need docker, which ci.yml runs as well',
    ],
    [
      'make, just, task',
      'whole',
      'MAVEN_ARGS="-B -Dbasepom.check.fail-javadoc=true" make docs',
      'doc.yml, with the same property',
    ],
    ['make, just, task', 'whole', 'make install-notests && make compare-reproducible', 'job reproducible-build'],
    [
      'jvm',
      'whole',
      "./mvnw -B test -pl sqlobject -am -Dtest='TestBatching*,TestBind*' -Dsurefire.failIfNoSpecifiedTests=false",
      'ci.yml tests every module',
    ],
    [
      'jvm',
      'whole',
      './mvnw -B -ff -pl :jdbi3-oracle12 -Pslow-tests -Djdbi.test.oracle-docker-image=gvenzl/oracle-free:full-faststart surefire:test',
      'slow-tests.yml, job oracle',
    ],
    [
      'jvm',
      'none',
      './mvnw -B -pl :jdbi3-mysql -Pslow-tests -Djdbi.test.mysql-docker-image=mysql:8.0 surefire:test',
      'no job has another image of mysql',
    ],
    [
      'jvm',
      'whole',
      'cd jackson2 && ../mvnw -B surefire:test -Ddep.jackson2.version=2.19.4',
      'versions-check.yml, job jackson2',
    ],
    ['jvm', 'none', './mvnw -B test -pl core -am -Ddep.h2.version=2.3.232', 'versions-check.yml has no job for h2'],
    [
      'jvm',
      'none',
      'make install-fast\ntaskset -c 0-3 java -jar benchmark/target/benchmarks.jar H2SqlObjectV3Benchmark -f 3 -wi 5 -rf json -rff h2.json',
      'nobody measures',
    ],
    ['lint', 'whole', './mvnw -B -Dbasepom.test.skip=true clean verify', 'make install-notests in checkers.yml'],
  ],
};
