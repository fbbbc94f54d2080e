//! Danish text → words: exact, inflected, parts of compounds, broken spellings, all at one position.
//!
//! | form | of *Herbergspladserne* | sign |
//! | --- | --- | --- |
//! | exact: the word in lower case, and what a scan had in its place; abbreviations and some names as printed too | `herbergspladserne` | `=` |
//! | stem: each headword that it is a form of | `herbergsplads` | `~` |
//! | part: headwords of the parts of a compound | `herberg`, `plads` | `+` |
//! | skeleton: one key for all broken forms, of unknown words only | – | `?` |
//!
//! All stand in one field, told apart by the sign before them, and at one position, so that a phrase holds across
//! forms. [`words()`] finds the words, [`Analyzer`] their forms, [`Danish`] is both as a tokenizer of the engine. The same
//! functions read queries. What a scan had in place of a repaired word comes behind the text: see [`with_readings`].

mod forms;
mod known;
mod skeleton;
mod tokenizer;
mod words;

pub use forms::{Analyzer, Level, Terms, cased};
pub use skeleton::skeleton;
pub use tokenizer::{Danish, for_each_term, with_readings};
pub use words::{Word, words};
