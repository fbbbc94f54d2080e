//! What becomes of hits in a workbook and on terminals that make links.

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::archive::on_archive;

#[test]
fn workbook_holds_every_hit_and_what_was_asked() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("hits.xlsx");
    let got = on_archive(&["search", "takster", "--all", "--section", "minutes", "-o", path.to_str().unwrap()]);
    assert_eq!((got.code(), got.out().as_str()), (0, ""), "{}", got.err());
    let count = on_archive(&["search", "takster", "--section", "minutes", "--count"]).out();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    assert_eq!(book.sheet_names(), ["Punkter", "Om"]);
    let sheet = book.worksheet_range("Punkter").unwrap();
    assert_eq!(sheet.height() - 1, count.trim().parse::<usize>().unwrap());
    assert!(matches!(sheet.get((1, 0)), Some(Data::DateTime(_))), "{:?}", sheet.get((1, 0)));
    let about = book.worksheet_range("Om").unwrap();
    let said = |name: &str| about.rows().find(|r| r[0] == *name).map(|r| r[1].to_string());
    assert_eq!(said("Søgning").as_deref(), Some("takster"));
    assert_eq!(said("Valg").as_deref(), Some("--section minutes"));
    assert!(said("Indeks fra").is_some());
}

#[test]
fn title_is_a_link_to_its_page_only_where_asked() {
    let linked = on_archive(&["search", "takster", "--limit", "1", "--hyperlink", "always"]).out();
    let start = linked.find("\u{1b}]8;;file:///").unwrap_or_else(|| panic!("{linked}"));
    let address = linked[start + 5..].split('\u{1b}').next().unwrap_or_default();
    let (file, page) = address.trim_start_matches("file://").split_once("#page=").unwrap();
    assert!(page.parse::<u32>().is_ok() && (file.contains('%') || fs::metadata(file).is_ok()), "{address}");
    for when in [&["--hyperlink", "never"][..], &[]] {
        let plain = on_archive(&[&["search", "takster"], when].concat()).out();
        assert!(!plain.contains('\u{1b}'), "{plain}");
    }
}
