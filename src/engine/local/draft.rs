//! Writes the index of the search library.

use std::path::Path;

use rayon::prelude::*;
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Facet, IndexRecordOption};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{IndexSettings, IndexWriter, TantivyDocument, Term};

use super::carried::Carried;
use super::error::{Error, Result};
use super::fields::{Fields, TOKENIZER};
use super::pairing::Pairing;
use super::reader::{Reader, state_of};
use super::rebuild;
use super::version::check_version;
use crate::engine::analysis::{Danish, with_scanned_words};
use crate::facts::case::Node;
use crate::index::LastRun;
use crate::index::folder::holds_index;
use crate::index::format::tally::{self, ItemValues};
use crate::index::format::{self, ItemPart, ValuePath};
use crate::index::identity::{Stems, identified};
use crate::index::pairing;
use crate::index::parts::PartText;
use crate::index::{Content, FileRecord, IndexError, MeetingFacts, StoredItem};
use crate::index::{Target, Tombstone, Tombstones};
use crate::lexicon::authorities;
use crate::model::Decision;
use crate::model::{Item, Meeting};

/// Memory for words before they are written, in bytes: enough for about 30,000 items, a segment. Every search looks
/// each word up in each segment, so small ones would slow it down.
const MEMORY: usize = 128 << 20;

/// The zstd level (1 to 22) for stored items. Higher levels take more time and save little room.
const PACKING: i32 = 9;
/// The bytes of stored items compressed together.
const BLOCK: usize = 32 << 10;

/// Changes to an index. Readers see nothing of them before [`Draft::commit_so_far`].
pub(super) struct Draft {
    fields: Fields,
    library: IndexWriter,
    stems: Stems,
    pairing: Pairing,
    tombstones: Tombstones,
}

impl Draft {
    /// Opens the index in a folder for writing, or makes one where the folder is empty.
    pub(super) fn open(folder: &Path) -> Result<Self> {
        rebuild::clear(folder)?;
        let new = !holds_index(folder)?;
        let mut draft = Self::begin(folder, new)?;
        let begun = !new && check_version(draft.library.index())?;
        if begun {
            let before = Reader::open(folder, state_of(folder))?;
            draft.stems = before.stems()?;
            draft.bury(before.tombstones()?);
            draft.pairing = Pairing::beside(before)?;
        } else {
            draft.commit_so_far()?;
        }
        Ok(draft)
    }

    /// Begins a new index with the `carried` parts of the one in `folder`.
    pub(super) fn rebuild(folder: &Path, carried: &Carried) -> Result<Self> {
        let mut draft = Self::begin(&rebuild::begin(folder)?, true)?;
        for (source, stem) in &carried.stems {
            draft.stems.set(source, stem.clone());
        }
        draft.bury(carried.tombstones.clone());
        draft.note_tombstones()?;
        draft.note_topics(carried.topics.as_deref())?;
        Ok(draft)
    }

    fn begin(place: &Path, new: bool) -> Result<Self> {
        let (schema, fields) = Fields::schema();
        let directory = MmapDirectory::open(place)?;
        let index = match new {
            true => tantivy::Index::create(directory, schema.clone(), settings())?,
            false => tantivy::Index::open(directory)?,
        };
        if !new {
            check_version(&index)?;
        }
        if index.schema() != schema {
            return Err(Error::NotAnIndex);
        }
        index.tokenizers().register(TOKENIZER, Danish::default());
        let library = index.writer_with_num_threads(1, MEMORY)?;
        // Files left by a killed run may have names needed now, and the library would fail on them.
        library.garbage_collect_files().wait()?;
        let (stems, pairing, tombstones) = (Stems::default(), Pairing::default(), Tombstones::default());
        Ok(Self { fields, library, stems, pairing, tombstones })
    }

    /// Takes over the tombstones. The stems of forgotten files stay reserved.
    fn bury(&mut self, tombstones: Tombstones) {
        tombstones.files().filter(|f| !f.stem.is_empty()).for_each(|f| self.stems.reserve(f.stem.clone()));
        self.tombstones = tombstones;
    }

