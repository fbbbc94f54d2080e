//! The engine that is built in: tantivy, in a folder on this machine.
//!
//! [`Writer`] takes meetings in, [`Index`] gives items and files out and answers plans. Nothing outside this room knows what
//! the folder consists of.

mod aside;
mod carried;
pub(crate) mod collect;
pub(crate) mod columns;
pub(crate) mod count;
pub(crate) mod fields;
mod files;
pub(crate) mod fold;
pub(crate) mod near;
mod pairing;
pub(crate) mod rank;
mod reader;
pub(crate) mod run;
pub(crate) mod score;
mod state;
pub(crate) mod values;
mod writer;

pub use carried::Carried;
pub use fields::version;
pub use reader::Index;
pub use state::Document;
pub use writer::Writer;
