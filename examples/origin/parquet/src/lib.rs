//! Stands for a columnar codec.

/// The different values in the order of their first appearance.
pub fn dictionary<'a>(values: &[&'a str]) -> Vec<&'a str> {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(value) {
            seen.push(*value);
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    #[test]
    fn empty_stays_empty() {
        assert!(super::dictionary(&[]).is_empty());
    }
}
