//! Stands for `tpch_generate`; what it would print is in stand-ins/programs/.
fn main() {}
