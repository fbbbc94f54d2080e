//! What can be searched for: Danish text as terms.

pub mod analysis;
