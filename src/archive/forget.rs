//! Removes files and items from an archive for good, and lets them in again.
//!
//! A forgotten file or item stays out when files are read again, also when the index is rebuilt, because the index keeps a
//! tombstone. It identifies a file by its path and its content, and an item by its id.

use std::fs;
use std::path::{Path, PathBuf, absolute};

use jiff::Timestamp;

use super::plan::{Stamp, hash, stamp};
use super::{Archive, ArchiveError};
use crate::engine::{Index, Writer};
use crate::index::{
    FileRecord, ForgottenFile, IndexError, OCR_FOLDER, Outcome, StoredItem, Target, Tombstone, Tombstones, WriterLock,
};
use crate::query;
use crate::source::container;

/// One forgotten file or item, with the files left on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// The forgotten file or item.
    pub what: ForgottenWhat,
    /// Files on disk that still hold it, because forgetting changes the index only.
    pub left: Vec<PathBuf>,
}

/// The meaning of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForgottenWhat {
    /// An item.
    Item {
        /// Its id.
        id: String,
        /// Ids of the same item in the agenda or the minutes of that meeting. They were not forgotten.
        twins: Vec<String>,
    },
    /// A file and all others with the same content.
    Files {
        /// Their names in the index.
        sources: Vec<String>,
        /// How many items they held.
        items: u32,
    },
    /// A file outside the index. It now stays out.
    Unread {
        /// Its name as given.
        name: String,
    },
    /// Something already forgotten before.
    Already {
        /// Its name as given.
        name: String,
    },
}

impl Archive {
    /// Gives the tombstones of forgotten files and items.
    ///
    /// # Errors
    ///
    /// If the index is missing or fails.
    pub fn forgotten(&self) -> Result<Tombstones, ArchiveError> {
        Ok(self.index()?.tombstones()?)
    }

    /// Removes the named files and items from the index, and deletes their OCR text. A name is the id of an item, the name
    /// of a file in the index, or the path of a file.
    ///
    /// # Errors
    ///
    /// If a name has no meaning; the index then stays as it was. If the index fails or another process writes to it. If OCR
    /// text cannot be deleted; the index has then already lost the item.
    pub fn forget(&self, names: &[PathBuf]) -> Result<Vec<Forgotten>, ArchiveError> {
        let (lock, index) = self.lock_existing()?;
        let files = index.files()?;
        let known = index.tombstones()?;
        let mut all = Vec::new();
        let mut targets = Vec::new();
        for name in names {
            let shown = name.display().to_string();
            if known.iter().any(|t| t.target.is_called(&name.to_string_lossy()) || t.target.is_at(&whole(name))) {
                all.push(Forgotten { what: ForgottenWhat::Already { name: shown }, left: Vec::new() });
            } else {
                targets.push(find(name, &index, &files)?);
            }
        }
        // If an item's file is named as well, the item goes first.
        targets.sort_by_key(|target| !matches!(target, Named::Item(_)));
        let mut writer = Writer::with(lock)?;
        targets.iter().try_for_each(|target| take_out(target, &index, &mut writer))?;
        writer.commit_and_purge()?;
        self.reopen();
        for target in &targets {
            clear_recognised(target, &index, &self.folder)?;
            all.push(report(target, &index)?);
        }
        Ok(all)
    }

    /// Lets the named files and items in again with the next update. Gives their names.
    ///
    /// # Errors
    ///
    /// If a name was not forgotten; the index then stays as it was. If the index fails.
    pub fn undo_forget(&self, names: &[PathBuf]) -> Result<Vec<String>, ArchiveError> {
        let (lock, index) = self.lock_existing()?;
        let mut writer = Writer::with(lock)?;
        let (files_known, mut undone) = (index.files()?, Vec::new());
        for name in names {
            let mut taken = writer.undo_forget(&name.to_string_lossy())?;
            if taken.is_empty() {
                taken = writer.undo_forget(&whole(name).to_string_lossy())?;
            }
            if taken.is_empty() {
                return Err(ArchiveError::NotForgotten(name.clone()));
            }
            // The members of a file come back with it.
            let files: Vec<PathBuf> = taken.iter().filter_map(Tombstone::path).map(Path::to_owned).collect();
            let within: Vec<String> = writer
                .tombstones()
                .files()
                .filter(|f| files.iter().any(|file| container::is_member_of(&f.path, file)))
                .map(|f| f.path.to_string_lossy().into_owned())
                .collect();
            for name in within {
                taken.extend(writer.undo_forget(&name)?);
            }
            for tombstone in &taken {
                // The file may be otherwise unchanged, so the update must look for its members again.
                if let Some(file) = tombstone.path().and_then(container::file_of)
                    && let Some(record) = files_known.iter().find(|record| record.path == file)
                {
                    writer.read_again(&index, &record.source)?;
                }
                if let Target::Item(id) = &tombstone.target
                    && let Some((stem, _)) = id.rsplit_once('#')
                    && let Some(source) = writer.source(stem).map(str::to_owned)
                {
                    writer.read_again(&index, &source)?;
                }
                undone.push(tombstone.target.name().to_owned());
            }
        }
        writer.commit()?;
        self.reopen();
        Ok(undone)
    }

    /// Takes the lock of an existing index, and opens the index under the lock. A folder without an index gets no lock.
    fn lock_existing(&self) -> Result<(WriterLock, Index), ArchiveError> {
        Index::open(&self.folder)?;
        let lock = WriterLock::take(&self.folder)?;
        Ok((lock, Index::open(&self.folder)?))
    }
}

