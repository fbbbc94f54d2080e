//! What is to be done: which files are new, changed, the same or gone.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3;

use super::walk::{Found, FoundFile};
use crate::index::{FileRecord, Outcome};
use crate::source::Reason;

/// A file to read, and the name that the index shall know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub source: String,
    pub path: PathBuf,
}

/// What an indexing run will do.
#[derive(Debug, Default)]
pub struct Plan {
    /// New and changed files, by path.
    pub read: Vec<Job>,
    /// Files that are in the index as they are on disk.
    pub unchanged: Vec<FileRecord>,
    /// Sources whose file is gone.
    pub remove: Vec<String>,
}

impl Plan {
    /// True where the index holds what is on disk.
    pub fn is_idle(&self) -> bool {
        self.read.is_empty() && self.remove.is_empty()
    }

    /// Reads what is unchanged, too: it would be repaired differently now.
    pub fn read_all_again(&mut self) {
        let again = self.unchanged.drain(..).map(|f| Job { source: f.source, path: f.path });
        self.read.extend(again);
        self.read.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// Compares the files that are there with those that the index knows. With OCR, those that lacked it are read again.
pub fn plan(found: &Found, known: &[FileRecord], rebuild: bool, has_ocr: bool) -> Plan {
    let known = if rebuild { &[] } else { known };
    let mut names = Names::new(known, found);
    let by_source: HashMap<&str, &FileRecord> = known.iter().map(|f| (f.source.as_str(), f)).collect();
    let mut plan = Plan::default();
    for file in &found.files {
        let source = names.name(file);
        match by_source.get(source.as_str()).filter(|record| is_done(record, &file.path, has_ocr)) {
            Some(record) => plan.unchanged.push((*record).clone()),
            None => plan.read.push(Job { source, path: file.path.clone() }),
        }
    }
    plan.remove = vanished(found, known, &names.taken);
    plan
}

/// Files below the indexed folders that are in the index and nowhere else any more. Others are left alone: they may have
/// been indexed from elsewhere.
fn vanished(found: &Found, known: &[FileRecord], taken: &HashSet<String>) -> Vec<String> {
    let below = |path: &Path| found.roots.iter().any(|root| path.starts_with(root));
    // A folder that could not be looked into is not an empty one.
    let gone = |f: &&FileRecord| below(&f.path) && !taken.contains(&f.source) && !f.path.exists();
    known.iter().filter(gone).map(|f| f.source.clone()).collect()
}

/// Gives each file the name that the index shall know it by: the same as before, else its path below the indexed folder,
/// else, where another file has that name, with the folder's name in front.
struct Names<'a> {
    by_path: HashMap<&'a Path, &'a str>,
    /// Names that files hold which are not among those found now.
    elsewhere: HashSet<&'a str>,
    taken: HashSet<String>,
}

impl<'a> Names<'a> {
    fn new(known: &'a [FileRecord], found: &Found) -> Self {
        let here: HashSet<&Path> = found.files.iter().map(|f| f.path.as_path()).collect();
        let elsewhere = known.iter().filter(|f| !here.contains(f.path.as_path()) && f.path.exists());
        let by_path: HashMap<&Path, &str> = known.iter().map(|f| (f.path.as_path(), f.source.as_str())).collect();
        let kept = found.files.iter().filter_map(|f| by_path.get(f.path.as_path()));
        Self {
            taken: kept.map(|s| (*s).to_owned()).collect(),
            elsewhere: elsewhere.map(|f| f.source.as_str()).collect(),
            by_path,
        }
    }

    fn name(&mut self, file: &FoundFile) -> String {
        if let Some(before) = self.by_path.get(file.path.as_path()) {
            return (*before).to_owned();
        }
        let with_folder = format!("{}/{}", file.folder, file.below);
        let numbered = (2..).map(|n| format!("{}-{n}/{}", file.folder, file.below));
        let mut names = [file.below.clone(), with_folder].into_iter().chain(numbered);
        let free = |n: &String| !self.taken.contains(n) && !self.elsewhere.contains(n.as_str());
        let name = names.find(free).unwrap_or_else(|| file.below.clone());
        self.taken.insert(name.clone());
        name
    }
}

/// True where reading the file again would give the same.
fn is_done(record: &FileRecord, path: &Path, has_ocr: bool) -> bool {
    // What the system would not let us read may be readable now, and no time tells. What ran into a limit may have
    // been given more.
    let retried = [
        (Reason::Io(String::new()), true),
        (Reason::TimedOut { seconds: 0 }, true),
        (Reason::OutOfMemory { mebibytes: 0 }, true),
        (Reason::NeedsOcr { pages: 0 }, has_ocr),
    ];
    let is_retried = match &record.outcome {
        Outcome::Read => false,
        Outcome::ReadInPart { unread, .. } => has_ocr || !unread.is_empty(),
        Outcome::Failed { reason, .. } => retried.iter().any(|(one, now)| *now && reason == one.name()),
    };
    record.path == path && !is_retried && is_unchanged(record, path)
}

/// A file whose size and time are the same is the same; one that was only touched is known by its hash.
fn is_unchanged(record: &FileRecord, path: &Path) -> bool {
    let Ok(now) = stamp(path) else { return false };
    now.bytes == record.bytes && (now.modified == record.modified || hash(path).is_ok_and(|h| h == record.hash))
}

/// Size and time of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    pub bytes: u64,
    /// Seconds since 1970.
    pub modified: i64,
}

