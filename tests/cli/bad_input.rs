//! What the program says to files and folders that are not what they should be: word for word.

use std::fs;
use std::path::Path;

use crate::archive::{Run, corpus, index, run, without};

fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(name), bytes).unwrap();
    let path = dir.path().join(name).to_str().unwrap().to_owned();
    (dir, path)
}

/// What every command that reads a file says to it, with its exit code.
fn said(name: &str, bytes: &[u8]) -> String {
    let (dir, path) = file(name, bytes);
    let say = |got: &Run| format!("{}: {}", got.code(), without(&got.err(), dir.path()));
    let text = say(&run(["text", &path]));
    for command in ["parse", "repair"] {
        assert_eq!(say(&run([command, &path])), text, "{command}");
    }
    text
}

#[test]
fn empty_file() {
    insta::assert_snapshot!(said("tom.pdf", b""), @r"
    2: dagsorden: tom.pdf: expected text, but the file is empty
    hint: fetch it again from where it came
    ");
}

#[test]
fn file_that_is_no_pdf_though_it_says_so() {
    insta::assert_snapshot!(said("falsk.pdf", b"%PDF-1.7\nthis is no PDF at all\n"), @r"
    2: dagsorden: falsk.pdf: expected a PDF, but it cannot be opened as one: its inner structure is damaged
    hint: try `qpdf falsk.pdf mended.pdf`, or fetch it again, then read mended.pdf
    ");
}

#[test]
fn picture_with_the_suffix_of_a_pdf() {
    insta::assert_snapshot!(said("billede.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"), @r"
    2: dagsorden: billede.pdf: expected a PDF, Word, HTML or text file, but found a picture (PNG)
    hint: save it as PDF or plain text
    ");
}

#[test]
fn truncated_pdf_gives_what_is_left_or_says_why_not() {
    let whole = fs::read(corpus().join("skive/skive-oekonomiudvalg-2014.pdf")).unwrap();
    for share in [1, 10, 50, 90] {
        let (dir, path) = file("halv.pdf", &whole[..whole.len() * share / 100]);
        let got = run(["text", &path]);
        let err = without(&got.err(), dir.path());
        match got.code() {
            0 => assert!(!got.out().trim().is_empty(), "{share}"),
            code => assert!(code == 2 && err.starts_with("dagsorden: halv.pdf: expected"), "{share}: {code} {err}"),
        }
        assert!(!err.contains("panicked"), "{err}");
    }
}

#[test]
fn missing_file() {
    let got = run(["text", "mangler.pdf"]);
    assert_eq!(got.code(), 2);
    insta::assert_snapshot!(got.err(), @"dagsorden: mangler.pdf: cannot be read: No such file or directory (os error 2)");
}

#[test]
fn folder_where_a_file_is_expected() {
    let dir = tempfile::tempdir().unwrap();
    let got = run(["text".as_ref(), dir.path().as_os_str()]);
    assert_eq!(got.code(), 2);
    assert!(got.err().starts_with("dagsorden: "), "{}", got.err());
}

#[test]
fn folder_without_documents() {
    let (dir, _) = file("notes.odt", b"x");
    let ix = dir.path().join("ix");
    let got = run(["index".as_ref(), dir.path().as_os_str(), "--index".as_ref(), ix.as_os_str()]);
    assert_eq!((got.code(), got.out().as_str()), (2, ""));
    insta::assert_snapshot!(without(&got.err(), dir.path()), @r"
    dagsorden: DIR: expected documents (.pdf, .docx, .html, .txt), but found none (1 others)
    hint: name the folder that holds the documents; hidden files are passed over
    ");
    assert!(!ix.exists(), "no index is left behind");
}

#[test]
fn path_that_is_not_there() {
    let got = run(["index", "/no/such/folder"]);
    assert_eq!(got.code(), 2);
    insta::assert_snapshot!(got.err(), @"dagsorden: /no/such/folder: cannot be read: No such file or directory (os error 2)");
}

/// What every command that reads an index says to this folder.
fn said_of_index(folder: &Path) -> String {
    let say = |args: &[&str]| {
        let got = run(args.iter().map(AsRef::as_ref).chain(["--index".as_ref(), folder.as_os_str()]));
        assert_eq!((got.code(), got.out().as_str()), (2, ""), "{args:?}");
        without(&got.err(), folder.parent().unwrap())
    };
    let first = say(&["search", "herberg"]);
    for args in [["show", "a#1"].as_slice(), &["history", "x"], &["meetings"], &["facets"], &["status"]] {
        assert_eq!(say(args), first, "{args:?}");
    }
    first
}

#[test]
fn missing_index() {
    let dir = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(said_of_index(&dir.path().join("ix")), @r"
    dagsorden: ix: expected an index, but found none
    hint: build one with `dagsorden index PATH… --index ix`
    ");
}

#[test]
fn folder_of_a_fresh_clone_is_a_missing_index() {
    let (dir, _) = file("README.md", b"An index is built here.");
    let name = dir.path().file_name().unwrap().to_string_lossy().into_owned();
    let expected = format!(
        "dagsorden: {name}: expected an index, but found none\nhint: build one with `dagsorden index PATH… --index {name}`"
    );
    assert_eq!(said_of_index(dir.path()).trim_end(), expected);
}

#[test]
fn folder_that_is_no_index() {
    let (dir, _) = file("notes.txt", b"x");
    let inside = dir.path().join("sub");
    fs::create_dir(&inside).unwrap();
    fs::write(inside.join("notes.txt"), "x").unwrap();
    insta::assert_snapshot!(said_of_index(&inside), @r"
    dagsorden: sub: expected an index, but found a folder that holds something else
    hint: name another folder with --index, or build one with `dagsorden index PATH… --index DIR`
    ");
    let corpus = corpus();
    let got = run(["index".as_ref(), corpus.as_os_str(), "--index".as_ref(), inside.as_os_str()]);
    assert_eq!(got.code(), 2, "it is not written to either");
    assert_eq!(fs::read_dir(&inside).unwrap().count(), 1);
}

#[test]
fn broken_index_is_an_error_and_no_panic() {
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join("ix");
    fs::create_dir(&copy).unwrap();
    for entry in fs::read_dir(index()).unwrap().flatten() {
        let bytes = fs::read(entry.path()).unwrap();
        let kept = if entry.file_name() == "meta.json" { &bytes[..] } else { &bytes[..bytes.len() / 2] };
        fs::write(copy.join(entry.file_name()), kept).unwrap();
    }
    let got = run(["search".as_ref(), "herberg".as_ref(), "--index".as_ref(), copy.as_os_str()]);
    assert_eq!(got.code(), 2);
    assert!(got.err().starts_with("dagsorden: ") && !got.err().contains("panicked"), "{}", got.err());
}

#[test]
fn no_messages_keeps_the_exit_code() {
    let got = run(["text", "mangler.pdf", "--no-messages"]);
    assert_eq!((got.code(), got.err().as_str()), (2, ""));
}
