//! Stands for `bench_parallel_scaling`; what it would print is in stand-ins/programs/.
fn main() {}
