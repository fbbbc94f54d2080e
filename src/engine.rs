//! The only room with a search engine: Danish text as terms, plans for an engine, and the built-in engine.
//!
//! The rest of the program uses the trait [`Engine`]. It answers a [`Plan`], plain data, and gives items, words, pairs
//! and counts. [`Index`] is the built-in implementation. A remote engine, such as a cluster over HTTP, can implement
//! the same trait: `query` calls it per question or per shown item, never per match.

pub mod analysis;
#[cfg(test)]
pub(crate) mod double;
mod local;
pub mod plan;
pub(crate) mod score;
pub(crate) mod spelling;

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use jiff::civil::Date;

use crate::facts::case::{Key, Node};
use crate::index::format::{Dimension, ItemPart};
use crate::index::{IndexError, Meetings, StoredItem};
use crate::model::Participant;

use analysis::Level;
pub use local::{Carried, Document, Index, Writer, version};
use plan::{Clause, Plan, Word};

/// Where an item is, as two numbers. Only the engine knows their meaning. Places have the order of the items in the
/// engine, and stay valid as long as the engine shows the same state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    high: u32,
    low: u32,
}

impl Place {
    /// Makes a place of two numbers.
    pub fn new(high: u32, low: u32) -> Self {
        Self { high, low }
    }

    /// The first number, such as that of a segment.
    pub fn high(self) -> u32 {
        self.high
    }

    /// The second number, such as that of a document in its segment.
    pub fn low(self) -> u32 {
        self.low
    }
}

/// A match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Where it is.
    pub at: Place,
    /// The score; see `score`.
    pub score: f32,
    /// The date as the number yyyymmdd; 0 where there is none.
    pub day: i32,
    /// It has only most of the words.
    pub partial: bool,
}

/// The order of hits. Ties are broken by date (newest first), then by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The best score first.
    #[default]
    Relevance,
    /// By date, undated last.
    OldestFirst,
    /// By date, undated last.
    NewestFirst,
}

/// How to list the matches of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    /// The order of the hits.
    pub order: Order,
    /// How many hits to give, at most. `None` for all.
    pub limit: Option<usize>,
    /// Whether the agenda's and the minutes' item of a pair are one hit.
    pub fold: bool,
}

/// How many items have each value.
pub type Counts = HashMap<(Dimension, String), u64>;

/// An engine's answer to a plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The first hits in order.
    pub hits: Vec<Found>,
    /// The number of all hits, beyond the limit too.
    pub total: u64,
    /// How many of them have only most of the words.
    pub partial: u64,
    /// Hits without a date.
    pub undated: u64,
    /// The counts over all hits.
    pub counts: Counts,
}

/// One form of a word in one part of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// The part of the item.
    pub part: ItemPart,
    /// How near it is to the typed word.
    pub form: plan::Form,
    /// How often it occurs.
    pub count: u32,
    /// Its share of the sum of frequencies, by part, form and length.
    pub frequency: f32,
}

/// Which words of an archive to find for a typed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near<'a> {
    /// Words that OCR, or a keyboard without Danish letters, turns into this one.
    Misread(&'a str),
    /// Words at an edit distance of at most `edits` (a letter inserted, deleted, substituted or transposed).
    Edits {
        /// The typed word, in lower case.
        word: &'a str,
        /// At most 2.
        edits: usize,
        /// The first letter is right and one edit at most is among the next three: a mistyped word hardly ever begins
        /// with two errors.
        careful: bool,
    },
}

/// Where terms occur in items. Looks each term up once for all items.
pub trait Positions {
    /// Calls `each` for every term in a part of the item, with the term's number and its positions, ascending.
    ///
    /// # Errors
    ///
    /// The engine fails.
    fn in_part(&mut self, at: Place, part: ItemPart, each: &mut dyn FnMut(usize, &[u32])) -> Result<(), EngineError>;
}

/// All that a question needs from an archive.
///
/// Every method fails with an [`EngineError`] where the engine does.
pub trait Engine: Sync {
    /// A number for this state of the archive. Every change gives another one.
    fn state(&self) -> u64;

    /// The parts of items with any words.
    fn parts(&self) -> Result<&[ItemPart], EngineError>;

    /// Answers a plan. Scores follow `score`: they depend on the item and on the rarity of the words, and on nothing
    /// else. If few items have all wanted words, those with most of them follow.
    fn answer(&self, plan: &Plan, listing: &Listing) -> Result<Answer, EngineError>;

    /// The counts of [`Engine::answer`] alone.
    fn count(&self, plan: &Plan, fold: bool) -> Result<Counts, EngineError>;

    /// All items that meet the conditions, in the order of their places.
    fn matching(&self, conditions: &[Clause]) -> Result<Vec<Place>, EngineError>;

