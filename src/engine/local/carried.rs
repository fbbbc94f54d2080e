//! What a rebuild takes over from the index that it replaces, of whatever version of the format.
//!
//! Items are read anew from their files. What their ids begin with, what was forgotten and the rules of topics stand in no
//! file, so they are read from the old index, were its items in a shape that nobody reads any more.

use std::path::Path;

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use super::files::engine_error;
use crate::index::Tombstones;
use crate::index::folder::holds_index;
use crate::index::format;
use crate::index::{FileRecord, IndexError};

/// What outlives a rebuild.
#[derive(Debug, Default)]
pub struct Carried {
    /// The files that the index knows, by source.
    pub files: Vec<FileRecord>,
    pub tombstones: Tombstones,
    /// The rules of topics that a user gave the index, as written.
    pub topics: Option<String>,
    /// Sources, and what the ids of their items begin with.
    pub(crate) stems: Vec<(String, String)>,
}

impl Carried {
    /// What there is to take over from the index in a folder: nothing where there is none. Rows of an older version that
    /// this one cannot read are left out; what was forgotten never is.
    ///
    /// # Errors
    ///
    /// [`IndexError::NotAnIndex`] for a folder that holds something else, [`IndexError::Engine`] where the index cannot be
    /// read, or what was forgotten cannot.
    pub fn of(folder: &Path) -> Result<Self, IndexError> {
        if !holds_index(folder)? {
            return Ok(Self::default());
        }
        let failed = |e: TantivyError| engine_error(folder, e);
        let index = tantivy::Index::open_in_dir(folder).map_err(failed)?;
        let payload = index.load_metas().map_err(failed)?.payload.unwrap_or_default();
        let (Some(_), Ok(what), Ok(stored)) =
            (format::version_of(&payload), index.schema().get_field("what"), index.schema().get_field("stored"))
        else {
            return Err(IndexError::NotAnIndex(folder.to_owned()));
        };
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let rows = Rows { searcher: reader.searcher(), what, stored };
        rows.carried().map_err(failed)
    }
}

/// The documents of an index that are no items.
struct Rows {
    searcher: Searcher,
    what: Field,
    stored: Field,
}

impl Rows {
    fn carried(&self) -> tantivy::Result<Carried> {
        let files = self.of(format::FILE)?;
        let mut carried = Carried {
            files: files.iter().filter_map(|row| format::decode_file(row).ok()).collect(),
            stems: files.iter().filter_map(|row| format::decode_stem(row).ok()).collect(),
            topics: self.of(format::TOPICS)?.pop().and_then(|text| String::from_utf8(text).ok()),
            tombstones: Tombstones::default(),
        };
        carried.files.sort_unstable_by(|a, b| a.source.cmp(&b.source));
        if let Some(row) = self.of(format::FORGOTTEN)?.pop() {
            carried.tombstones = format::decode_tombstones(&row)
                .map_err(|e| TantivyError::SystemError(format!("what was forgotten in it cannot be read: {e}")))?;
        }
        Ok(carried)
    }

    fn of(&self, what: &str) -> tantivy::Result<Vec<Vec<u8>>> {
        let query = TermQuery::new(Term::from_field_text(self.what, what), IndexRecordOption::Basic);
        let places = self.searcher.search(&query, &DocSetCollector)?;
        let row = |at| {
            let doc: TantivyDocument = self.searcher.doc(at)?;
            Ok(doc.get_first(self.stored).and_then(|v| v.as_bytes().map(<[u8]>::to_vec)).unwrap_or_default())
        };
        places.into_iter().map(row).collect()
    }
}
