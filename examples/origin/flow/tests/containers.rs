#[test]
#[ignore = "needs a container engine"]
fn reads_back_what_it_wrote() {}
