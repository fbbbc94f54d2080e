//! The index as a whole: what is put in comes out, and folders that are no index are left alone.

use std::fs;
use std::path::{Path, PathBuf};

use dagsorden::engine::{Carried, Index, Writer};
use dagsorden::index::format::VERSION;
use dagsorden::index::{Changes, FileRecord, IndexError, LastRun, Outcome, Target, Tombstone, WriterLock};
use dagsorden::model::{Item, ItemNumber, Meeting, MeetingKind, Section, SectionKind, Text};
use dagsorden::query::{Question, search};

fn file(source: &str) -> FileRecord {
    FileRecord {
        source: source.into(),
        path: PathBuf::from("arkiv").join(source),
        bytes: 10,
        modified: 1_700_000_000,
        hash: 7,
        pages: 1,
        items: 2,
        outcome: Outcome::Read,
        notes: Vec::new(),
    }
}

fn item(number: &str, title: &str, minutes: &str) -> Item {
    let text = Text::on_page(minutes, 2);
    let section = Section { heading: Some("Beslutning".into()), ..Section::new(SectionKind::Minutes, text) };
    Item { number: ItemNumber::new(number), sections: vec![section], page: Some(1), ..Item::titled(title) }
}

fn meeting(items: Vec<Item>) -> Meeting {
    Meeting {
        source: String::new(),
        kind: MeetingKind::Minutes,
        body: Some("Byrådet".into()),
        authority: None,
        region: None,
        date: "2019-05-22".parse().ok(),
        start: None,
        end: None,
        place: None,
        participants: Vec::new(),
        items,
        front: Text::default(),
        contents: Text::default(),
        running: Text::default(),
    }
}

/// An index of one file with two items.
fn built(folder: &Path) {
    let mut writer = Writer::open(folder).unwrap();
    let items = vec![item("1", "Takster", "Godkendt."), item("2", "Herberg", "Udsat.")];
    writer.put(&file("2019/a.pdf"), Some(&meeting(items))).unwrap();
    writer.commit().unwrap();
}

fn ids(folder: &Path) -> Vec<String> {
    Index::open(folder).unwrap().items().unwrap().into_iter().map(|i| i.id).collect()
}

#[test]
fn item_comes_out_whole_under_its_id() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let index = Index::open(dir.path()).unwrap();
    let found = index.item("2019/a#2").unwrap().unwrap();
    assert_eq!((found.position, found.item), (1, item("2", "Herberg", "Udsat.")));
    assert_eq!(found.meeting.body.as_deref(), Some("Byrådet"));
    assert_eq!(index.files().unwrap(), [file("2019/a.pdf")]);
    assert_eq!(index.item("2019/a#9").unwrap(), None);
}

#[test]
fn putting_a_source_again_replaces_all_of_it() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.put(&file("2019/a.pdf"), Some(&meeting(vec![item("3", "Ny", "Ja.")]))).unwrap();
    writer.put(&file("2019/b.pdf"), None).unwrap();
    writer.commit().unwrap();
    assert_eq!(ids(dir.path()), ["2019/a#3"]);
    assert_eq!(Index::open(dir.path()).unwrap().files().unwrap().len(), 2);
}

#[test]
fn removed_source_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.remove("2019/a.pdf").unwrap();
    writer.commit().unwrap();
    assert!(ids(dir.path()).is_empty());
    assert!(Index::open(dir.path()).unwrap().files().unwrap().is_empty());
}

#[test]
fn nothing_is_seen_before_the_commit() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.remove("2019/a.pdf").unwrap();
    drop(writer);
    assert_eq!(ids(dir.path()).len(), 2);
}

#[test]
fn open_index_goes_on_showing_what_it_was_opened_with() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let before = Index::open(dir.path()).unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.remove("2019/a.pdf").unwrap();
    writer.commit().unwrap();
    assert_eq!(before.items().unwrap().len(), 2);
}

#[test]
fn open_index_tells_when_another_is_in_its_place() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let index = Index::open(dir.path()).unwrap();
    assert!(!index.has_changed());
    built(dir.path());
    assert!(index.has_changed(), "a commit");
    let index = Index::open(dir.path()).unwrap();
    let lock = WriterLock::take(dir.path()).unwrap();
    let writer = Writer::rebuild(lock, &Carried::of(dir.path()).unwrap()).unwrap();
    assert!(!index.has_changed(), "what is built aside is no change");
    writer.commit().unwrap();
    assert!(index.has_changed() && index.items().unwrap().len() == 2, "and it goes on showing what it was opened with");
    assert!(ids(dir.path()).is_empty());
}

