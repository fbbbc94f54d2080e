use std::fs;

use crate::archive::{on_archive, run};

#[test]
fn complete_archive_is_exit_code_0() {
    let got = on_archive(&["status"]);
    assert_eq!(got.code(), 0);
    assert!(got.out().contains("newest meeting") && got.out().contains("2014-08-20"), "{}", got.out());
}

#[test]
fn missing_file_is_exit_code_1_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), "Referat\n\n1. Takster\n\nBeslutning\nGodkendt.\n").unwrap();
    fs::write(dir.path().join("b.pdf"), "%PDF-1.4 and nothing more").unwrap();
    let ix = dir.path().join("ix");
    let built = run(["index".as_ref(), dir.path().as_os_str(), "--index".as_ref(), ix.as_os_str()]);
    assert_eq!(built.code(), 2);
    let got = run(["status".as_ref(), "--index".as_ref(), ix.as_os_str()]);
    assert_eq!(got.code(), 1);
    assert!(got.out().contains("b.pdf: expected a PDF, but it cannot be opened as one"), "{}", got.out());
    assert!(got.out().contains("hint: "), "{}", got.out());
    let csv = run(["status".as_ref(), "--format".as_ref(), "csv".as_ref(), "--index".as_ref(), ix.as_os_str()]);
    assert!(csv.out().starts_with("\u{feff}type;"));
}
