//! Rules of the code's order that the compiler cannot check, by a search through the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// The sources below a folder of `src`, with the text of each up to its unit tests.
fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![root.join(room), root.join(format!("{room}.rs"))];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "rs") && !is_test(&path) {
            let text = fs::read_to_string(&path).unwrap();
            let own = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let own = own.split("#[cfg(test)]\npub").next().unwrap_or_default();
            found.push((path, own.to_owned()));
        }
    }
    assert!(!found.is_empty(), "expected sources in {room}, but found none");
    found
}

/// A file that holds nothing but tests.
fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|name| name == "tests" || name == "hostile")
}

/// Facts are read in the pipeline and stored; were one read again where an item is drawn, two views of it could disagree.
#[test]
fn nothing_reads_facts_while_it_draws() {
    // What reads a fact from an item's words. A pattern over an item's text would be another reader.
    let readers = [
        "decisions::",
        "kle::numbers",
        "embedded().standing(",
        "rules.standing(",
        "read_item(",
        "facts::read(",
        "announced::of",
        "announced::listed",
        "reference::references",
        "regex::RegexBuilder",
        "bounded::Bounded",
    ];
    // Patterns over something that is no item: links in the documentation of the API.
    let no_item = ["web/api/openapi.rs"];
    let mut broken = Vec::new();
    for (path, text) in ["query", "output", "web", "cli"].into_iter().flat_map(sources) {
        let patterns = ["Regex::new", "use regex"].into_iter().filter(|_| !no_item.iter().any(|p| path.ends_with(p)));
        let found = readers.into_iter().chain(patterns).filter(|reader| text.contains(reader));
        broken.extend(found.map(|reader| format!("{}: {reader}", path.display())));
    }
    assert!(broken.is_empty(), "expected facts from the stored item, but found\n{}", broken.join("\n"));
}
