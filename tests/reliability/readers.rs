//! Readers while somebody writes: each sees one state whole, the old one or the new one.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use dagsorden::engine::{Carried, Index, Writer};
use dagsorden::index::{FileRecord, Outcome, WriterLock};
use dagsorden::model::{Item, ItemNumber, Meeting, MeetingKind, Section, SectionKind, Text};
use dagsorden::query::{Question, search};

/// Documents of an index, each of one item that names the commit it was written in.
const DOCUMENTS: usize = 30;

fn meeting(document: usize, commit: usize) -> Meeting {
    let text = Text::on_page(format!("Godkendt i udgave{commit}."), 1);
    let section = Section::new(SectionKind::Minutes, text);
    let number = ItemNumber::new("1");
    let item = Item { number, sections: vec![section], ..Item::titled(format!("Sag {document} udgave{commit}")) };
    Meeting {
        source: String::new(),
        kind: MeetingKind::Minutes,
        body: Some("Byrådet".into()),
        authority: None,
        region: None,
        date: format!("2019-{:02}-{:02}", 1 + document / 28, 1 + document % 28).parse().ok(),
        start: None,
        end: None,
        place: None,
        participants: Vec::new(),
        items: vec![item],
        front: Text::default(),
        contents: Text::default(),
        running: Text::default(),
    }
}

fn write(folder: &Path, commit: usize) {
    let lock = WriterLock::take(folder).expect("nobody else writes");
    // Each tenth time the index is built anew.
    let mut writer = match commit % 10 {
        9 => Writer::rebuild(lock, &Carried::of(folder).expect("an index")).expect("a writer"),
        _ => Writer::with(lock).expect("a writer"),
    };
    for document in 0..DOCUMENTS {
        let (source, outcome) = (format!("{document}.txt"), Outcome::Read);
        let path = source.clone().into();
        let file =
            FileRecord { source, path, bytes: 1, modified: 0, hash: 1, pages: 1, items: 1, outcome, notes: Vec::new() };
        writer.put(&file, Some(&meeting(document, commit))).expect("room");
    }
    writer.commit().expect("a commit");
}

/// The commit that all of an index is of.
fn state(index: &Index) -> usize {
    let request = Question { words: "godkendt".into(), limit: None, ..Question::default() };
    let hits = search(index, &request).expect("an answer").hits;
    assert_eq!(hits.len(), DOCUMENTS);
    let number = |title: &str| title.rsplit_once("udgave").and_then(|(_, n)| n.parse().ok()).expect("a number");
    let first: usize = number(&hits[0].title);
    assert!(hits.iter().all(|hit| number(&hit.title) == first), "a mix of two commits");
    let stored = index.item(&hits[0].id).expect("an index").expect("the item that was found");
    assert!(stored.item.sections[0].text.as_str().contains(&format!("udgave{first}.")));
    first
}

fn read_while_writing(commits: usize) {
    let dir = tempfile::tempdir().expect("a folder");
    write(dir.path(), 0);
    let (done, searches, states) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for reader in 0..4 {
            let (done, searches, states, folder) = (&done, &searches, &states, dir.path());
            scope.spawn(move || {
                let mut index = Index::open(folder).expect("it opens");
                let mut last = state(&index);
                while !done.load(Ordering::Relaxed) {
                    // Two of them keep the index open as long as it is the same, as a server does.
                    if reader % 2 == 0 || index.has_changed() {
                        index = Index::open(folder).expect("it opens");
                    }
                    let now = state(&index);
                    assert!(now >= last, "never back to an older state");
                    states.fetch_add(usize::from(now > last), Ordering::Relaxed);
                    searches.fetch_add(1, Ordering::Relaxed);
                    last = now;
                }
                index = Index::open(folder).expect("it opens");
                assert_eq!(state(&index), commits, "the last commit is seen by all");
            });
        }
        // Without this a fault of the writer would leave the readers waiting.
        let written = std::panic::catch_unwind(|| (1..=commits).for_each(|commit| write(dir.path(), commit)));
        done.store(true, Ordering::Relaxed);
        written.expect("every commit");
    });
    let (searches, states) = (searches.into_inner(), states.into_inner());
    println!("4 readers, {commits} commits: {searches} searches without a fault, {states} new states seen");
    assert!(searches > 0 && states > 0);
}

#[test]
fn readers_see_one_state_whole_while_another_is_written() {
    read_while_writing(20);
}

#[test]
#[ignore = "tests/reliability.sh runs it"]
fn four_readers_and_a_hundred_commits() {
    read_while_writing(100);
}
