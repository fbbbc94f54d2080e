//! The index, to be written.

use std::path::Path;

use super::Index;
use super::carried::Carried;
use super::draft::{Draft, take_place};
use super::error::{self, in_folder};
use crate::index::disk_space::as_full_disk;
use crate::index::{Content, FileRecord, IndexError, LastRun, Tombstone, Tombstones, WriterLock};
use crate::model::Meeting;

/// The only writer of an index. Readers see nothing of it before [`Writer::commit`].
///
/// Every method that writes fails with [`IndexError::Full`] on a full disk and with [`IndexError::Engine`] where the
/// disk or the index fails otherwise.
pub struct Writer {
    lock: WriterLock,
    draft: Draft,
    /// The new index is in a folder of its own until the commit.
    rebuilding: bool,
}

impl Writer {
    /// Opens the index in a folder for writing, or makes one where the folder is missing or empty.
    ///
    /// # Errors
    ///
    /// Every [`IndexError`] but [`IndexError::Missing`].
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        Self::with(WriterLock::take(folder)?)
    }

    /// The same with a lock the caller already holds.
    ///
    /// # Errors
    ///
    /// Those of [`Writer::open`].
    pub fn with(lock: WriterLock) -> Result<Self, IndexError> {
        let draft = written(&lock, Draft::open(lock.folder()))?;
        Ok(Self { lock, draft, rebuilding: false })
    }

    /// Begins a new index with the `carried` parts of the old one. The old one stays in use until [`Writer::commit`]
    /// replaces it.
    ///
    /// # Errors
    ///
    /// Where the disk fails.
    pub fn rebuild(lock: WriterLock, carried: &Carried) -> Result<Self, IndexError> {
        let draft = written(&lock, Draft::rebuild(lock.folder(), carried))?;
        Ok(Self { lock, draft, rebuilding: true })
    }

    /// Fixes the beginnings of the ids of these files, in this order. Other files get theirs when they are put: if two
    /// claimed the same one, the order of reading would decide.
    pub fn name<'a>(&mut self, sources: impl IntoIterator<Item = &'a str>) {
        self.draft.name(sources);
    }

    /// Keeps the beginnings of the ids of renamed files: pairs of old and new names.
    pub fn rename<'a>(&mut self, moved: impl IntoIterator<Item = (&'a str, &'a str)>) {
        self.draft.rename(moved);
    }

    /// Replaces a source's file and meeting. Forgotten items stay out.
    pub fn put(&mut self, file: &FileRecord, meeting: Option<&Meeting>) -> Result<(), IndexError> {
        written(&self.lock, self.draft.put(file, meeting))
    }

    /// Replaces the items of a file without reading it again, after a change of their facts.
    pub fn put_again(&mut self, file: &FileRecord, content: &Content) -> Result<(), IndexError> {
        written(&self.lock, self.draft.put_again(file, content))
    }

    /// Stores a file's new time, if nothing else changed since `before`.
    pub fn touch(&mut self, before: &Index, file: &FileRecord) -> Result<(), IndexError> {
        written(&self.lock, self.draft.touch(before.reader(), file))
    }

    /// Makes the next run read an unchanged file again.
    pub fn read_again(&mut self, before: &Index, source: &str) -> Result<(), IndexError> {
        written(&self.lock, self.draft.read_again(before.reader(), source))
    }

    /// Puts a copy of another file. It has no items.
    pub fn put_double(&mut self, file: &FileRecord) -> Result<(), IndexError> {
        written(&self.lock, self.draft.put_double(file))
    }

    /// Moves files to their new names. Their items keep their ids. `content` gives the content of an old name.
    pub fn move_all(
        &mut self,
        moved: &[(String, FileRecord)],
        content: impl FnMut(&str) -> Result<Content, IndexError>,
    ) -> Result<(), IndexError> {
        written(&self.lock, self.draft.move_all(moved, content))
    }

    /// Removes a file and its items.
    pub fn remove(&mut self, source: &str) -> Result<(), IndexError> {
        written(&self.lock, self.draft.remove(source))
    }

    /// All tombstones so far.
    pub fn tombstones(&self) -> &Tombstones {
        self.draft.tombstones()
    }

    /// The beginning of the ids of a file's items.
    pub fn stem(&self, source: &str) -> Option<&str> {
        self.draft.stem(source)
    }

    /// The file with this beginning of its ids.
    pub fn source(&self, stem: &str) -> Option<&str> {
        self.draft.source(stem)
    }

    /// Adds a tombstone. It does not remove anything from the index.
    pub fn forget(&mut self, tombstone: Tombstone) -> Result<(), IndexError> {
        written(&self.lock, self.draft.forget(tombstone))
    }

    /// Removes the tombstones of an item's id, or of a file's source or path. The next run reads them again.
    pub fn undo_forget(&mut self, name: &str) -> Result<Vec<Tombstone>, IndexError> {
        written(&self.lock, self.draft.undo_forget(name))
    }

    /// Stores the record of this run.
    pub fn note_run(&mut self, run: &LastRun) -> Result<(), IndexError> {
        written(&self.lock, self.draft.note_run(run))
    }

    /// Stores the user's topic rules; `None` for the built-in ones.
    pub fn note_topics(&mut self, rules: Option<&str>) -> Result<(), IndexError> {
        written(&self.lock, self.draft.note_topics(rules))
    }

    /// Makes all changes since the last commit visible at once, and waits for the engine's merges.
    pub fn commit(mut self) -> Result<(), IndexError> {
        self.commit_so_far()?;
        let Self { lock, draft, rebuilding } = self;
        written(&lock, draft.close())?;
        if rebuilding { written(&lock, take_place(lock.folder())) } else { Ok(()) }
    }

    /// The same, and rewrites segments with removed items, so that none of their words stay on the disk.
    pub fn commit_and_purge(mut self) -> Result<(), IndexError> {
        self.commit_so_far()?;
        written(&self.lock, self.draft.purge())?;
        let Self { lock, draft, .. } = self;
        written(&lock, draft.close())
    }

    /// Makes all changes so far visible and continues.
    pub fn commit_so_far(&mut self) -> Result<(), IndexError> {
        written(&self.lock, self.draft.commit_so_far())
    }
}

/// Names the folder in an error. Most often the disk is full, so this is checked.
fn written<T>(lock: &WriterLock, result: error::Result<T>) -> Result<T, IndexError> {
    in_folder(lock.folder(), result).map_err(as_full_disk)
}
