//! What went wrong with a request, as RFC 9457 has it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::EngineError;
use crate::index::IndexError;
use crate::query::QueryError;

/// A request that is not answered. As a response it is `application/problem+json` and carries itself along, so that page
/// routes can show it in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What sort of problem it is, always the same words for one sort.
    pub title: &'static str,
    /// What was expected and what was found.
    pub detail: String,
    /// What may help: values that the index has, ids near the one asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
    /// Which parameter of the request it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<&'static str>,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { status: status.as_u16(), title, detail: detail.into(), suggestions: Vec::new(), parameter: None }
    }

    /// A request that cannot be read.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Bad request", detail)
    }

    /// A parameter with a value that it cannot have.
    pub fn parameter(name: &'static str, detail: impl Into<String>) -> Self {
        Self { parameter: Some(name), ..Self::new(StatusCode::BAD_REQUEST, "Bad parameter", detail) }
    }

    /// A request that asks for more than is given to one.
    pub fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::URI_TOO_LONG, "Request too large", detail)
    }

    /// There is no such thing here.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not found", detail)
    }

    /// A request that was meant for another host.
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

    /// A file that was read once and is not there any more.
    pub fn gone(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "Gone", detail)
    }

    /// A file that is not what was read any more.
    pub fn changed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "Changed since it was indexed", detail)
    }

    /// A page that cannot be drawn.
    pub fn not_drawn(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Cannot be drawn", detail)
    }

    /// A part of a file that it does not have.
    pub fn no_such_range(bytes: u64) -> Self {
        let detail = format!("expected a range within the {bytes} bytes of the file");
        Self::new(StatusCode::RANGE_NOT_SATISFIABLE, "No such range", detail)
    }

    /// A method that is not answered here.
    pub fn method(found: &str) -> Self {
        let detail = format!("expected GET or HEAD, but found {found}");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed", detail)
    }

    /// A mistake of ours. What it was is told to whoever runs the program, not to whoever asks.
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
            QueryError::Engine(e) => e.into(),
        }
    }
}

impl From<EngineError> for Problem {
    fn from(_: EngineError) -> Self {
        // Its words name folders or addresses.
        Self::fault()
    }
}

impl From<IndexError> for Problem {
    fn from(_: IndexError) -> Self {
        // Its words name folders of the machine.
        Self::fault()
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
