//! The one room that knows search engines: Danish text as terms, what is asked of an engine, and the engine that is built in.
//!
//! [`Engine`] is what the rest of the program asks: it answers a [`Plan`], which is plain data, and gives items, words and
//! whatever else a question needs to know of an archive. [`Index`] is the built-in implementor. Another one, such as a
//! cluster that is asked over HTTP, implements the same trait; calls are made per question or per item that is shown, never
//! per item that is found.

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

use analysis::Level;
pub use local::{Carried, Document, Index, Writer, version};
use plan::{Clause, Plan, Word};

/// Where an item is, as two numbers that mean something to its engine alone. Places are ordered as the engine holds its
/// items, and are valid for as long as the engine shows the same state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    high: u32,
    low: u32,
}

impl Place {
    /// The place of those numbers.
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

/// An item that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Where it is.
    pub at: Place,
    /// How well it answers; see `score`.
    pub score: f32,
    /// The date as the number yyyymmdd; 0 where there is none.
    pub day: i32,
    /// It has only most of the words.
    pub partial: bool,
}

/// In which order hits come. Ties always by date (newest first), then by id.
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

/// How the items that answer a plan are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    /// The order of the hits.
    pub order: Order,
    /// How many hits to give, at most. `None` for all.
    pub limit: Option<usize>,
    /// Items that are one, as the agenda and the minutes have it, are one hit.
    pub fold: bool,
}

/// How many items have each value.
pub type Counts = HashMap<(Dimension, String), u64>;

/// What an engine answers to a plan.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The first hits in order.
    pub hits: Vec<Found>,
    /// How many hits there are in all, beyond the limit too.
    pub total: u64,
    /// Some hits have only most of the words.
    pub partial: bool,
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
    /// How near it is to the word that was typed.
    pub form: plan::Form,
    /// How often it occurs.
    pub count: u32,
    /// Its share of the sum of frequencies, by part, form and length.
    pub frequency: f32,
}

/// Which words of an archive are near to one that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near<'a> {
    /// Words that OCR or a keyboard without Danish letters turns into this one.
    Misread(&'a str),
    /// Words at an edit distance of at most `edits` (a letter inserted, deleted, substituted or transposed).
    Edits {
        /// The word that was typed, in lower case.
        word: &'a str,
        /// At most 2.
        edits: usize,
        /// The first letter is right and one edit at most is among the next three: hardly a mistyped word begins with two
        /// mistakes.
        careful: bool,
    },
}

/// Where terms occur in items. Looks each term up once for all the items that it is asked about.
pub trait Positions {
    /// Calls `each` with the number of every term that occurs in a part of the item and its positions there, ascending.
    ///
    /// # Errors
    ///
    /// An engine that fails.
    fn in_part(&mut self, at: Place, part: ItemPart, each: &mut dyn FnMut(usize, &[u32])) -> Result<(), EngineError>;
}

/// What a question needs to know of an archive.
///
/// Every method fails with an [`EngineError`] where the engine does.
pub trait Engine: Sync {
    /// A number that is another after every change of the archive.
    fn state(&self) -> u64;

    /// The parts of items that have words at all.
    fn parts(&self) -> Result<&[ItemPart], EngineError>;

    /// Answers a plan. Scores are those of `score`: they depend on the item and on how rare the words are, and on nothing
    /// else. Where hardly any item has all that is wanted, those that have most of it follow.
    fn answer(&self, plan: &Plan, listing: &Listing) -> Result<Answer, EngineError>;

    /// The counts of [`Engine::answer`] alone.
    fn count(&self, plan: &Plan, fold: bool) -> Result<Counts, EngineError>;

    /// All items that meet conditions, in the order of their places.
    fn matching(&self, conditions: &[Clause]) -> Result<Vec<Place>, EngineError>;

    /// Which of some items meet the conditions of a plan (its filters, values and what is unwanted), whatever words they
    /// have.
    fn admitted(&self, plan: &Plan, places: &[Place]) -> Result<Vec<bool>, EngineError>;

