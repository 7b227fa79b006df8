import type { Repository } from '../case.ts';

export const roaringBitmap: Repository = {
  name: 'RoaringBitmap/RoaringBitmap',
  commit: 'c105fce50c847d89bfde8298852d3614a5def6ac',
  cases: [
    [
      'jvm',
      'whole',
      'for v in 8 11 17 21; do\n  ./gradlew test -PtestOnJava=$v --continue\ndone',
      'java-all-versions.yml has each of them',
    ],
    [
      'jvm',
      'whole',
      "timeout 2h ./gradlew :roaringbitmap:test -PtestOnJava=21 --tests 'org.roaringbitmap.longlong.*' --info |& tee longlong.log",
      'test on Java 21 has every module',
    ],
    ['jvm', 'whole', 'cd bsi && ../gradlew test', 'macos.yml tests every module without the property'],
    ['jvm', 'none', './gradlew test -PtestOnJava=25', 'no step has that version'],
    [
      'jvm',
      'none',
      'export JAVA_TOOL_OPTIONS="-XX:+UseSerialGC -XX:UseAVX=1"\n./gradlew :roaringbitmap:test -PtestOnJava=21',
      'CI tests with the defaults of the machine',
    ],
    ['jvm', 'none', './gradlew :fuzz-tests:test -Proaringbitmap.fuzz-tests', 'excluded without that property'],
    ['jvm', 'none', 'time ./gradlew :jmh:test -Proaringbitmap.jmh', 'excluded without that property'],
    ['jvm', 'part', './gradlew check', 'CI tests, but nobody checks the format'],
    ['lint', 'none', 'git fetch origin master && ./gradlew spotlessCheck', 'no step calls check or spotless'],
    ['jvm', 'whole', './gradlew assemble --rerun-tasks', 'two workflows'],
    [
      'jvm',
      'whole',
      './gradlew :roaringbitmap:javadoc :bsi:javadoc',
      'assemble makes the javadoc jars of these two modules',
    ],
    [
      'jvm',
      'none',
      './gradlew jmh:shadowJar\njava -jar jmh/build/libs/benchmarks.jar RangeBitmapBenchmark -f 3 -wi 10 -i 10 -prof gc -rf csv -rff range.csv',
      'nobody measures',
    ],
    [
      'word by word',
      'none',
      "cd jmh && numactl -N 0 ./run.sh -clean 'RealDataBenchmark(And|Or)\\b' -p dataset=census1881,wikileaks-noquotes",
      'nobody measures',
    ],
    ['jvm', 'none', './gradlew -q simplebenchmark:runAll > simple.txt', 'CI only compiles it'],
    ['jvm', 'none', './gradlew examples:runAll', 'CI only compiles them'],
    [
      'lint',
      'whole',
      "if find . -type f -name '*.java' | xargs file | grep -v ASCII; then exit 1; fi",
      'checkascii.yml',
    ],
  ],
};
