import type { Repository } from '../case.ts';

export const hibernateOrm: Repository = {
  name: 'hibernate/hibernate-orm',
  commit: 'fad1729dce015f908198d57a8d80274a30f905a5',
  cases: [
    ['jvm', 'whole', './gradlew ciCheck', 'ci.yml, job build'],
    ['jvm', 'whole', "./gradlew :hibernate-core:test --tests '*NativeQuery*'", 'of ciCheck'],
    ['jvm', 'whole', './gradlew formatChecks', 'job format_checks'],
    ['jvm', 'whole', 'RDBMS=postgresql ./ci/build.sh', 'job build by its matrix'],
    ['jvm', 'whole', './gradlew ciCheck -Pdb=postgresql', 'job build by its matrix'],
    ['jvm', 'none', './gradlew test -Pdb=tidb', 'a database that is in no matrix'],
  ],
};
