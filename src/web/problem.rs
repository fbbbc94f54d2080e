//! Problem details (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::archive::ArchiveError;
use crate::query::QueryError;

/// The reason a request is not answered. The response is `application/problem+json` and carries the problem as an extension,
/// so page routes can show it as a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The sort of problem, in fixed words.
    pub title: &'static str,
    /// The expected and the found value.
    pub detail: String,
    /// Known values, or ids similar to the one asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
    /// The parameter at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<&'static str>,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status: status.as_u16(), title, detail: detail.into(), suggestions: Vec::new(), parameter: None }
    }

    /// A malformed request.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Bad request", detail)
    }

    /// An invalid value of a parameter.
    pub fn parameter(name: &'static str, detail: impl Into<String>) -> Self {
        Self { parameter: Some(name), ..Self::new(StatusCode::BAD_REQUEST, "Bad parameter", detail) }
    }

    /// A request for too much.
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::URI_TOO_LONG, "Request too large", detail)
    }

    /// There is no such thing here.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not found", detail)
    }

    /// A request for another host.
    pub fn misdirected(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::MISDIRECTED_REQUEST, "Misdirected request", detail)
    }

    /// Too many at once.
    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Busy", "too many requests at once; try again in a moment")
    }

    /// It takes longer than a request may.
    pub fn too_slow() -> Self {
        let detail = "the request took longer than one may; ask for less, or try again in a moment";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "Too slow", detail)
    }

    /// A file deleted since it was indexed.
    pub fn gone(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "Gone", detail)
    }

    /// A file changed since it was indexed.
    pub fn changed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "Changed since it was indexed", detail)
    }

    /// A page impossible to draw.
    pub fn not_drawn(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Cannot be drawn", detail)
    }

    /// A byte range beyond the file's end.
    pub fn no_such_range(bytes: u64) -> Self {
        let detail = format!("expected a range within the {bytes} bytes of the file");
        Self::new(StatusCode::RANGE_NOT_SATISFIABLE, "No such range", detail)
    }

    /// A method other than GET and HEAD.
    pub fn method(found: &str) -> Self {
        let detail = format!("expected GET or HEAD, but found {found}");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed", detail)
    }

    /// A fault in the program. Its cause goes to stderr only, because it may name folders of the machine.
    pub fn fault() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Fault in the program", "the request could not be answered")
    }
}

impl From<QueryError> for Problem {
    fn from(e: QueryError) -> Self {
        match e {
            QueryError::UnknownValue { filter, value, known } => Self {
                suggestions: known,
                ..Self::parameter(filter, format!("expected a value that the index has, but found {value}"))
            },
            QueryError::WrongValue { filter, expected } => Self::parameter(filter, expected),
            QueryError::NoSuchItem { id, near } => {
                Self { suggestions: near, ..Self::not_found(format!("there is no item {id}")) }
            }
            // Its words name folders or addresses.
            QueryError::Engine(_) => Self::fault(),
        }
    }
}

impl From<ArchiveError> for Problem {
    fn from(e: ArchiveError) -> Self {
        match e {
            ArchiveError::Query(e) => e.into(),
            // Its words name folders of the machine.
            _ => Self::fault(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response.extensions_mut().insert(self);
        response
    }
}
