//! The parts of a request needed by every page: path, parameters, host, language.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use super::Language;

/// A request for a page.
#[derive(Debug, Clone, Default)]
pub(super) struct RequestContext {
    /// The path as written, without the proxy's prefix.
    pub path: String,
    /// The query string as written, without the question mark.
    pub query: String,
    /// The host asked: `127.0.0.1:8675`.
    pub host: String,
    pub language: Language,
}

impl<S: Sync> FromRequestParts<S> for RequestContext {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = || parts.headers.get(header::HOST)?.to_str().ok();
        let host = parts.uri.host().or_else(header).unwrap_or_default().to_owned();
        let mut context = Self {
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            host,
            language: Language::default(),
        };
        context.language = context.get("lang").and_then(|l| Language::from_code(&l)).unwrap_or_default();
        Ok(context)
    }
}

impl RequestContext {
    /// The first non-empty value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find_map(|(n, value)| (n == name && !value.trim().is_empty()).then(|| value.trim().to_owned()))
    }

    /// All parameters in their order.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes()).into_owned().collect()
    }
}

/// An address with parameters.
pub(super) fn address<N: AsRef<str>, V: AsRef<str>>(path: &str, pairs: impl IntoIterator<Item = (N, V)>) -> String {
    let written = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if written.is_empty() { path.to_owned() } else { format!("{path}?{written}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameter_without_a_value_says_nothing() {
        let context = RequestContext { query: "q=&q=%C3%B8&lang=en".into(), ..RequestContext::default() };
        assert_eq!(context.get("q").as_deref(), Some("ø"));
        assert_eq!(context.get("page"), None);
        assert_eq!(address("/x", [("q", "a b&c")]), "/x?q=a+b%26c");
        assert_eq!(address::<&str, &str>("/x", []), "/x");
    }
}
