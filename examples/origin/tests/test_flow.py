def test_knows_all_queries():
    from ematix_flow import QUERIES

    assert QUERIES == 22
