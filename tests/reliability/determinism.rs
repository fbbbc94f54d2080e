//! The same files give the same index, in whatever order and by however many at a time they are read.

use std::fs;

use crate::archive::{Archive, document, fingerprint};

/// The documents of `numbers` written in another order, into folders that are made in another order.
fn backwards(numbers: std::ops::Range<usize>) -> Archive {
    let archive = Archive::new(0..0);
    archive.add(numbers.rev());
    archive
}

fn same_in_any_order(documents: usize) {
    let archive = Archive::new(0..documents);
    archive.build(&["--jobs", "1"]);
    let expected = fingerprint(&archive.index());
    for jobs in ["2", "7"] {
        let other = backwards(0..documents);
        other.build(&["--jobs", jobs]);
        assert_eq!(fingerprint(&other.index()), expected, "{jobs} jobs");
    }
    let parts = Archive::new(0..documents / 2);
    parts.build(&[]);
    parts.add(documents / 2..documents);
    parts.build(&[]);
    assert_eq!(fingerprint(&parts.index()), expected, "in two runs");
    parts.build(&["--rebuild"]);
    assert_eq!(fingerprint(&parts.index()), expected, "built anew");
    println!("{documents} documents by 1, 2 and 7 at a time, in two orders, in two runs and built anew: the same");
}

#[test]
fn order_and_number_of_readers_make_no_difference() {
    same_in_any_order(60);
}

#[test]
#[ignore = "tests/reliability.sh runs it"]
fn two_thousand_documents_in_any_order() {
    same_in_any_order(2_000);
}

#[test]
fn way_to_an_archive_makes_no_difference() {
    let expected = Archive::new(0..30);
    expected.build(&[]);
    // More than there is now, other texts, other names: and in the end the same.
    let archive = Archive::new(0..40);
    archive.build(&[]);
    let path = |number: usize| archive.documents().join(format!("000/{number:06}.txt"));
    (30..40).for_each(|number| fs::remove_file(path(number)).expect("it is there"));
    fs::write(path(3), document(77)).expect("a file");
    fs::rename(path(5), archive.documents().join("flyttet.txt")).expect("it is there");
    archive.build(&[]);
    assert_ne!(fingerprint(&archive.index()), fingerprint(&expected.index()));
    fs::write(path(3), document(3)).expect("a file");
    fs::rename(archive.documents().join("flyttet.txt"), path(5)).expect("it is there");
    archive.build(&[]);
    assert_eq!(fingerprint(&archive.index()), fingerprint(&expected.index()));
}
