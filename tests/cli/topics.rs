//! Rules of topics of one's own, and what items are about.

use std::fs;

use crate::archive::run;
use crate::pairs::{Archive, MEETING, fixtures};

/// Rules that know one topic by one word.
const RULES: &str = "
[weights]
strong = 3.0
plain = 2.0
weak = 1.0
[places]
title = 3.0
proposal = 2.0
rest = 1.0
[limits]
topics = 3
enough = 1.0
relative = 0.2
saturation = 3.0
length = 300.0
[standing]
topic = '/moeder'
bare = ['godkendelse af dagsorden']
gathering = ['eventuelt']
[[topic]]
path = '/tomme-bygninger'
strong = ['brandstation']
";

#[test]
fn own_rules_of_topics_are_remembered_and_taken_back() {
    let archive = Archive::of(&MEETING);
    let rules = archive.folder().join("emner.toml");
    fs::write(&rules, RULES).unwrap();
    let before = archive.hits(&["herberg"])[0]["topics"].clone();
    let said = archive.update(&["--topics", rules.to_str().unwrap()]);
    assert!(said.contains("topics: by the rules given; 3 unchanged files got their topics anew"), "{said}");
    assert_eq!(archive.hits(&["herberg"])[0]["topics"], serde_json::json!(["/tomme-bygninger"]));
    archive.add("egebjerg.txt");
    let said = archive.update(&[]);
    assert!(said.contains("topics: by the rules that the index was given"), "{said}");
    assert_eq!(archive.hits(&["plejehjemmet"])[0]["topics"], serde_json::json!([]), "a new file goes by them too");
    assert!(archive.update(&["--topics", rules.to_str().unwrap(), "--dry-run"]).starts_with("0 files to read"));
    let preview = archive.update(&["--default-topics", "--dry-run"]);
    assert!(preview.contains("4 unchanged to get their topics anew"), "{preview}");
    archive.update(&["--default-topics"]);
    assert_eq!(archive.hits(&["herberg"])[0]["topics"], before);
    assert!(!archive.update(&[]).contains("topics:"));
}

#[test]
fn wrong_rules_of_topics_are_told_before_anything_is_read() {
    let archive = Archive::of(&["referat.txt"]);
    let rules = archive.folder().join("emner.toml");
    fs::write(&rules, "[weights]").unwrap();
    let index = archive.folder().join("index");
    let run = run([
        "index",
        archive.docs().to_str().unwrap(),
        "--index",
        index.to_str().unwrap(),
        "--topics",
        rules.to_str().unwrap(),
    ]);
    assert_eq!(run.code(), 2);
    assert!(run.err().contains("emner.toml: expected the rules of topics, but found"), "{}", run.err());
}

#[test]
fn classify_says_what_an_item_is_about_and_why() {
    let file = fixtures().join("egebjerg.txt");
    let told = run(["classify", "--why", "--format", "jsonl", file.to_str().unwrap()]).lines();
    assert_eq!((told.len(), &told[0]["kle"][0]), (2, &"27.35.04".into()));
    assert_eq!(
        (&told[0]["municipalities"][0], &told[0]["why"]["municipalities"][0]["by"]),
        (&"Egebjerg".into(), &"body".into())
    );
    let words = told[0]["why"]["topics"][0]["words"].to_string();
    assert!(words.contains("plejehjem"), "{words}");
    let table = run(["classify", "--why", file.to_str().unwrap()]).out();
    assert!(table.contains("municipality: Egebjerg: in the body, «Egebjerg»"), "{table}");
}
