//! The built-in engine: tantivy, in a folder on this machine.
//!
//! [`Writer`] takes meetings in. [`Index`] gives items and files out and answers plans. Inside, [`draft`] writes and
//! [`reader`] reads with errors of their own ([`error`]); [`Writer`] and [`Index`] name the folder in them. Only this
//! module knows the files in the folder.

mod asked;
mod carried;
mod clauses;
mod collect;
mod columns;
mod count;
mod draft;
mod error;
mod fields;
mod fold;
mod index;
mod near;
mod pairing;
mod rank;
mod reader;
mod rebuild;
mod run;
mod score;
mod sequence;
mod state;
mod version;
mod writer;

pub use carried::Carried;
pub use fields::version;
pub use index::Index;
pub use state::Document;
pub use writer::Writer;
