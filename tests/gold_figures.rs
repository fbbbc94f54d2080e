//! The figures of the bench's own scorers, as `tests/quality.txt` keeps them.
//!
//! The scorers are programs in Python; they run the binary as a user would. Without `DAGSORDEN_BENCH` there is nothing to
//! measure; without Python the test fails, so that nothing is passed over where the bench is.

mod kept;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value};

/// The folder that holds `bench` and `corpus`, if it is there.
fn shared() -> Option<PathBuf> {
    std::env::var_os("DAGSORDEN_BENCH").map(PathBuf::from)
}

/// The JSON object that a scorer prints last.
fn scored(scorer: &str, words: &[&str]) -> Map<String, Value> {
    let Some(shared) = shared() else { unreachable!("asked for only where the bench is") };
    let at = |word: &&str| if word.contains('/') { shared.join(word).into_os_string() } else { word.into() };
    let mut command = Command::new("python3");
    command.arg(shared.join("bench").join(scorer)).args(words.iter().map(at));
    // The scorers write their indexes below the folder for temporary files.
    let done =
        command.args(["--bin", env!("CARGO_BIN_EXE_dagsorden")]).output().expect("python3, to run the bench's scorers");
    let printed = String::from_utf8_lossy(&done.stdout);
    let last = printed.lines().last().unwrap_or_default();
    // Figures by folder name it whole.
    let last = last.replace(&format!("{}/", shared.display()), "");
    let object = serde_json::from_str(&last);
    object.unwrap_or_else(|e| panic!("{scorer} {words:?}: {e}\n{printed}{}", String::from_utf8_lossy(&done.stderr)))
}

/// A line a figure, in the scorer's order; objects are flattened.
fn lines(figures: &Map<String, Value>) -> String {
    let mut out = String::new();
    let mut pending: Vec<(String, &Value)> = figures.iter().rev().map(|(name, value)| (name.clone(), value)).collect();
    while let Some((name, value)) = pending.pop() {
        match value {
            Value::Object(inner) => {
                pending.extend(inner.iter().rev().map(|(key, value)| (format!("{name} {key}"), value)));
            }
            value => out.push_str(&format!("{name:<32} {value}\n")),
        }
    }
    out
}

/// Figures of splitting that are kept for each folder.
const SPLITTING: [&str; 11] = [
    "documents",
    "items",
    "item_number",
    "item_title",
    "item_group",
    "item_case_number",
    "item_topics",
    "sections",
    "meta",
    "participants",
    "item_municipalities",
];

#[test]
fn documents_are_split_as_well_as_they_were() {
    if shared().is_none() {
        return;
    }
    let folders = [
        ("bench/gold", "corpus/"),
        ("bench/layouts", "bench/layouts/txt"),
        ("bench/layouts", "bench/layouts/pdf"),
        ("bench/layouts", "bench/layouts/ocr"),
        ("bench/real", "bench/real"),
        ("bench/kinds", "bench/kinds"),
    ];
    let mut table = format!("{:<18}", "documents of");
    SPLITTING
        .iter()
        .for_each(|name| table.push_str(&format!(" {:>width$}", short(name), width = short(name).len().max(6))));
    table.push('\n');
    for (gold, documents) in folders {
        let figures = scored("score.py", &["structure", "--gold", gold, "--docs", documents]);
        table.push_str(&format!("{:<18}", documents.trim_end_matches('/')));
        for name in SPLITTING {
            let shown = figures.get(name).map_or_else(|| "-".to_owned(), Value::to_string);
            table.push_str(&format!(" {shown:>width$}", width = short(name).len().max(6)));
        }
        table.push('\n');
    }
    kept::keep("splitting, by score.py structure", &table);
}

/// A figure's name as a head of a column.
fn short(name: &str) -> &str {
    name.strip_prefix("item_").unwrap_or(name)
}

#[test]
fn decisions_are_read_as_well_as_they_were() {
    if shared().is_none() {
        return;
    }
    let documents = ["bench/decisions", "bench/layouts/txt", "bench/real", "corpus/"];
    let mut words = vec!["--gold", "bench/gold/decisions.jsonl", "--docs"];
    words.extend(documents);
    kept::keep("decisions, by decisions.py", &lines(&scored("decisions.py", &words)));
}

#[test]
fn small_documents_of_one_fault_each_are_read() {
    if shared().is_none() {
        return;
    }
    kept::keep("cases, by cases/check.py", &lines(&scored("cases/check.py", &[])));
}

#[test]
fn pdfs_are_read_as_well_as_they_were() {
    if shared().is_none() {
        return;
    }
    kept::keep("reading, by score.py reading", &lines(&scored("score.py", &["reading", "--docs", "bench/reading"])));
}

#[test]
fn scan_is_repaired_as_well_as_it_was() {
    let Some(shared) = shared() else { return };
    let scan = Path::new("corpus/dassos-2026-02-27-referat-ocr.txt");
    assert!(shared.join(scan).is_file(), "{} has no {}", shared.display(), scan.display());
    let truth = "bench/gold/dassos-2026-02-27-referat-ocr.corrected.txt";
    let words = ["repair", "--raw", "corpus/dassos-2026-02-27-referat-ocr.txt", "--truth", truth];
    kept::keep("repair, by score.py repair", &lines(&scored("score.py", &words)));
}

#[test]
fn words_and_cases_are_found_as_well_as_they_were() {
    if shared().is_none() {
        return;
    }
    let queries = ["search", "--queries", "bench/gold/queries.jsonl", "--docs", "corpus/"];
    kept::keep("search from files, by score.py search", &lines(&scored("score.py", &queries)));
    let histories = ["history", "--histories", "bench/gold/histories.json", "--docs", "corpus/"];
    kept::keep("histories from files, by score.py history", &lines(&scored("score.py", &histories)));
}
