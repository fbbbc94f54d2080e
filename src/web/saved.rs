//! Saved searches, written by the site's owner for its users: the file `searches.toml` in the index's folder.
//!
//! ```toml
//! "Takster 2025" = "q=takst*&from=2025&sort=-date"
//! "Nyt fra Byrådet" = "?body=Byrådet&kind=minutes&sort=-date"
//! ```
//!
//! Each value is the query string of a search. The file is read for every request, so it can be changed while the site runs.
//! An invalid search is left out.

use std::fs;
use std::path::Path;

use super::SearchState;

/// The name of the file.
pub(super) const FILE: &str = "searches.toml";

/// The largest file: nobody writes a megabyte of searches by hand.
const MOST_BYTES: u64 = 1 << 20;

/// A saved search.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedSearch {
    /// The name that users see.
    pub name: String,
    /// Behind the question mark, without it.
    pub query: String,
}

/// Those of an index's folder, in the order of the file. None where there is no such file, or it is no TOML.
pub(super) fn read(folder: &Path) -> Vec<SavedSearch> {
    let path = folder.join(FILE);
    if fs::metadata(&path).is_ok_and(|found| found.len() > MOST_BYTES) {
        return Vec::new();
    }
    fs::read_to_string(path).map(|text| searches(&text)).unwrap_or_default()
}

fn searches(text: &str) -> Vec<SavedSearch> {
    let Ok(table) = text.parse::<toml::Table>() else { return Vec::new() };
    let of = |(name, query): (String, toml::Value)| {
        let state = SearchState::read(query.as_str()?.trim().trim_start_matches('?')).ok()?;
        Some(SavedSearch { name, query: state.written().trim_start_matches('?').to_owned() })
    };
    table.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_is_written_as_an_address_has_it() {
        let saved = searches("\"Nyt fra Byrådet\" = \"?body=Byrådet&sort=-date\"\nTakster = \"q=takst*\"");
        let shown: Vec<(&str, &str)> = saved.iter().map(|s| (s.name.as_str(), s.query.as_str())).collect();
        assert_eq!(shown, [("Nyt fra Byrådet", "body=Byr%C3%A5det&sort=-date"), ("Takster", "q=takst*")]);
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        assert_eq!(searches("a = \"sort=best\"\nb = 7\nc = \"q=x\"").len(), 1);
        assert_eq!(searches("no toml"), []);
        assert_eq!(read(Path::new("/no/such/folder")), []);
    }
}
