import { table } from './table.ts';
import type { Tree } from './world.ts';

const MAVEN: Tree = {
  'pom.xml': `<project><modules><module>core</module>\n<module> plugins </module></modules><build>
    <pluginManagement><plugins><plugin><artifactId>licence-maven-plugin</artifactId>
      <executions><execution><goals><goal>check</goal></goals></execution></executions></plugin></plugins></pluginManagement>
    <plugins>
      <plugin><artifactId>maven-style-plugin</artifactId>
        <executions><execution><goals><goal>check</goal></goals></execution></executions></plugin>
      <plugin><artifactId>format-maven-plugin</artifactId><executions>
        <execution><phase>process-sources</phase><goals><goal>validate</goal></goals></execution>
        <execution><phase>none</phase><goals><goal>count</goal></goals></execution></executions></plugin>
    </plugins></build></project>`,
  'core/pom.xml': '<project/>',
  'plugins/pom.xml': '<project><modules><module>./s3/pom.xml</module></modules></project>',
  'plugins/s3/pom.xml': '<project/>',
  'examples/pom.xml': '<project/>',
};

table('a directory of a build of maven', MAVEN, [
  ['mvn -B verify', 'cd core && mvn test', 'whole'],
  ['mvn -B verify', 'mvn style:check', 'whole'],
  ['mvn -B test', 'mvn style:check', 'no'],
  ['mvn -B verify', 'mvn style:apply', 'no'],
  ['mvn -B verify -Dstyle.skip', 'mvn style:check', 'no'],
  ['mvn -B verify', 'mvn format:count', 'no'],
  ['mvn -B verify', 'mvn licence:check', 'no'],
  ['mvn -B test', 'mvn -q format:validate style:check', 'part: the only new part is `style:check`'],
  ['mvn style:check', 'mvn verify', 'no'],
  ['mvn -B verify', 'cd plugins/s3 && mvn -q test', 'whole'],
  ['mvn -B verify', 'mvn -f core/pom.xml test', 'whole'],
  ['mvn -pl core test', 'cd core && ../mvnw test', 'whole'],
  ['cd core && mvn test', 'mvn -pl core test', 'whole'],
  ['cd core && mvn test', 'mvn test', 'part: the only new part is what lies outside `core`'],
  ['mvn -pl core test', 'cd plugins && mvn test', 'no'],
  ['mvn -pl !core test', 'cd core && mvn test', 'no'],
  ['mvn test', 'cd examples && mvn test', 'no'],
]);

table('properties and goals of maven', MAVEN, [
  ['mvn -B verify -Duser.timezone="$(date +%Z)"', 'mvn test -pl core', 'whole'],
  ['mvn -B verify -Dflavour="$(date +%Z)"', 'mvn test -pl core', 'no'],
  [
    'mvn -B verify -Pskip-core-tests',
    'mvn -B verify',
    "part: the only new part is what CI's `-Pskip-core-tests` leaves out",
  ],
  ['mvn install -Prelease', 'mvn test -Prelease -Dsuites=org.example.ASuite', 'whole'],
  ['mvn test -DwildcardSuites=org.example.A', 'mvn test -DwildcardSuites=org.example.B', 'no'],
  ['mvn package -DskipTests style:fix -Dstyle.mode=CHECK', 'mvn compile style:fix -Dstyle.mode=CHECK', 'whole'],
  ['mvn package -DskipTests style:fix', 'mvn test', 'no'],
  ['- { run: mvn test, env: { NODE_IP: 127.0.0.1 } }', 'mvn test', 'whole'],
]);

table('what properties of maven leave out', MAVEN, [
  ['mvn test -Dcheckstyle.skip -Dforbiddenapis.skip=true -Djacoco.skip', 'mvn test', 'whole'],
  ['mvn test -Dcheckstyle.skip', 'mvn -pl core test -Dtest=PutTest', 'whole'],
  ['mvn verify -Dcheckstyle.skip', 'mvn verify', "part: the only new part is what CI's `-Dcheckstyle.skip` leaves out"],
  ['mvn verify -Dgpg.skip=true', 'mvn verify', 'whole'],
  ['mvn verify -Dgates.skip-all', 'mvn verify -Dgates.skip-all=true', 'whole'],
  ['mvn --strict-checksums --global-settings ci.xml -b smart verify', 'mvn verify', 'whole'],
  ['- { run: mvn test, env: { MAVEN_ARGS: --global-settings ci.xml } }', 'mvn test', 'whole'],
  ["mvn test -pl '\n  !core,\n  !plugins/s3'", 'mvn test -pl plugins/gcs', 'whole'],
  ["mvn test -pl '\n  !core,\n  !plugins/s3'", 'mvn test -pl core', 'no'],
  ['mvn test -DskipSlow', 'mvn test', "part: the only new part is what CI's `-DskipSlow` leaves out"],
]);

const GRADLE: Tree = {
  'settings.gradle.kts': 'include(":core", ":tools:bench")',
  'core/build.gradle.kts': '',
  'tools/bench/build.gradle.kts': '',
  'samples/settings.gradle': '',
};

