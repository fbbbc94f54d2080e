//! Adds the documents within the files found: members of packed folders, and attachments of letters.
//!
//! A file unchanged since the last run is not opened: its members come from the index. Every other file is opened and asked
//! for its members. A forgotten file gives none.

use std::collections::HashMap;
use std::mem;
use std::path::Path;

use super::plan::candidate::is_unchanged;
use super::plan::{Stamp, hash, stamp};
use super::walk::{Found, FoundFile, is_document_of};
use crate::index::{FileRecord, Outcome, Tombstones};
use crate::source::container::{self, Contents};

/// The rows of the index needed for members.
pub(super) struct Known<'a> {
    pub(super) files: &'a [FileRecord],
    pub(super) tombstones: &'a Tombstones,
    /// When the last run began, in seconds since 1970.
    pub(super) last_run: Option<i64>,
    /// Every file is to be asked.
    pub(super) anew: bool,
}

/// Adds the members of all files found.
pub(super) fn add(found: &mut Found, known: &Known<'_>) {
    let records: HashMap<&Path, &FileRecord> = known.files.iter().map(|f| (f.path.as_path(), f)).collect();
    let before = members_by_file(known.files);
    let files = mem::take(&mut found.files);
    for file in files {
        let stamp = stamp(&file.path).unwrap_or_default();
        let record = records.get(file.path.as_path()).filter(|_| !known.anew);
        let is_same = record.is_some_and(|r| !is_failed(r) && is_unchanged(r, stamp, known.last_run));
        match is_same {
            true => {
                let members = before.get(file.path.as_path()).into_iter().flatten();
                let member = |r: &&FileRecord| {
                    Some(member(&file, container::name_within(&r.path, &file.path)?, Stamp { bytes: r.bytes, ..stamp }))
                };
                found.files.extend(members.filter_map(member));
            }
            false if is_forgotten(&file.path, stamp, known.tombstones) => {}
            false => {
                if let Some(contents) = container::contents(&file.path) {
                    add_new(&file, &contents, stamp, found);
                }
            }
        }
        found.files.push(file);
    }
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.files.dedup_by(|a, b| a.path == b.path);
}

/// True for a failed file. It is opened again, because an older version may not have looked for members.
fn is_failed(record: &FileRecord) -> bool {
    matches!(record.outcome, Outcome::Failed { .. })
}

fn is_forgotten(path: &Path, stamp: Stamp, tombstones: &Tombstones) -> bool {
    let has_content = || hash(path).is_ok_and(|hash| tombstones.has_content(stamp.bytes, hash));
    tombstones.has_path(path) || tombstones.has_length(stamp.bytes) && has_content()
}

/// The members in the index, by the outermost file.
fn members_by_file(files: &[FileRecord]) -> HashMap<&Path, Vec<&FileRecord>> {
    let mut members: HashMap<&Path, Vec<&FileRecord>> = HashMap::new();
    for record in files {
        if let Some(file) = container::file_of(&record.path) {
            members.entry(file).or_default().push(record);
        }
    }
    members
}

fn add_new(file: &FoundFile, contents: &Contents, of: Stamp, found: &mut Found) {
    for one in &contents.members {
        let suffix = Path::new(&one.name).extension().map(|s| s.to_string_lossy().to_lowercase());
        if is_document_of(Path::new(&one.name), suffix.as_deref(), || Some(one.head.clone())) {
            found.files.push(member(file, &one.name, Stamp { bytes: one.bytes, ..of }));
        } else {
            let suffix = suffix.map(|s| format!(".{s}")).unwrap_or_default();
            *found.skipped.entry(suffix).or_default() += 1;
        }
    }
}

