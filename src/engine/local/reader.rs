//! The index, to be read.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::civil::Date;
use rayon::prelude::*;
use tantivy::collector::DocSetCollector;
use tantivy::postings::SegmentPostings;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocSet, ReloadPolicy, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, TantivyDocument,
    TantivyError, Term,
};
use tantivy_fst::Automaton;
use xxhash_rust::xxh3::xxh3_64;

use super::columns::Columns;
use super::fields::{Fields, TOKENIZER};
use super::files::{check_version, engine_error};
use super::fold::PairsByDay;
use crate::engine::Place;
use crate::engine::analysis::Danish;
use crate::facts::case::{Key, Node};
use crate::index::folder::{META, holds_index};
use crate::index::format::{self, ItemPart};
use crate::index::identity::Stems;
use crate::index::pairing::Exception;
use crate::index::{Content, FileRecord, IndexError, Meetings, StoredItem};
use crate::model::Participant;

/// The most attempts to open an index. A commit or a rebuild may replace it meanwhile, but hardly so often in a row.
const ATTEMPTS: u32 = 5;

/// An index, open for reading. It keeps showing the state in which it was opened.
pub struct Index {
    folder: PathBuf,
    fields: Fields,
    searcher: Searcher,
    /// A number for this state; see [`Index::state`].
    state: u64,
    /// See [`Index::moved_pairs`].
    moved: OnceLock<HashMap<u64, u64>>,
    columns: OnceLock<Columns>,
    parts: OnceLock<Vec<ItemPart>>,
    items: OnceLock<usize>,
    pairs: PairsByDay,
    /// See [`Index::meetings`].
    meetings: OnceLock<Meetings>,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    ///
    /// Every [`IndexError`] but [`IndexError::Locked`] and [`IndexError::Full`].
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let mut opened = Self::open_once(folder, state_of(folder));
        for _ in 1..ATTEMPTS {
            let state = state_of(folder);
            match &opened {
                Ok(index) if index.state == state => break,
                // An index replaced meanwhile may be a mix of both, or its files may be gone.
                Ok(_) | Err(IndexError::Engine { .. }) => opened = Self::open_once(folder, state),
                Err(_) => break,
            }
        }
        opened
    }

    fn open_once(folder: &Path, state: u64) -> Result<Self, IndexError> {
        if !holds_index(folder)? {
            return Err(IndexError::Missing(folder.to_owned()));
        }
        let failed = |e: TantivyError| engine_error(folder, e);
        let index = tantivy::Index::open_in_dir(folder).map_err(failed)?;
        check_version(folder, &index)?;
        index.tokenizers().register(TOKENIZER, Danish::default());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(IndexError::NotAnIndex(folder.to_owned()));
        }
        let (moved, columns, parts, items, pairs) = Default::default();
        let (folder, searcher, meetings) = (folder.to_owned(), reader.searcher(), OnceLock::new());
        Ok(Self { folder, fields, searcher, state, moved, columns, parts, items, pairs, meetings })
    }

    /// A number for this state of the index. Every commit gives another one.
    pub fn state(&self) -> u64 {
        self.state
    }

    /// Whether the folder has a newer state, after a commit or a rebuild. A long-running caller checks this now and
    /// then and opens the index again. It reads one small file.
    pub fn has_changed(&self) -> bool {
        state_of(&self.folder) != self.state
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Result<Option<StoredItem>, IndexError> {
        self.place(id)?.map(|at| self.item_at(at)).transpose()
    }

    /// The place of the item with this id.
    pub(crate) fn place(&self, id: &str) -> Result<Option<Place>, IndexError> {
        Ok(self.places_of(Term::from_field_text(self.fields.id, id))?.pop())
    }

    /// Every item, by source and position.
    pub fn items(&self) -> Result<Vec<StoredItem>, IndexError> {
        let places = self.places(format::ITEM)?;
        let mut items = places.into_par_iter().map(|at| self.item_at(at)).collect::<Result<Vec<_>, _>>()?;
        items.sort_unstable_by(|a, b| (&a.source, a.position).cmp(&(&b.source, b.position)));
        Ok(items)
    }

    /// Every source file, by source.
    pub fn files(&self) -> Result<Vec<FileRecord>, IndexError> {
        let places = self.places(format::FILE)?;
        let decode = |at| format::decode_file(&self.stored(at)?).map_err(|e| self.words(e));
        let mut files = places.into_iter().map(decode).collect::<Result<Vec<_>, _>>()?;
        files.sort_unstable_by(|a, b| a.source.cmp(&b.source));
        Ok(files)
    }

    /// The file record of a source.
    pub fn file(&self, source: &str) -> Result<Option<FileRecord>, IndexError> {
        let row = self.file_row(source)?;
        row.map(|row| format::decode_file(&row).map_err(|e| self.words(e))).transpose()
    }

    /// The participants of the meeting in a file. Empty if the file names nobody.
    pub fn participants(&self, source: &str) -> Result<Vec<Participant>, IndexError> {
        let Some(row) = self.file_row(source)? else { return Ok(Vec::new()) };
        format::decode_participants(&row).map_err(|e| self.words(e))
    }

    /// The items and participants of a file.
    pub fn content_of(&self, source: &str) -> Result<Content, IndexError> {
        Ok(Content { items: self.items_of(source)?, participants: self.participants(source)? })
    }

    /// The stored row of a file.
    pub(crate) fn file_row(&self, source: &str) -> Result<Option<Vec<u8>>, IndexError> {
        let term = |field, text| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        let both = vec![term(self.fields.source, source), term(self.fields.what, format::FILE)];
        let found = self.searcher.search(&BooleanQuery::intersection(both), &DocSetCollector);
        found.map_err(|e| self.failed(e))?.into_iter().next().map(|at| self.stored(place_of(at))).transpose()
    }

    /// Every meeting, with its documents. Read once.
    pub fn meetings(&self) -> Result<&Meetings, IndexError> {
        if let Some(known) = self.meetings.get() {
            return Ok(known);
        }
        let row = self.row(format::MEETINGS)?;
        let read = row.map(|row| format::decode_meetings(&row).map_err(|e| self.words(e))).transpose()?;
        Ok(self.meetings.get_or_init(|| read.unwrap_or_default()))
    }

    /// The beginning of the ids of each file's items.
    pub(crate) fn stems(&self) -> Result<Stems, IndexError> {
        let mut stems = Stems::default();
        for at in self.places(format::FILE)? {
            let (source, stem) = format::decode_stem(&self.stored(at)?).map_err(|e| self.words(e))?;
            stems.set(&source, stem);
        }
        Ok(stems)
    }

    /// The items of a file, in its order.
    pub fn items_of(&self, source: &str) -> Result<Vec<StoredItem>, IndexError> {
        let mut items = Vec::new();
        for at in self.places_in(source)? {
            let column = self.searcher.segment_reader(at.high()).fast_fields().u64("position");
            if column.map_err(|e| self.failed(e))?.first(at.low()).is_some() {
                items.push(self.item_at(at)?);
            }
        }
        items.sort_unstable_by_key(|i| i.position);
        Ok(items)
    }

    /// The user's own topic rules, as written. `None` if the index uses the built-in rules.
    pub fn topics(&self) -> Result<Option<String>, IndexError> {
        let row = self.row(format::TOPICS)?;
        row.map(|text| String::from_utf8(text).map_err(|e| self.words(e))).transpose()
    }

    /// The stored row of a kind with at most one document.
    pub(crate) fn row(&self, what: &str) -> Result<Option<Vec<u8>>, IndexError> {
        self.places(what)?.pop().map(|at| self.stored(at)).transpose()
    }

    /// The items with another pair than their own facts give.
    pub(crate) fn exceptions(&self) -> Result<Vec<Exception>, IndexError> {
        Ok(self.row(format::PAIRS)?.map(|row| format::decode_pairs(&row)).unwrap_or_default())
    }

    /// The same, by the hash of the item's id.
    pub(crate) fn moved_pairs(&self) -> Result<&HashMap<u64, u64>, IndexError> {
        if let Some(known) = self.moved.get() {
            return Ok(known);
        }
        let moved = self.exceptions()?.into_iter().map(|e| (e.key, e.pair)).collect();
        Ok(self.moved.get_or_init(|| moved))
    }

    /// The items of a day, the number of [`Fields::day`], in no order.
    pub(crate) fn places_of_day(&self, day: i64) -> Result<Vec<Place>, IndexError> {
        self.places_of(Term::from_field_i64(self.fields.day, day))
    }

    /// The days of the items of a file.
    pub(crate) fn days_of(&self, source: &str) -> Result<BTreeSet<i64>, IndexError> {
        let mut days = BTreeSet::new();
        for at in self.places_in(source)? {
            let day = self.columns()?.segments[at.high() as usize].day.get_val(at.low());
            days.extend(Some(day).filter(|day| *day != 0));
        }
        Ok(days)
    }

    /// The columns read for every match of a search.
    pub(crate) fn columns(&self) -> Result<&Columns, IndexError> {
        if let Some(columns) = self.columns.get() {
            return Ok(columns);
        }
        let columns = Columns::open(&self.searcher).map_err(|e| self.failed(e))?;
        Ok(self.columns.get_or_init(|| columns))
    }

    /// The parts of items with any words. Found once, because tantivy opens an empty dictionary again for every
    /// question.
    pub(crate) fn parts(&self) -> Result<&[ItemPart], IndexError> {
        if let Some(parts) = self.parts.get() {
            return Ok(parts);
        }
        let mut parts = Vec::new();
        for part in ItemPart::ALL {
            let mut of_segments =
                self.searcher.segment_readers().iter().map(|s| s.inverted_index(self.fields.words_of(part)));
            if of_segments
                .try_fold(false, |any, words| Ok(any || words?.terms().num_terms() > 0))
                .map_err(|e| self.failed(e))?
            {
                parts.push(part);
            }
        }
        Ok(self.parts.get_or_init(|| parts))
    }

    /// The view of tantivy.
    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The cached pairs of some days.
    pub(super) fn pairs_by_day(&self) -> &PairsByDay {
        &self.pairs
    }

    /// Calls `each` with every term with this beginning and its number of items in one field. A term comes once for
    /// each of its fields and segments.
    pub(crate) fn for_each_term(&self, begin: &str, each: &mut dyn FnMut(&str, u32)) -> Result<(), IndexError> {
        for segment in self.searcher.segment_readers() {
            for part in self.parts()? {
                let inverted = segment.inverted_index(self.fields.words_of(*part)).map_err(|e| self.failed(e))?;
                let mut terms = inverted.terms().range().ge(begin).into_stream().map_err(|e| self.words(e))?;
                while terms.advance() {
                    let Some(term) = std::str::from_utf8(terms.key()).ok().filter(|t| t.starts_with(begin)) else {
                        break;
                    };
                    each(term, terms.value().doc_freq);
                }
            }
        }
        Ok(())
    }

    /// Calls `each` with every word of a sign accepted by an automaton, and its number of items in one field. A word
    /// comes once for each of its fields and segments.
    pub(super) fn for_each_match<A: Automaton<State: Clone>>(
        &self,
        sign: char,
        automaton: &A,
        each: &mut dyn FnMut(&str, u32),
    ) -> Result<(), IndexError> {
        for segment in self.searcher.segment_readers() {
            for part in self.parts()? {
                let inverted = segment.inverted_index(self.fields.words_of(*part)).map_err(|e| self.failed(e))?;
                let search = inverted.terms().search(Signed { sign: sign as u8, words: automaton });
                let mut terms = search.into_stream().map_err(|e| self.words(e))?;
                while terms.advance() {
                    if let Ok(term) = std::str::from_utf8(terms.key()) {
                        each(&term[1..], terms.value().doc_freq);
                    }
                }
            }
        }
        Ok(())
    }

    /// The item at a place.
    pub(crate) fn item_at(&self, at: Place) -> Result<StoredItem, IndexError> {
        format::decode_item(&self.stored(at)?).map_err(|e| self.words(e))
    }

    /// The node of the item at a place.
    pub(crate) fn node_at(&self, at: Place) -> Result<Node, IndexError> {
        format::decode_node(&self.bytes(at, self.fields.node)?).map_err(|e| self.words(e))
    }

    /// The places of the items with a key.
    pub(crate) fn holders(&self, key: Key) -> Result<Vec<Place>, IndexError> {
        self.places_of(Term::from_field_u64(self.fields.keys, key.0))
    }

    /// Calls `each` with every key and the places of its items. A key comes once for each segment.
    pub(crate) fn for_each_key(&self, each: &mut dyn FnMut(Key, Vec<Place>)) -> Result<(), IndexError> {
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.keys).map_err(|e| self.failed(e))?;
            let mut terms = inverted.terms().stream().map_err(|e| self.words(e))?;
            while terms.advance() {
                let Ok(key) = terms.key().try_into().map(u64::from_be_bytes) else { continue };
                let postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
                each(Key(key), living(segment, ordinal, postings.map_err(|e| self.words(e))?).collect());
            }
        }
        Ok(())
    }

    /// The nodes of all items, in the order of the documents.
    pub(crate) fn nodes(&self) -> Result<Vec<(Place, Node)>, IndexError> {
        let places = self.places(format::ITEM)?;
        places.into_par_iter().map(|at| Ok((at, self.node_at(at)?))).collect()
    }

    /// The number of items.
    pub(crate) fn item_count(&self) -> Result<usize, IndexError> {
        if let Some(known) = self.items.get() {
            return Ok(*known);
        }
        let term = Term::from_field_text(self.fields.what, format::ITEM);
        let mut count = 0;
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.what).map_err(|e| self.failed(e))?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic).map_err(|e| self.words(e))?;
            count += postings.map_or(0, |p| living(segment, ordinal, p).count());
        }
        Ok(*self.items.get_or_init(|| count))
    }

    /// The places of items with an accepted case number. `accept` gets it in lower case, as printed.
    pub(crate) fn with_case_number(&self, accept: &dyn Fn(&str) -> bool) -> Result<Vec<Place>, IndexError> {
        let mut found = Vec::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.case_number).map_err(|e| self.failed(e))?;
            let mut terms = inverted.terms().stream().map_err(|e| self.words(e))?;
            while terms.advance() {
                if std::str::from_utf8(terms.key()).is_ok_and(accept) {
                    let postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
                    found.extend(living(segment, ordinal, postings.map_err(|e| self.words(e))?));
                }
            }
        }
        Ok(found)
    }

    /// The sources of all files, in order.
    pub(crate) fn sources(&self) -> Result<Vec<String>, IndexError> {
        Ok(self.files()?.into_iter().map(|f| f.source).collect())
    }

    /// The places of the items of a source and of its file, in index order.
    pub(crate) fn places_in(&self, source: &str) -> Result<Vec<Place>, IndexError> {
        self.places_of(Term::from_field_text(self.fields.source, source))
    }

    /// Ids of a document's items, in no order.
    pub(crate) fn ids_beginning(&self, begin: &str) -> Result<Vec<String>, IndexError> {
        let mut ids = Vec::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.id).map_err(|e| self.failed(e))?;
            let mut terms = inverted.terms().range().ge(begin).into_stream().map_err(|e| self.words(e))?;
            while terms.advance() {
                let Some(id) = std::str::from_utf8(terms.key()).ok().filter(|id| id.starts_with(begin)) else { break };
                let postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
                if living(segment, ordinal, postings.map_err(|e| self.words(e))?).next().is_some() {
                    ids.push(id.to_owned());
                }
            }
        }
        Ok(ids)
    }

    /// The last meeting day of each body, by the name in the documents.
    pub(crate) fn last_meetings(&self) -> Result<HashMap<String, Date>, IndexError> {
        let mut last: HashMap<String, Date> = HashMap::new();
        for (_, document) in self.meetings()?.documents() {
            if let (Some(body), Some(day)) = (&document.facts.body, document.facts.date) {
                let known = last.entry(body.clone()).or_insert(day);
                *known = day.max(*known);
            }
        }
        Ok(last)
    }

    /// The id of the item at a place, without reading the item.
    pub(crate) fn id_at(&self, at: Place) -> Result<String, IndexError> {
        let failed = |e| self.failed(e);
        let ids = self.searcher.segment_reader(at.high()).fast_fields().str("id").map_err(failed)?;
        let mut id = String::new();
        if let Some(ids) = ids
            && let Some(ord) = ids.term_ords(at.low()).next()
        {
            ids.ord_to_str(ord, &mut id).map_err(|e| self.words(e))?;
        }
        Ok(id)
    }

    /// The engine's error in our words.
    pub(crate) fn failed(&self, error: TantivyError) -> IndexError {
        engine_error(&self.folder, error)
    }

    /// Every document of a kind.
    fn places(&self, what: &str) -> Result<Vec<Place>, IndexError> {
        self.places_of(Term::from_field_text(self.fields.what, what))
    }

    /// Every document with a term, in index order.
    pub(crate) fn places_of(&self, term: Term) -> Result<Vec<Place>, IndexError> {
        let mut found = Vec::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(term.field()).map_err(|e| self.failed(e))?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic).map_err(|e| self.words(e))?;
            found.extend(postings.into_iter().flat_map(|p| living(segment, ordinal, p)));
        }
        Ok(found)
    }

    fn stored(&self, at: Place) -> Result<Vec<u8>, IndexError> {
        self.bytes(at, self.fields.stored)
    }

    fn bytes(&self, at: Place, field: Field) -> Result<Vec<u8>, IndexError> {
        let doc: TantivyDocument =
            self.searcher.doc(DocAddress::new(at.high(), at.low())).map_err(|e| self.failed(e))?;
        let bytes = doc.get_first(field).and_then(|v| v.as_bytes().map(<[u8]>::to_vec));
        bytes.ok_or_else(|| self.words("a document without content"))
    }

    pub(crate) fn words(&self, e: impl std::fmt::Display) -> IndexError {
        IndexError::Engine { folder: self.folder.clone(), words: e.to_string() }
    }
}