table('a directory of a build of gradle', GRADLE, [
  ['./gradlew -Iinit.gradle -xjavadoc :core:test', './gradlew :core:test', 'whole'],
  ['./gradlew -p samples test', './gradlew -psamples test', 'whole'],
  ['./gradlew check', 'cd core && ../gradlew test', 'whole'],
  ['./gradlew :tools:bench:test', 'cd tools/bench && ../../gradlew test', 'whole'],
  ['./gradlew -p core test', './gradlew :core:test', 'whole'],
  ['./gradlew test -Pvalidation.errorprone=false', './gradlew :core:test -Ptests.jvms=8', 'whole'],
  ['./gradlew check -Pvalidation.errorprone=false', './gradlew :core:check', 'no'],
  ['./gradlew test -Pstrict=false', './gradlew :core:test', 'no'],
  ['./gradlew :core:test', 'cd tools/bench && ../../gradlew test', 'no'],
  ['cd core && ../gradlew test', './gradlew test', 'part: the only new part is what `:core:test` leaves out'],
  ['./gradlew test', 'cd samples && ../gradlew test', 'no'],
]);

const USUAL: Tree = {
  'settings.gradle': "include 'core'\n",
  'build.gradle': "plugins { id 'java' }\ndefaultTasks 'clean', 'build'\n",
  'core/build.gradle': '',
};

table('what gradle does that is told no task', USUAL, [
  ['./gradlew -x javadoc', "./gradlew :core:test --tests 'A*'", 'whole'],
  ['./gradlew --console=plain', './gradlew checkstyleMain', 'whole'],
  ['./gradlew build', './gradlew', 'whole'],
  ['./gradlew', './gradlew soak', 'no'],
  ['./gradlew --version', './gradlew test', 'no'],
  ['./gradlew --info', './gradlew test', 'no', { 'build.gradle': '// defaultTasks "build"\n' }],
  ['./gradlew --info', './gradlew test', 'no', { 'build.gradle': '/*\n  defaultTasks "build"\n*/\n' }],
]);

/** Rows of a matrix that add up: each starts gradle with what it names. */
const rows = (...words: readonly string[]): string => words.map(row => `./gradlew ${row}`).join('\n');

table('what gradle leaves out', GRADLE, [
  ['./gradlew check -x :core:test', './gradlew :tools:bench:test', 'whole'],
  ['./gradlew check -x :core:test', './gradlew :core:test', 'no'],
  ['./gradlew check -x :core:test', 'cd core && ../gradlew test', 'no'],
  ['./gradlew check -x :core:test', './gradlew :core:test --tests PutTest', 'no'],
  [
    './gradlew check -x core:test',
    './gradlew :core:check',
    'part: the only new part is what CI leaves out (`:core:test`)',
  ],
  ['./gradlew check -x test', './gradlew :core:check', 'part: the only new part is what CI leaves out (`:core:test`)'],
  ['./gradlew check -x test', './gradlew :core:test', 'no'],
  ['./gradlew check -x test', './gradlew :core:apiCheck', 'whole'],
  ['./gradlew check -x :core:test', './gradlew check -x :core:test -x apiCheck', 'whole'],
  ['./gradlew check -x soakTest', './gradlew check', 'part: the only new part is what CI leaves out (`soakTest`)'],
  ['./gradlew check -x soakTest', './gradlew test', 'whole'],
  ['./gradlew build -x javadoc', './gradlew build', 'whole'],
  ['./gradlew check', './gradlew check -x :core:test', 'whole'],
  ['cd core && ../gradlew check -x test', './gradlew :core:test', 'no'],
  ['cd tools && ../gradlew bench:test', './gradlew :tools:bench:test', 'whole'],
  ['./gradlew core:test', './gradlew :core:test', 'whole'],
  [rows(':core:test', 'check -x :core:test'), './gradlew test', 'whole'],
  [rows(':core:test', ':core:soakTest', 'check -x :core:test -x :core:soakTest'), './gradlew check', 'whole'],
  [
    rows(':core:test', 'check -x :core:test -x :core:soakTest'),
    './gradlew check',
    'part: the only new part is what CI leaves out (`:core:test :core:soakTest`)',
  ],
  [
    rows('check -x :core:test', ':core:test'),
    './gradlew test :core:jandex',
    'part: the only new part is `:core:jandex` and what CI leaves out (`:core:test`)',
  ],
  [rows('check -x :core:test', ':core:test', ':core:jandex'), './gradlew test :core:jandex', 'whole'],
  ['./gradlew check', './gradlew checkstyleNohttp checkstyleMain', 'whole'],
  ['./gradlew test', './gradlew checkstyleMain', 'no'],
]);

table(
  'what a block hangs into check',
  {
    ...GRADLE,
    'core/build.gradle': `check {
  dependsOn tckTest
  if (!version.endsWith('-SNAPSHOT')) {
    dependsOn loops
  }
  dependsOn tasks.stress
}
test { dependsOn soak }
`,
  },
  [
    ['./gradlew check', './gradlew :core:tckTest', 'whole'],
    ['./gradlew check -Pstress.mode=sanity', './gradlew :core:stress -Pstress.mode=sanity', 'whole'],
    ['./gradlew check -Pstress.mode=sanity', './gradlew :core:stress -Pstress.mode=tough', 'no'],
    ['./gradlew check -x :core:stress', './gradlew :core:stress', 'no'],
    ['./gradlew check', './gradlew :core:loops', 'no'],
    ['./gradlew check', './gradlew :core:soak', 'no'],
  ],
);

const CRATE: Tree = { 'Cargo.toml': '[package]\nname = "core"\n' };

table('another processor', CRATE, [
  ['cargo test', 'cargo test --target aarch64-unknown-linux-gnu', 'no'],
  ['cargo test --target aarch64-unknown-linux-gnu', 'cargo test --target aarch64-unknown-linux-gnu', 'whole'],
  ['cargo test', 'cargo test --target x86_64-unknown-linux-gnu', 'whole'],
]);
