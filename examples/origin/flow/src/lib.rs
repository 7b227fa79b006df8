//! Stands for a query engine: enough for cargo, clippy and the tests to have something to look at.

/// The queries of TPC-H.
pub const QUERIES: usize = 22;

#[cfg(test)]
mod tests {
    #[test]
    fn knows_all_queries() {
        assert_eq!(super::QUERIES, 22);
    }
}
