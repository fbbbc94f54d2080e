//! Files and items excluded from the index for good.
//!
//! A file is excluded by path, by name in the index and by content, so neither a copy nor a moved file brings it back.
//! An item is excluded by id. The id stem of a forgotten file stays reserved, so its ids never lead to another file.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// An excluded file or item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// The excluded file or item.
    pub target: Target,
    /// Time of the request.
    pub since: Timestamp,
}

impl Tombstone {
    /// The path of a forgotten file.
    pub fn path(&self) -> Option<&Path> {
        match &self.target {
            Target::File(file) => Some(&file.path),
            Target::Item(_) => None,
        }
    }
}

/// The excluded thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file.
    File(ForgottenFile),
    /// The item with this id.
    Item(String),
}

/// An excluded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgottenFile {
    /// [`FileRecord::source`](super::FileRecord::source).
    pub source: String,
    /// The file's path.
    pub path: PathBuf,
    /// The stem of its items' ids; empty if it was never indexed.
    pub stem: String,
    /// Size in bytes.
    pub bytes: u64,
    /// xxh3 hash of the content.
    pub hash: u64,
}

/// All tombstones, in the order of the requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tombstones {
    all: Vec<Tombstone>,
}

impl Tombstones {
    /// True without tombstones.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All tombstones.
    pub fn iter(&self) -> impl Iterator<Item = &Tombstone> {
        self.all.iter()
    }

    /// All excluded files.
    pub fn files(&self) -> impl Iterator<Item = &ForgottenFile> {
        self.all.iter().filter_map(|t| match &t.target {
            Target::File(file) => Some(file),
            Target::Item(_) => None,
        })
    }

    /// Number of items excluded one by one.
    pub fn item_count(&self) -> usize {
        self.all.len() - self.files().count()
    }

    /// True if the file at this path is excluded.
    pub fn has_path(&self, path: &Path) -> bool {
        self.files().any(|f| f.path == path)
    }

    /// True if an excluded file has this size. Only then the content hash is needed.
    pub fn has_length(&self, bytes: u64) -> bool {
        self.files().any(|f| f.bytes == bytes)
    }

    /// True if a file with this content is excluded.
    pub fn has_content(&self, bytes: u64, hash: u64) -> bool {
        bytes > 0 && self.files().any(|f| (f.bytes, f.hash) == (bytes, hash))
    }

    /// True if the item with this id is excluded.
    pub fn has_item(&self, id: &str) -> bool {
        self.all.iter().any(|t| matches!(&t.target, Target::Item(item) if item == id))
    }

    /// Adds a tombstone. Replaces an earlier one for the same file or item.
    pub fn add(&mut self, tombstone: Tombstone) {
        self.all.retain(|t| !t.target.is_same(&tombstone.target));
        self.all.push(tombstone);
    }

    /// Removes and returns the tombstones for an item's id, or for a file's source or path. Includes tombstones for the
    /// same content, because those would still exclude the file.
    pub fn take(&mut self, name: &str) -> Vec<Tombstone> {
        let named: Self = self.all.iter().filter(|t| t.target.is_called(name)).cloned().collect();
        let is_copy = |target: &Target| matches!(target, Target::File(f) if named.has_content(f.bytes, f.hash));
        let (taken, kept) = self.all.drain(..).partition(|t| t.target.is_called(name) || is_copy(&t.target));
        self.all = kept;
        taken
    }
}

impl FromIterator<Tombstone> for Tombstones {
    fn from_iter<I: IntoIterator<Item = Tombstone>>(all: I) -> Self {
        Self { all: all.into_iter().collect() }
    }
}

impl Target {
    /// The item's id or the file's source.
    pub fn name(&self) -> &str {
        match self {
            Self::File(file) => &file.source,
            Self::Item(id) => id,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(a), Self::File(b)) => a.path == b.path,
            (Self::Item(a), Self::Item(b)) => a == b,
            _ => false,
        }
    }

    /// True for the file at this path.
    pub fn is_at(&self, path: &Path) -> bool {
        matches!(self, Self::File(file) if file.path == path)
    }

    /// True for the item with this id, or the file with this source or path.
    pub fn is_called(&self, name: &str) -> bool {
        match self {
            Self::File(file) => file.source == name || file.path == Path::new(name),
            Self::Item(id) => id == name,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn file(source: &str, bytes: u64, hash: u64) -> Tombstone {
        let path = PathBuf::from("/arkiv").join(source);
        let (source, stem) = (source.to_owned(), "a".to_owned());
        let target = Target::File(ForgottenFile { source, path, stem, bytes, hash });
        Tombstone { target, since: Timestamp::UNIX_EPOCH }
    }

    pub(crate) fn item(id: &str) -> Tombstone {
        Tombstone { target: Target::Item(id.to_owned()), since: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn forgotten_file_is_known_by_path_and_by_content() {
        let all: Tombstones = [file("a.pdf", 10, 7)].into_iter().collect();
        assert!(all.has_path(Path::new("/arkiv/a.pdf")) && !all.has_path(Path::new("/arkiv/b.pdf")));
        assert!(all.has_content(10, 7) && !all.has_content(10, 8) && !all.has_content(11, 7));
        let empty: Tombstones = [file("tom.pdf", 0, 7)].into_iter().collect();
        assert!(!empty.has_content(0, 7), "one empty file is not another");
    }

    #[test]
    fn what_is_forgotten_twice_is_forgotten_once() {
        let mut all = Tombstones::default();
        [file("a.pdf", 1, 1), item("a#1"), file("a.pdf", 2, 2), item("a#1")].into_iter().for_each(|t| all.add(t));
        assert_eq!((all.iter().count(), all.files().count(), all.item_count()), (2, 1, 1));
        assert!(all.has_content(2, 2) && !all.has_content(1, 1), "as it was the last time");
    }

    #[test]
    fn tombstone_is_taken_away_by_id_name_or_path() {
        let mut all: Tombstones = [file("a.pdf", 1, 1), file("b.pdf", 2, 2), item("c#1")].into_iter().collect();
        assert_eq!(all.take("a.pdf").len(), 1);
        assert_eq!(all.take("/arkiv/b.pdf").len(), 1);
        assert_eq!(all.take("c#1").len(), 1);
        assert!(all.is_empty() && all.take("c#1").is_empty());
        let mut copies: Tombstones = [file("a.pdf", 1, 1), file("copy.pdf", 1, 1)].into_iter().collect();
        assert_eq!(copies.take("a.pdf").len(), 2, "the copy would keep it out");
    }
}
