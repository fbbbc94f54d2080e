//! The version of an index on disk.

use super::error::{Error, Result};
use super::fields::Fields;
use crate::index::format;

/// Whether anything was ever committed.
pub(super) fn check_version(index: &tantivy::Index) -> Result<bool> {
    let meta = index.load_metas()?;
    match meta.payload.as_deref().map(format::version_of) {
        Some(Some(format::VERSION)) => Ok(true),
        Some(Some(found)) => Err(Error::OtherVersion(found)),
        None if meta.segments.is_empty() && index.schema() == Fields::schema().0 => Ok(false),
        Some(None) | None => Err(Error::NotAnIndex),
    }
}
