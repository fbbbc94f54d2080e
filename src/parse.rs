//! Pages become a meeting with its items and sections. Never fails.
//!
//! | step | file | question |
//! | --- | --- | --- |
//! | line breaks | `breaks.rs` | where did a text that lost its line breaks have them? |
//! | rows | `rows.rs`, `text.rs` | which lines are text, and what does their place on the page tell? |
//! | signs | `headings.rs`, `numbers.rs`, `fields.rs` | what could a row be, read alone? |
//! | contents | `contents.rs` | which rows are the list of contents, and what does it name? |
//! | items | `items.rs` | which sequence of heads explains the document best? |
//! | groups, numbers | `groups.rs` | which heads stand over others, which numbers did the scan displace? |
//! | sections | `sections.rs` | which headings open sections in each item? |
//! | meeting | `assemble.rs`, `cover.rs` | the parts as [`Meeting`] |
//!
//! Nothing is decided row by row: rows are candidates with evidence (`weights.rs`), learnt in part from the document
//! itself, and the best consistent reading of the whole wins. [`explain`] tells what carried it. A new family of documents
//! is added as knowledge: headings in `data/headings.toml`; forms of numbers, labels, groups and lists of contents in
//! `data/patterns.toml`; words of covers in `data/cover.toml`; what each sign weighs in `weights.rs`.

mod assemble;
mod breaks;
mod contents;
pub mod cover;
mod explain;
mod fields;
mod folding;
mod groups;
mod headings;
mod items;
mod knowledge;
mod numbers;
mod participants;
mod rows;
mod sections;
mod text;
mod unplaced;
mod weights;

pub use explain::{Explained, Explanation, explain};
pub use weights::Evidence;

use crate::model::Meeting;
use crate::note::Noted;
use crate::source::Document;

/// The meeting that a document describes.
///
/// A document without items is one meeting with one item that holds all the text. Every line ends up in a section, in
/// [`Meeting::front`], [`Meeting::contents`] or [`Meeting::running`], or was read into a field of its own.
pub fn parse(document: &Document) -> Noted<Meeting> {
    let document = breaks::restored(document);
    let rows = rows::Rows::of(&document);
    let outline = groups::Outline::of(&rows);
    assemble::meeting(&document, &rows, &outline)
}
