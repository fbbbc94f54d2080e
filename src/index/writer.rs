//! The index, to be written.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tantivy::directory::MmapDirectory;
use tantivy::directory::error::LockError;
use tantivy::schema::Facet;
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use super::analyze::Danish;
use super::format::{self, Fields, Part};
use super::identity::{Stems, identified};
use super::pairing::{self, Pairing};
use super::parts::PartText;
use super::{FileRecord, Index, IndexError, MeetingFacts, StoredItem};
use crate::clues::Node;
use crate::lexicon::authorities;
use crate::model::{Item, Meeting, Participant};
use crate::repair::corrections::FILE_NAME as CORRECTIONS;

/// Memory for words that wait to be written: enough for some ten thousand items at a time.
const MEMORY: usize = 64 << 20;

/// The only one who may write to an index. Nothing is seen by readers before [`Writer::commit`].
pub struct Writer {
    folder: PathBuf,
    fields: Fields,
    engine: IndexWriter,
    stems: Stems,
    pairing: Pairing,
}

impl Writer {
    /// Opens the index in a folder for writing, or makes one where the folder is missing or empty.
    ///
    /// # Errors
    ///
    /// Every [`IndexError`] but [`IndexError::Missing`].
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let failed = |e: TantivyError| engine_error(folder, e);
        let new = !holds_index(folder)?;
        if new {
            fs::create_dir_all(folder)
                .map_err(|e| IndexError::Engine { folder: folder.into(), words: e.to_string() })?;
        }
        let (schema, fields) = Fields::schema();
        let directory = MmapDirectory::open(folder).map_err(|e| failed(e.into()))?;
        let index = match new {
            true => {
                tantivy::Index::create(directory, schema.clone(), tantivy::IndexSettings::default()).map_err(failed)?
            }
            false => tantivy::Index::open(directory).map_err(failed)?,
        };
        let begun = !new && check_version(folder, &index)?;
        if index.schema() != schema {
            return Err(IndexError::NotAnIndex(folder.to_owned()));
        }
        index.tokenizers().register(format::TOKENIZER, Danish::default());
        let engine = index.writer_with_num_threads(1, MEMORY).map_err(failed)?;
        let (stems, pairing) = (Stems::default(), Pairing::default());
        let mut writer = Self { folder: folder.to_owned(), fields, engine, stems, pairing };
        if begun {
            let before = Index::open(folder)?;
            writer.stems = before.stems()?;
            writer.pairing = Pairing::beside(before)?;
        } else {
            writer.commit_so_far()?;
        }
        Ok(writer)
    }

    /// Settles what the ids of these files begin with, in this order. Files that are not named here are settled as they
    /// are put; where two may want the same, the order in which they are read would decide.
    pub fn name<'a>(&mut self, sources: impl IntoIterator<Item = &'a str>) {
        for source in sources {
            self.stems.claim(source);
        }
    }

    /// Puts a file and its meeting in place of what the index had of that source.
    pub fn put(&mut self, file: &FileRecord, meeting: Option<&Meeting>) -> Result<(), IndexError> {
        self.delete(&file.source)?;
        let stem = self.stems.claim(&file.source).to_owned();
        if let Some(meeting) = meeting {
            let facts = MeetingFacts::from(meeting);
            let store = |((id, item), position): ((String, &Item), u32)| {
                let (source, item) = (file.source.clone(), item.clone());
                StoredItem { id, source, position, meeting: facts.clone(), item }
            };
            let items: Vec<_> = identified(&stem, &meeting.items).into_iter().zip(0..).map(store).collect();
            self.add_items(&items)?;
        }
        self.add_file(file, &stem, meeting.map_or(&[], |m| &m.participants))
    }

    /// Puts the items of a file anew that the index has, with what was changed about them, and who was at its meeting. The
    /// file is not read again.
    pub fn put_again(
        &mut self,
        file: &FileRecord,
        items: &[StoredItem],
        people: &[Participant],
    ) -> Result<(), IndexError> {
        self.delete(&file.source)?;
        let stem = self.stems.claim(&file.source).to_owned();
        self.add_items(items)?;
        self.add_file(file, &stem, people)
    }

    /// Takes a file and its items out.
    pub fn remove(&mut self, source: &str) -> Result<(), IndexError> {
        self.delete(source)?;
        self.stems.free(source);
        Ok(())
    }

    /// Notes the rules by which items are given their topics; `None` for the program's own.
    pub fn note_topics(&mut self, rules: Option<&str>) -> Result<(), IndexError> {
        let f = &self.fields;
        self.engine.delete_term(Term::from_field_text(f.what, format::TOPICS));
        let Some(rules) = rules else { return Ok(()) };
        let mut doc = TantivyDocument::default();
        doc.add_text(f.what, format::TOPICS);
        doc.add_bytes(f.stored, rules.as_bytes());
        self.add(doc)
    }

    fn delete(&mut self, source: &str) -> Result<(), IndexError> {
        self.engine.delete_term(Term::from_field_text(self.fields.source, source));
        self.pairing.take_out(source)
    }

    /// Makes everything since the last commit visible, at once, and waits for what the engine tidies up after it.
    pub fn commit(mut self) -> Result<(), IndexError> {
        self.commit_so_far()?;
        let Self { folder, engine, .. } = self;
        engine.wait_merging_threads().map_err(|e| engine_error(&folder, e))
    }

    /// Makes everything so far visible and goes on.
    pub fn commit_so_far(&mut self) -> Result<(), IndexError> {
        self.note_pairs()?;
        let failed = |e| engine_error(&self.folder, e);
        let mut prepared = self.engine.prepare_commit().map_err(failed)?;
        prepared.set_payload(&format::payload());
        prepared.commit().map(|_| ()).map_err(failed)
    }

    /// Replaces what is noted of pairs, where that changed.
    fn note_pairs(&mut self) -> Result<(), IndexError> {
        let Some(exceptions) = self.pairing.settle()? else { return Ok(()) };
        let f = &self.fields;
        self.engine.delete_term(Term::from_field_text(f.what, format::PAIRS));
        let mut doc = TantivyDocument::default();
        doc.add_text(f.what, format::PAIRS);
        doc.add_bytes(f.stored, &format::encode_pairs(exceptions));
        self.add(doc)
    }

    fn add_file(&self, file: &FileRecord, stem: &str, people: &[Participant]) -> Result<(), IndexError> {
        let f = &self.fields;
        let mut doc = TantivyDocument::default();
        doc.add_text(f.what, format::FILE);
        doc.add_text(f.source, &file.source);
        doc.add_bytes(f.stored, &format::encode_file(file, stem, people).map_err(|e| self.words(e))?);
        self.add(doc)
    }

    /// Adds the items of one document.
    fn add_items(&mut self, items: &[StoredItem]) -> Result<(), IndexError> {
        let length = items.iter().map(|i| pairing::length(&i.item)).sum();
        // Clues take longer to read than the engine takes for the words.
        let nodes: Vec<Node> = items.par_iter().map(node_of).collect();
        for (stored, node) in items.iter().zip(&nodes) {
            self.add_item(stored, node, length)?;
            self.pairing.add(stored);
        }
        Ok(())
    }

    /// `length` is that of its document.
    fn add_item(&self, stored: &StoredItem, node: &Node, length: u64) -> Result<(), IndexError> {
        let (f, item) = (&self.fields, &stored.item);
        let mut doc = TantivyDocument::default();
        doc.add_text(f.what, format::ITEM);
        doc.add_text(f.source, &stored.source);
        doc.add_text(f.id, &stored.id);
        doc.add_u64(f.position, stored.position.into());
        doc.add_bool(f.closed, item.closed);
        doc.add_u64(f.key, pairing::key_of(&stored.id));
        doc.add_u64(f.pair, pairing::own_pair(&stored.id, &stored.meeting, item));
        doc.add_u64(f.rank, pairing::rank(&stored.meeting, item, length));
        if let Some(number) = &item.number {
            doc.add_text(f.number, number.as_str().to_lowercase());
        }
        if let Some(number) = &item.case_number {
            doc.add_text(f.case_number, number.0.to_lowercase());
        }
        self.add_facets(&mut doc, stored);
        for part in Part::ALL {
            let words = PartText::of(item, part);
            if !words.text.is_empty() {
                doc.add_text(f.words_of(part), words.encoded());
            }
        }
        for key in node.keys() {
            doc.add_u64(f.keys, key.0);
        }
        doc.add_bytes(f.node, &format::encode_node(node).map_err(|e| self.words(e))?);
        doc.add_bytes(f.stored, &format::encode_item(stored).map_err(|e| self.words(e))?);
        self.add(doc)
    }

    fn add_facets(&self, doc: &mut TantivyDocument, stored: &StoredItem) {
        let (f, meeting, item) = (&self.fields, &stored.meeting, &stored.item);
        for place in format::place_facets(authorities(), meeting, item) {
            doc.add_facet(f.place, place);
        }
        if let Some(date) = meeting.date {
            doc.add_i64(f.day, format::day_number(date));
            doc.add_facet(f.month, format::month_facet(date));
        }
        for topic in &item.topics {
            doc.add_facet(f.topic, Facet::from_path(topic.steps()));
        }
        if let Some(body) = meeting.body.as_deref().filter(|b| !b.is_empty()) {
            doc.add_facet(f.body, Facet::from_path([body]));
        }
        doc.add_facet(f.kind, format::kind_facet(meeting.kind));
        for number in format::kle_facets(item) {
            doc.add_facet(f.kle, number);
        }
    }

    fn add(&self, doc: TantivyDocument) -> Result<(), IndexError> {
        self.engine.add_document(doc).map(|_| ()).map_err(|e| engine_error(&self.folder, e))
    }

    fn words(&self, e: impl std::fmt::Display) -> IndexError {
        IndexError::Engine { folder: self.folder.clone(), words: e.to_string() }
    }
}

