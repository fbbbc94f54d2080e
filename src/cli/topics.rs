//! The rules of topics that a command is given, or that an index was given before.

use std::fs;
use std::path::Path;

use super::exit::Failure;
use crate::engine::Carried;
use crate::facts::Rules;

/// A user's own rules, and the file as written.
#[derive(Debug)]
pub struct OwnRules {
    pub text: String,
    pub rules: Rules,
}

/// The rules of a file.
///
/// # Errors
///
/// Where it cannot be read, or holds no rules.
pub fn read(path: &Path) -> Result<OwnRules, Failure> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|e| Failure::Message(format!("{shown}: cannot be read: {e}")))?;
    let rules = Rules::from_toml(&text).map_err(|e| {
        Failure::new(format_args!("{shown}: {e}"), "docs/topics.md tells how the rules are written, with an example")
    })?;
    Ok(OwnRules { text, rules })
}

/// The rules that the index in `folder` was given. `None` where it has none, or there is no index yet.
///
/// # Errors
///
/// An index that holds rules which this version of the program cannot read.
pub fn of_index(folder: &Path) -> Result<Option<OwnRules>, Failure> {
    // Whoever writes to it or reads it tells what is wrong with it.
    let text = Carried::of(folder).map(|carried| carried.topics).unwrap_or_default();
    text.map(|text| {
        let rules = Rules::from_toml(&text).map_err(|e| {
            let message = format!("{}: the rules of topics that it was given: {e}", folder.display());
            Failure::new(message, "give it others with --topics FILE, or the program's own with --default-topics")
        })?;
        Ok(OwnRules { text, rules })
    })
    .transpose()
}
