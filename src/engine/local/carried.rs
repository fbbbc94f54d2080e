//! The parts of an index that survive a rebuild, read from any version of the format.
//!
//! Items are read again from their files. The beginnings of ids, the tombstones and the topic rules are in no file, so
//! they come from the old index, even if its items can no longer be decoded.

use std::path::Path;

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{ReloadPolicy, Searcher, TantivyDocument, Term};

use super::error::{Error, Result, in_folder};
use crate::index::Tombstones;
use crate::index::folder::holds_index;
use crate::index::format;
use crate::index::{FileRecord, IndexError};

/// The surviving parts.
#[derive(Debug, Default)]
pub struct Carried {
    /// The files in the index, by source.
    pub files: Vec<FileRecord>,
    /// All forgotten files and items.
    pub tombstones: Tombstones,
    /// The user's topic rules, as written.
    pub topics: Option<String>,
    /// Sources, with the beginnings of the ids of their items.
    pub(crate) stems: Vec<(String, String)>,
}

impl Carried {
    /// Reads them from the index in a folder; empty if there is none. Unreadable rows of an older version are skipped,
    /// but an unreadable tombstone is an error: a forgotten file must not come back.
    ///
    /// # Errors
    ///
    /// [`IndexError::NotAnIndex`] for a folder with something else, [`IndexError::Engine`] for an unreadable index or
    /// unreadable tombstones.
    pub fn of(folder: &Path) -> std::result::Result<Self, IndexError> {
        in_folder(folder, Self::read(folder))
    }

    fn read(folder: &Path) -> Result<Self> {
        if !holds_index(folder)? {
            return Ok(Self::default());
        }
        let index = tantivy::Index::open_in_dir(folder)?;
        let payload = index.load_metas()?.payload.unwrap_or_default();
        let (Some(_), Ok(what), Ok(stored)) =
            (format::version_of(&payload), index.schema().get_field("what"), index.schema().get_field("stored"))
        else {
            return Err(Error::NotAnIndex);
        };
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Rows { searcher: reader.searcher(), what, stored }.carried()
    }
}

/// The documents of an index other than items.
struct Rows {
    searcher: Searcher,
    what: Field,
    stored: Field,
}

impl Rows {
    fn carried(&self) -> Result<Carried> {
        let files = self.of(format::FILE)?;
        let mut carried = Carried {
            files: files.iter().filter_map(|row| format::decode_file(row).ok()).collect(),
            stems: files.iter().filter_map(|row| format::decode_stem(row).ok()).collect(),
            topics: self.of(format::TOPICS)?.pop().and_then(|text| String::from_utf8(text).ok()),
            tombstones: Tombstones::default(),
        };
        carried.files.sort_unstable_by(|a, b| a.source.cmp(&b.source));
        if let Some(row) = self.of(format::FORGOTTEN)?.pop() {
            carried.tombstones = format::decode_tombstones(&row).map_err(Error::Tombstones)?;
        }
        Ok(carried)
    }

    fn of(&self, what: &str) -> Result<Vec<Vec<u8>>> {
        let query = TermQuery::new(Term::from_field_text(self.what, what), IndexRecordOption::Basic);
        let places = self.searcher.search(&query, &DocSetCollector)?;
        let row = |at| {
            let doc: TantivyDocument = self.searcher.doc(at)?;
            Ok(doc.get_first(self.stored).and_then(|v| v.as_bytes().map(<[u8]>::to_vec)).unwrap_or_default())
        };
        places.into_iter().map(row).collect()
    }
}
