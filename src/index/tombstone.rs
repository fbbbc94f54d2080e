//! What is to stay out of an index for good, whatever is read again.
//!
//! A file is known by its path, by its name in the index and by its content, so that neither a copy nor the same file
//! elsewhere brings it back. An item is known by its id. What the ids of a forgotten file begin with stays taken: no other
//! file is ever found under them.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// One thing that was forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    pub target: Target,
    /// When it was asked for.
    pub since: Timestamp,
}

/// What a tombstone stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    File(ForgottenFile),
    /// The item of that id.
    Item(String),
}

/// A file that is not to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgottenFile {
    /// [`FileRecord::source`](super::FileRecord::source).
    pub source: String,
    pub path: PathBuf,
    /// What the ids of its items began with; empty where it was never in the index.
    pub stem: String,
    pub bytes: u64,
    /// xxh3 of the content.
    pub hash: u64,
}

/// All that was forgotten, in the order in which it was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tombstones {
    all: Vec<Tombstone>,
}

impl Tombstones {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Tombstone> {
        self.all.iter()
    }

    pub fn files(&self) -> impl Iterator<Item = &ForgottenFile> {
        self.all.iter().filter_map(|t| match &t.target {
            Target::File(file) => Some(file),
            Target::Item(_) => None,
        })
    }

    /// How many items were forgotten by themselves.
    pub fn item_count(&self) -> usize {
        self.all.len() - self.files().count()
    }

    /// True where the file at that path is not to be read.
    pub fn has_path(&self, path: &Path) -> bool {
        self.files().any(|f| f.path == path)
    }

    /// True where a forgotten file has so many bytes: then it is worth to ask for the content.
    pub fn has_length(&self, bytes: u64) -> bool {
        self.files().any(|f| f.bytes == bytes)
    }

    /// True where a file of that content is not to be read.
    pub fn has_content(&self, bytes: u64, hash: u64) -> bool {
        bytes > 0 && self.files().any(|f| (f.bytes, f.hash) == (bytes, hash))
    }

    /// True where the item of that id is to stay out.
    pub fn has_item(&self, id: &str) -> bool {
        self.all.iter().any(|t| matches!(&t.target, Target::Item(item) if item == id))
    }

    /// Adds one, in place of what there is of the same file or item.
    pub fn add(&mut self, tombstone: Tombstone) {
        self.all.retain(|t| !t.target.is_same(&tombstone.target));
        self.all.push(tombstone);
    }

    /// Takes the tombstones of an item's id, or of a file's source or path, away, and gives them; with a file those of its
    /// copies, which would keep it out.
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
    /// The item's id or the file's name in the index.
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

    /// True for the file at that path.
    pub fn is_at(&self, path: &Path) -> bool {
        matches!(self, Self::File(file) if file.path == path)
    }

    /// True for the item of that id, and for the file of that source or path.
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

    pub fn file(source: &str, bytes: u64, hash: u64) -> Tombstone {
        let path = PathBuf::from("/arkiv").join(source);
        let (source, stem) = (source.to_owned(), "a".to_owned());
        let target = Target::File(ForgottenFile { source, path, stem, bytes, hash });
        Tombstone { target, since: Timestamp::UNIX_EPOCH }
    }

    pub fn item(id: &str) -> Tombstone {
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