    /// Fixes the beginnings of the ids of these files, in this order. Other files get theirs when they are put: if two
    /// claimed the same one, the order of reading would decide.
    pub(super) fn name<'a>(&mut self, sources: impl IntoIterator<Item = &'a str>) {
        for source in sources {
            self.stems.claim(source);
        }
    }

    /// Keeps the beginnings of the ids of renamed files: pairs of old and new names.
    pub(super) fn rename<'a>(&mut self, moved: impl IntoIterator<Item = (&'a str, &'a str)>) {
        self.stems.rename(moved);
    }

    /// Replaces a source's file and meeting. Forgotten items stay out.
    pub(super) fn put(&mut self, file: &FileRecord, meeting: Option<&Meeting>) -> Result<()> {
        let stem = self.stems.claim(&file.source).to_owned();
        let Some(meeting) = meeting else { return self.put_all(file, &stem, &Content::default()) };
        let facts = MeetingFacts::from(meeting);
        let kept = identified(&stem, &meeting.items).into_iter().zip(0..);
        let kept = kept.filter(|((id, _), _)| !self.tombstones.has_item(id));
        let store = |((id, item), position): ((String, &Item), u32)| {
            let (source, item) = (file.source.clone(), item.clone());
            StoredItem { id, source, position, meeting: facts.clone(), item }
        };
        let items: Vec<_> = kept.map(store).collect();
        let left_out = meeting.items.len() - items.len();
        let left_out = u32::try_from(left_out).unwrap_or(u32::MAX);
        let content = Content { items, participants: meeting.participants.clone() };
        self.put_all(&FileRecord { items: file.items.saturating_sub(left_out), ..file.clone() }, &stem, &content)
    }

    /// Replaces the items of a file without reading it again, after a change of their facts.
    pub(super) fn put_again(&mut self, file: &FileRecord, content: &Content) -> Result<()> {
        let stem = self.stems.claim(&file.source).to_owned();
        self.put_all(file, &stem, content)
    }

    /// Stores a file's new time, if nothing else changed since `before`.
    pub(super) fn touch(&mut self, before: &Reader, file: &FileRecord) -> Result<()> {
        self.replace_row(before, &file.source, file.modified, file.hash)
    }

    /// Makes the next run read an unchanged file again.
    pub(super) fn read_again(&mut self, before: &Reader, source: &str) -> Result<()> {
        self.replace_row(before, source, i64::MIN, 0)
    }

    fn replace_row(&mut self, before: &Reader, source: &str, modified: i64, hash: u64) -> Result<()> {
        let Some(row) = before.file_row(source)? else { return Ok(()) };
        let f = &self.fields;
        let term = |field, text| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        let both = vec![term(f.source, source), term(f.what, format::FILE)];
        let deleted = self.library.delete_query(Box::new(BooleanQuery::intersection(both)));
        deleted?;
        self.add_row(source, &format::touch_file(&row, modified, hash)?)
    }

    /// Puts a copy of another file. It has no items.
    pub(super) fn put_double(&mut self, file: &FileRecord) -> Result<()> {
        self.remove(&file.source)?;
        self.add_file(file, "", &Content::default())
    }

    fn put_all(&mut self, file: &FileRecord, stem: &str, content: &Content) -> Result<()> {
        self.delete(&file.source)?;
        self.add_items(&content.items)?;
        self.add_file(file, stem, content)
    }

    /// Moves files to their new names. Their items keep their ids. `content` gives the content of an old name.
    pub(super) fn move_all(
        &mut self,
        moved: &[(String, FileRecord)],
        mut content: impl FnMut(&str) -> std::result::Result<Content, IndexError>,
    ) -> Result<()> {
        // Delete first: a file may take another one's old name.
        for (from, to) in moved {
            self.delete(from)?;
            self.delete(&to.source)?;
        }
        self.stems.rename(moved.iter().map(|(from, to)| (from.as_str(), to.source.as_str())));
        for (from, to) in moved {
            let mut content = content(from)?;
            content.items.iter_mut().for_each(|i| i.source.clone_from(&to.source));
            let stem = self.stems.claim(&to.source).to_owned();
            self.add_items(&content.items)?;
            self.add_file(to, &stem, &content)?;
        }
        Ok(())
    }

    /// Removes a file and its items.
    pub(super) fn remove(&mut self, source: &str) -> Result<()> {
        self.delete(source)?;
        self.stems.free(source);
        Ok(())
    }

    /// All tombstones so far.
    pub(super) fn tombstones(&self) -> &Tombstones {
        &self.tombstones
    }

    /// The beginning of the ids of a file's items.
    pub(super) fn stem(&self, source: &str) -> Option<&str> {
        self.stems.of(source)
    }

    /// The file with this beginning of its ids.
    pub(super) fn source(&self, stem: &str) -> Option<&str> {
        self.stems.source(stem)
    }

    /// Adds a tombstone. It does not remove anything from the index.
    pub(super) fn forget(&mut self, tombstone: Tombstone) -> Result<()> {
        self.tombstones.add(tombstone);
        self.bury(self.tombstones.clone());
        self.note_tombstones()
    }

    /// Removes the tombstones of an item's id, or of a file's source or path. The next run reads them again.
    pub(super) fn undo_forget(&mut self, name: &str) -> Result<Vec<Tombstone>> {
        let taken = self.tombstones.take(name);
        for tombstone in &taken {
            if let Target::File(file) = &tombstone.target {
                self.stems.release(&file.stem);
            }
        }
        self.note_tombstones()?;
        Ok(taken)
    }

    fn note_tombstones(&mut self) -> Result<()> {
        let row = match self.tombstones.is_empty() {
            true => None,
            false => Some(format::encode_tombstones(&self.tombstones)?),
        };
        self.note(format::FORGOTTEN, row.as_deref())
    }

    /// Stores the record of this run.
    pub(super) fn note_run(&mut self, run: &LastRun) -> Result<()> {
        let row = format::encode_run(run)?;
        self.note(format::RUN, Some(&row))
    }

    /// Replaces the one document of a kind.
    fn note(&self, what: &str, row: Option<&[u8]>) -> Result<()> {
        let f = &self.fields;
        self.library.delete_term(Term::from_field_text(f.what, what));
        let Some(row) = row else { return Ok(()) };
        let mut doc = nothing_found(f);
        doc.add_text(f.what, what);
        doc.add_bytes(f.stored, row);
        self.add(doc)
    }

    /// Stores the user's topic rules; `None` for the built-in ones.
    pub(super) fn note_topics(&mut self, rules: Option<&str>) -> Result<()> {
        self.note(format::TOPICS, rules.map(str::as_bytes))
    }

    fn delete(&mut self, source: &str) -> Result<()> {
        self.library.delete_term(Term::from_field_text(self.fields.source, source));
        self.pairing.take_out(source)
    }

    /// Rewrites segments with removed items, so that none of their words stay on the disk.
    pub(super) fn purge(&mut self) -> Result<()> {
        for segment in self.library.index().searchable_segment_metas()? {
            if segment.has_deletes() {
                self.library.merge(&[segment.id()]).wait()?;
            }
        }
        self.library.garbage_collect_files().wait()?;
        Ok(())
    }

    /// Makes all changes so far visible and continues.
    pub(super) fn commit_so_far(&mut self) -> Result<()> {
        self.note_pairs()?;
        let mut prepared = self.library.prepare_commit()?;
        prepared.set_payload(&format::payload());
        prepared.commit()?;
        Ok(())
    }

    /// Waits for the library's merges.
    pub(super) fn close(self) -> Result<()> {
        Ok(self.library.wait_merging_threads()?)
    }

    /// Stores the pairs and meetings, if they changed.
    fn note_pairs(&mut self) -> Result<()> {
        let Some(noted) = self.pairing.settle()? else { return Ok(()) };
        let (pairs, meetings) = (format::encode_pairs(noted.exceptions), format::encode_meetings(&noted.meetings));
        self.note(format::PAIRS, Some(&pairs))?;
        self.note(format::MEETINGS, Some(&meetings?))
    }

    fn add_file(&self, file: &FileRecord, stem: &str, content: &Content) -> Result<()> {
        let row = format::encode_file(file, stem, &content.participants);
        self.add_row(&file.source, &row?)
    }

    fn add_row(&self, source: &str, row: &[u8]) -> Result<()> {
        let f = &self.fields;
        let mut doc = nothing_found(f);
        doc.add_text(f.what, format::FILE);
        doc.add_text(f.source, source);
        doc.add_bytes(f.stored, row);
        self.add(doc)
    }

    /// Adds the items of one document.
    fn add_items(&mut self, items: &[StoredItem]) -> Result<()> {
        let length = items.iter().map(|i| pairing::length(&i.item)).sum();
        // In parallel, because making the nodes takes longer than indexing the words.
        let nodes: Vec<Node> = items.par_iter().map(node_of).collect();
        for (stored, node) in items.iter().zip(&nodes) {
            self.add_item(stored, node, length)?;
            self.pairing.add(stored);
        }
        Ok(())
    }

    /// `length` is the length of its document.
    fn add_item(&self, stored: &StoredItem, node: &Node, length: u64) -> Result<()> {
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
        for part in ItemPart::ALL {
            let words = PartText::of(item, part);
            if !words.text.is_empty() {
                doc.add_text(f.words_of(part), with_scanned_words(&words.text, &words.repairs));
            }
        }
        for key in node.keys() {
            doc.add_u64(f.keys, key.0);
        }
        doc.add_bytes(f.node, &format::encode_node(node)?);
        doc.add_bytes(f.stored, &format::encode_item(stored)?);
        self.add(doc)
    }

    fn add_facets(&self, doc: &mut TantivyDocument, stored: &StoredItem) {
        let (f, meeting, item) = (&self.fields, &stored.meeting, &stored.item);
        let places = format::place_paths(authorities(), meeting, item);
        let topics: Vec<ValuePath> = item.topics.iter().map(|topic| format::path(topic.steps())).collect();
        let body = meeting.body.as_deref().filter(|b| !b.is_empty());
        let (kind, kle) = (meeting.kind.name(), format::kle_paths(item));
        let outcome = item.decision.as_ref().and_then(Decision::outcome_name);
        let values = ItemValues { body, kind, outcome, places: &places, topics: &topics, kle: &kle };
        for (column, tally) in f.tallies.into_iter().zip(tally::tallies(&values)) {
            doc.add_text(column, tally);
        }
        doc.add_i64(f.day, meeting.date.map_or(0, format::day_number));
        doc.add_facet(f.kind, Facet::from_path([kind]));
        if let Some(outcome) = outcome {
            doc.add_facet(f.outcome, Facet::from_path([outcome]));
        }
        if let Some(body) = body {
            doc.add_facet(f.body, Facet::from_path([body]));
        }
        for (field, paths) in [(f.place, &places), (f.topic, &topics), (f.kle, &kle)] {
            paths.iter().for_each(|path| doc.add_facet(field, Facet::from_path(path)));
        }
    }

    fn add(&self, doc: TantivyDocument) -> Result<()> {
        self.library.add_document(doc)?;
        Ok(())
    }
}