/// What an item says that can tie it to others.
fn node_of(stored: &StoredItem) -> Node {
    Node::new(&stored.id, &stored.source, stored.position, &stored.meeting.setting(), &stored.item)
}

/// True for what may stand in an index's folder and is no part of it: a README, the user's synonyms and corrections.
pub fn is_beside_an_index(name: &OsStr) -> bool {
    name == "README.md" || name == "synonyms.toml" || name == CORRECTIONS
}

/// True where the folder holds an index of the engine, false where it is missing or empty. Hidden files, such as a
/// `.gitignore`, and what [`is_beside_an_index`] do not count.
pub(super) fn holds_index(folder: &Path) -> Result<bool, IndexError> {
    if folder.join("meta.json").is_file() {
        return Ok(true);
    }
    match fs::read_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(e) if e.kind() == std::io::ErrorKind::NotADirectory => Err(IndexError::NotAnIndex(folder.to_owned())),
        Err(e) => Err(IndexError::Engine { folder: folder.to_owned(), words: e.to_string() }),
        Ok(mut entries) => {
            let other = |name: &OsStr| !is_beside_an_index(name) && !name.as_encoded_bytes().starts_with(b".");
            match entries.any(|e| e.is_ok_and(|e| other(&e.file_name()))) {
                true => Err(IndexError::NotAnIndex(folder.to_owned())),
                false => Ok(false),
            }
        }
    }
}

/// True where something was ever committed, which must then be of this version.
pub(super) fn check_version(folder: &Path, index: &tantivy::Index) -> Result<bool, IndexError> {
    let meta = index.load_metas().map_err(|e| engine_error(folder, e))?;
    match meta.payload.as_deref().map(format::version_of) {
        Some(Some(format::VERSION)) => Ok(true),
        Some(Some(found)) => Err(IndexError::OtherVersion { folder: folder.to_owned(), found }),
        Some(None) => Err(IndexError::NotAnIndex(folder.to_owned())),
        None if meta.segments.is_empty() && index.schema() == Fields::schema().0 => Ok(false),
        None => Err(IndexError::NotAnIndex(folder.to_owned())),
    }
}

/// The engine's error in our words.
pub(super) fn engine_error(folder: &Path, error: TantivyError) -> IndexError {
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::Locked(folder.to_owned()),
        TantivyError::LockFailure(LockError::IoError(e), _) | TantivyError::IoError(e) => {
            IndexError::Engine { folder: folder.to_owned(), words: e.to_string() }
        }
        other => IndexError::Engine { folder: folder.to_owned(), words: other.to_string() },
    }
}
