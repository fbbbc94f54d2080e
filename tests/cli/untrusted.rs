//! Names and contents that mean harm.

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::archive::{Run, run};
use crate::own::{Own, minutes};

/// Colours a terminal, sets its title and goes up a line.
const ESCAPES: &str = "\u{1b}[31m\u{1b}]0;titel\u{7}\u{1b}[A\u{9b}2J";

/// True where a terminal would print all of it and obey none.
fn is_harmless(text: &str) -> bool {
    text.chars().all(|c| c == '\n' || !c.is_control())
}

fn check(got: &Run, what: &str) {
    assert!(matches!(got.code(), 0..=2), "{what}");
    assert!(is_harmless(&got.out()) && is_harmless(&got.err()), "{what}: {:?}{:?}", got.out(), got.err());
}

#[test]
fn escape_sequences_of_documents_and_names_reach_no_terminal() {
    let text = minutes("20. marts 2012", &format!("takster{ESCAPES}"));
    // Text with so many control characters is none; a page of the web may name them.
    let named: String = ESCAPES.chars().map(|c| format!("&#{};", u32::from(c))).collect();
    let lines = minutes("20. marts 2012", &format!("takster{named}"));
    let page: String = lines.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    let own = Own::new(&[
        (&format!("a{ESCAPES}/b{ESCAPES}.html"), &format!("<!doctype html>{page}")),
        (&format!("c{ESCAPES}.pdf"), "%PDF-1.4 and nothing more"),
        (&format!("d{ESCAPES}.txt"), &text),
        (&format!("f{ESCAPES}.html"), &format!("<!doctype html>{page}")),
        (&format!("e{ESCAPES}.odt"), "x"),
    ]);
    check(&own.index(&["--dry-run"]), "index --dry-run");
    check(&own.index(&[]), "index");
    let id = own.ids().remove(0);
    assert!(is_harmless(&id), "{id:?}");
    let commands: [&[&str]; 12] = [
        &["search", "takster"],
        &["search", "takster", "--explain"],
        &["search", ESCAPES],
        &["search", "takster", "--body", ESCAPES],
        &["show", &id],
        &["show", ESCAPES],
        &["meetings"],
        &["facets"],
        &["status"],
        &["history", "takster", "--why"],
        &["forget", ESCAPES],
        &["search", "takster", "--format", "md"],
    ];
    for command in commands {
        check(&own.run(command), &format!("{command:?}"));
    }
    let files = [own.path(&format!("c{ESCAPES}.pdf")), own.path(&format!("d{ESCAPES}.txt")), own.path(ESCAPES)];
    for file in files {
        for command in ["text", "parse", "repair", "check", "classify"] {
            let got = run([command.as_ref(), file.as_os_str()]);
            // JSON escapes them, and the bare text of a file is what it is.
            check(&got, &format!("{command} {}", file.display()));
        }
    }
    check(&own.run(&["forget", &id]), "forget");
    check(&own.run(&["forget", "--list"]), "forget --list");
}

#[test]
fn line_end_in_a_name_begins_no_line_of_its_own() {
    let own = Own::new(&[("a\nindex: andetsteds.txt", ""), ("b.txt", &minutes("20. marts 2012", "takster"))]);
    let got = own.index(&[]);
    assert!(got.out().contains("\na%0Aindex: andetsteds.txt: expected text"), "{}", got.out());
    assert!(!own.run(&["status"]).out().contains("\nindex:"));
}

#[test]
fn names_that_look_like_options_are_names() {
    let text = |words: &str| minutes("20. marts 2012", words);
    let own = Own::indexed(&[("--rebuild.txt", &text("et")), ("-o.txt", &text("to")), ("--/--.txt", &text("tre"))]);
    assert_eq!(own.ids().len(), 6);
    for id in own.ids() {
        let ix = own.folder();
        let shown = run(["show".as_ref(), "--index".as_ref(), ix.as_os_str(), "--".as_ref(), id.as_ref()]);
        assert_eq!(shown.code(), 0, "{id}: {}", shown.err());
    }
    let plain = std::process::Command::new(own.command(&[]).get_program())
        .current_dir(own.path(""))
        .args(["index", "--index", own.folder().to_str().unwrap(), "--", "-o.txt", "--"])
        .output()
        .unwrap();
    assert!(plain.status.success(), "{}", String::from_utf8_lossy(&plain.stderr));
}

