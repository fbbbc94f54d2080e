//! One state of an archive, for several questions whose answers must agree.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::ArchiveError;
use crate::engine::Index;
use crate::index::{FileRecord, MeetingRecord, StoredItem};
use crate::model::Participant;
use crate::query::{
    self, Answer, Case, CaseHistory, CaseOfHits, Export, Extent, Filters, Highlights, HistoryRequest, Hits, MeetingsOf,
    MeetingsOfBody, QueryError, Question, WholeMeeting,
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
        f.debug_struct("Snapshot").field("commit", &self.commit()).finish_non_exhaustive()
    }
}

impl Snapshot {
    pub(super) fn new(index: Arc<Index>) -> Self {
        Self { index }
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    /// A number for this state of the archive. Every commit gives another one.
    pub fn commit(&self) -> u64 {
        self.index.state()
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

    /// The words of a question in the whole text of an item. None for an unknown id.
    ///
    /// # Errors
    ///
    /// An index that fails, and words that name a value (`udvalg:x`) which the index does not have.
    pub fn highlights(&self, question: &Question, id: &str) -> Result<Highlights, ArchiveError> {
        Ok(query::highlights(&*self.index, question, id)?)
    }

    /// The bytes of the words of a question in any text, in order. See [`query::spot`].
    ///
    /// # Errors
    ///
    /// Those of [`Snapshot::highlights`].
    pub fn spot(&self, question: &Question, text: &str) -> Result<Vec<Range<usize>>, ArchiveError> {
        Ok(query::spot(&*self.index, question, text)?)
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

    /// Groups items by their cases, in the order in which each case comes first. See [`query::cases_of_hits`].
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn cases_of_hits(&self, ids: &[&str]) -> Result<Vec<CaseOfHits>, ArchiveError> {
        Ok(query::cases_of_hits(&*self.index, ids)?)
    }

    /// Lists meetings that have an item which the filters accept, newest first: at most `most` after the first `skip`.
    ///
    /// # Errors
    ///
    /// An index that fails, and a filter whose value the index does not have.
    pub fn meetings(&self, filters: &Filters, skip: usize, most: usize) -> Result<MeetingsOf, ArchiveError> {
        Ok(query::meetings_of(&*self.index, filters, skip, most)?)
    }

    /// The number of documents and meetings, and all days with a meeting.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn extent(&self) -> Result<Extent, ArchiveError> {
        Ok(query::extent(&*self.index)?)
    }

    /// The last day on which each body met, by the name of the body.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn last_meetings(&self) -> Result<BTreeMap<String, Date>, ArchiveError> {
        Ok(query::last_meetings(&*self.index)?)
    }

    /// The newest meetings with a known day, newest first, at most `most`.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn newest_meetings(&self, most: usize) -> Result<Vec<MeetingRecord>, ArchiveError> {
        Ok(query::newest(&*self.index, most)?)
    }

    /// The meetings of a body in a year, newest first; without `year` in its last one. `None` for an unknown body.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn meetings_of_body(&self, body: &str, year: Option<i16>) -> Result<Option<MeetingsOfBody>, ArchiveError> {
        Ok(query::of_body(&*self.index, body, year)?)
    }

    /// The whole meeting of a document. `None` for a document without items.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn meeting(&self, source: &str) -> Result<Option<WholeMeeting>, ArchiveError> {
        Ok(query::whole(&*self.index, source)?)
    }

    /// The meetings of the same body and authority before and after one.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn neighbours(&self, of: &MeetingRecord) -> Result<[Option<MeetingRecord>; 2], ArchiveError> {
        Ok(query::neighbours(&*self.index, of)?)
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

    /// The items of a file, in its order.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn items_of(&self, source: &str) -> Result<Vec<StoredItem>, ArchiveError> {
        Ok(self.index.items_of(source)?)
    }

    /// The participants of the meeting in a file. Empty if the file names nobody.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn participants(&self, source: &str) -> Result<Vec<Participant>, ArchiveError> {
        Ok(self.index.participants(source)?)
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
