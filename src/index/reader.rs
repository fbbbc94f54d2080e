//! The index, to be read.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tantivy::collector::{DocSetCollector, TopDocs};
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};
use tantivy_fst::Automaton;

use super::analyze::Danish;
use super::format::{self, Fields};
use super::identity::Stems;
use super::writer::{check_version, engine_error, holds_index};
use super::{FileRecord, IndexError, StoredItem};

/// An index that is open for reading. It goes on showing the state it was opened in.
pub struct Index {
    folder: PathBuf,
    fields: Fields,
    searcher: Searcher,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    ///
    /// Every [`IndexError`] but [`IndexError::Locked`].
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        if !holds_index(folder)? {
            return Err(IndexError::Missing(folder.to_owned()));
        }
        let failed = |e: TantivyError| engine_error(folder, e);
        let index = tantivy::Index::open_in_dir(folder).map_err(failed)?;
        check_version(folder, &index)?;
        index.tokenizers().register(format::TOKENIZER, Danish::default());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let (schema, fields) = Fields::schema();
        if index.schema() != schema {
            return Err(IndexError::NotAnIndex(folder.to_owned()));
        }
        Ok(Self { folder: folder.to_owned(), fields, searcher: reader.searcher() })
    }

    /// The item of that id.
    pub fn item(&self, id: &str) -> Result<Option<StoredItem>, IndexError> {
        let query = TermQuery::new(Term::from_field_text(self.fields.id, id), IndexRecordOption::Basic);
        let found =
            self.searcher.search(&query, &TopDocs::with_limit(1).order_by_score()).map_err(|e| self.failed(e))?;
        found.first().map(|(_, at)| self.item_at(*at)).transpose()
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

    /// The source file of that name.
    pub fn file(&self, source: &str) -> Result<Option<FileRecord>, IndexError> {
        let term = |field, text| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        let both = vec![term(self.fields.source, source), term(self.fields.what, format::FILE)];
        let found = self.searcher.search(&BooleanQuery::intersection(both), &DocSetCollector);
        let Some(at) = found.map_err(|e| self.failed(e))?.into_iter().next() else { return Ok(None) };
        format::decode_file(&self.stored(at)?).map(Some).map_err(|e| self.words(e))
    }

    /// What the ids of each file's items begin with.
    pub(super) fn stems(&self) -> Result<Stems, IndexError> {
        let mut stems = Stems::default();
        for at in self.places(format::FILE)? {
            let (source, stem) = format::decode_stem(&self.stored(at)?).map_err(|e| self.words(e))?;
            stems.set(&source, stem);
        }
        Ok(stems)
    }

    /// The engine's view of the index.
    pub(crate) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Every term of the words that begins so, with the number of items that have it in one field. A term comes once for
    /// each field and segment that has it.
    pub(crate) fn for_each_term(&self, begin: &str, mut each: impl FnMut(&str, u32)) -> Result<(), IndexError> {
        for segment in self.searcher.segment_readers() {
            for field in self.fields.words {
                let inverted = segment.inverted_index(field).map_err(|e| self.failed(e))?;
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

    /// Every word of the sign `sign` that an automaton leads to, with the number of items that have it in one field. A word
    /// comes once for each field and segment that has it.
    pub(crate) fn for_each_match<A: Automaton<State: Clone>>(
        &self,
        sign: char,
        automaton: &A,
        mut each: impl FnMut(&str, u32),
    ) -> Result<(), IndexError> {
        for segment in self.searcher.segment_readers() {
            for field in self.fields.words {
                let inverted = segment.inverted_index(field).map_err(|e| self.failed(e))?;
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

    /// The item that stands there.
    pub(crate) fn item_at(&self, at: DocAddress) -> Result<StoredItem, IndexError> {
        format::decode_item(&self.stored(at)?).map_err(|e| self.words(e))
    }

    /// The id of the item that stands there, without reading the item.
    pub(crate) fn id_at(&self, at: DocAddress) -> Result<String, IndexError> {
        let failed = |e| self.failed(e);
        let ids = self.searcher.segment_reader(at.segment_ord).fast_fields().str("id").map_err(failed)?;
        let mut id = String::new();
        if let Some(ids) = ids
            && let Some(ord) = ids.term_ords(at.doc_id).next()
        {
            ids.ord_to_str(ord, &mut id).map_err(|e| self.words(e))?;
        }
        Ok(id)
    }

    /// The engine's error in our words.
    pub(crate) fn failed(&self, error: TantivyError) -> IndexError {
        engine_error(&self.folder, error)
    }

    /// Every document of a sort.
    fn places(&self, what: &str) -> Result<Vec<DocAddress>, IndexError> {
        let query = TermQuery::new(Term::from_field_text(self.fields.what, what), IndexRecordOption::Basic);
        let found = self.searcher.search(&query, &DocSetCollector).map_err(|e| self.failed(e))?;
        let mut places: Vec<DocAddress> = found.into_iter().collect();
        places.sort_unstable();
        Ok(places)
    }

    fn stored(&self, at: DocAddress) -> Result<Vec<u8>, IndexError> {
        let doc: TantivyDocument = self.searcher.doc(at).map_err(|e| self.failed(e))?;
        let bytes = doc.get_first(self.fields.stored).and_then(|v| v.as_bytes().map(<[u8]>::to_vec));
        bytes.ok_or_else(|| self.words("a document without content"))
    }

    fn words(&self, e: impl std::fmt::Display) -> IndexError {
        IndexError::Engine { folder: self.folder.clone(), words: e.to_string() }
    }
}

/// An automaton for terms of one sign.
struct Signed<'a, A> {
    sign: u8,
    words: &'a A,
}

/// Before the sign, behind another one, or in the word.
#[derive(Clone)]
enum Place<S> {
    Start,
    Elsewhere,
    In(S),
}

impl<A: Automaton<State: Clone>> Automaton for Signed<'_, A> {
    type State = Place<A::State>;

    fn start(&self) -> Self::State {
        Place::Start
    }

    fn is_match(&self, state: &Self::State) -> bool {
        matches!(state, Place::In(state) if self.words.is_match(state))
    }

    fn can_match(&self, state: &Self::State) -> bool {
        match state {
            Place::Start => true,
            Place::Elsewhere => false,
            Place::In(state) => self.words.can_match(state),
        }
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            Place::Start if byte == self.sign => Place::In(self.words.start()),
            Place::Start | Place::Elsewhere => Place::Elsewhere,
            Place::In(state) => Place::In(self.words.accept(state, byte)),
        }
    }
}