    /// Whether each item meets the conditions of a plan: filters, values and unwanted words. The wanted words do not
    /// matter.
    fn admitted(&self, plan: &Plan, places: &[Place]) -> Result<Vec<bool>, EngineError>;

    /// Every value in a column of paths (see [`Clause::Value`]), each with the values above it.
    fn values(&self, column: &'static str) -> Result<BTreeSet<Vec<String>>, EngineError>;

    /// Calls `each` for every term with this beginning, with its number of items in one part. The same term may come
    /// several times; the caller adds them up.
    fn terms_beginning(&self, begin: &str, each: &mut dyn FnMut(&str, u32)) -> Result<(), EngineError>;

    /// Calls `each` for every near word of a level, without its sign, with its number of items in one part. The same
    /// word may come several times; the caller adds them up.
    fn words_near(&self, level: Level, near: Near<'_>, each: &mut dyn FnMut(&str, u32)) -> Result<(), EngineError>;

    /// Whether any item has the term in one of the parts.
    fn has_term(&self, term: &str, parts: &[ItemPart]) -> Result<bool, EngineError>;

    /// The rarity of a word, as used in its score.
    fn rarity(&self, word: &Word) -> Result<f32, EngineError>;

    /// The forms of a word in an item.
    fn occurrences(&self, word: &Word, at: Place) -> Result<Vec<Occurrence>, EngineError>;

    /// Where terms, numbered in this order, occur in items.
    fn positions<'a>(&'a self, terms: Vec<String>) -> Box<dyn Positions + 'a>;

    /// The place of an item.
    fn place(&self, id: &str) -> Result<Option<Place>, EngineError>;

    /// The id of an item. Empty for the place of a file.
    fn id_at(&self, at: Place) -> Result<String, EngineError>;

    /// An item, whole.
    fn item_at(&self, at: Place) -> Result<StoredItem, EngineError>;

    /// The facts by which an item can be tied to others.
    fn node_at(&self, at: Place) -> Result<Node, EngineError>;

    /// The days of items, in their order.
    fn days_at(&self, places: &[Place]) -> Result<Vec<Option<Date>>, EngineError>;

    /// The same for all items, in the order of the places.
    fn nodes(&self) -> Result<Vec<(Place, Node)>, EngineError>;

    /// The items with a key.
    fn holders(&self, key: Key) -> Result<Vec<Place>, EngineError>;

    /// Calls `each` with every key and its items. The same key may come several times; the caller joins them.
    fn for_each_key(&self, each: &mut dyn FnMut(Key, Vec<Place>)) -> Result<(), EngineError>;

    /// The pair of an item, the item itself included. The item to show for the pair comes first.
    fn pair(&self, at: Place) -> Result<Vec<Place>, EngineError>;

    /// The pairs with two or more of these items, each led by the item to show for the pair. `places` must be in order.
    fn pairs_among(&self, places: &[Place]) -> Result<Vec<Vec<Place>>, EngineError>;

    /// How many items there are.
    fn item_count(&self) -> Result<usize, EngineError>;

    /// How many documents there are.
    fn document_count(&self) -> Result<usize, EngineError>;

    /// The items with an accepted case number. `accept` gets it in lower case, as printed.
    fn with_case_number(&self, accept: &dyn Fn(&str) -> bool) -> Result<Vec<Place>, EngineError>;

    /// The ids with this beginning, in no order.
    fn ids_beginning(&self, begin: &str) -> Result<Vec<String>, EngineError>;

    /// The participants of the meeting in a file, in the order of the list. Empty if the file names nobody.
    fn participants(&self, source: &str) -> Result<Vec<Participant>, EngineError>;

    /// The sources of all files, in order.
    fn sources(&self) -> Result<Vec<String>, EngineError>;

    /// The items of a source, in the order of their places.
    fn places_in(&self, source: &str) -> Result<Vec<Place>, EngineError>;

    /// The items of a day, in no order.
    fn places_of_day(&self, day: Date) -> Result<Vec<Place>, EngineError>;

    /// The meetings and their documents.
    fn meetings(&self) -> Result<&Meetings, EngineError>;

    /// Each body's last meeting day.
    fn last_meetings(&self) -> Result<HashMap<String, Date>, EngineError>;
}

/// Why an engine could not answer.
#[derive(Debug)]
pub enum EngineError {
    /// The built-in engine's index failed.
    Index(IndexError),
    /// Another engine failed.
    Other {
        /// The address of the engine.
        engine: String,
        /// Its message.
        words: String,
    },
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(e) => e.fmt(f),
            Self::Other { engine, words } => write!(f, "{engine}: the search engine cannot be used: {words}"),
        }
    }
}

impl std::error::Error for EngineError {}

impl From<IndexError> for EngineError {
    fn from(e: IndexError) -> Self {
        Self::Index(e)
    }
}
