//! The one room that knows the search engine: Danish text as terms, what is stored, and how a question is run.

pub mod analysis;
pub(crate) mod local;

pub use local::{Carried, Document, Index, Writer, version};
