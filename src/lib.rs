//! Reads a municipality's agendas and minutes, splits them into items, repairs broken Danish OCR and searches them.
//!
//! The modules stand in the order that the data takes; each uses only what stands above it.

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

pub mod web;

pub mod cli;