/// Stored items are compressed by zstd: a third smaller than with LZ4, and twenty hits are decompressed as fast as they
/// are read.
fn settings() -> IndexSettings {
    let docstore_compression = Compressor::Zstd(ZstdCompressor { compression_level: Some(PACKING) });
    IndexSettings { docstore_compression, docstore_blocksize: BLOCK, ..IndexSettings::default() }
}

/// A document that no search finds. It has every column, because columns are read without a check.
fn nothing_found(f: &Fields) -> TantivyDocument {
    let mut doc = TantivyDocument::default();
    doc.add_i64(f.day, 0);
    [f.key, f.pair, f.rank].into_iter().for_each(|column| doc.add_u64(column, 0));
    f.tallies.into_iter().for_each(|column| doc.add_text(column, ""));
    doc
}

/// The facts by which an item can be tied to others.
fn node_of(stored: &StoredItem) -> Node {
    Node::new(&stored.id, &stored.source, stored.position, &stored.meeting.setting(), &stored.item)
}

/// Puts the rebuilt index in its place and removes the files of the old one.
pub(super) fn take_place(folder: &Path) -> Result<()> {
    rebuild::swap(folder)?;
    let index = tantivy::Index::open(MmapDirectory::open(folder)?)?;
    let library: IndexWriter = index.writer_with_num_threads(1, MEMORY)?;
    library.garbage_collect_files().wait()?;
    Ok(library.wait_merging_threads()?)
}
