//! Scans, where `tesseract` is installed.

use std::path::PathBuf;
use std::time::Instant;

use dagsorden::source::{Limits, Ocr, Reader, Reason, Wanted};

/// A scan of the bench, where there is one.
fn scan() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("DAGSORDEN_BENCH")?).join("bench/reading");
    let scan = folder.join("19_scan_imageonly.pdf");
    assert!(scan.is_file(), "{}", scan.display());
    Some(scan)
}

fn reader() -> Reader {
    Reader::isolated(env!("CARGO_BIN_EXE_dagsorden").into(), Limits::default())
}

#[test]
fn scan_is_recognised_and_no_page_twice() {
    let Some(scan) = scan() else { return };
    let unread = reader().read(&scan).unwrap_err();
    assert!(matches!(unread.reason, Reason::NeedsOcr { .. }), "{unread}");
    let folder = tempfile::tempdir().unwrap();
    let Some(ocr) = Ocr::find(Wanted::WithoutText, Some(folder.path().join("ocr"))) else {
        eprintln!("skipped: no tesseract");
        return;
    };
    let reader = reader().with_ocr(ocr);
    let started = Instant::now();
    let first = reader.read(&scan).unwrap();
    let took = started.elapsed();
    assert!(first.value.text().split_whitespace().count() > 50, "{}", first.value.text());
    assert!(first.value.pages.iter().all(|page| !page.needs_ocr));
    let started = Instant::now();
    assert_eq!(reader.read(&scan).unwrap(), first);
    assert!(started.elapsed() < took / 2, "the second time it is only looked up");
}
