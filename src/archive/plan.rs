//! Compares the files on disk with those in the index: new, changed, unchanged, moved, doubles, forgotten or gone.
//!
//! Takes the files found by [`walk`](super::walk) and the rows of the index. It reads the content of a file only if the size
//! alone cannot decide. In doubt a file is read again: that costs time, but trusting a stale row would lose a change.

pub(super) mod candidate;
mod disk;
mod doubles;
mod names;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::walk::{Found, FoundFile};
use crate::index::{FileRecord, Outcome, Tombstones};
use crate::source::container;
use candidate::Candidate;
use disk::is_gone;
pub use disk::{Stamp, hash, stamp};
use doubles::{Action, Original};
use names::Names;

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its name in the index, [`FileRecord::source`].
    pub source: String,
    /// Its path on disk.
    pub path: PathBuf,
}

/// A file now under another path than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its [`FileRecord::source`] before.
    pub from: String,
    /// Its row from now on.
    pub to: FileRecord,
}

/// A file with the same content as another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    /// Its row; the outcome names the original.
    pub record: FileRecord,
    /// The index has no such row yet.
    pub is_new: bool,
}

/// The work of an update.
#[derive(Debug, Default)]
pub struct Plan {
    /// New and changed files, by path.
    pub read: Vec<Job>,
    /// Files alike in the index and on disk.
    pub unchanged: Vec<FileRecord>,
    /// Unchanged files with a new time only: their rows are written again.
    pub touched: Vec<FileRecord>,
    /// Files of the index, now under another path.
    pub moved: Vec<Moved>,
    /// Old and new names of moved files to read again, too.
    pub renamed: Vec<(String, String)>,
    /// Files that are not read because another has the same content.
    pub doubles: Vec<Double>,
    /// Sources of files gone from disk.
    pub remove: Vec<String>,
    /// Files gone from disk but kept in the index.
    pub kept: Vec<FileRecord>,
    /// How many forgotten files are left out.
    pub forgotten: usize,
}

/// The input of a plan besides the files found.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlanInput<'a> {
    /// The files in the index.
    pub known: &'a [FileRecord],
    /// The tombstones of forgotten files and items.
    pub tombstones: Option<&'a Tombstones>,
    /// OCR is available, so files in need of it are read again.
    pub has_ocr: bool,
    /// Keep files in the index after they are gone from disk.
    pub keep_missing: bool,
    /// The index is rebuilt, so files elsewhere will not be in it.
    pub rebuild: bool,
    /// When the last run began, in seconds since 1970.
    pub last_run: Option<i64>,
}

impl Plan {
    /// True if the index agrees with the disk.
    pub fn is_idle(&self) -> bool {
        let doubles = self.doubles.iter().any(|d| d.is_new);
        let moved = !self.moved.is_empty() || !self.touched.is_empty();
        self.read.is_empty() && self.remove.is_empty() && !doubles && !moved
    }

    /// Reads unchanged files, too, because they would be repaired differently now.
    pub fn read_all_again(&mut self) {
        let moved = std::mem::take(&mut self.moved);
        self.renamed.extend(moved.iter().map(|m| (m.from.clone(), m.to.source.clone())));
        let again = self.unchanged.drain(..).chain(moved.into_iter().map(|m| m.to));
        self.read.extend(again.map(|f| Job { source: f.source, path: f.path }));
        self.read.sort_by(|a, b| a.path.cmp(&b.path));
        self.touched.clear();
    }

    /// Makes this the plan for a new index: it reads all files here and leaves out all others, except kept ones.
    pub fn anew(mut self) -> Self {
        self.read_all_again();
        self.doubles.iter_mut().for_each(|d| d.is_new = true);
        self.remove.clear();
        self
    }

    /// Sources of the files in the index after the run.
    pub fn sources(&self) -> HashSet<&str> {
        let records = self.unchanged.iter().chain(&self.kept).chain(self.doubles.iter().map(|d| &d.record));
        let records = records.chain(self.moved.iter().map(|m| &m.to));
        records.map(|f| f.source.as_str()).chain(self.read.iter().map(|job| job.source.as_str())).collect()
    }
}

