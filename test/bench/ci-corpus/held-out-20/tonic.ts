import type { Repository } from '../case.ts';

export const tonic: Repository = {
  name: 'hyperium/tonic',
  commit: 'a55efae785d6628bfc832fdbe7ca7d024d000cdb',
  cases: [
    [
      'cargo',
      'whole',
      'cargo nextest run --workspace --all-features --profile default --no-capture',
      'CI.yml, job test; what it sets only has more tries',
    ],
    ['cargo', 'whole', 'QUICKCHECK_TESTS=1000 cargo test --workspace --all-features --lib --tests', 'job test'],
    ['cargo', 'whole', 'cargo test --doc -p tonic -p tonic-build --all-features', 'job doc-test'],
    [
      'cargo',
      'whole',
      'cargo hack check --workspace --no-private --each-feature --no-dev-deps',
      'job check, the step Check features',
    ],
    ['lint', 'whole', 'cargo clippy -p tonic -p tonic-web --all-features --tests', 'job clippy'],
    ['cargo', 'whole', 'cargo udeps --package tonic --features tls-ring,transport', 'job udeps, word by word'],
    ['cargo', 'whole', 'RUSTDOCFLAGS="-D warnings" cargo +nightly hack --no-private docs-rs |& tee doc.log', 'job doc'],
    [
      'word by word',
      'whole',
      'for tls in "" "--use_tls tls_rustls"; do\n  ./interop/test.sh $tls 2>&1 | tee -a interop.log\ndone',
      'job interop, both its steps',
    ],
    ['cargo', 'whole', 'cargo run --release --package codegen\ngit diff --exit-code', 'job codegen'],
    [
      'cmake, meson',
      'whole',
      'cd protoc-gen-rust-grpc\ncmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DPROTOBUF_VERSION=34.0\ncmake --build build --parallel 8',
      'job build-protoc-plugin',
    ],
    [
      'cargo',
      'part',
      'cargo nextest run -p tonic -p tonic-web --all-features\ncargo bench -p tonic --bench decode',
      'job test; nobody measures',
    ],
    [
      'cargo',
      'none',
      'QUICKCHECK_TESTS=1000000 cargo nextest run --workspace --all-features',
      'CI has a thousandth of it',
    ],
    ['cargo', 'none', 'taskset -c 2 cargo bench -p grpc --bench metadata', 'nobody measures'],
    [
      'cargo',
      'none',
      'cargo test -p tonic --no-default-features --features transport,tls-aws-lc',
      'CI tests with all features at once',
    ],
    [
      'word by word',
      'none',
      'cargo build --release -p examples --bin helloworld-server --features full\n./target/release/helloworld-server &\nsleep 2\nghz --insecure --proto examples/proto/helloworld/helloworld.proto --call helloworld.Greeter.SayHello -c 64 -n 1000000 -d \'{"name":"x"}\' \'[::1]:50051\'\nkill %1',
      'nobody puts load on a server',
    ],
    [
      'cargo',
      'none',
      'RUSTFLAGS="-Zsanitizer=address" cargo +nightly test -p tonic --all-features --target x86_64-unknown-linux-gnu --lib',
      'no job has a sanitizer',
    ],
  ],
};
