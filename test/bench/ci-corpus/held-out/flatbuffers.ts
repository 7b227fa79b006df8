import type { Repository } from '../case.ts';

export const flatbuffers: Repository = {
  name: 'google/flatbuffers',
  commit: '81edeb17d9118143f2c81caf27edfb0df401279e',
  cases: [
    ['cmake, meson', 'whole', 'cmake -DCMAKE_BUILD_TYPE=Release . && make -j && ./flattests', 'job build-linux'],
    ['bazel', 'whole', 'bazel test //tests:flatbuffers_test', 'job bazel'],
    ['bazel', 'part', 'bazel test //tests/...', 'CI tests one target of it'],
    ['bazel', 'none', 'bazel test //grpc/tests/...', 'CI tests no target of it'],
    ['bazel', 'whole', 'bazel build //:flatc', 'job bazel, with nothing made of it'],
    ['word by word', 'whole', 'cd tests && bash GoTest.sh', 'job build-go'],
    ['jvm', 'whole', 'cd java && mvn test', 'job build-java'],
    ['jvm', 'none', 'cd kotlin && ./gradlew jvmTest', 'job build-kotlin-linux is always off'],
    ['word by word', 'whole', 'swift test', 'job build-swift'],
    [
      'word by word',
      'whole',
      './flatbenchmark --benchmark_repetitions=5 --benchmark_display_aggregates_only=true --benchmark_out_format=console --benchmark_out=benchmarks/results_g++-13',
      'job build-benchmarks runs that very command',
    ],
    [
      'word by word',
      'none',
      './flatbenchmark --benchmark_repetitions=100 --benchmark_min_time=5',
      'another measurement',
    ],
    ['word by word', 'whole', 'cd tests/ts && python3 TypeScriptTest.py', 'job build-ts'],
  ],
};