/// Finds files gone from disk. A member is gone if its file is gone, or if the file no longer holds it.
pub(super) struct Gone<'a> {
    found: HashSet<&'a Path>,
}

impl<'a> Gone<'a> {
    fn new(found: &'a Found) -> Self {
        Self { found: found.files.iter().map(|file| file.path.as_path()).collect() }
    }

    /// True if there is no such file or member. The path is not among those found.
    fn has(&self, path: &Path) -> bool {
        match container::holder(path) {
            Some((file, _)) => self.found.contains(file.as_path()),
            None => is_gone(path),
        }
    }
}

/// Compares the files on disk with those in the index.
pub fn plan(found: &Found, input: PlanInput<'_>) -> Plan {
    let known = input.known;
    let by_path: HashMap<&Path, &FileRecord> = known.iter().map(|f| (f.path.as_path(), f)).collect();
    let gone = Gone::new(found);
    let others = if input.rebuild { Vec::new() } else { doubles_elsewhere(found, known, &gone) };
    let all = || found.files.iter().chain(&others);
    let mut candidates: Vec<Candidate> =
        all().map(|f| Candidate::new(f, by_path.get(f.path.as_path()).copied(), &input)).collect();
    candidates.retain(|file| !file.is_forgotten(input.tombstones));
    let here: HashSet<&Path> = candidates.iter().map(|s| s.file.path.as_path()).collect();
    let mut plan = Plan { forgotten: all().count() - candidates.len(), ..Plan::default() };

    let (gone_files, elsewhere): (Vec<&FileRecord>, Vec<&FileRecord>) =
        known.iter().filter(|f| !here.contains(f.path.as_path())).partition(|f| gone.has(&f.path));
    let actions = doubles::actions(&candidates, &gone_files, if input.rebuild { &[] } else { &elsewhere });
    let mut names = Names::new(known, found, &gone);
    if input.keep_missing {
        gone_files.iter().for_each(|f| names.reserve(&f.source));
    }
    let sources: Vec<String> = candidates.iter().map(|s| names.name(s.file)).collect();
    for (n, action) in actions.iter().enumerate() {
        place(&candidates[n], *action, n, &sources, &mut plan);
    }

    let moved: HashSet<&str> = actions.iter().filter_map(Action::moved_from).collect();
    let left_out: HashSet<&Path> = all().map(|f| f.path.as_path()).filter(|path| !here.contains(path)).collect();
    for file in missing(found, &gone_files, &elsewhere, &left_out) {
        let is_forgotten = left_out.contains(file.path.as_path());
        let is_replaced = names.is_taken(&file.source) && !is_forgotten;
        if !moved.contains(file.source.as_str()) && !is_replaced {
            leave(file, input.keep_missing && !is_forgotten, &mut plan);
        }
    }
    plan.read.sort_by(|a, b| a.path.cmp(&b.path));
    plan
}

/// Keeps a file gone from disk, or removes it. A double has no items, so there is nothing to keep.
fn leave(file: &FileRecord, keep: bool, plan: &mut Plan) {
    match keep && !matches!(file.outcome, Outcome::Double { .. }) {
        true => plan.kept.push(file.clone()),
        false => plan.remove.push(file.source.clone()),
    }
}

/// Puts a file into its list of the plan.
fn place(candidate: &Candidate<'_>, action: Action<'_>, n: usize, sources: &[String], plan: &mut Plan) {
    let (source, path) = (sources[n].clone(), candidate.file.path.clone());
    let Stamp { bytes, modified } = candidate.stamp;
    match action {
        Action::Read => plan.read.push(Job { source, path }),
        Action::Stays(record) => {
            let record = FileRecord { modified, ..record.clone() };
            if candidate.is_touched() {
                plan.touched.push(record.clone());
            }
            plan.unchanged.push(record);
        }
        Action::MovedFrom(record) => {
            let to = FileRecord { source, path, modified, ..record.clone() };
            plan.moved.push(Moved { from: record.source.clone(), to });
        }
        Action::Double(original) => {
            let of = match original {
                Original::Here(n) => sources[n].clone(),
                Original::Elsewhere(source) => source.to_owned(),
            };
            let hash = candidate.content().map_or(0, |c| c.hash);
            let (pages, items, notes, outcome) = (0, 0, Vec::new(), Outcome::Double { of });
            let record = FileRecord { source, path, bytes, modified, hash, pages, items, outcome, notes };
            plan.doubles.push(Double { is_new: candidate.record != Some(&record), record });
        }
    }
}

