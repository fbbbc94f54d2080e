//! Reads the index of the search library: rows, columns, terms.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use jiff::civil::Date;
use rayon::prelude::*;
use tantivy::collector::DocSetCollector;
use tantivy::postings::SegmentPostings;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocSet, ReloadPolicy, Searcher, SegmentOrdinal, SegmentReader, TERMINATED, TantivyDocument, Term,
};
use tantivy_fst::Automaton;
use xxhash_rust::xxh3::xxh3_64;

use super::columns::Columns;
use super::error::{Error, Result};
use super::fields::{Fields, TOKENIZER};
use super::fold::PairsByDay;
use super::version::check_version;
use crate::engine::Place;
use crate::engine::analysis::Danish;
use crate::facts::case::{Key, Node};
use crate::index::folder::{META, holds_index};
use crate::index::format::{self, ItemPart};
use crate::index::identity::Stems;
use crate::index::pairing::Exception;
use crate::index::{Content, FileRecord, IndexError, Meetings, StoredItem};
use crate::model::Participant;

/// An index, open for reading. It keeps showing the state in which it was opened.
pub(super) struct Reader {
    fields: Fields,
    searcher: Searcher,
    state: u64,
    /// See [`Reader::moved_pairs`].
    moved: OnceLock<HashMap<u64, u64>>,
    columns: OnceLock<Columns>,
    parts: OnceLock<Vec<ItemPart>>,
    items: OnceLock<usize>,
    pairs: PairsByDay,
    /// See [`Reader::meetings`].
    meetings: OnceLock<Meetings>,
}

