import type { Repository } from '../case.ts';

export const protobuf: Repository = {
  name: 'protocolbuffers/protobuf',
  commit: 'e712d276bcead35cad45e305463f5e542246351e',
  cases: [
    ['bazel', 'whole', 'bazel test //src/... //third_party/utf8_range/...', 'test_cpp.yml through an action'],
    ['bazel', 'whole', 'bazel test --config=opt //pkg/... //src/...', 'test_cpp.yml, job linux'],
    ['bazel', 'whole', 'bazel test //src/google/protobuf/io:all', 'of //src/...'],
    ['bazel', 'whole', 'bazel test --config=tsan //src/...', 'test_cpp.yml on a push to main'],
    ['bazel', 'whole', 'bazel test //java/...', 'test_java.yml'],
    ['bazel', 'whole', 'bazel test //python/... --define=use_fast_cpp_protos=false', 'test_python.yml'],
    ['bazel', 'whole', 'bazel test //upb/... --config=asan -c dbg', 'test_upb.yml'],
    ['bazel', 'none', 'bazel run -c opt //benchmarks:benchmark -- --benchmark_filter=Parse', 'nobody measures'],
    ['word by word', 'whole', 'python .github/scripts/validate_yaml.py', 'test_yaml.yml'],
  ],
};
