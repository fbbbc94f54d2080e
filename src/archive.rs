//! A folder of documents with its index: the front door of the library.
//!
//! [`Archive`] brings the index up to date with the files ([`update`](Archive::update)), answers from it
//! ([`search`](Archive::search), [`history`](Archive::history), [`cases`](Archive::cases), [`meetings`](Archive::meetings),
//! [`item`](Archive::item)), and removes items and files for good ([`forget`](Archive::forget)). A [`Snapshot`] answers
//! several questions from one state, gives hits one after another and [exports](Snapshot::export) the archive.
//!
//! An update first walks the folders, then plans: which files are new, changed, moved or gone. It reads those files in two
//! passes and commits once. In doubt it reads a file again.
//!
//! ```
//! use std::fs;
//!
//! use dagsorden::archive::{Archive, Cancel, UpdateOptions};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! fs::write(folder.path().join("referat.txt"), "Referat\nByrådet, 3. maj 2022\n\n1. Ny svømmehal\n\nGodkendt.\n")?;
//! let archive = Archive::open(folder.path().join("index"))?;
//! let updated = archive.update(&UpdateOptions::new([folder.path().join("referat.txt")]), &(), &Cancel::default())?;
//! assert_eq!(updated.summary.items, 1);
//! # Ok(())
//! # }
//! ```

#![warn(missing_docs)]

mod corrections;
mod error;
mod forget;
mod latest;
mod members;
mod options;
mod passes;
pub mod plan;
mod progress;
mod reprocess;
mod snapshot;
mod state;
mod task;
mod topics;
mod update;
pub mod walk;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use crate::engine::Index;
use crate::index::{IndexError, StoredItem};
use crate::query::{Answer, Case, CaseHistory, Filters, HistoryRequest, MeetingsOf, Question};
use latest::Latest;

pub use crate::engine::version as engine_version;
pub use corrections::CorrectionsFile;
pub use error::ArchiveError;
pub use forget::{Forgotten, ForgottenWhat};
pub use options::{TopicRules, UpdateOptions};
pub use passes::is_reader_thread;
pub use progress::{Cancel, Progress};
pub use snapshot::Snapshot;
pub use state::State;
pub use topics::{OwnRules, TopicSource, TopicsUsed};
pub use update::{Preview, Summary, Updated};
pub use watch::Watcher;

/// A folder of documents with its index.
///
/// Several threads can ask an archive at once. Each answer is from the last commit by any process.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    latest: Mutex<Option<Latest>>,
}

impl Archive {
    /// Opens the archive with its index in `folder`. The folder need not exist yet: [`update`](Archive::update) makes it.
    ///
    /// # Errors
    ///
    /// [`IndexError::NotAnIndex`] if the folder holds something else.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, ArchiveError> {
        let folder = folder.into();
        match Latest::open(&folder) {
            Ok(latest) => Ok(Self { folder, latest: Mutex::new(Some(latest)) }),
            Err(e @ IndexError::NotAnIndex(_)) => Err(e.into()),
            // The next reader of the index reports the error; an update may make the index or rebuild it.
            Err(_) => Ok(Self { folder, latest: Mutex::new(None) }),
        }
    }

    /// The folder of the index.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The index as of the last commit. A caller may keep it; its state then does not change. If a newer index cannot be
    /// opened, this gives the one before.
    ///
    /// # Errors
    ///
    /// Those of [`Index::open`].
    pub fn index(&self) -> Result<Arc<Index>, IndexError> {
        self.with_latest(|latest| latest.index.clone())
    }

    /// When the index was last written, if the disk knows.
    pub fn written(&self) -> Option<Timestamp> {
        self.with_latest(|latest| latest.written).ok().flatten()
    }

    fn with_latest<T>(&self, give: impl FnOnce(&Latest) -> T) -> Result<T, IndexError> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *latest {
            Some(latest) => {
                latest.renew(&self.folder);
                Ok(give(latest))
            }
            none => Ok(give(none.insert(Latest::open(&self.folder)?))),
        }
    }

    /// Makes the next answer come from the newest commit.
    fn reopen(&self) {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Latest::open(&self.folder).ok();
    }

    /// The archive as of the last commit, for several questions whose answers must agree.
    ///
    /// # Errors
    ///
    /// If the index is missing or fails.
    pub fn snapshot(&self) -> Result<Snapshot, ArchiveError> {
        Ok(Snapshot::new(self.index()?))
    }

    /// Finds the items that answer a question, the best first.
    ///
    /// # Errors
    ///
    /// If the index is missing or fails, or if it does not have the value of a filter.
    pub fn search(&self, question: &Question) -> Result<Answer, ArchiveError> {
        self.snapshot()?.search(question)
    }

    /// Follows a case through its meetings.
    ///
    /// # Errors
    ///
    /// If the index is missing or fails.
    pub fn history(&self, question: &HistoryRequest) -> Result<CaseHistory, ArchiveError> {
        self.snapshot()?.history(question)
    }

    /// Finds the cases with an item that answers the question, or all cases if the question is empty. A case is a group of
    /// items from several meetings. A filter on closed doors also leaves out items of a case, unless it accepts them.
    ///
    /// # Errors
    ///
    /// If the index is missing or fails, or if it does not have the value of a filter.
    pub fn cases(&self, question: &Question) -> Result<Vec<Case>, ArchiveError> {
        self.snapshot()?.cases(question)
    }

    /// Lists the meetings with an item that the filters accept, newest first: at most `most` after the first `skip`.
    ///
    /// # Errors
    ///
    /// If the index is missing or fails, or if it does not have the value of a filter.
    pub fn meetings(&self, filters: &Filters, skip: usize, most: usize) -> Result<MeetingsOf, ArchiveError> {
        self.snapshot()?.meetings(filters, skip, most)
    }

    /// The item of that id.
    ///
    /// # Errors
    ///
    /// [`QueryError::NoSuchItem`](crate::query::QueryError::NoSuchItem) with ids of the same document, or if the index is
    /// missing or fails.
    pub fn item(&self, id: &str) -> Result<StoredItem, ArchiveError> {
        self.snapshot()?.item(id)
    }

    /// Ids of the same item in other documents of its meeting: the agenda, the minutes, an addendum.
    ///
    /// # Errors
    ///
    /// If the index is missing or fails.
    pub fn twins(&self, id: &str) -> Result<Vec<String>, ArchiveError> {
        self.snapshot()?.twins(id)
    }
}