#[test]
fn state_is_told_without_the_items() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    let closed = Item { closed: true, ..item("2", "Grundsalg", "Lukket.") };
    writer.put(&file("2019/a.pdf"), Some(&meeting(vec![item("1", "Takster", "Godkendt."), closed]))).unwrap();
    let (at, took) =
        (jiff::Timestamp::from_millisecond(1_700_000_000_001).unwrap(), std::time::Duration::from_millis(7));
    let run = LastRun { at, took, rebuilt: false, changes: Changes { read: 1, ..Changes::default() } };
    writer.note_run(&run).unwrap();
    writer.commit().unwrap();
    let index = Index::open(dir.path()).unwrap();
    assert_eq!((index.closed_count().unwrap(), index.last_run().unwrap()), (1, Some(run)));
    let documents = index.documents().unwrap();
    let [document] = documents.as_slice() else { panic!("one document: {documents:?}") };
    assert_eq!((document.record.source.as_str(), document.record.stem.as_str()), ("2019/a.pdf", "2019/a"));
    assert_eq!((document.body.as_deref(), document.record.facts.date), (Some("Byrådet"), "2019-05-22".parse().ok()));
    let mut numbers = document.numbers.clone();
    numbers.sort();
    assert_eq!(numbers, ["1", "2"]);
}

#[test]
fn what_was_forgotten_and_what_ids_begin_with_outlive_a_rebuild() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.rename([("2019/a.pdf", "b.pdf")]);
    writer.forget(Tombstone { target: Target::Item("2019/a#1".into()), since: jiff::Timestamp::UNIX_EPOCH }).unwrap();
    writer.remove("2019/a.pdf").unwrap();
    let items = || vec![item("1", "Takster", "Godkendt."), item("2", "Herberg", "Udsat.")];
    writer.put(&file("b.pdf"), Some(&meeting(items()))).unwrap();
    writer.commit().unwrap();
    assert_eq!(ids(dir.path()), ["2019/a#2"]);
    let lock = WriterLock::take(dir.path()).unwrap();
    let mut writer = Writer::rebuild(lock, &Carried::of(dir.path()).unwrap()).unwrap();
    writer.put(&file("b.pdf"), Some(&meeting(items()))).unwrap();
    writer.commit().unwrap();
    assert_eq!(ids(dir.path()), ["2019/a#2"]);
    assert_eq!(Index::open(dir.path()).unwrap().files().unwrap()[0].items, 1);
}

#[test]
fn files_of_every_older_format_are_known_to_a_rebuild() {
    for version in 2..VERSION {
        let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/old_index/{version}"));
        let dir = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(&stored).unwrap().flatten() {
            fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
        }
        let carried = Carried::of(dir.path()).unwrap();
        assert!(!carried.files.is_empty(), "format {version}");
        assert_eq!(carried.tombstones.is_empty(), version < 4, "format {version}");
    }
}

#[test]
fn second_writer_is_told_of_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let _first = Writer::open(dir.path()).unwrap();
    assert!(
        matches!(Writer::open(dir.path()), Err(IndexError::Locked { folder, owner: Some(_) }) if folder == dir.path())
    );
}

#[test]
fn folder_with_other_files_is_never_written_into() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("notat.txt"), "x").unwrap();
    assert!(matches!(Writer::open(dir.path()), Err(IndexError::NotAnIndex(_))));
    assert!(matches!(Index::open(dir.path()), Err(IndexError::NotAnIndex(_))));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn files_that_differ_in_their_suffix_only_have_ids_of_their_own_that_stay() {
    let dir = tempfile::tempdir().unwrap();
    let put = |source: &str| {
        let mut writer = Writer::open(dir.path()).unwrap();
        writer.put(&file(source), Some(&meeting(vec![item("1", "Herberg", "Godkendt.")]))).unwrap();
        writer.commit().unwrap();
    };
    put("a.txt");
    put("a.pdf");
    assert_eq!(ids(dir.path()), ["a.pdf#1", "a#1"]);
    put("a.txt");
    put("a.pdf");
    assert_eq!(ids(dir.path()), ["a.pdf#1", "a#1"], "read again in whatever order");
}

#[test]
fn hidden_files_do_not_make_a_folder_full() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".gitignore"), "*").unwrap();
    assert!(Writer::open(dir.path()).is_ok());
}

