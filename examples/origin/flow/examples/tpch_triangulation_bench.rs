//! Stands for `tpch_triangulation_bench`; what it would print is in stand-ins/programs/.
fn main() {}