/// Asks the disk.
pub fn stamp(path: &Path) -> io::Result<Stamp> {
    let found = fs::metadata(path)?;
    let modified = found.modified()?.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Ok(Stamp { bytes: found.len(), modified: i64::try_from(modified).unwrap_or(i64::MAX) })
}

/// xxh3 of a file's content.
pub fn hash(path: &Path) -> io::Result<u64> {
    let (mut file, mut hasher, mut part) = (File::open(path)?, Xxh3::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hasher.digest()),
            n => hasher.update(&part[..n]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::walk::walk;
    use super::*;

    fn archive(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in files {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, *file).unwrap();
        }
        dir
    }

    fn planned(dir: &tempfile::TempDir, folders: &[&str], known: &[FileRecord]) -> Plan {
        let paths: Vec<PathBuf> = folders.iter().map(|f| dir.path().join(f)).collect();
        plan(&walk(&paths).unwrap(), known, false, false)
    }

    /// The records that an index would hold after this plan.
    fn done(plan: &Plan) -> Vec<FileRecord> {
        let record = |job: &Job| {
            let Stamp { bytes, modified } = stamp(&job.path).unwrap();
            let hash = hash(&job.path).unwrap();
            let (source, path) = (job.source.clone(), job.path.clone());
            let outcome = Outcome::Read;
            FileRecord { source, path, bytes, modified, hash, pages: 1, items: 1, outcome, notes: Vec::new() }
        };
        plan.read.iter().map(record).collect()
    }

    fn sources(plan: &Plan) -> Vec<&str> {
        plan.read.iter().map(|j| j.source.as_str()).collect()
    }

    #[test]
    fn unchanged_file_is_not_read_again() {
        let dir = archive(&["x/a.txt", "x/b.txt"]);
        let first = planned(&dir, &["x"], &[]);
        assert_eq!(sources(&first), ["a.txt", "b.txt"]);
        let known = done(&first);
        fs::write(dir.path().join("x/b.txt"), "changed since").unwrap();
        let second = planned(&dir, &["x"], &known);
        assert_eq!(sources(&second), ["b.txt"]);
        assert_eq!(second.unchanged.len(), 1);
    }

    #[test]
    fn touched_file_is_known_by_its_hash() {
        let dir = archive(&["x/a.txt"]);
        let mut known = done(&planned(&dir, &["x"], &[]));
        known[0].modified -= 100;
        assert!(planned(&dir, &["x"], &known).read.is_empty());
        known[0].hash ^= 1;
        assert_eq!(sources(&planned(&dir, &["x"], &known)), ["a.txt"]);
    }

    #[test]
    fn vanished_file_is_taken_out_and_others_stay() {
        let dir = archive(&["x/a.txt", "x/b.txt", "y/c.txt"]);
        let known = [done(&planned(&dir, &["x"], &[])), done(&planned(&dir, &["y"], &[]))].concat();
        fs::remove_file(dir.path().join("x/b.txt")).unwrap();
        let plan = planned(&dir, &["x"], &known);
        assert_eq!(plan.remove, ["b.txt"]);
        assert!(plan.read.is_empty());
    }

    #[test]
    fn equal_names_of_two_folders_are_told_apart_and_stay_so() {
        let dir = archive(&["x/a.txt", "y/a.txt"]);
        let both = planned(&dir, &["x", "y"], &[]);
        assert_eq!(sources(&both), ["a.txt", "y/a.txt"]);
        let one = done(&planned(&dir, &["y"], &done(&planned(&dir, &["x"], &[]))));
        assert_eq!(one[0].source, "y/a.txt");
        assert!(planned(&dir, &["y"], &done(&both)).read.is_empty(), "the second run calls it as the first did");
    }

    #[test]
    fn archive_that_moved_keeps_its_names() {
        let dir = archive(&["old/a.txt"]);
        let known = done(&planned(&dir, &["old"], &[]));
        fs::rename(dir.path().join("old"), dir.path().join("new")).unwrap();
        assert_eq!(sources(&planned(&dir, &["new"], &known)), ["a.txt"]);
    }

    #[test]
    fn unreadable_file_is_tried_again() {
        let dir = archive(&["x/a.txt"]);
        let mut known = done(&planned(&dir, &["x"], &[]));
        known[0].outcome =
            Outcome::Failed { reason: Reason::Io(String::new()).name().into(), explanation: String::new(), hint: None };
        assert_eq!(sources(&planned(&dir, &["x"], &known)), ["a.txt"]);
    }
}
