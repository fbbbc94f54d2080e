use crate::archive::on_archive;

#[test]
fn cases_come_latest_first_with_two_meetings_or_more() {
    let cases = on_archive(&["matters", "--format", "jsonl"]).lines();
    assert!(!cases.is_empty());
    let comes_back = |c: &serde_json::Value| c["announced"].is_string();
    assert!(cases.iter().all(|c| c["meetings"].as_u64().is_some_and(|n| n > 1) || comes_back(c)), "{cases:?}");
    let last: Vec<&str> = cases.iter().filter_map(|c| c["last"].as_str()).collect();
    assert!(last.is_sorted_by(|a, b| a >= b), "{last:?}");
}

#[test]
fn states_part_the_cases() {
    let count = |args: &[&str]| on_archive(&[&["matters", "--format", "jsonl"], args].concat()).lines().len();
    let parts: usize = ["decided", "open", "awaited", "overdue"].iter().map(|s| count(&["--state", s])).sum();
    assert_eq!(parts, count(&[]));
}

#[test]
fn filters_that_let_nothing_through_are_exit_code_1() {
    let got = on_archive(&["matters", "--from", "2999"]);
    assert_eq!((got.code(), got.err().as_str()), (1, "dagsorden: no cases found\n"));
}

#[test]
fn words_keep_the_cases_that_a_search_finds() {
    let cases = |args: &[&str]| on_archive(&[&["matters", "--format", "jsonl"], args].concat()).lines();
    let (all, some) = (cases(&[]), cases(&["herbreg"]));
    assert!(!some.is_empty() && some.len() < all.len() && some.iter().all(|c| all.contains(c)), "{some:?}");
    assert!(cases(&["herberg -herberg"]).is_empty());
    assert_eq!(cases(&["udvalg:social"]).len(), cases(&["--body", "social"]).len());
}
