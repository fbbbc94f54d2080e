//! Danish text → words: exact, inflected, parts of compounds, broken spellings, all at one position.
//!
//! | form | of *Herbergspladserne* | sign |
//! | --- | --- | --- |
//! | exact: the word in lower case and its reading in the scan; abbreviations and some names as printed too | `herbergspladserne` | `=` |
//! | stem: each of its headwords | `herbergsplads` | `~` |
//! | part: headwords of the parts of a compound | `herberg`, `plads` | `+` |
//! | skeleton: one key for all broken forms, of unknown words only | – | `?` |
//!
//! All share one field and one position, so a phrase matches across forms. The sign distinguishes them. [`words()`]
//! finds the words, [`Analyzer`] their forms, [`Danish`] is both as a tokenizer of the engine. The same functions read
//! queries. The scan's readings of repaired words follow the text: see [`with_scanned_words`].

mod forms;
mod known;
mod skeleton;
mod tokenizer;
mod words;

pub use forms::{Analyzer, Level, Terms, cased};
pub use skeleton::skeleton;
pub use tokenizer::{Danish, for_each_term, with_scanned_words};
pub use words::{Word, words};
