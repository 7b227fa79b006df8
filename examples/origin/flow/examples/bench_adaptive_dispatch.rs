//! Stands for `bench_adaptive_dispatch`; what it would print is in stand-ins/programs/.
fn main() {}
