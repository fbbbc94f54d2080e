//! One state of an archive, for several questions whose answers must agree.

use std::fmt;
use std::sync::Arc;

use super::ArchiveError;
use crate::engine::Index;
use crate::index::{FileRecord, StoredItem};
use crate::query::{
    self, Answer, Case, CaseHistory, Export, Filters, HistoryRequest, Hits, MeetingsOf, QueryError, Question,
};

/// An archive as of one commit. Later commits do not change its answers.
///
/// [`Archive`](super::Archive) answers each question from the newest state. Take a snapshot where several answers must
/// agree, or where hits are read one after another.
#[derive(Clone)]
pub struct Snapshot {
    index: Arc<Index>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("state", &self.index.state()).finish_non_exhaustive()
    }
}

impl Snapshot {
    pub(super) fn new(index: Arc<Index>) -> Self {
        Self { index }
    }

    /// Finds the items that answer a question, the best first.
    ///
    /// # Errors
    ///
    /// An index that fails, and a filter whose value the index does not have.
    pub fn search(&self, question: &Question) -> Result<Answer, ArchiveError> {
        Ok(query::search(&*self.index, question)?)
    }

    /// Does the same for more hits than memory should hold. The answer comes without its hits; the iterator reads them one
    /// after another.
    ///
    /// # Errors
    ///
    /// Those of [`Snapshot::search`].
    pub fn search_lazily(&self, question: &Question) -> Result<(Answer, Hits<'_>), ArchiveError> {
        Ok(query::search_lazily(&*self.index, question)?)
    }

    /// At most `most` words of the index that begin so, each with the number of items that have it.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn complete(&self, begin: &str, most: usize) -> Result<Vec<(String, u64)>, ArchiveError> {
        Ok(query::complete(&*self.index, begin, most)?)
    }

    /// Follows a case through its meetings.
    ///
    /// # Errors
    ///
    /// [`QueryError::NoSuchItem`] where the question is an id that the index does not have, a filter whose value the index
    /// does not have, and an index that fails.
    pub fn history(&self, question: &HistoryRequest) -> Result<CaseHistory, ArchiveError> {
        Ok(query::history(&*self.index, question)?)
    }

    /// Finds the cases that have an item which answers the question; see [`Archive::cases`](super::Archive::cases).
    ///
    /// # Errors
    ///
    /// An index that fails, and a filter whose value the index does not have.
    pub fn cases(&self, question: &Question) -> Result<Vec<Case>, ArchiveError> {
        Ok(query::cases_where(&*self.index, question)?)
    }

    /// Lists meetings that have an item which the filters accept, newest first: at most `most` after the first `skip`.
    ///
    /// # Errors
    ///
    /// An index that fails, and a filter whose value the index does not have.
    pub fn meetings(&self, filters: &Filters, skip: usize, most: usize) -> Result<MeetingsOf, ArchiveError> {
        Ok(query::meetings_of(&*self.index, filters, skip, most)?)
    }

    /// Everything that the filters accept, for programs that take the archive over.
    ///
    /// # Errors
    ///
    /// An index that fails, and a filter whose value the index does not have.
    pub fn export(&self, filters: &Filters) -> Result<Export<'_>, ArchiveError> {
        Ok(Export::new(&*self.index, filters)?)
    }

    /// The item of that id.
    ///
    /// # Errors
    ///
    /// [`QueryError::NoSuchItem`] with ids of the same document, and an index that fails.
    pub fn item(&self, id: &str) -> Result<StoredItem, ArchiveError> {
        match self.index.item(id)? {
            Some(item) => Ok(item),
            None => Err(QueryError::NoSuchItem { id: id.to_owned(), near: query::ids_near(&*self.index, id)? }.into()),
        }
    }

    /// Ids of the same item in other documents of its meeting: the agenda, the minutes, an addendum.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn twins(&self, id: &str) -> Result<Vec<String>, ArchiveError> {
        Ok(query::twins(&*self.index, id)?)
    }

    /// All files, by source, those included that gave nothing.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn files(&self) -> Result<Vec<FileRecord>, ArchiveError> {
        Ok(self.index.files()?)
    }

    /// The file of that source. `None` where there is none.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn file(&self, source: &str) -> Result<Option<FileRecord>, ArchiveError> {
        Ok(self.index.file(source)?)
    }
}
