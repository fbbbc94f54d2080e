//! Meetings as the gold files of the bench describe them, so that later stages are measured apart from reading.

// Each test file uses a part.
#![allow(dead_code)]

use std::path::{Path, PathBuf};

use dagsorden::engine::{Index, Writer};
use dagsorden::index::{FileRecord, MeetingFacts, Outcome, StoredItem};
use dagsorden::lexicon::authorities;
use dagsorden::model::{CaseNumber, Item, ItemNumber, Meeting, MeetingKind, Section, SectionKind, Text};
use serde_json::Value;

/// The folder that `DAGSORDEN_BENCH` names; `None` where it is unset, so that a fresh clone tests without it.
pub(crate) fn bench() -> Option<PathBuf> {
    std::env::var_os("DAGSORDEN_BENCH").map(|root| Path::new(&root).join("bench"))
}

/// A gold file: its stem, the meeting without what [`classify`](dagsorden::facts) fills in, and the JSON.
pub(crate) struct Gold {
    pub stem: String,
    pub meeting: Meeting,
    pub json: Value,
}

/// The gold meetings of a folder below the bench, by name.
pub(crate) fn meetings(bench: &Path, folder: &str) -> Vec<Gold> {
    let listed = std::fs::read_dir(bench.join(folder)).expect("a folder of the bench");
    let mut paths: Vec<PathBuf> = listed.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let json = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "json"));
    let found: Vec<Gold> = json.filter_map(|p| gold(p)).collect();
    assert!(!found.is_empty(), "expected gold files in {folder}, but found none");
    found
}

fn gold(path: &Path) -> Option<Gold> {
    let json: Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
    let name = path.file_name()?.to_str()?;
    let stem = name.trim_end_matches(".json").trim_end_matches(".gold").to_owned();
    json.get("items")?;
    Some(Gold { meeting: meeting(&json, &stem), stem, json })
}

/// The items of the gold meetings under their ids, `<stem>#<number>`.
pub(crate) fn stored_items(bench: &Path, folders: &[&str]) -> Vec<StoredItem> {
    folders.iter().flat_map(|folder| meetings(bench, folder)).flat_map(stored).collect()
}

/// An index of the gold meetings, in a folder that goes with what is returned first.
pub(crate) fn index_of(bench: &Path, folders: &[&str]) -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("an empty folder");
    for gold in folders.iter().flat_map(|folder| meetings(bench, folder)) {
        let (source, items) = (gold.meeting.source.clone(), gold.meeting.items.len() as u32);
        let (path, outcome) = (PathBuf::from(&source), Outcome::Read);
        let notes = Vec::new();
        let file = FileRecord { source, path, bytes: 1, modified: 0, hash: 0, pages: 1, items, outcome, notes };
        writer.put(&file, Some(&gold.meeting)).expect("room on the disk");
    }
    writer.commit().expect("room on the disk");
    let index = Index::open(dir.path()).expect("the index just built");
    (dir, index)
}

fn stored(gold: Gold) -> Vec<StoredItem> {
    let Gold { stem, meeting, .. } = gold;
    let facts = MeetingFacts::from(&meeting);
    let id = |n: usize, item: &Item| match &item.number {
        Some(number) => format!("{stem}#{number}"),
        None => format!("{stem}#n{}", n + 1),
    };
    let store = |(n, item): (usize, Item)| StoredItem {
        id: id(n, &item),
        source: meeting.source.clone(),
        position: n as u32,
        meeting: facts.clone(),
        item,
    };
    meeting.items.into_iter().enumerate().map(store).collect()
}

/// The cases of a gold file that is a list.
pub(crate) fn gold_list(bench: &Path, name: &str) -> Vec<Value> {
    let json = std::fs::read_to_string(bench.join("gold").join(name)).expect("a gold file");
    let list: Vec<Value> = serde_json::from_str(&json).expect("a list");
    assert!(!list.is_empty(), "expected cases in {name}, but found none");
    list
}

/// A field that holds text.
pub(crate) fn text(value: &Value, field: &str) -> Option<String> {
    value[field].as_str().map(str::to_owned)
}

fn meeting(json: &Value, stem: &str) -> Meeting {
    Meeting {
        source: format!("{stem}.txt"),
        kind: if json["kind"] == "agenda" { MeetingKind::Agenda } else { MeetingKind::Minutes },
        body: text(json, "body"),
        authority: text(json, "authority").map(|a| authorities().named(&a).expect("a known authority").clone()),
        region: text(json, "region").and_then(|r| dagsorden::lexicon::authorities().region(&r)),
        date: text(json, "date").and_then(|d| d.parse().ok()),
        start: None,
        end: None,
        place: None,
        participants: Vec::new(),
        items: json["items"].as_array().expect("items").iter().map(item).collect(),
        front: Text::default(),
        contents: Text::default(),
        running: Text::default(),
    }
}

fn item(json: &Value) -> Item {
    let sections = json["sections"].as_array().into_iter().flatten().map(section);
    let mut item = Item {
        number: text(json, "number").and_then(|n| ItemNumber::new(&n)),
        presenter: text(json, "presenter"),
        case_number: text(json, "case_number").map(CaseNumber),
        sections: sections.collect(),
        ..Item::titled(text(json, "title").expect("a title"))
    };
    dagsorden::facts::read_item(&mut item);
    item
}

fn section(json: &Value) -> Section {
    let kind = SectionKind::from_name(&text(json, "kind").expect("a kind")).expect("a known kind");
    Section {
        heading: text(json, "heading"),
        body: text(json, "body"),
        date: text(json, "date").and_then(|d| d.parse().ok()),
        ..Section::new(kind, Text::on_page(text(json, "text").unwrap_or_default(), 1))
    }
}
