//! Documents within other files, through the command line.

use std::fs;

use crate::archive::run;

/// A letter with minutes attached.
const LETTER: &str = "From: a@b.dk\nSubject: Brev\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n\
    Hermed et referat.\n--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=bilag.txt\n\n\
    Referat\n\nByrådet, 4. maj 2022\n\n1. Ny cykelsti\n\nBeslutning\nGodkendt.\n--x--\n";

#[test]
fn attachment_is_searched_shown_and_parsed_by_its_id() {
    let dir = tempfile::tempdir().unwrap();
    let (papers, ix) = (dir.path().join("papers"), dir.path().join("ix"));
    fs::create_dir(&papers).unwrap();
    fs::write(papers.join("brev.eml"), LETTER).unwrap();
    let ix = ix.to_str().unwrap();
    assert_eq!(run(["index", papers.to_str().unwrap(), "--index", ix]).code(), 0);
    let hits = run(["search", "cykelsti", "--format", "jsonl", "--index", ix]).lines();
    assert_eq!((&hits[0]["id"], &hits[0]["source"]), (&"brev.eml!/bilag#1".into(), &"brev.eml!/bilag.txt".into()));
    let shown = run(["show", "brev.eml!/bilag#1", "--index", ix]);
    assert!(shown.code() == 0 && shown.out().contains("Ny cykelsti"), "{}", shown.out());
    let member = papers.join("brev.eml!/bilag.txt");
    assert!(run(["parse", member.to_str().unwrap()]).out().contains("Ny cykelsti"));
    let letter = run(["parse", papers.join("brev.eml").to_str().unwrap()]);
    assert!(letter.err().contains("what is attached is not printed: bilag.txt"), "{}", letter.err());
    assert_eq!(run(["status", "--index", ix, "--ignore", "minutes,series"]).code(), 0);
}
