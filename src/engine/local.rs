//! The built-in engine: tantivy, in a folder on this machine.
//!
//! [`Writer`] takes meetings in. [`Index`] gives items and files out and answers plans. Only this module knows the
//! files in the folder.

mod asked;
mod carried;
mod clauses;
mod collect;
mod columns;
mod count;
mod fields;
mod files;
mod fold;
mod near;
mod pairing;
mod rank;
mod reader;
mod rebuild;
mod run;
mod score;
mod sequence;
mod state;
mod writer;

pub use carried::Carried;
pub use fields::version;
pub use reader::Index;
pub use state::Document;
pub use writer::Writer;
