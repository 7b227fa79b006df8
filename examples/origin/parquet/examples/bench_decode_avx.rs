//! Stands for `bench_decode_avx`; what it would print is in stand-ins/programs/.
fn main() {}
