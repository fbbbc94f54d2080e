//! Refuses requests for other hosts and with bodies, catches panics, and adds the security headers to every answer.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::task::JoinSet;

use super::{Problem, Site};

/// Security headers of every answer: load nothing from elsewhere, run only our script, allow no frames, guess no types. Our
/// style sheet and script are files, so the policy can forbid everything inline.
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

/// Refuses requests for other hosts and with bodies, runs the handler, and adds [`HEADERS`].
pub(super) async fn protect(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let host = request.uri().host().or_else(|| request.headers().get(header::HOST)?.to_str().ok());
    let mut response = match host {
        _ if has_body(request.headers()) => refused_body(),
        Some(host) if is_ours(host, &site) => as_problem(catch_panic(next.run(request)).await),
        Some(host) => {
            Problem::misdirected(format!("expected a request for this site, but found one for {host}")).into_response()
        }
        None => Problem::bad_request("expected a Host header, but found none").into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // Originals have a stricter policy of their own.
        headers.entry(name).or_insert(value);
    }
    response
}

/// Runs the handler in a task of its own: a panic becomes a 500, and the task is dropped with its client.
async fn catch_panic(handler: impl Future<Output = Response> + Send + 'static) -> Response {
    let mut running = JoinSet::new();
    running.spawn(handler);
    match running.join_next().await {
        Some(Ok(response)) => response,
        _ => Problem::fault().into_response(),
    }
}

/// Replaces the router's own plain-text refusal of an address that is not UTF-8 by a problem.
fn as_problem(response: Response) -> Response {
    let is_plain =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status().is_client_error() && is_plain {
        true => Problem::bad_request("expected an address that can be read, but found none").into_response(),
        false => response,
    }
}

/// No route takes a body. A proxy before us may read a request with a body as two (request smuggling).
fn has_body(headers: &HeaderMap) -> bool {
    let is_none = |length: &HeaderValue| length.as_bytes().iter().all(|b| *b == b'0');
    headers.contains_key(header::TRANSFER_ENCODING) || headers.get(header::CONTENT_LENGTH).is_some_and(|l| !is_none(l))
}

/// Closes the connection, so the body is never read as a second request.
fn refused_body() -> Response {
    let mut response = Problem::bad_request("expected a request without a body").into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// An attacker can point a name of his own at this address (DNS rebinding) to read the answers by script. IP addresses and the
/// configured host name cannot be taken over this way.
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
        let router = router.layer(from_fn_with_state(site, protect));
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
