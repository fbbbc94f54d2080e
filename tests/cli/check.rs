use std::fs;

use crate::archive::run;

const WITH_NUMBER: &str =
    "Referat\n\n1. Klage\n\nSagsfremstilling\nBorger med CPR-nr. 120375-1234 klager.\n\nBeslutning\nAfvist.\n";

#[test]
fn number_is_named_with_its_place_and_masked() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), WITH_NUMBER).unwrap();
    for format in ["table", "jsonl", "csv", "md"] {
        let got = run(["check".as_ref(), dir.path().as_os_str(), "--format".as_ref(), format.as_ref()]);
        assert_eq!(got.code(), 1, "{}", got.err());
        assert!(got.out().contains("120375-xxxx") && !got.out().contains("1234"), "{}", got.out());
    }
}

#[test]
fn clean_files_are_exit_code_0_and_unreadable_ones_2() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), "Referat\n\n1. Takster\n\nBeslutning\nGodkendt.\n").unwrap();
    let clean = run(["check".as_ref(), dir.path().as_os_str()]);
    assert_eq!((clean.code(), clean.err().as_str()), (0, ""));
    fs::write(dir.path().join("b.pdf"), "%PDF-1.4 and nothing more").unwrap();
    assert_eq!(run(["check".as_ref(), dir.path().as_os_str()]).code(), 2);
}

#[test]
fn index_keeps_numbers_out_unless_told_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), WITH_NUMBER).unwrap();
    let search = |ix: &str, more: &[&str]| {
        let ix = dir.path().join(ix);
        let mut index = vec!["index".as_ref(), dir.path().as_os_str(), "--index".as_ref(), ix.as_os_str()];
        index.extend(more.iter().map(AsRef::<std::ffi::OsStr>::as_ref));
        assert_eq!(run(index).code(), 0);
        let found = run(["search".as_ref(), "120375-1234".as_ref(), "--index".as_ref(), ix.as_os_str()]);
        let shown = run(["show".as_ref(), "a#1".as_ref(), "--index".as_ref(), ix.as_os_str()]);
        (found.code(), shown.out().contains("120375-1234"), shown.out().contains("120375-xxxx"))
    };
    assert_eq!(search(".masked", &[]), (1, false, true));
    assert_eq!(search(".open", &["--mask-cpr", "no"]), (0, true, false));
}
