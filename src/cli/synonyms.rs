//! The user's own synonyms.

use std::fs;
use std::path::Path;

use super::exit::Failure;
use crate::query::Synonyms;

/// Reads them from the named file, or from `synonyms.toml` in the folder of the index.
///
/// # Errors
///
/// An unreadable file, or one without groups.
pub(super) fn own(named: Option<&Path>, folder: &Path) -> Result<Option<Synonyms>, Failure> {
    let beside = folder.join("synonyms.toml");
    let Some(path) = named.map(Path::to_owned).or_else(|| beside.is_file().then_some(beside)) else { return Ok(None) };
    let text =
        fs::read_to_string(&path).map_err(|e| Failure::Message(format!("{}: cannot be read: {e}", path.display())))?;
    let wrong = |e: String| {
        let message =
            format!("{}: expected groups of words that mean the same, but found\n{}", path.display(), e.trim_end());
        Failure::new(message, "write them as `groups = [[\"herberg\", \"forsorgshjem\"], …]`")
    };
    Synonyms::from_toml(&text).map(Some).map_err(wrong)
}
