//! Entity tags: a browser's cached answer is not made again.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use headers::{ETag, HeaderMapExt, IfNoneMatch};
use xxhash_rust::xxh3::Xxh3;

use super::{Problem, Site};

/// The inputs of an answer: the state of the index, the day, and the request.
#[derive(Clone)]
pub(super) struct Tag(Xxh3);

impl Tag {
    /// The tag of the current index's answer to `asked`.
    pub(super) fn new(site: &Arc<Site>, asked: &str) -> Self {
        let mut hash = Xxh3::new();
        // Another version may write the same answer differently.
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        // If the index fails, so does the answer, and no tag is sent.
        let commit = site.archive.snapshot().map_or(0, |snapshot| snapshot.commit());
        hash.update(&commit.to_le_bytes());
        hash.update((site.settings.today)().to_string().as_bytes());
        Self(hash).with(asked.as_bytes())
    }

    /// With one more input.
    #[must_use]
    pub(super) fn with(mut self, more: &[u8]) -> Self {
        self.0.update(&(more.len() as u64).to_le_bytes());
        self.0.update(more);
        self
    }

    fn etag(&self) -> Option<ETag> {
        of_hash(self.0.digest())
    }
}

/// Makes the answer, or sends 304 if the browser has it.
///
/// # Errors
///
/// Those of `answer`.
pub(super) async fn unless_known(
    headers: &HeaderMap,
    tag: Tag,
    answer: impl Future<Output = Result<Response, Problem>>,
) -> Result<Response, Problem> {
    let etag = tag.etag();
    let mut response = match &etag {
        Some(etag) if is_known(headers, etag) => StatusCode::NOT_MODIFIED.into_response(),
        _ => answer.await?,
    };
    let headers = response.headers_mut();
    // Shared caches must not keep it: there may be a login before us.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    if let Some(etag) = etag {
        headers.typed_insert(etag);
    }
    Ok(response)
}

/// The tag of a hash. `None` never happens: 16 hexadecimal digits in quotes are a tag.
pub(super) fn of_hash(hash: u64) -> Option<ETag> {
    format!("\"{hash:016x}\"").parse().ok()
}

/// True if the browser has the answer with this tag.
pub(super) fn is_known(headers: &HeaderMap, etag: &ETag) -> bool {
    headers.typed_get::<IfNoneMatch>().is_some_and(|known| !known.precondition_passes(etag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tag_is_found_among_several() {
        let is_known = |known: &'static str| {
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(known))]);
            is_known(&headers, &"\"b\"".parse().unwrap())
        };
        assert!(is_known("\"a\", W/\"b\"") && is_known("*"));
        assert!(!is_known("\"ab\"") && !is_known("\"a\""));
    }
}