/// Doubles in the index outside the folders of this run: their originals may change in this run.
fn doubles_elsewhere(found: &Found, known: &[FileRecord], gone: &Gone<'_>) -> Vec<FoundFile> {
    let doubles = known.iter().filter(|f| matches!(f.outcome, Outcome::Double { .. }));
    let here: HashSet<&Path> = found.files.iter().map(|f| f.path.as_path()).collect();
    let others = doubles.filter(|f| !here.contains(f.path.as_path()) && !gone.has(&f.path));
    others
        .map(|f| FoundFile { path: f.path.clone(), below: f.source.clone(), folder: String::new(), stamp: None })
        .collect()
}

/// Indexed files below the folders but gone from disk, and files forgotten since. Others are left alone, because they may
/// have been indexed from elsewhere.
fn missing<'a>(
    found: &Found,
    gone: &[&'a FileRecord],
    elsewhere: &[&'a FileRecord],
    left_out: &HashSet<&Path>,
) -> Vec<&'a FileRecord> {
    let is_below = |path: &Path, root: &Path| path.starts_with(root) || container::is_member_of(path, root);
    let below = |f: &&&FileRecord| found.roots.iter().any(|root| is_below(&f.path, root));
    let forgotten = elsewhere.iter().filter(|f| left_out.contains(f.path.as_path()));
    gone.iter().filter(below).chain(forgotten).copied().collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::Timestamp;

    use super::super::walk::walk;
    use super::*;
    use crate::index::{ForgottenFile, Target, Tombstone};
    use crate::source::Reason;

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
        with(dir, folders, PlanInput { known, ..PlanInput::default() })
    }

    fn with(dir: &tempfile::TempDir, folders: &[&str], input: PlanInput<'_>) -> Plan {
        let paths: Vec<PathBuf> = folders.iter().map(|f| dir.path().join(f)).collect();
        plan(&walk(&paths).unwrap(), input)
    }

    /// The records of an index after this plan.
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

    /// Each file of a plan without reading, as a line.
    fn described(plan: &Plan) -> Vec<String> {
        let moved = plan.moved.iter().map(|m| format!("{} moved to {}", m.from, m.to.source));
        let doubles = plan.doubles.iter().map(|d| match &d.record.outcome {
            Outcome::Double { of } => format!("{} doubles {of}", d.record.source),
            other => format!("{other:?}"),
        });
        let removed = plan.remove.iter().map(|s| format!("{s} goes"));
        let kept = plan.kept.iter().map(|f| format!("{} is kept", f.source));
        moved.chain(doubles).chain(removed).chain(kept).collect()
    }

    /// The content of an index after a plan that read only `read`.
    fn after(plan: &Plan) -> Vec<FileRecord> {
        let doubles = plan.doubles.iter().map(|d| d.record.clone());
        let moved = plan.moved.iter().map(|m| m.to.clone());
        done(plan).into_iter().chain(plan.unchanged.clone()).chain(moved).chain(doubles).collect()
    }

    #[test]
    fn archive_that_moved_keeps_its_names_and_is_not_read_again() {
        let dir = archive(&["old/a.txt", "old/b/c.txt"]);
        let known = done(&planned(&dir, &["old"], &[]));
        fs::rename(dir.path().join("old"), dir.path().join("new")).unwrap();
        let plan = planned(&dir, &["new"], &known);
        assert_eq!(described(&plan), ["a.txt moved to a.txt", "b/c.txt moved to b/c.txt"]);
        assert!(plan.read.is_empty());
    }

    #[test]
    fn moved_file_is_known_by_its_content() {
        let dir = archive(&["x/a.txt", "x/b.txt"]);
        let known = done(&planned(&dir, &["x"], &[]));
        fs::create_dir(dir.path().join("x/2019")).unwrap();
        fs::rename(dir.path().join("x/a.txt"), dir.path().join("x/2019/a.txt")).unwrap();
        // Another file takes its old name.
        fs::write(dir.path().join("x/a.txt"), "something new").unwrap();
        let plan = planned(&dir, &["x"], &known);
        assert_eq!(
            (described(&plan), sources(&plan)),
            (vec![], vec!["2019/a.txt", "a.txt"]),
            "the name stays with the path"
        );
        fs::remove_file(dir.path().join("x/a.txt")).unwrap();
        assert_eq!(described(&planned(&dir, &["x"], &known)), ["a.txt moved to 2019/a.txt"]);
    }

    #[test]
    fn moved_and_changed_file_is_a_new_one() {
        let dir = archive(&["x/a.txt"]);
        let known = done(&planned(&dir, &["x"], &[]));
        fs::remove_file(dir.path().join("x/a.txt")).unwrap();
        fs::write(dir.path().join("x/b.txt"), "another text").unwrap();
        let plan = planned(&dir, &["x"], &known);
        assert_eq!((sources(&plan), described(&plan)), (vec!["b.txt"], vec!["a.txt goes".to_owned()]));
    }

    #[test]
    fn of_files_with_one_content_the_first_is_read_and_stays() {
        let dir = archive(&["x/b.txt"]);
        fs::copy(dir.path().join("x/b.txt"), dir.path().join("x/c.txt")).unwrap();
        let first = planned(&dir, &["x"], &[]);
        assert_eq!((sources(&first), described(&first)), (vec!["b.txt"], vec!["c.txt doubles b.txt".to_owned()]));
        let known = after(&first);
        fs::copy(dir.path().join("x/b.txt"), dir.path().join("x/a.txt")).unwrap();
        let second = planned(&dir, &["x"], &known);
        assert_eq!(described(&second), ["a.txt doubles b.txt", "c.txt doubles b.txt"]);
        assert_eq!(second.doubles.iter().map(|d| d.is_new).collect::<Vec<_>>(), [true, false]);
        assert!(second.read.is_empty() && planned(&dir, &["x"], &after(&second)).is_idle());
    }

    #[test]
    fn empty_files_are_nobodys_doubles() {
        let dir = archive(&[]);
        fs::create_dir(dir.path().join("x")).unwrap();
        ["a.txt", "b.txt"].iter().for_each(|f| fs::write(dir.path().join("x").join(f), "").unwrap());
        assert_eq!(sources(&planned(&dir, &["x"], &[])), ["a.txt", "b.txt"]);
    }

    #[test]
    fn double_takes_the_place_of_the_first_when_that_goes() {
        let dir = archive(&["x/a.txt"]);
        let path = |name: &str| dir.path().join("x").join(name);
        ["b.txt", "c.txt"].iter().for_each(|name| _ = fs::copy(path("a.txt"), path(name)).unwrap());
        let known = after(&planned(&dir, &["x"], &[]));
        fs::remove_file(path("a.txt")).unwrap();
        assert_eq!(described(&planned(&dir, &["x"], &known)), ["a.txt moved to b.txt", "c.txt doubles b.txt"]);
        fs::create_dir(path("y")).unwrap();
        fs::rename(path("b.txt"), path("y/a.txt")).unwrap();
        let plan = planned(&dir, &["x"], &known);
        let expected = ["a.txt moved to y/a.txt", "c.txt doubles y/a.txt", "b.txt goes"];
        assert_eq!(described(&plan), expected, "the same name tells which one has moved");
    }

    #[test]
    fn double_is_read_when_the_first_changes() {
        let dir = archive(&["x/a.txt"]);
        fs::copy(dir.path().join("x/a.txt"), dir.path().join("x/b.txt")).unwrap();
        let known = after(&planned(&dir, &["x"], &[]));
        fs::write(dir.path().join("x/a.txt"), "changed since").unwrap();
        let plan = planned(&dir, &["x"], &known);
        assert_eq!((sources(&plan), described(&plan)), (vec!["a.txt", "b.txt"], vec![]));
    }

    #[test]
    fn double_elsewhere_is_read_when_the_first_changes() {
        let dir = archive(&["x/a.txt", "y/c.txt"]);
        fs::copy(dir.path().join("x/a.txt"), dir.path().join("y/b.txt")).unwrap();
        let known = after(&planned(&dir, &["x"], &[]));
        let known = [known.clone(), after(&planned(&dir, &["y"], &known))].concat();
        assert!(known.iter().any(|f| f.outcome == Outcome::Double { of: "a.txt".into() }), "{known:?}");
        fs::write(dir.path().join("x/a.txt"), "changed since").unwrap();
        assert_eq!(sources(&planned(&dir, &["x"], &known)), ["a.txt", "b.txt"]);
    }

    #[test]
    fn gone_file_is_kept_where_that_is_asked_for() {
        let dir = archive(&["x/a.txt", "x/b.txt"]);
        let known = done(&planned(&dir, &["x"], &[]));
        fs::remove_file(dir.path().join("x/a.txt")).unwrap();
        let keep = PlanInput { known: &known, keep_missing: true, ..PlanInput::default() };
        assert_eq!(described(&with(&dir, &["x"], keep)), ["a.txt is kept"]);
        fs::write(dir.path().join("x/c.txt"), "x/a.txt").unwrap();
        assert_eq!(described(&with(&dir, &["x"], keep)), ["a.txt moved to c.txt"], "it was not gone");
    }

    #[test]
    fn forgotten_file_is_neither_read_nor_brought_back_by_a_copy() {
        let dir = archive(&["x/a.txt", "x/b.txt"]);
        let known = done(&planned(&dir, &["x"], &[]));
        let (source, path) = ("a.txt".to_owned(), known[0].path.clone());
        let FileRecord { bytes, hash, .. } = known[0];
        let target = Target::File(ForgottenFile { source, path, stem: "a".into(), bytes, hash });
        let tombstones = [Tombstone { target, since: Timestamp::UNIX_EPOCH }].into_iter().collect();
        fs::copy(dir.path().join("x/a.txt"), dir.path().join("x/c.txt")).unwrap();
        let input = PlanInput { known: &known, tombstones: Some(&tombstones), ..PlanInput::default() };
        let plan = with(&dir, &["x"], input);
        assert_eq!((described(&plan), plan.read.len(), plan.forgotten), (vec!["a.txt goes".to_owned()], 0, 2));
        fs::write(dir.path().join("x/a.txt"), "another text").unwrap();
        assert!(with(&dir, &["x"], input).read.is_empty(), "nor by another content under its path");
    }

    #[test]
    fn file_written_in_the_second_of_the_last_run_is_known_by_its_hash() {
        let dir = archive(&["x/a.txt"]);
        let known = done(&planned(&dir, &["x"], &[]));
        fs::write(dir.path().join("x/a.txt"), "y/b.txt").unwrap();
        let modified = stamp(&known[0].path).unwrap().modified;
        let known = [FileRecord { modified, ..known[0].clone() }];
        let at = |last_run| {
            with(&dir, &["x"], PlanInput { known: &known, last_run: Some(last_run), ..PlanInput::default() })
        };
        assert!(at(modified + 60).read.is_empty(), "of equal size and time long ago");
        assert_eq!(sources(&at(modified)), ["a.txt"]);
    }

    #[test]
    fn rebuilding_reads_all_that_is_here_and_keeps_who_is_whose_double() {
        let dir = archive(&["x/b.txt", "x/c.txt", "y/d.txt"]);
        let known = [done(&planned(&dir, &["x"], &[])), done(&planned(&dir, &["y"], &[]))].concat();
        fs::copy(dir.path().join("x/b.txt"), dir.path().join("x/a.txt")).unwrap();
        fs::rename(dir.path().join("x/c.txt"), dir.path().join("x/e.txt")).unwrap();
        let plan = with(&dir, &["x"], PlanInput { known: &known, rebuild: true, ..PlanInput::default() }).anew();
        assert_eq!(
            (sources(&plan), described(&plan)),
            (vec!["b.txt", "e.txt"], vec!["a.txt doubles b.txt".to_owned()])
        );
        assert_eq!(plan.renamed, [("c.txt".to_owned(), "e.txt".to_owned())]);
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
