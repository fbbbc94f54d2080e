//! Invented documents of several layouts, and the outline that each must give.
//!
//! `tests/golden/NAME.txt` is a document, `NAME.outline` what is expected of it: a line for each item with number, title,
//! group, presenter and case number, and one for each section with kind, heading and number of words. With
//! `UPDATE_GOLDEN=1` the outlines are written anew; read the difference before committing it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use dagsorden::lexicon::Vocabulary;
use dagsorden::model::Meeting;
use dagsorden::pipeline;

fn documents() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(folder).expect("tests/golden").filter_map(Result::ok).map(|e| e.path());
    let mut found: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    found.sort();
    found
}

fn outline(meeting: &Meeting) -> String {
    let mut out = String::new();
    for item in &meeting.items {
        let number = item.number.as_ref().map_or("-", |n| n.as_str());
        let _ = write!(out, "{number} | {}", item.title);
        let case = item.case_number.as_ref().map(|c| c.0.as_str());
        let fields = [("group", item.group.as_deref()), ("presenter", item.presenter.as_deref()), ("case", case)];
        for (name, value) in fields.into_iter().filter_map(|(n, v)| Some((n, v?))) {
            let _ = write!(out, " | {name}: {value}");
        }
        out.push_str(if item.closed { " | closed\n" } else { "\n" });
        for section in &item.sections {
            let heading = section.heading.as_deref().unwrap_or("-");
            let words = section.text.as_str().split_whitespace().count();
            let _ = writeln!(out, "    {}: {heading} ({words} words)", section.kind.name());
        }
        for attachment in &item.attachments {
            let _ = writeln!(out, "    * {attachment}");
        }
    }
    out
}

#[test]
fn layouts_give_their_outlines() {
    let documents = documents();
    assert!(documents.len() >= 3, "expected documents in tests/golden, but found {}", documents.len());
    for path in documents {
        let meeting = pipeline::meeting_from_file(&path, &Vocabulary::default()).expect("a readable document").value;
        let (found, expected) = (outline(&meeting), path.with_extension("outline"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&expected, &found).expect("a writable folder");
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(found, expected, "{}", path.display());
    }
}
