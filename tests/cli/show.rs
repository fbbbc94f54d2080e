use serde_json::Value;

use crate::archive::on_archive;

/// An id of an item of that document.
fn id(source: &str) -> String {
    let hits = on_archive(&["search", "--all", "--format", "jsonl"]).lines();
    let hit = hits.iter().find(|h| h["source"] == source && h["sections"].as_array().is_some_and(|s| s.len() > 1));
    hit.expect("an item of that document")["id"].as_str().unwrap().to_owned()
}

#[test]
fn item_is_printed_whole_with_pages() {
    let id = id("skive/skive-oekonomiudvalg-2014.pdf");
    let got = on_archive(&["show", &id]);
    assert_eq!(got.code(), 0, "{}", got.err());
    for part in ["Økonomiudvalget", "2014-08-20", "page ", &id] {
        assert!(got.out().contains(part), "{part}: {}", got.out());
    }
}

#[test]
fn every_format_prints_the_item() {
    let id = id("skive/skive-oekonomiudvalg-2014.pdf");
    let line = &on_archive(&["show", &id, "--format", "jsonl"]).lines()[0];
    assert_eq!(line["id"], id.as_str());
    let array: Value = serde_json::from_str(&on_archive(&["show", &id, "--format", "json"]).out()).unwrap();
    assert_eq!(&array[0], line);
    assert!(on_archive(&["show", &id, "--format", "md"]).out().starts_with("# "));
    assert!(on_archive(&["show", &id, "--format", "csv"]).out().contains("2014-08-20;"));
}

#[test]
fn one_section_is_printed_alone() {
    let id = id("skive/skive-oekonomiudvalg-2014.pdf");
    let item = &on_archive(&["show", &id, "--section", "proposal", "--format", "jsonl"]).lines()[0];
    let sections = item["sections"].as_array().unwrap();
    assert!(!sections.is_empty() && sections.iter().all(|s| s["kind"] == "proposal"));
}

#[test]
fn section_that_is_not_there_is_nothing_found() {
    let id = "skive/skive-oekonomiudvalg-2014#6";
    let got = on_archive(&["show", id, "--section", "proposal"]);
    assert_eq!((got.code(), got.err()), (1, format!("dagsorden: {id}: the item has no section of kind proposal\n")));
}

#[test]
fn repairs_are_marked_with_what_the_scan_says() {
    let ids = on_archive(&["search", "--all", "-l"]).out();
    let of_scan = ids.lines().filter(|id| id.starts_with("skive/skive-byraad-2012#"));
    let marked = of_scan.map(|id| on_archive(&["show", id, "--repairs"]).out()).find(|text| text.contains('['));
    assert!(marked.is_some(), "some item of the scan was repaired");
}

#[test]
fn unknown_id_is_answered_with_ids_of_that_document() {
    let got = on_archive(&["show", "skive/skive-oekonomiudvalg-2014#99"]);
    assert_eq!(got.code(), 2);
    let err = got.err();
    assert!(err.starts_with("dagsorden: skive/skive-oekonomiudvalg-2014#99: expected the id of an item"), "{err}");
    assert!(err.contains("hint: near it are skive/skive-oekonomiudvalg-2014#1"), "{err}");
}
