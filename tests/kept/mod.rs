//! `tests/quality.txt`: the figures of every measure, a section each, so that a change of quality shows as a diff.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How the file is written anew; its first line.
const HEAD: &str = "Written by: DAGSORDEN_BENCH=… DAGSORDEN_UPDATE=1 cargo test --test 'gold_*'\n";
/// What the line that opens a section begins with.
const OPENS: &str = "== ";

/// Tests of one program run side by side, and each rewrites the file.
static WRITING: Mutex<()> = Mutex::new(());

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quality.txt")
}

/// The sections of the file by name, in its order.
fn sections(file: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in file.lines() {
        match (line.strip_prefix(OPENS), found.last_mut()) {
            (Some(name), _) => found.push((name.to_owned(), String::new())),
            (None, Some((_, figures))) => {
                figures.push_str(line);
                figures.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

fn normal(figures: &str) -> String {
    format!("\n{}\n", figures.trim_matches('\n'))
}

/// Compares the figures of a measure with those that the file keeps, or writes them there where `DAGSORDEN_UPDATE` is set.
pub(crate) fn keep(section: &str, figures: &str) {
    eprintln!("{section}\n{figures}");
    let _alone = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let file = fs::read_to_string(path()).expect("tests/quality.txt");
    let mut kept = sections(&file);
    let at = kept.iter().position(|(name, _)| name == section);
    if std::env::var_os("DAGSORDEN_UPDATE").is_none() {
        let known = at.map_or("", |at| kept[at].1.as_str());
        assert_eq!(normal(figures), normal(known), "{section}: write tests/quality.txt anew with DAGSORDEN_UPDATE=1");
        return;
    }
    match at {
        Some(at) => kept[at].1 = normal(figures),
        None => kept.push((section.to_owned(), normal(figures))),
    }
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    let written =
        kept.iter().map(|(name, figures)| format!("\n{OPENS}{name}\n{}", normal(figures).trim_end_matches('\n')));
    fs::write(path(), format!("{HEAD}{}\n", written.collect::<Vec<_>>().join("\n"))).expect("tests/quality.txt");
}