/// A hash of the index's list of files, different after every commit.
fn state_of(folder: &Path) -> u64 {
    fs::read(folder.join(META)).map_or(0, |content| xxh3_64(&content))
}

/// The place of a document of tantivy.
pub(super) fn place_of(at: DocAddress) -> Place {
    Place::new(at.segment_ord, at.doc_id)
}

/// The documents of postings, without deleted ones.
fn living(
    segment: &SegmentReader,
    ordinal: SegmentOrdinal,
    mut postings: SegmentPostings,
) -> impl Iterator<Item = Place> {
    let mut next = postings.doc();
    let docs = std::iter::from_fn(move || {
        let doc = (next != TERMINATED).then_some(next)?;
        next = postings.advance();
        Some(doc)
    });
    docs.filter(|doc| !segment.is_deleted(*doc)).map(move |doc| Place::new(ordinal, doc))
}

/// An automaton for the terms of one sign.
struct Signed<'a, A> {
    sign: u8,
    words: &'a A,
}

/// Before the sign, after another sign, or inside the word.
#[derive(Clone)]
enum Progress<S> {
    Start,
    Elsewhere,
    In(S),
}

impl<A: Automaton<State: Clone>> Automaton for Signed<'_, A> {
    type State = Progress<A::State>;

    fn start(&self) -> Self::State {
        Progress::Start
    }

    fn is_match(&self, state: &Self::State) -> bool {
        matches!(state, Progress::In(state) if self.words.is_match(state))
    }

    fn can_match(&self, state: &Self::State) -> bool {
        match state {
            Progress::Start => true,
            Progress::Elsewhere => false,
            Progress::In(state) => self.words.can_match(state),
        }
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            Progress::Start if byte == self.sign => Progress::In(self.words.start()),
            Progress::Start | Progress::Elsewhere => Progress::Elsewhere,
            Progress::In(state) => Progress::In(self.words.accept(state, byte)),
        }
    }
}
