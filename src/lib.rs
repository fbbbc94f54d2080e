//! Reads the agendas and minutes of Danish municipalities, splits them into items, repairs broken Danish OCR, and searches
//! them.
//!
//! [`archive::Archive`] is the front door: it keeps a folder of documents in an index and answers from it. The stages below it
//! can be used alone, too: [`source`] reads a file, [`repair`] mends it, and [`pipeline`] makes a
//! [`Meeting`](model::Meeting) of it.
//!
//! ```
//! use std::fs;
//!
//! use dagsorden::archive::{Archive, Cancel, UpdateOptions};
//! use dagsorden::query::Question;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let documents = folder.path().join("arkiv");
//! fs::create_dir(&documents)?;
//! fs::write(
//!     documents.join("maj.txt"),
//!     "Referat\n\nByrådet, 3. maj 2022\n\n1. Ny svømmehal\n\nByrådet godkendte forslaget.\n",
//! )?;
//! fs::write(
//!     documents.join("juni.txt"),
//!     "Referat\n\nByrådet, 7. juni 2022\n\n1. Budget 2023\n\nByrådet tog orienteringen til efterretning.\n",
//! )?;
//!
//! let archive = Archive::open(folder.path().join("index"))?;
//! archive.update(&UpdateOptions::new([documents]), &(), &Cancel::default())?;
//!
//! // Danish is inflected: `svømmehallen` finds `svømmehal`, too.
//! let request = Question { words: "svømmehallen".into(), limit: Some(10), ..Question::default() };
//! let answer = archive.search(&request)?;
//! assert_eq!(answer.total, 1);
//! assert_eq!(answer.hits[0].title, "Ny svømmehal");
//! assert_eq!(answer.hits[0].source, "maj.txt");
//! # Ok(())
//! # }
//! ```
//!
//! The modules are listed in the order of the data flow. Each uses only modules above it.

/// Domain types: meetings, items, sections, decisions.
pub mod model;
pub mod note;

pub mod text;

pub mod lexicon;

pub mod source;

pub mod repair;

pub mod parse;

pub mod facts;

pub mod privacy;

pub mod pipeline;

pub mod index;

pub mod engine;

pub mod query;

pub mod archive;

pub mod output;

pub mod words;

pub mod web;

pub mod cli;
