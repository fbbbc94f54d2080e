use std::collections::BTreeSet;

use serde_json::Value;

use crate::archive::on_archive;
use crate::pairs::{Archive, MEETING};

#[test]
fn whole_items_are_exported_one_a_line() {
    let items = on_archive(&["export"]).lines();
    let all = on_archive(&["search", "--all", "--no-fold", "--closed", "no", "--format", "jsonl"]).lines();
    assert_eq!(items.len(), all.len());
    assert!(items.iter().all(|i| i["sections"].is_array() && i["id"].is_string()));
}

#[test]
fn closed_items_stay_out_unless_asked_for() {
    let count = |args: &[&str]| on_archive(&[&["export"], args].concat()).lines().len();
    let (public, all) = (count(&[]), count(&["--with-closed"]));
    let closed = on_archive(&["search", "--closed", "yes", "--all", "--no-fold", "--format", "jsonl"]).lines().len();
    assert_eq!(all - public, closed);
    assert!(on_archive(&["export"]).lines().iter().all(|i| i["closed"] == false));
}

#[test]
fn filters_hold_as_everywhere() {
    let items = on_archive(&["export", "--kind", "minutes", "--from", "2013"]).lines();
    assert!(items.iter().all(|i| i["kind"] == "minutes" && i["date"].as_str() >= Some("2013")), "{items:?}");
    assert_eq!(on_archive(&["export", "--from", "2999"]).code(), 1);
    assert_eq!(on_archive(&["export", "--body", "xyzzy"]).code(), 2);
}

/// Every object of that type, also within others.
fn of_type<'a>(objects: &'a [Value], kind: &str) -> Vec<&'a Value> {
    let list =
        |o: &'a Value| ["agendaItem", "consultation"].into_iter().flat_map(|f| o[f].as_array().into_iter().flatten());
    let all = objects.iter().chain(objects.iter().flat_map(list));
    all.filter(|o| o["type"].as_str().is_some_and(|t| t.ends_with(&format!("/{kind}")))).collect()
}

#[test]
fn oparl_objects_point_to_each_other() {
    let objects = on_archive(&["export", "--format", "oparl", "--base-url", "https://example.org/o"]).lines();
    let (items, papers) = (of_type(&objects, "AgendaItem"), of_type(&objects, "Paper"));
    let consultations = of_type(&objects, "Consultation");
    assert!(!items.is_empty() && !papers.is_empty() && consultations.len() >= papers.len());
    assert!(papers.iter().any(|p| p["consultation"].as_array().is_some_and(|c| c.len() > 1)), "a case has a way");
    let ids =
        |objects: &[&Value]| -> Vec<String> { objects.iter().map(|o| o["id"].as_str().unwrap().to_owned()).collect() };
    let (items, meetings) = (ids(&items), ids(&of_type(&objects, "Meeting")));
    let organizations = ids(&of_type(&objects, "Organization"));
    for consultation in &consultations {
        assert!(items.contains(&consultation["agendaItem"].as_str().unwrap().to_owned()), "{consultation}");
        assert!(meetings.contains(&consultation["meeting"].as_str().unwrap().to_owned()), "{consultation}");
        assert!(
            organizations.contains(&consultation["organization"][0].as_str().unwrap().to_owned()),
            "{consultation}"
        );
    }
    let mut once = ids(&consultations);
    once.sort();
    let all = once.len();
    once.dedup();
    assert_eq!(once.len(), all, "an item is dealt with in one case");
}

#[test]
fn bulk_has_its_configurations_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("arkiv.ndjson");
    assert_eq!(on_archive(&["export", "--format", "bulk", "-o", file.to_str().unwrap()]).code(), 0);
    let lines: Vec<Value> =
        std::fs::read_to_string(&file).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len() % 2, 0);
    assert!(lines.chunks(2).all(|pair| pair[0]["index"]["_id"] == pair[1]["id"]));
    for suffix in ["opensearch.json", "quickwit.yaml"] {
        assert!(folder.path().join(format!("arkiv.{suffix}")).is_file(), "{suffix}");
    }
}

#[test]
fn oparl_has_each_item_of_a_meeting_once_as_a_search_has() {
    let archive = Archive::of(&MEETING);
    let objects = archive.run(&["export", "--format", "oparl", "--with-closed"]).lines();
    let titles = |objects: Vec<&Value>, field: &str| -> BTreeSet<String> {
        objects.iter().map(|o| o[field].as_str().unwrap().to_owned()).collect()
    };
    let (items, hits) = (of_type(&objects, "AgendaItem"), archive.hits(&[]));
    assert_eq!(items.len(), hits.len());
    assert_eq!(titles(items, "name"), titles(hits.iter().collect(), "title"));
}
