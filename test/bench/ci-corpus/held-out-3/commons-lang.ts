import type { Repository } from '../case.ts';

export const commonsLang: Repository = {
  name: 'apache/commons-lang',
  commit: 'd15939ef46f0bd4144994df8be95cf5a7f91eb52',
  cases: [
    ['jvm', 'whole', 'mvn -B -Ddoclint=all', 'maven.yml'],
    ['jvm', 'whole', 'mvn test', 'the default goal of the pom runs verify'],
    ['jvm', 'whole', 'mvn test -Dtest=StringUtilsTest', 'a part of that'],
    ['jvm', 'none', 'mvn verify -Pbenchmark', 'no job has the profile'],
  ],
};