fn member(file: &FoundFile, name: &str, stamp: Stamp) -> FoundFile {
    let below = container::member_path(Path::new(&file.below), name);
    FoundFile {
        path: container::member_path(&file.path, name),
        below: below.to_string_lossy().into_owned(),
        folder: file.folder.clone(),
        stamp: Some(stamp),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use crate::archive::{Archive, Cancel, UpdateOptions};
    use crate::index::Outcome;
    use crate::query::Question;
    use crate::source::container::tests::zip;

    /// Minutes with one item of this title, of a meeting in the year of its length: agenda and minutes of one meeting would
    /// be one hit.
    fn minutes(title: &str) -> Vec<u8> {
        let year = 2000 + title.len();
        format!("Referat\n\nByrådet, 3. maj {year}\n\n1. {title}\n\nSagen blev drøftet.\n\nGodkendt.\n").into_bytes()
    }

    const LETTER: &str = "From: a@b.dk\nSubject: Brev om havnen\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n\
        Hermed et referat.\n--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=bilag.txt\n\n\
        Referat\n\nByrådet, 4. maj 2022\n\n1. Ny cykelsti\n\nGodkendt.\n--x--\n";

    struct Kept {
        dir: tempfile::TempDir,
        archive: Archive,
    }

    impl Kept {
        fn new(files: &[(&str, &[u8])]) -> Self {
            let dir = tempfile::tempdir().unwrap();
            fs::create_dir(dir.path().join("x")).unwrap();
            files.iter().for_each(|(name, bytes)| fs::write(dir.path().join("x").join(name), bytes).unwrap());
            let archive = Archive::open(dir.path().join("index")).unwrap();
            let kept = Self { dir, archive };
            kept.update();
            kept
        }

        /// How many files were read.
        fn update(&self) -> u64 {
            let options = UpdateOptions { jobs: Some(1), ..UpdateOptions::new([self.dir.path().join("x")]) };
            self.archive.update(&options, &(), &Cancel::default()).unwrap().summary.read
        }

        fn put(&self, name: &str, bytes: &[u8]) {
            fs::write(self.dir.path().join("x").join(name), bytes).unwrap();
        }

        fn sources(&self) -> Vec<String> {
            self.archive.state().unwrap().files.into_iter().map(|file| file.source).collect()
        }

        fn found(&self, words: &str) -> Vec<String> {
            let question = Question { words: words.into(), limit: Some(9), ..Question::default() };
            self.archive.search(&question).unwrap().hits.into_iter().map(|hit| hit.id).collect()
        }
    }

    #[test]
    fn documents_in_folders_and_letters_are_documents_of_their_own() {
        let inner = zip(&[("gammelt/b.txt", &minutes("Ny skole"))]);
        let kept = Kept::new(&[
            ("arkiv.zip", &zip(&[("2004/a.txt", &minutes("Ny svømmehal")), ("ned.zip", &inner), ("foto.xyz", b"x")])),
            ("brev.eml", LETTER.as_bytes()),
        ]);
        let all = [
            "arkiv.zip",
            "arkiv.zip!/2004/a.txt",
            "arkiv.zip!/ned.zip",
            "arkiv.zip!/ned.zip!/gammelt/b.txt",
            "brev.eml",
            "brev.eml!/bilag.txt",
        ];
        assert_eq!(kept.sources(), all);
        assert_eq!(kept.found("svømmehal"), ["arkiv.zip!/2004/a#1"]);
        assert_eq!(kept.found("skole"), ["arkiv.zip!/ned.zip!/gammelt/b#1"]);
        assert_eq!(kept.found("cykelsti"), ["brev.eml!/bilag#1"]);
        assert_eq!(kept.archive.item("arkiv.zip!/2004/a#1").unwrap().item.title, "Ny svømmehal");
        let outcomes = kept.archive.state().unwrap().files.into_iter().map(|file| file.outcome);
        assert_eq!(outcomes.collect::<Vec<_>>(), vec![Outcome::Read; 6]);
        assert_eq!(kept.update(), 0, "nothing changed");
        assert_eq!(kept.sources(), all);
    }

    #[test]
    fn changed_folder_replaces_its_members_and_one_that_is_gone_takes_them_along() {
        let (a, b) = (minutes("Ny svømmehal"), minutes("Ny skole"));
        let kept = Kept::new(&[("arkiv.zip", &zip(&[("a.txt", &a), ("b.txt", &b)])), ("c.txt", &minutes("Ny havn"))]);
        kept.put(
            "arkiv.zip",
            &zip(&[("a.txt", &a), ("b.txt", &minutes("Ny cykelsti")), ("d.txt", &minutes("Nyt bibliotek"))]),
        );
        assert_eq!(kept.update(), 3, "the folder, the changed file and the new one");
        assert_eq!(kept.sources(), ["arkiv.zip", "arkiv.zip!/a.txt", "arkiv.zip!/b.txt", "arkiv.zip!/d.txt", "c.txt"]);
        assert!(kept.found("skole").is_empty());
        assert_eq!(kept.found("cykelsti"), ["arkiv.zip!/b#1"]);
        kept.put("arkiv.zip", &zip(&[("a.txt", &a)]));
        kept.update();
        assert_eq!(kept.sources(), ["arkiv.zip", "arkiv.zip!/a.txt", "c.txt"]);
        fs::remove_file(kept.dir.path().join("x/arkiv.zip")).unwrap();
        kept.update();
        assert_eq!(kept.sources(), ["c.txt"]);
    }

    #[test]
    fn forgotten_member_and_forgotten_folder_stay_out_until_it_is_undone() {
        let (a, b) = (minutes("Ny svømmehal"), minutes("Ny skole"));
        let kept = Kept::new(&[("arkiv.zip", &zip(&[("a.txt", &a), ("b.txt", &b)]))]);
        let forgotten = kept.archive.forget(&[PathBuf::from("arkiv.zip!/a.txt")]).unwrap();
        assert_eq!(forgotten[0].left, [kept.dir.path().join("x/arkiv.zip")], "the folder still has it");
        kept.put("arkiv.zip", &zip(&[("a.txt", &a), ("b.txt", &b), ("c.txt", &minutes("Ny havn"))]));
        kept.update();
        assert_eq!(kept.sources(), ["arkiv.zip", "arkiv.zip!/b.txt", "arkiv.zip!/c.txt"]);
        kept.archive.undo_forget(&[PathBuf::from("arkiv.zip!/a.txt")]).unwrap();
        kept.update();
        assert_eq!(kept.found("svømmehal"), ["arkiv.zip!/a#1"]);

        kept.archive.forget(&[PathBuf::from("arkiv.zip")]).unwrap();
        assert!(kept.sources().is_empty());
        kept.put("arkiv.zip", &zip(&[("d.txt", &minutes("Ny vej"))]));
        kept.update();
        assert!(kept.sources().is_empty(), "another content under the same path does not bring it back");
        kept.put("arkiv.zip", &zip(&[("a.txt", &a), ("b.txt", &b)]));
        kept.archive.undo_forget(&[PathBuf::from("arkiv.zip")]).unwrap();
        kept.update();
        assert_eq!(kept.sources(), ["arkiv.zip", "arkiv.zip!/a.txt", "arkiv.zip!/b.txt"]);
    }

    #[test]
    fn what_is_left_out_is_said_of_the_folder() {
        let bomb = vec![b' '; 32 << 20];
        let kept = Kept::new(&[("arkiv.zip", &zip(&[("a.txt", &minutes("Ny havn")), ("bombe.txt", &bomb)]))]);
        let files = kept.archive.state().unwrap().files;
        let (said, hint) = files[0].outcome.problem(&files[0].path).unwrap();
        assert_eq!(
            said,
            "expected to read all that is in it, but left out bombe.txt: unpacks to more than 200 times its size"
        );
        assert_eq!(hint.as_deref(), Some("unpack it into a folder of its own and index that"));
        assert_eq!(files[1].outcome, Outcome::Read);
    }
}
