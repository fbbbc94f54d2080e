//! `forget`: what goes for good.

use std::fs;

use crate::own::{Own, minutes};

fn archive() -> Own {
    Own::indexed(&[
        ("a.txt", &minutes("20. marts 2012", "fortroligheden")),
        ("b.txt", &minutes("17. april 2012", "veje")),
    ])
}

/// No copy of a word lies in the files of the index, but for what a name in a row may say.
fn holds_deleted(own: &Own) -> bool {
    fs::read_dir(own.folder()).unwrap().flatten().any(|e| e.file_name().to_string_lossy().ends_with(".del"))
}

#[test]
fn forgotten_file_stays_out_whatever_is_read_again() {
    let own = archive();
    let got = own.run(&["forget", "a.txt"]);
    assert_eq!((got.code(), got.out().as_str()), (0, "forgotten: a.txt, 2 items\n"), "{}", got.err());
    let lies = format!(
        "dagsorden: {}: the file itself still lies there, for whoever may read it\n",
        own.path("a.txt").display()
    );
    assert_eq!(got.err(), lies);
    assert!(!holds_deleted(&own), "its words are off the disk");
    own.write("kopi/a2.txt", &minutes("20. marts 2012", "fortroligheden"));
    for more in [&[][..], &["--rebuild"]] {
        let got = own.index(more);
        assert_eq!(got.code(), 0, "{}", got.err());
        assert!(got.out().contains("2 forgotten"), "{}", got.out());
        assert_eq!(own.ids(), ["b#1", "b#2"], "{more:?}");
    }
    assert_eq!(own.run(&["search", "fortroligheden"]).code(), 1);
    assert_eq!((&own.status()["forgotten_files"], &own.status()["files"]), (&1.into(), &1.into()));
}

#[test]
fn forgotten_item_stays_out_and_its_neighbours_stay_in() {
    let own = archive();
    assert_eq!(own.run(&["forget", "a#1"]).out(), "forgotten: a#1\n");
    assert!(!holds_deleted(&own));
    assert_eq!(own.ids(), ["a#2", "b#1", "b#2"]);
    own.write("a.txt", &(minutes("20. marts 2012", "fortroligheden") + "\n3. Nyt\n\nBeslutning\nGodkendt.\n"));
    for more in [&[][..], &["--rebuild"]] {
        own.index(more);
        assert_eq!(own.ids(), ["a#2", "a#3", "b#1", "b#2"], "{more:?}");
    }
    assert_eq!(own.run(&["search", "fortroligheden"]).code(), 1);
    assert_eq!((&own.status()["forgotten_items"], &own.status()["items"]), (&1.into(), &4.into()));
}

#[test]
fn what_was_forgotten_is_listed_and_can_be_let_in_again() {
    let own = archive();
    assert_eq!(own.run(&["forget", "--list"]).code(), 1, "nothing yet");
    let path = own.path("b.txt");
    assert_eq!(own.run(&["forget", "a#1", "a#2", path.to_str().unwrap()]).code(), 0);
    let listed = own.run(&["forget", "--list", "--format", "jsonl"]).lines();
    let names: Vec<_> = listed.iter().map(|l| (l["kind"].as_str().unwrap(), l["name"].as_str().unwrap())).collect();
    assert_eq!(names, [("item", "a#1"), ("item", "a#2"), ("file", "b.txt")]);
    assert!(own.ids().is_empty());
    let got = own.run(&["forget", "--undo", "a#2", "b.txt"]);
    assert_eq!((got.code(), got.out().as_str()), (0, "no longer forgotten: a#2\nno longer forgotten: b.txt\n"));
    assert!(own.index(&[]).out().starts_with("2 files read"));
    assert_eq!(own.ids(), ["a#2", "b#1", "b#2"]);
    assert_eq!(own.run(&["forget", "--undo", "b.txt"]).code(), 2, "it is not forgotten any more");
}

#[test]
fn copy_of_a_forgotten_file_goes_with_it() {
    let text = minutes("20. marts 2012", "fortroligheden");
    let own = Own::indexed(&[("a.txt", &text), ("b.txt", &text)]);
    assert_eq!(own.run(&["forget", "b.txt"]).out(), "forgotten: a.txt, b.txt, 2 items\n");
    assert!(own.ids().is_empty());
    assert_eq!(own.run(&["forget", "--undo", "b.txt"]).code(), 0);
    own.index(&[]);
    assert_eq!(own.ids(), ["a#1", "a#2"]);
}

#[test]
fn the_other_document_of_the_meeting_is_named() {
    let text = minutes("20. marts 2012", "fortroligheden");
    let own = Own::indexed(&[("dagsorden.txt", &text.replace("Referat", "Dagsorden")), ("referat.txt", &text)]);
    let got = own.run(&["forget", "referat#1"]);
    assert!(got.err().contains("hint: `dagsorden forget 'dagsorden#1'`"), "{}", got.err());
}

#[test]
fn file_can_be_kept_out_before_it_is_read() {
    let own = archive();
    own.write("c.txt", &minutes("22. maj 2012", "lukket"));
    let got = own.run(&["forget", own.path("c.txt").to_str().unwrap()]);
    assert!(got.out().ends_with("c.txt, which was not in the index\n"), "{}{}", got.out(), got.err());
    assert!(own.index(&[]).out().contains("1 forgotten"));
    assert_eq!(own.ids().len(), 4);
}

#[test]
fn what_nothing_is_called_is_an_error_and_changes_nothing() {
    let own = archive();
    let got = own.run(&["forget", "a#1", "a#9"]);
    assert_eq!((got.code(), own.ids().len()), (2, 4));
    insta::assert_snapshot!(got.err(), @r"
    dagsorden: a#9: expected the id of an item or the name of a file, but the index has neither
    hint: `dagsorden search WORDS` prints ids; `dagsorden meetings` prints files
    ");
    assert!(!own.dir.path().join("andet").exists());
    let nowhere = crate::archive::run(["forget", "x", "--index", own.dir.path().join("andet").to_str().unwrap()]);
    assert_eq!(nowhere.code(), 2);
    assert!(!own.dir.path().join("andet").exists(), "no folder is made for it");
}

#[test]
fn what_was_recognised_on_its_pages_goes_as_well() {
    let own = archive();
    let hash = xxhash_rust::xxh3::xxh3_64(&fs::read(own.path("a.txt")).unwrap());
    let ocr = own.folder().join("ocr");
    fs::create_dir(&ocr).unwrap();
    let (its, other) = (ocr.join(format!("{hash:016x}-1-dan.tsv")), ocr.join("0000000000000001-1-dan.tsv"));
    [&its, &other].iter().for_each(|path| fs::write(path, "x").unwrap());
    own.run(&["forget", "a.txt"]);
    assert!(!its.exists() && other.exists());
}
