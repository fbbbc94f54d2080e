use serde_json::Value;

use crate::archive::{documents, on_archive};

#[test]
fn every_document_is_of_a_meeting() {
    let meetings = on_archive(&["meetings", "--format", "jsonl"]).lines();
    let sources: usize = meetings.iter().map(|m| m["sources"].as_array().unwrap().len()).sum();
    assert_eq!((sources, meetings.len()), (documents(), documents() - 1), "one pair of agenda and minutes");
    assert!(meetings.iter().all(|m| m["gaps"].is_array() && m["items"].as_u64().unwrap() > 0));
}

#[test]
fn table_goes_body_by_body() {
    let table = on_archive(&["meetings"]).out();
    assert!(table.contains("Økonomiudvalget, Skive\n"), "{table}");
    assert!(table.trim_end().lines().last().unwrap().contains(&format!(" in {} documents", documents())), "{table}");
}

#[test]
fn filters_keep_whole_meetings() {
    let all: Vec<Value> = on_archive(&["meetings", "--format", "jsonl"]).lines();
    let some = on_archive(&["meetings", "--from", "2014", "--to", "2014", "--format", "jsonl"]).lines();
    assert_eq!(some.len(), 1);
    assert!(all.contains(&some[0]), "as many items as without the filter");
}

#[test]
fn no_meeting_is_nothing_found() {
    let got = on_archive(&["meetings", "--from", "1950", "--to", "1951"]);
    assert_eq!((got.code(), got.err().as_str()), (1, "dagsorden: no meetings found\n"));
}
