//! Is a request meant for us, and what may a browser do with the answer?

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::task::JoinSet;

use super::{Problem, Site};

/// What every answer tells the browser: nothing from elsewhere, no script but ours, in no frame, nothing guessed. Our own
/// style sheet and script are files, so nothing within a page is ever run.
const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), microphone=(), geolocation=()"),
    ),
];

/// Refuses what is not meant for us and adds the headers that every answer has.
pub async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let host = request.uri().host().or_else(|| request.headers().get(header::HOST)?.to_str().ok());
    let mut response = match host {
        _ if has_body(request.headers()) => refused_body(),
        Some(host) if is_ours(host, &site) => told(answered(next.run(request)).await),
        Some(host) => {
            Problem::misdirected(format!("expected a request for this site, but found one for {host}")).into_response()
        }
        None => Problem::bad_request("expected a Host header, but found none").into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // An original that is handed out has a stricter policy of its own.
        headers.entry(name).or_insert(value);
    }
    response
}

/// Runs the handler. One that panics costs its request alone; one whose client is gone is let go.
async fn answered(handler: impl Future<Output = Response> + Send + 'static) -> Response {
    let mut running = JoinSet::new();
    running.spawn(handler);
    match running.join_next().await {
        Some(Ok(response)) => response,
        _ => Problem::fault().into_response(),
    }
}

/// The router refuses an address that is no text in words of its own.
fn told(response: Response) -> Response {
    let is_plain =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status().is_client_error() && is_plain {
        true => Problem::bad_request("expected an address that can be read, but found none").into_response(),
        false => response,
    }
}

/// Nothing here takes a body. A request that brings one may be two for a proxy before us (request smuggling).
fn has_body(headers: &HeaderMap) -> bool {
    let is_none = |length: &HeaderValue| length.as_bytes().iter().all(|b| *b == b'0');
    headers.contains_key(header::TRANSFER_ENCODING) || headers.get(header::CONTENT_LENGTH).is_some_and(|l| !is_none(l))
}

/// What may come behind the head is not looked at.
fn refused_body() -> Response {
    let mut response = Problem::bad_request("expected a request without a body").into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// A page elsewhere can have its own name point here (DNS rebinding), and its scripts would then read the answers. An
/// address in figures or the name that the site was given cannot be claimed so.
fn is_ours(host: &str, site: &Site) -> bool {
    let name = without_port(host);
    let address: Option<IpAddr> = name.trim_matches(['[', ']']).parse().ok();
    match address {
        Some(address) => address.is_loopback() || !site.settings.local,
        None => {
            name.eq_ignore_ascii_case("localhost") || site.links.host().is_some_and(|h| h.eq_ignore_ascii_case(name))
        }
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|b| b.is_ascii_digit()) && (!name.contains(':') || name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;
    use crate::web::tests::site;

    #[tokio::test]
    async fn handler_that_panics_gives_500_and_the_next_request_is_answered() {
        let (_folder, site) = site();
        let fault = || async {
            if std::hint::black_box(true) {
                panic!("a mistake of ours")
            }
        };
        let router = Router::new().route("/fault", get(fault)).route("/", get(|| async { "well" }));
        let router = router.layer(from_fn_with_state(site, guard));
        let ask = |path: &str| {
            let request = Request::builder().uri(path).header(header::HOST, "localhost").body(Body::empty());
            router.clone().oneshot(request.unwrap())
        };
        let failed = ask("/fault").await.unwrap();
        assert_eq!(failed.status(), 500);
        assert!(failed.headers().contains_key(header::CONTENT_SECURITY_POLICY));
        assert_eq!(ask("/").await.unwrap().status(), 200);
    }

    #[test]
    fn port_is_not_part_of_the_name() {
        assert_eq!(without_port("localhost:8675"), "localhost");
        assert_eq!(without_port("[::1]:8675"), "[::1]");
        assert_eq!(without_port("::1"), "::1");
        assert_eq!(without_port("intra.example.dk"), "intra.example.dk");
    }
}