    /// Every value in a column of paths (see [`Clause::Value`]), each with the values above it.
    fn values(&self, column: &'static str) -> Result<BTreeSet<Vec<String>>, EngineError>;

    /// Calls `each` with every term that begins so and the number of items that have it in one part. A term may come
    /// several times, to be added up.
    fn terms_beginning(&self, begin: &str, each: &mut dyn FnMut(&str, u32)) -> Result<(), EngineError>;

    /// Calls `each` with every word of a level that is near to another, without its sign, and the number of items that have
    /// it in one part. A word may come several times, to be added up.
    fn words_near(&self, level: Level, near: Near<'_>, each: &mut dyn FnMut(&str, u32)) -> Result<(), EngineError>;

    /// True where an item has the term in one of the parts.
    fn has_term(&self, term: &str, parts: &[ItemPart]) -> Result<bool, EngineError>;

    /// The rarity of a word, as its score has it.
    fn rarity(&self, word: &Word) -> Result<f32, EngineError>;

    /// The forms of a word that an item has.
    fn occurrences(&self, word: &Word, at: Place) -> Result<Vec<Occurrence>, EngineError>;

    /// Where terms, numbered in this order, occur in items.
    fn positions<'a>(&'a self, terms: Vec<String>) -> Box<dyn Positions + 'a>;

    /// Where the item of that id is.
    fn place(&self, id: &str) -> Result<Option<Place>, EngineError>;

    /// The id of an item. Empty for the place of a file.
    fn id_at(&self, at: Place) -> Result<String, EngineError>;

    /// An item, whole.
    fn item_at(&self, at: Place) -> Result<StoredItem, EngineError>;

    /// What can tie an item to others.
    fn node_at(&self, at: Place) -> Result<Node, EngineError>;

    /// The days of items, in their order.
    fn days_at(&self, places: &[Place]) -> Result<Vec<Option<Date>>, EngineError>;

    /// What can tie each item to others, in the order of the places.
    fn nodes(&self) -> Result<Vec<(Place, Node)>, EngineError>;

    /// The items that have a key.
    fn holders(&self, key: Key) -> Result<Vec<Place>, EngineError>;

    /// Calls `each` with every key and items that have it. A key may come several times, to be joined.
    fn for_each_key(&self, each: &mut dyn FnMut(Key, Vec<Place>)) -> Result<(), EngineError>;

    /// The items that are one with an item, as agenda and minutes have it, itself among them: the one that stands for all
    /// first.
    fn pair(&self, at: Place) -> Result<Vec<Place>, EngineError>;

    /// The pairs that have several of some items, which are in the order of their places: the item that stands for all
    /// first.
    fn pairs_among(&self, places: &[Place]) -> Result<Vec<Vec<Place>>, EngineError>;

    /// How many items there are.
    fn item_count(&self) -> Result<usize, EngineError>;

    /// How many documents there are.
    fn document_count(&self) -> Result<usize, EngineError>;

    /// The items whose case number, in lower case as printed, is accepted.
    fn with_case_number(&self, accept: &dyn Fn(&str) -> bool) -> Result<Vec<Place>, EngineError>;

    /// The ids that begin so, in no order.
    fn ids_beginning(&self, begin: &str) -> Result<Vec<String>, EngineError>;

    /// The sources of all files, in order.
    fn sources(&self) -> Result<Vec<String>, EngineError>;

    /// The items of a source, in the order of their places.
    fn places_in(&self, source: &str) -> Result<Vec<Place>, EngineError>;

    /// The items of a day, in no order.
    fn places_of_day(&self, day: Date) -> Result<Vec<Place>, EngineError>;

    /// Which documents are of which meeting.
    fn meetings(&self) -> Result<&Meetings, EngineError>;

    /// The last day on which each body met.
    fn last_meetings(&self) -> Result<HashMap<String, Date>, EngineError>;
}

/// Why an engine could not answer.
#[derive(Debug)]
pub enum EngineError {
    /// The index of the built-in engine.
    Index(IndexError),
    /// Another engine: where it is, and what went wrong in its own words.
    Other {
        /// The address of the engine.
        engine: String,
        /// Its words.
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
