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
    /// If the index fails, or if it does not have the value of a filter.
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
    /// If the index fails, or if the words name a value (`udvalg:x`) that the index does not have.
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

    /// At most `most` words of the index with this beginning, each with its number of items.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn complete(&self, begin: &str, most: usize) -> Result<Vec<(String, u64)>, ArchiveError> {
        Ok(query::complete(&*self.index, begin, most)?)
    }

    /// Follows a case through its meetings.
    ///
    /// # Errors
    ///
    /// [`QueryError::NoSuchItem`] if the question is an unknown id; an error if the index does not have the value of a
    /// filter, or if the index fails.
    pub fn history(&self, question: &HistoryRequest) -> Result<CaseHistory, ArchiveError> {
        Ok(query::history(&*self.index, question)?)
    }

    /// Finds the cases with an item that answers the question; see [`Archive::cases`](super::Archive::cases).
    ///
    /// # Errors
    ///
    /// If the index fails, or if it does not have the value of a filter.
    pub fn cases(&self, question: &Question) -> Result<Vec<Case>, ArchiveError> {
        Ok(query::cases_where(&*self.index, question)?)
    }

    /// Groups items by their cases, in the order in which each case comes first. See [`query::cases_of_hits`].
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn cases_of_hits(&self, ids: &[&str]) -> Result<Vec<CaseOfHits>, ArchiveError> {
        Ok(query::cases_of_hits(&*self.index, ids)?)
    }

    /// Lists meetings with an item that the filters accept, newest first: at most `most` after the first `skip`.
    ///
    /// # Errors
    ///
    /// If the index fails, or if it does not have the value of a filter.
    pub fn meetings(&self, filters: &Filters, skip: usize, most: usize) -> Result<MeetingsOf, ArchiveError> {
        Ok(query::meetings_of(&*self.index, filters, skip, most)?)
    }

    /// The number of documents and meetings, and all days with a meeting.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn extent(&self) -> Result<Extent, ArchiveError> {
        Ok(query::extent(&*self.index)?)
    }

    /// The last day on which each body met, by the name of the body.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn last_meetings(&self) -> Result<BTreeMap<String, Date>, ArchiveError> {
        Ok(query::last_meetings(&*self.index)?)
    }

    /// The newest meetings with a known day, newest first, at most `most`.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn newest_meetings(&self, most: usize) -> Result<Vec<MeetingRecord>, ArchiveError> {
        Ok(query::newest(&*self.index, most)?)
    }

    /// The meetings of a body in a year, newest first; without `year` in its last one. `None` for an unknown body.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn meetings_of_body(&self, body: &str, year: Option<i16>) -> Result<Option<MeetingsOfBody>, ArchiveError> {
        Ok(query::of_body(&*self.index, body, year)?)
    }

    /// The whole meeting of a document. `None` for a document without items.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn meeting(&self, source: &str) -> Result<Option<WholeMeeting>, ArchiveError> {
        Ok(query::whole(&*self.index, source)?)
    }

    /// The meetings of the same body and authority before and after one.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn neighbours(&self, of: &MeetingRecord) -> Result<[Option<MeetingRecord>; 2], ArchiveError> {
        Ok(query::neighbours(&*self.index, of)?)
    }

    /// Gives everything that the filters accept, for programs that take the archive over.
    ///
    /// # Errors
    ///
    /// If the index fails, or if it does not have the value of a filter.
    pub fn export(&self, filters: &Filters) -> Result<Export<'_>, ArchiveError> {
        Ok(Export::new(&*self.index, filters)?)
    }

    /// The item with this id.
    ///
    /// # Errors
    ///
    /// [`QueryError::NoSuchItem`] with ids of the same document, or if the index fails.
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
    /// If the index fails.
    pub fn items_of(&self, source: &str) -> Result<Vec<StoredItem>, ArchiveError> {
        Ok(self.index.items_of(source)?)
    }

    /// The participants of the meeting in a file. Empty if the file names nobody.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn participants(&self, source: &str) -> Result<Vec<Participant>, ArchiveError> {
        Ok(self.index.participants(source)?)
    }

    /// Ids of the same item in other documents of its meeting: the agenda, the minutes, an addendum.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn twins(&self, id: &str) -> Result<Vec<String>, ArchiveError> {
        Ok(query::twins(&*self.index, id)?)
    }

    /// All files, by source, including those without any result.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn files(&self) -> Result<Vec<FileRecord>, ArchiveError> {
        Ok(self.index.files()?)
    }

    /// The file with this source. `None` if there is none.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub fn file(&self, source: &str) -> Result<Option<FileRecord>, ArchiveError> {
        Ok(self.index.file(source)?)
    }
}