/// The day, by universal time.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A folder with one document.
    fn folder() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("x")).unwrap();
        fs::write(dir.path().join("x/a.txt"), "Referat\n\nByrådet, 3. maj 2022\n\n1. Ny svømmehal\n\nGodkendt.\n")
            .unwrap();
        dir
    }

    fn options(dir: &tempfile::TempDir) -> UpdateOptions {
        UpdateOptions { jobs: Some(1), ..UpdateOptions::new([dir.path().join("x")]) }
    }

    #[test]
    fn archive_answers_from_what_it_just_took_in() {
        let dir = folder();
        let archive = Archive::open(dir.path().join("index")).unwrap();
        assert!(matches!(archive.index(), Err(IndexError::Missing(_))), "there is none yet");
        archive.update(&options(&dir), &(), &Cancel::default()).unwrap();
        let question = Question { words: "svømmehal".into(), limit: Some(5), ..Question::default() };
        let found = archive.search(&question).unwrap();
        assert_eq!(found.hits.iter().map(|h| h.id.as_str()).collect::<Vec<_>>(), ["a#1"]);
        assert_eq!(archive.item("a#1").unwrap().item.title, "Ny svømmehal");
        assert!(archive.item("a#9").unwrap_err().to_string().contains("near it are a#1"));
        archive.forget(&["a#1".into()]).unwrap();
        assert_eq!(archive.search(&question).unwrap().total, 0);
        assert_eq!(archive.undo_forget(&["a#1".into()]).unwrap(), ["a#1"]);
        assert!(archive.refresh(&options(&dir), &(), &Cancel::default()).unwrap().is_some());
        assert!(archive.refresh(&options(&dir), &(), &Cancel::default()).unwrap().is_none(), "nothing left to do");
        assert_eq!(archive.search(&question).unwrap().total, 1);
    }

    #[test]
    fn cancelled_update_leaves_the_index_as_it_was() {
        let dir = folder();
        let archive = Archive::open(dir.path().join("index")).unwrap();
        let cancel = Cancel::default();
        cancel.cancel();
        let cancelled = archive.update(&options(&dir), &(), &cancel);
        assert!(matches!(cancelled, Err(ArchiveError::Cancelled)));
        assert_eq!(archive.index().map_or(0, |index| index.files().unwrap().len()), 0, "nothing was committed");
        assert!(archive.update(&options(&dir), &(), &Cancel::default()).is_ok());
    }

    #[test]
    fn snapshot_goes_on_with_its_state_and_gives_all_kinds_of_answers_from_it() {
        let dir = folder();
        let archive = Archive::open(dir.path().join("index")).unwrap();
        assert!(archive.snapshot().is_err(), "there is no index yet");
        archive.update(&options(&dir), &(), &Cancel::default()).unwrap();
        let before = archive.snapshot().unwrap();
        archive.forget(&["a#1".into()]).unwrap();
        let question = Question { words: "svømmehal".into(), ..Question::default() };
        assert_eq!(archive.search(&question).unwrap().total, 0);
        let (answer, hits) = before.search_lazily(&question).unwrap();
        assert_eq!((answer.total, answer.hits.len()), (1, 0));
        assert_eq!(hits.map(|hit| hit.unwrap().id).collect::<Vec<_>>(), ["a#1"]);
        assert_eq!(before.complete("svømme", 3).unwrap(), [("svømmehal".to_owned(), 1)]);
        assert_eq!(before.meetings(&Filters::default(), 0, 9).unwrap().meetings[0].documents[0].source, "a.txt");
        let export = before.export(&Filters::default()).unwrap();
        assert_eq!(export.items().unwrap().map(|item| item.unwrap().id).collect::<Vec<_>>(), ["a#1"]);
        assert_eq!(before.file("a.txt").unwrap(), before.files().unwrap().pop());
    }

    #[test]
    fn folder_that_holds_something_else_is_no_archive() {
        let dir = folder();
        assert!(matches!(Archive::open(dir.path().join("x")), Err(ArchiveError::Index(IndexError::NotAnIndex(_)))));
    }
}
