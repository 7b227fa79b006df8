#[test]
fn dict_preservation_end_to_end() {
    assert_eq!(parquet::dictionary(&["a", "b", "a"]), ["a", "b"]);
}