/// The meaning of a name, with its rows in the index.
enum Named {
    Item(Box<StoredItem>),
    /// The file, and all others with the same content.
    File(Vec<FileRecord>),
    /// A file outside the index.
    Unread(FileRecord),
}

impl Named {
    /// The files on disk that hold it.
    fn paths(&self, index: &Index) -> Result<Vec<PathBuf>, IndexError> {
        Ok(match self {
            Self::Item(item) => index.file(&item.source)?.into_iter().map(|f| f.path).collect(),
            Self::File(files) => files.iter().map(|f| f.path.clone()).collect(),
            Self::Unread(file) => vec![file.path.clone()],
        })
    }
}

/// Finds the meaning of a name: an item's id, a file of the index by its name or path, or a file on disk.
fn find(name: &Path, index: &Index, files: &[FileRecord]) -> Result<Named, ArchiveError> {
    if let Some(item) = name.to_str().map(|id| index.item(id)).transpose()?.flatten() {
        return Ok(Named::Item(Box::new(item)));
    }
    let path = whole(name);
    let is_named = |f: &&FileRecord| Path::new(&f.source) == name || f.path == path;
    if let Some(file) = files.iter().find(is_named) {
        let is_same = |f: &&FileRecord| {
            f.source == file.source || is_same_content(f, file) || container::is_member_of(&f.path, &file.path)
        };
        return Ok(Named::File(files.iter().filter(is_same).cloned().collect()));
    }
    if let Ok(Stamp { bytes, modified }) = stamp(&path) {
        let hash = hash(&path).map_err(|error| ArchiveError::Unreadable { path: name.to_owned(), error })?;
        let (source, outcome) = (name.display().to_string(), Outcome::Read);
        let (pages, items, notes) = (0, 0, Vec::new());
        return Ok(Named::Unread(FileRecord { source, path, bytes, modified, hash, pages, items, outcome, notes }));
    }
    Err(ArchiveError::UnknownName(name.to_owned()))
}

fn is_same_content(a: &FileRecord, b: &FileRecord) -> bool {
    a.bytes > 0 && (a.bytes, a.hash) == (b.bytes, b.hash)
}

fn whole(path: &Path) -> PathBuf {
    absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn take_out(target: &Named, index: &Index, writer: &mut Writer) -> Result<(), IndexError> {
    let since = Timestamp::now();
    match target {
        Named::Item(item) => {
            writer.forget(Tombstone { target: Target::Item(item.id.clone()), since })?;
            let Some(file) = index.file(&item.source)? else { return Ok(()) };
            let mut content = index.content_of(&item.source)?;
            // Several items of one document may be forgotten at a time.
            content.items.retain(|i| !writer.tombstones().has_item(&i.id));
            let file = FileRecord { items: u32::try_from(content.items.len()).unwrap_or(u32::MAX), ..file };
            writer.put_again(&file, &content)
        }
        Named::File(files) => files.iter().try_for_each(|file| {
            let stem = writer.stem(&file.source).unwrap_or_default().to_owned();
            writer.remove(&file.source)?;
            writer.forget(Tombstone { target: Target::File(forgotten_file(file, stem)), since })
        }),
        Named::Unread(file) => {
            writer.forget(Tombstone { target: Target::File(forgotten_file(file, String::new())), since })
        }
    }
}

fn forgotten_file(file: &FileRecord, stem: String) -> ForgottenFile {
    let FileRecord { source, path, bytes, hash, .. } = file.clone();
    ForgottenFile { source, path, stem, bytes, hash }
}

/// Deletes the OCR text of the files, because it holds their words.
fn clear_recognised(target: &Named, index: &Index, folder: &Path) -> Result<(), ArchiveError> {
    let hashes: Vec<u64> = match target {
        Named::Item(item) => index.file(&item.source)?.iter().map(|f| f.hash).collect(),
        Named::File(files) => files.iter().map(|f| f.hash).collect(),
        Named::Unread(_) => return Ok(()),
    };
    let Ok(entries) = fs::read_dir(folder.join(OCR_FOLDER)) else { return Ok(()) };
    let begins: Vec<String> = hashes.iter().map(|hash| format!("{hash:016x}-")).collect();
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if begins.iter().any(|begin| name.starts_with(begin)) {
            fs::remove_file(&path).map_err(|error| ArchiveError::Undeleted { path, error })?;
        }
    }
    Ok(())
}

/// Reports the forgotten file or item, with the files left on disk. `index` is the one from before.
fn report(target: &Named, index: &Index) -> Result<Forgotten, ArchiveError> {
    let what = match target {
        Named::Item(item) => ForgottenWhat::Item { id: item.id.clone(), twins: query::twins(index, &item.id)? },
        Named::File(files) => ForgottenWhat::Files {
            sources: files.iter().map(|f| f.source.clone()).collect(),
            items: files.iter().map(|f| f.items).sum(),
        },
        Named::Unread(file) => ForgottenWhat::Unread { name: file.source.clone() },
    };
    let mut left: Vec<PathBuf> = target.paths(index)?.iter().map(|path| container::on_disk(path)).collect();
    left.retain(|path| path.exists());
    left.dedup();
    Ok(Forgotten { what, left })
}
