//! Files that move, double each other or go.

use std::fs;

use crate::own::{Own, minutes};

#[test]
fn moved_file_keeps_its_ids_and_is_not_read_again() {
    let own = Own::indexed(&[("a.txt", &minutes("20. marts 2012", "takster"))]);
    own.rename("a.txt", "2012/marts.txt");
    assert!(own.index(&["--dry-run"]).out().starts_with("move  a.txt to 2012/marts.txt\n"));
    let got = own.index(&[]);
    assert!(got.out().starts_with("0 files read") && got.out().contains("1 moved"), "{}", got.out());
    assert_eq!(own.ids(), ["a#1", "a#2"]);
    let hit = &own.run(&["search", "takster", "--format", "jsonl"]).lines()[0];
    assert_eq!((&hit["id"], &hit["source"]), (&"a#1".into(), &"2012/marts.txt".into()));
    own.write("a.txt", &minutes("17. april 2012", "veje"));
    own.index(&[]);
    assert_eq!(own.ids(), ["a#1", "a#2", "a.txt#1", "a.txt#2"], "an id is never given to something else");
    own.index(&["--rebuild"]);
    assert_eq!(own.ids(), ["a#1", "a#2", "a.txt#1", "a.txt#2"], "nor when all is built anew");
}

#[test]
fn double_is_read_once_and_takes_the_place_of_the_first() {
    let text = minutes("20. marts 2012", "takster");
    let own = Own::new(&[("a.txt", &text), ("b.txt", &text), ("c.txt", &text)]);
    let got = own.index(&[]);
    assert_eq!(got.code(), 0);
    assert!(got.out().contains("2 doubles\nb.txt is the same as a.txt\nc.txt is the same as a.txt\n"), "{}", got.out());
    assert_eq!(own.ids(), ["a#1", "a#2"]);
    let status = own.run(&["status"]);
    assert!(status.out().contains("doubles\nb.txt is the same as a.txt\n"), "{}", status.out());
    assert_eq!((&own.status()["files"], &own.status()["doubles"]), (&3.into(), &2.into()));
    assert!(!own.index(&[]).out().contains("is the same as"), "told once");
    own.remove("a.txt");
    own.index(&[]);
    assert_eq!(own.ids(), ["a#1", "a#2"], "found under the same ids");
    assert_eq!(own.run(&["search", "takster", "--format", "jsonl"]).lines()[0]["source"], "b.txt");
    own.write("b.txt", &minutes("17. april 2012", "veje"));
    own.index(&[]);
    assert_eq!(own.ids(), ["a#1", "a#2", "c#1", "c#2"], "what both said stays where it is said still");
}

#[test]
fn gone_file_stays_where_that_is_asked_for() {
    let own = Own::indexed(&[
        ("a.txt", &minutes("20. marts 2012", "takster")),
        ("b.txt", &minutes("17. april 2012", "veje")),
    ]);
    own.remove("a.txt");
    let got = own.index(&["--keep-missing"]);
    assert!(got.out().contains("1 unchanged, 1 gone but kept"), "{}", got.out());
    own.index(&["--keep-missing", "--rebuild"]);
    assert_eq!(own.ids(), ["a#1", "a#2", "b#1", "b#2"], "also when all is built anew");
    let got = own.index(&[]);
    assert!(got.out().contains("1 taken out"), "{}", got.out());
    assert_eq!(own.ids(), ["b#1", "b#2"]);
}

#[test]
fn touched_files_are_looked_into_once() {
    let own = Own::indexed(&[("a.txt", &minutes("20. marts 2012", "takster"))]);
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(own.path("a.txt")).unwrap().set_modified(long_ago).unwrap();
    assert!(own.index(&[]).out().contains("1 unchanged"));
    // The new time is noted: other words of the same length and time are not seen.
    fs::write(own.path("a.txt"), minutes("20. marts 2012", "takster").replace("takster", "priser!")).unwrap();
    fs::File::options().write(true).open(own.path("a.txt")).unwrap().set_modified(long_ago).unwrap();
    assert!(own.index(&[]).out().contains("1 unchanged"));
    assert_eq!(own.ids(), ["a#1", "a#2"]);
}

#[test]
fn what_a_run_changed_is_told_by_status() {
    let own = Own::indexed(&[("a.txt", &minutes("20. marts 2012", "takster"))]);
    own.rename("a.txt", "b.txt");
    own.write("c.txt", &minutes("17. april 2012", "veje"));
    own.index(&[]);
    let run = &own.status()["last_run"];
    let counts = ["read", "moved", "taken_out", "unchanged"].map(|what| run[what].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 0, 0], "{run}");
    assert!(run["seconds"].as_f64().unwrap() > 0.0 && run["at"].as_str().unwrap().starts_with("20"));
}
