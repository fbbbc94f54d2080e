//! What keeps the rooms apart: rules over the lines of `src`.
//!
//! A [`Rule`] names what only some rooms may do, and how a line shows that it does it. To add one, add a row to [`RULES`].

use std::fs;
use std::path::{Path, PathBuf};

/// What only some rooms may do.
struct Rule {
    /// What it keeps, for who breaks it.
    why: &'static str,
    /// Where it may be done: folders and files below `src`, without suffix.
    rooms: &'static [&'static str],
    /// Whether a line, without its comment, does it.
    breaks: fn(&str) -> bool,
    /// Files that are known to break it. A file that no longer does must go from the list.
    known: &'static [&'static str],
}

const RULES: &[Rule] = &[Rule {
    why: "only the engine's room names the engine, so that a second one can stand beside it",
    rooms: &["engine"],
    breaks: |line| line.contains("tantivy"),
    known: &["query/history/question.rs"],
}];

/// Every source file, below `src`.
fn sources() -> Vec<(PathBuf, String)> {
    fn add(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match entry.is_dir() {
                true => add(&entry, found),
                false if entry.extension().is_some_and(|suffix| suffix == "rs") => found.push(entry),
                false => {}
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    add(&src, &mut found);
    found.sort_unstable();
    let read = |path: PathBuf| (path.strip_prefix(&src).unwrap().to_owned(), fs::read_to_string(&path).unwrap());
    found.into_iter().map(read).collect()
}

/// True where a file is one of these, or in a folder of that name.
fn is_in(file: &Path, rooms: &[&str]) -> bool {
    rooms.iter().any(|room| file.starts_with(room) || file.with_extension("") == Path::new(room))
}

/// The lines of a file that break a rule, each with its number.
fn breaking<'a>(text: &'a str, rule: &Rule) -> Vec<(usize, &'a str)> {
    let without_comment = |line: &'a str| line.split_once("//").map_or(line, |(code, _)| code);
    (1..).zip(text.lines()).filter(|(_, line)| (rule.breaks)(without_comment(line))).collect()
}

#[test]
fn rooms_keep_to_their_rules() {
    let mut broken = Vec::new();
    for rule in RULES {
        for (file, text) in sources().iter().filter(|(file, _)| !is_in(file, rule.rooms)) {
            let lines = breaking(text, rule);
            let is_known = rule.known.iter().any(|known| Path::new(known) == file);
            match is_known {
                true if lines.is_empty() => broken.push(format!("{}: breaks no rule any more", file.display())),
                true => {}
                false => {
                    let line = |(n, line)| format!("{}:{n}: {}\n    {line}", file.display(), rule.why);
                    broken.extend(lines.into_iter().map(line));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn rule_is_broken_by_code_and_not_by_a_comment() {
    let rule = &RULES[0];
    assert_eq!(breaking("use tantivy::Term; // why", rule).len(), 1);
    assert_eq!(breaking("// tantivy does it", rule), []);
    assert!(is_in(Path::new("engine/local/run.rs"), rule.rooms) && is_in(Path::new("engine.rs"), rule.rooms));
    assert!(!is_in(Path::new("query/plan.rs"), rule.rooms));
}
