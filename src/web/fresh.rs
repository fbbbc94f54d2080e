//! Answers that a browser has already need not be made again.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use xxhash_rust::xxh3::Xxh3;

use super::{Problem, Site};

/// What an answer hangs on: the state of the index, the day, and what was asked.
#[derive(Clone)]
pub struct Tag(Xxh3);

impl Tag {
    /// An answer that the index as it is now gives to `asked`.
    pub fn new(site: &Arc<Site>, asked: &str) -> Self {
        let mut hash = Xxh3::new();
        // The program's version stands for how answers are written.
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        // An index that fails changes no answer that a browser has: it is asked again.
        let commit = site.archive.index().map_or(0, |index| index.state());
        hash.update(&commit.to_le_bytes());
        hash.update((site.settings.today)().to_string().as_bytes());
        Self(hash).with(asked.as_bytes())
    }

    /// That hangs on something more.
    #[must_use]
    pub fn with(mut self, more: &[u8]) -> Self {
        self.0.update(&(more.len() as u64).to_le_bytes());
        self.0.update(more);
        self
    }

    fn value(&self) -> String {
        format!("\"{:016x}\"", self.0.digest())
    }
}

/// The answer, unless the browser says that it has it.
///
/// # Errors
///
/// What the answer says.
pub async fn unless_known(
    headers: &HeaderMap,
    tag: Tag,
    answer: impl Future<Output = Result<Response, Problem>>,
) -> Result<Response, Problem> {
    let value = tag.value();
    let mut response = match headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok()) {
        Some(known) if is_among(known, &value) => StatusCode::NOT_MODIFIED.into_response(),
        _ => answer.await?,
    };
    let headers = response.headers_mut();
    // Nobody else is to keep it: there may be a login before us.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    if let Ok(value) = value.parse() {
        headers.insert(header::ETAG, value);
    }
    Ok(response)
}

/// Weak tags are as good: the answer is the same byte for byte.
fn is_among(known: &str, value: &str) -> bool {
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tag_is_found_among_several() {
        assert!(is_among("\"a\", W/\"b\"", "\"b\"") && is_among("*", "\"b\""));
        assert!(!is_among("\"ab\"", "\"b\""));
    }
}
