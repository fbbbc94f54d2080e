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

/// The rooms in the order of the data. A room uses itself and those before it.
const ORDER: [&str; 18] = [
    "model", "note", "text", "lexicon", "source", "repair", "parse", "facts", "privacy", "pipeline", "index", "engine",
    "query", "archive", "output", "words", "web", "cli",
];

const RULES: &[Rule] = &[
    Rule {
        why: "only the engine's room names the engine, so that a second one can stand beside it",
        rooms: &["engine"],
        breaks: |line| line.contains("tantivy"),
        known: &[],
    },
    Rule {
        why: "what touches the disk is in the rooms that read documents and keep the index, and in the faces that hand out files",
        rooms: &["source", "index", "engine", "archive", "cli", "web"],
        breaks: |line| line.contains("fs::") || line.contains("File::open") || line.contains("File::create"),
        known: &[],
    },
    Rule {
        why: "only the faces read the environment and print, so that the library does what its caller says and no more",
        rooms: &["cli", "web"],
        breaks: |line| {
            ["env::var", "env::args", "println!", "eprintln!", "process::exit"].iter().any(|call| line.contains(call))
        },
        // The name of the machine, which the lock tells of its owner.
        known: &["index/lock.rs"],
    },
    Rule {
        why: "facts are read in the pipeline and stored: were one read again where an item is drawn, two views of it could disagree",
        rooms: &[
            "model", "note", "text", "lexicon", "source", "repair", "parse", "facts", "privacy", "pipeline", "index",
            "engine", "archive", "words",
        ],
        breaks: |line| {
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
                "Regex::new",
                "use regex",
                "RegexBuilder",
                "bounded::Bounded",
            ];
            readers.iter().any(|reader| line.contains(reader))
        },
        // A pattern over links in the documentation of the interface: no item.
        known: &["web/api/openapi.rs"],
    },
];

/// What the faces may not do.
const FACES: Rule = Rule {
    why: "the faces ask `Archive`, so that a user of the library can do all that they do",
    rooms: &[],
    breaks: names_the_engine,
    known: &[],
};

fn names_the_engine(line: &str) -> bool {
    line.contains("engine::") || line.contains("use crate::engine") || line.contains("index::Index;")
}

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
    // Unit tests may do what the room they test may not.
    let own = |text: String| {
        let tests = text
            .match_indices("#[cfg(test)]\n")
            .find(|(at, _)| text[*at..].lines().nth(1).is_some_and(|line| line.ends_with("mod tests {")));
        tests.map_or(text.as_str(), |(at, _)| &text[..at]).to_owned()
    };
    let read = |path: PathBuf| (path.strip_prefix(&src).unwrap().to_owned(), own(fs::read_to_string(&path).unwrap()));
    let is_test = |path: &PathBuf| path.file_stem().is_some_and(|name| name == "tests" || name == "hostile");
    found.into_iter().filter(|path| !is_test(path)).map(read).collect()
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

#[test]
fn faces_ask_the_archive() {
    let mut broken = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| is_in(file, &["cli", "web"])) {
        let line = |(n, line)| format!("{}:{n}: {}\n    {line}", file.display(), FACES.why);
        broken.extend(breaking(text, &FACES).into_iter().map(line));
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
    assert_eq!(breaking("use crate::engine::Index;", &FACES).len(), 1);
    assert_eq!(breaking("index: &crate::engine::Index,", &FACES).len(), 1);
    assert_eq!(breaking("use crate::archive::Snapshot;", &FACES), []);
}

/// The rooms that a line names by `crate::`.
fn rooms_named(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split_once("//").map_or(line, |(code, _)| code);
    code.split("crate::").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
}

/// The place of a room in the order. `None` for what is no room, such as `lib.rs`.
fn place(room: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == room)
}

#[test]
fn rooms_use_only_what_comes_before_them() {
    let mut broken = Vec::new();
    for (file, text) in sources() {
        let room = file.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        let Some(own) = place(&room) else { continue };
        for (n, line) in (1..).zip(text.lines()) {
            for used in rooms_named(line).filter(|used| place(used).is_some_and(|used| used > own)) {
                broken.push(format!("{}:{n}: `{room}` comes before `{used}` and must not use it", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn order_has_every_room_as_the_library_lists_them() {
    let library = include_str!("../src/lib.rs");
    let listed = library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_eq!(listed.collect::<Vec<_>>(), ORDER);
    let named: Vec<&str> = rooms_named("use crate::web::a; use crate::cli; // crate::query").collect();
    assert_eq!(named, ["web", "cli"]);
}

/// Every path that a document names in backticks is there.
#[test]
fn documents_name_what_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    documents.extend(fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()));
    let mut named = 0;
    for document in documents.iter().filter(|path| path.extension().is_some_and(|suffix| suffix == "md")) {
        let text = fs::read_to_string(document).unwrap();
        let in_backticks = text.split('`').skip(1).step_by(2);
        let is_path = |words: &&str| {
            ["src/", "tests/", "docs/", "benches/", "examples/", "fuzz/"].iter().any(|folder| words.starts_with(folder))
                && !words.contains([' ', '{', '*', '…', '\n'])
        };
        for path in in_backticks.filter(is_path) {
            named += 1;
            assert!(root.join(path).exists(), "{}: names {path}, which is not there", document.display());
        }
    }
    assert!(named > 10, "expected paths in the documents, but found {named}");
}