#[cfg(unix)]
#[test]
fn loops_of_links_and_links_to_nowhere_end() {
    let own = Own::new(&[("a/b.txt", &minutes("20. marts 2012", "takster"))]);
    let link = |to: &std::path::Path, name: &str| std::os::unix::fs::symlink(to, own.path(name)).unwrap();
    link(&own.path(""), "a/op");
    link(&own.path("a"), "a/sig-selv");
    link(&own.path("findes-ikke"), "a/ingen.txt");
    link(&own.path("a/b.txt"), "a/c.txt");
    let got = own.index(&[]);
    assert_eq!(own.ids(), ["a/b#1", "a/b#2"], "{}{}", got.out(), got.err());
    assert!(got.out().contains("a/c.txt is the same as a/b.txt"), "{}", got.out());
}

#[test]
fn folder_of_very_many_files_is_walked() {
    let own = Own::new(&[("a.txt", &minutes("20. marts 2012", "takster"))]);
    (0..5_000).for_each(|n| fs::write(own.path(&format!("{n}.jpg")), "").unwrap());
    assert!(own.index(&[]).out().contains("5000 skipped, no documents: 5000 .jpg"));
}

/// Minutes whose titles a spreadsheet would run.
fn formulas() -> Own {
    Own::indexed(&[
        ("a.txt", &minutes("20. marts 2012", "=HYPERLINK(\"http://x\";\"takster\")")),
        ("b.txt", &minutes("17. april 2012", "@SUM(1+1)*cmd|' /C calc'!A0 takster")),
        ("c.txt", &minutes("22. maj 2012", "+takster")),
    ])
}

#[test]
fn spreadsheet_runs_nothing_of_a_document() {
    let own = formulas();
    let csv = own.run(&["search", "takster", "--format", "csv"]).out();
    let cells = csv.lines().skip(1).flat_map(|line| line.split(';'));
    assert!(cells.map(|c| c.trim_start_matches('"')).all(|c| !c.starts_with(['=', '@', '+', '-'])), "{csv}");
    for (command, file) in [("search", "hits.xlsx"), ("history", "sag.xlsx")] {
        let path = own.dir.path().join(file);
        assert_eq!(own.run(&[command, "takster", "-o", path.to_str().unwrap()]).code(), 0);
        let mut book: Xlsx<_> = open_workbook(&path).unwrap();
        for sheet in book.sheet_names() {
            let formulas = book.worksheet_formula(&sheet).unwrap();
            let own_words = |f: &&str| f.contains("calc") || f.contains("SUM(1+1)") || f.contains("http://x");
            assert!(formulas.used_cells().all(|(_, _, f)| !own_words(&f.as_str())), "{sheet}: {formulas:?}");
            let range = book.worksheet_range(&sheet).unwrap();
            assert!(!range.used_cells().any(|(_, _, cell)| matches!(cell, Data::Error(_))), "{sheet}");
        }
    }
}

#[test]
fn page_shows_markup_of_a_document_and_does_not_obey_it() {
    let own = Own::indexed(&[
        ("a<script>alert(1)<&.txt", &minutes("20. marts 2012", "takster <script>alert(2)</script>\" onload=\"x")),
        ("b.txt", &minutes("17. april 2012", "takster <img src=x onerror=alert(3)>")),
    ]);
    let page = own.run(&["history", "takster", "--why", "--format", "html"]).out();
    assert!(page.contains("takster"), "{page}");
    for markup in ["<script>alert", "<img src=x", "\" onload="] {
        assert!(!page.contains(markup), "{markup}");
    }
}
