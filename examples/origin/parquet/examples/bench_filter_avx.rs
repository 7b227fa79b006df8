//! Stands for `bench_filter_avx`; what it would print is in stand-ins/programs/.
fn main() {}