impl Reader {
    /// Opens the index in a folder. `state` is that of [`state_of`].
    pub(super) fn open(folder: &Path, state: u64) -> Result<Self> {
        if !holds_index(folder)? {
            return Err(IndexError::Missing(folder.to_owned()).into());
        }
        let index = tantivy::Index::open_in_dir(folder)?;
        check_version(&index)?;
        index.tokenizers().register(TOKENIZER, Danish::default());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(Error::NotAnIndex);
        }
        let (moved, columns, parts, items, pairs) = Default::default();
        let (searcher, meetings) = (reader.searcher(), OnceLock::new());
        Ok(Self { fields, searcher, state, moved, columns, parts, items, pairs, meetings })
    }

    /// A number for this state of the index. Every commit gives another one.
    pub(super) fn state(&self) -> u64 {
        self.state
    }

    /// The item with this id.
    pub(super) fn item(&self, id: &str) -> Result<Option<StoredItem>> {
        self.place(id)?.map(|at| self.item_at(at)).transpose()
    }

    /// The place of the item with this id.
    pub(super) fn place(&self, id: &str) -> Result<Option<Place>> {
        Ok(self.places_of(Term::from_field_text(self.fields.id, id))?.pop())
    }

    /// Every item, by source and position.
    pub(super) fn items(&self) -> Result<Vec<StoredItem>> {
        let places = self.places(format::ITEM)?;
        let mut items = places.into_par_iter().map(|at| self.item_at(at)).collect::<Result<Vec<_>>>()?;
        items.sort_unstable_by(|a, b| (&a.source, a.position).cmp(&(&b.source, b.position)));
        Ok(items)
    }

    /// Every source file, by source.
    pub(super) fn files(&self) -> Result<Vec<FileRecord>> {
        let places = self.places(format::FILE)?;
        let decode = |at| Ok(format::decode_file(&self.stored(at)?)?);
        let mut files = places.into_iter().map(decode).collect::<Result<Vec<_>>>()?;
        files.sort_unstable_by(|a, b| a.source.cmp(&b.source));
        Ok(files)
    }

    /// The file record of a source.
    pub(super) fn file(&self, source: &str) -> Result<Option<FileRecord>> {
        let row = self.file_row(source)?;
        Ok(row.map(|row| format::decode_file(&row)).transpose()?)
    }

    /// The participants of the meeting in a file. Empty if the file names nobody.
    pub(super) fn participants(&self, source: &str) -> Result<Vec<Participant>> {
        let Some(row) = self.file_row(source)? else { return Ok(Vec::new()) };
        Ok(format::decode_participants(&row)?)
    }

    /// The items and participants of a file.
    pub(super) fn content_of(&self, source: &str) -> Result<Content> {
        Ok(Content { items: self.items_of(source)?, participants: self.participants(source)? })
    }

    /// The stored row of a file.
    pub(super) fn file_row(&self, source: &str) -> Result<Option<Vec<u8>>> {
        let term = |field, text| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        let both = vec![term(self.fields.source, source), term(self.fields.what, format::FILE)];
        let found = self.searcher.search(&BooleanQuery::intersection(both), &DocSetCollector);
        found?.into_iter().next().map(|at| self.stored(place_of(at))).transpose()
    }

    /// Every meeting, with its documents. Read once.
    pub(super) fn meetings(&self) -> Result<&Meetings> {
        if let Some(known) = self.meetings.get() {
            return Ok(known);
        }
        let row = self.row(format::MEETINGS)?;
        let read = row.map(|row| format::decode_meetings(&row)).transpose()?;
        Ok(self.meetings.get_or_init(|| read.unwrap_or_default()))
    }

    /// The beginning of the ids of each file's items.
    pub(super) fn stems(&self) -> Result<Stems> {
        let mut stems = Stems::default();
        for at in self.places(format::FILE)? {
            let (source, stem) = format::decode_stem(&self.stored(at)?)?;
            stems.set(&source, stem);
        }
        Ok(stems)
    }

    /// The items of a file, in its order.
    pub(super) fn items_of(&self, source: &str) -> Result<Vec<StoredItem>> {
        let mut items = Vec::new();
        for at in self.places_in(source)? {
            let column = self.searcher.segment_reader(at.high()).fast_fields().u64("position");
            if column?.first(at.low()).is_some() {
                items.push(self.item_at(at)?);
            }
        }
        items.sort_unstable_by_key(|i| i.position);
        Ok(items)
    }

    /// The user's own topic rules, as written. `None` if the index uses the built-in rules.
    pub(super) fn topics(&self) -> Result<Option<String>> {
        let row = self.row(format::TOPICS)?;
        Ok(row.map(String::from_utf8).transpose()?)
    }

    /// The stored row of a kind with at most one document.
    pub(super) fn row(&self, what: &str) -> Result<Option<Vec<u8>>> {
        self.places(what)?.pop().map(|at| self.stored(at)).transpose()
    }

    /// The items with another pair than their own facts give.
    pub(super) fn exceptions(&self) -> Result<Vec<Exception>> {
        Ok(self.row(format::PAIRS)?.map(|row| format::decode_pairs(&row)).unwrap_or_default())
    }

    /// The same, by the hash of the item's id.
    pub(super) fn moved_pairs(&self) -> Result<&HashMap<u64, u64>> {
        if let Some(known) = self.moved.get() {
            return Ok(known);
        }
        let moved = self.exceptions()?.into_iter().map(|e| (e.key, e.pair)).collect();
        Ok(self.moved.get_or_init(|| moved))
    }

    /// The items of a day, the number of [`Fields::day`], in no order.
    pub(super) fn places_of_day(&self, day: i64) -> Result<Vec<Place>> {
        self.places_of(Term::from_field_i64(self.fields.day, day))
    }

    /// The days of the items of a file.
    pub(super) fn days_of(&self, source: &str) -> Result<BTreeSet<i64>> {
        let mut days = BTreeSet::new();
        for at in self.places_in(source)? {
            let day = self.columns()?.segments[at.high() as usize].day.get_val(at.low());
            days.extend(Some(day).filter(|day| *day != 0));
        }
        Ok(days)
    }

    /// The columns read for every match of a search.
    pub(super) fn columns(&self) -> Result<&Columns> {
        if let Some(columns) = self.columns.get() {
            return Ok(columns);
        }
        let columns = Columns::open(&self.searcher)?;
        Ok(self.columns.get_or_init(|| columns))
    }

    /// The parts of items with any words. Found once, because tantivy opens an empty dictionary again for every
    /// question.
    pub(super) fn parts(&self) -> Result<&[ItemPart]> {
        if let Some(parts) = self.parts.get() {
            return Ok(parts);
        }
        let mut parts = Vec::new();
        for part in ItemPart::ALL {
            let mut segments = self.searcher.segment_readers().iter();
            let has_words = |segment: &SegmentReader| -> Result<bool> {
                Ok(segment.inverted_index(self.fields.words_of(part))?.terms().num_terms() > 0)
            };
            if segments.try_fold(false, |any, segment| Ok::<_, Error>(any || has_words(segment)?))? {
                parts.push(part);
            }
        }
        Ok(self.parts.get_or_init(|| parts))
    }

    /// The view of tantivy.
    pub(super) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The cached pairs of some days.
    pub(super) fn pairs_by_day(&self) -> &PairsByDay {
        &self.pairs
    }

    /// Calls `each` with every term with this beginning and its number of items in one field. A term comes once for
    /// each of its fields and segments.
    pub(super) fn for_each_term(&self, begin: &str, each: &mut dyn FnMut(&str, u32)) -> Result<()> {
        for segment in self.searcher.segment_readers() {
            for part in self.parts()? {
                let inverted = segment.inverted_index(self.fields.words_of(*part))?;
                let mut terms = inverted.terms().range().ge(begin).into_stream()?;
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
    ) -> Result<()> {
        for segment in self.searcher.segment_readers() {
            for part in self.parts()? {
                let inverted = segment.inverted_index(self.fields.words_of(*part))?;
                let search = inverted.terms().search(Signed { sign: sign as u8, words: automaton });
                let mut terms = search.into_stream()?;
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
    pub(super) fn item_at(&self, at: Place) -> Result<StoredItem> {
        Ok(format::decode_item(&self.stored(at)?)?)
    }

    /// The node of the item at a place.
    pub(super) fn node_at(&self, at: Place) -> Result<Node> {
        Ok(format::decode_node(&self.bytes(at, self.fields.node)?)?)
    }

    /// The places of the items with a key.
    pub(super) fn holders(&self, key: Key) -> Result<Vec<Place>> {
        self.places_of(Term::from_field_u64(self.fields.keys, key.0))
    }

    /// Calls `each` with every key and the places of its items. A key comes once for each segment.
    pub(super) fn for_each_key(&self, each: &mut dyn FnMut(Key, Vec<Place>)) -> Result<()> {
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.keys)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let Ok(key) = terms.key().try_into().map(u64::from_be_bytes) else { continue };
                let postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
                each(Key(key), living(segment, ordinal, postings?).collect());
            }
        }
        Ok(())
    }

    /// The nodes of all items, in the order of the documents.
    pub(super) fn nodes(&self) -> Result<Vec<(Place, Node)>> {
        let places = self.places(format::ITEM)?;
        places.into_par_iter().map(|at| Ok((at, self.node_at(at)?))).collect()
    }

    /// The number of items.
    pub(super) fn item_count(&self) -> Result<usize> {
        if let Some(known) = self.items.get() {
            return Ok(*known);
        }
        let term = Term::from_field_text(self.fields.what, format::ITEM);
        let mut count = 0;
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.what)?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
            count += postings.map_or(0, |p| living(segment, ordinal, p).count());
        }
        Ok(*self.items.get_or_init(|| count))
    }

    /// The places of items with an accepted case number. `accept` gets it in lower case, as printed.
    pub(super) fn with_case_number(&self, accept: &dyn Fn(&str) -> bool) -> Result<Vec<Place>> {
        let mut found = Vec::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.case_number)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                if std::str::from_utf8(terms.key()).is_ok_and(accept) {
                    let postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
                    found.extend(living(segment, ordinal, postings?));
                }
            }
        }
        Ok(found)
    }

    /// The sources of all files, in order.
    pub(super) fn sources(&self) -> Result<Vec<String>> {
        Ok(self.files()?.into_iter().map(|f| f.source).collect())
    }

    /// The places of the items of a source and of its file, in index order.
    pub(super) fn places_in(&self, source: &str) -> Result<Vec<Place>> {
        self.places_of(Term::from_field_text(self.fields.source, source))
    }

    /// Ids of a document's items, in no order.
    pub(super) fn ids_beginning(&self, begin: &str) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(self.fields.id)?;
            let mut terms = inverted.terms().range().ge(begin).into_stream()?;
            while terms.advance() {
                let Some(id) = std::str::from_utf8(terms.key()).ok().filter(|id| id.starts_with(begin)) else { break };
                let postings = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic);
                if living(segment, ordinal, postings?).next().is_some() {
                    ids.push(id.to_owned());
                }
            }
        }
        Ok(ids)
    }

    /// The last meeting day of each body, by the name in the documents.
    pub(super) fn last_meetings(&self) -> Result<HashMap<String, Date>> {
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
    pub(super) fn id_at(&self, at: Place) -> Result<String> {
        let ids = self.searcher.segment_reader(at.high()).fast_fields().str("id")?;
        let mut id = String::new();
        if let Some(ids) = ids
            && let Some(ord) = ids.term_ords(at.low()).next()
        {
            ids.ord_to_str(ord, &mut id)?;
        }
        Ok(id)
    }

    /// Every document of a kind.
    fn places(&self, what: &str) -> Result<Vec<Place>> {
        self.places_of(Term::from_field_text(self.fields.what, what))
    }

    /// Every document with a term, in index order.
    pub(super) fn places_of(&self, term: Term) -> Result<Vec<Place>> {
        let mut found = Vec::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = segment.inverted_index(term.field())?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic)?;
            found.extend(postings.into_iter().flat_map(|p| living(segment, ordinal, p)));
        }
        Ok(found)
    }

    fn stored(&self, at: Place) -> Result<Vec<u8>> {
        self.bytes(at, self.fields.stored)
    }

    fn bytes(&self, at: Place, field: Field) -> Result<Vec<u8>> {
        let doc: TantivyDocument = self.searcher.doc(DocAddress::new(at.high(), at.low()))?;
        let bytes = doc.get_first(field).and_then(|v| v.as_bytes().map(<[u8]>::to_vec));
        bytes.ok_or(Error::NoRow)
    }
}

/// A hash of the index's list of files, different after every commit.
pub(super) fn state_of(folder: &Path) -> u64 {
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