#[test]
fn file_or_broken_index_is_no_index() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("fil");
    fs::write(&path, "x").unwrap();
    assert!(matches!(Index::open(&path), Err(IndexError::NotAnIndex(_))));
    assert!(matches!(Writer::open(&path), Err(IndexError::NotAnIndex(_))));
    let broken = dir.path().join("broken");
    fs::create_dir(&broken).unwrap();
    fs::write(broken.join("meta.json"), "{}").unwrap();
    assert!(Index::open(&broken).is_err() && Writer::open(&broken).is_err());
}

#[test]
fn missing_folder_is_made_for_writing_and_reported_for_reading() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ny/index");
    assert!(matches!(Index::open(&folder), Err(IndexError::Missing(_))));
    assert!(matches!(Index::open(dir.path()), Err(IndexError::Missing(_))), "nor is an empty folder one");
    fs::write(dir.path().join("README.md"), "An index is built here.").unwrap();
    assert!(matches!(Index::open(dir.path()), Err(IndexError::Missing(_))), "nor that of a fresh clone");
    drop(Writer::open(&folder).unwrap());
    assert!(Index::open(&folder).unwrap().items().unwrap().is_empty());
}

#[test]
fn index_of_another_version_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let meta = dir.path().join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let own = format!("dagsorden index {VERSION}");
    assert!(text.contains(&own));
    fs::write(&meta, text.replace(&own, "dagsorden index 99")).unwrap();
    assert!(matches!(Index::open(dir.path()), Err(IndexError::OtherVersion { found: 99, .. })));
    assert!(matches!(Writer::open(dir.path()), Err(IndexError::OtherVersion { found: 99, .. })));
}

#[test]
fn stored_index_of_an_older_format_is_refused_with_the_command_that_rebuilds_it() {
    for old in 2..VERSION {
        let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/old_index/{old}"));
        let dir = tempfile::tempdir().unwrap();
        let files: Vec<_> = fs::read_dir(&stored).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(files.len() > 5, "the stored index has its files");
        for file in files {
            fs::copy(&file, dir.path().join(file.file_name().unwrap())).unwrap();
        }
        let Err(refused) = Index::open(dir.path()) else { panic!("format {old} is not read any more") };
        let folder = dir.path().display();
        let wanted = format!("expected an index of format {VERSION}, but found format {old}");
        let hint = format!("hint: build it anew with `dagsorden index PATH… --index {folder} --rebuild`");
        assert_eq!(refused.to_string(), format!("{folder}: {wanted}\n{hint}"));
    }
}

#[test]
fn rebuilding_gives_the_same_ids_and_answers() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    built(one.path());
    built(two.path());
    built(two.path());
    assert_eq!(ids(one.path()), ids(two.path()));
    let answer = |dir: &Path| {
        let request = Question { words: "herberg".into(), ..Question::default() };
        search(&Index::open(dir).unwrap(), &request).unwrap().hits.into_iter().map(|h| h.id).collect::<Vec<_>>()
    };
    assert_eq!(answer(one.path()), ["2019/a#2"]);
    assert_eq!(answer(two.path()), answer(one.path()));
}

/// A commit that is killed after it noted what is deleted, and before it says so, leaves a file that the next one would
/// write again.
#[test]
fn left_over_of_a_killed_commit_is_in_nobodys_way() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut writer = Writer::open(one.path()).unwrap();
    writer.put(&file("a.pdf"), Some(&meeting(vec![item("3", "Ny", "Ja.")]))).unwrap();
    writer.put(&file("b.pdf"), None).unwrap();
    writer.commit().unwrap();
    for entry in fs::read_dir(one.path()).unwrap().flatten() {
        fs::copy(entry.path(), two.path().join(entry.file_name())).unwrap();
    }
    let take_out = |folder: &Path| {
        let mut writer = Writer::open(folder).unwrap();
        writer.remove("a.pdf").unwrap();
        writer.commit()
    };
    take_out(one.path()).unwrap();
    let names = fs::read_dir(one.path()).unwrap().flatten().map(|e| e.file_name().into_string().unwrap());
    let name = names.into_iter().find(|name| name.ends_with(".del")).expect("it notes what is deleted");
    fs::write(two.path().join(&name), "half of it").unwrap();
    let managed = two.path().join(".managed.json");
    let mut known: Vec<String> = serde_json::from_slice(&fs::read(&managed).unwrap()).unwrap();
    known.push(name);
    fs::write(&managed, serde_json::to_vec(&known).unwrap()).unwrap();
    take_out(two.path()).unwrap();
    assert!(ids(two.path()).is_empty());
}
