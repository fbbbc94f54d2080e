use crate::archive::on_archive;

#[test]
fn values_come_with_their_counts() {
    let counts = on_archive(&["facets", "--format", "jsonl"]).lines();
    let facets: Vec<&str> = counts.iter().map(|c| c["facet"].as_str().unwrap()).collect();
    for facet in ["region", "municipality", "body", "topic", "kind", "year", "month"] {
        assert!(facets.contains(&facet), "{facet}");
    }
    assert!(counts.iter().all(|c| c["count"].as_u64().unwrap() > 0));
}

#[test]
fn one_count_and_one_prefix_can_be_asked_for() {
    let years = on_archive(&["facets", "--by", "year", "--prefix", "201", "--format", "jsonl"]).lines();
    assert!(!years.is_empty());
    assert!(years.iter().all(|c| c["value"].as_str().unwrap().starts_with("201")));
    assert_eq!(on_archive(&["facets", "--prefix", "xyzzy"]).code(), 1);
}

#[test]
fn table_and_csv_are_printed() {
    assert!(on_archive(&["facets", "--by", "municipality"]).out().contains("Skive"));
    assert!(
        on_archive(&["facets", "--by", "year", "--format", "csv"]).out().starts_with("\u{feff}facet;value;count\r\n")
    );
}
