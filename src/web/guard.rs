//! Is a request meant for us, and what may a browser do with the answer?

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

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
        Some(host) if is_ours(host, &site) => next.run(request).await,
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
    use super::*;

    #[test]
    fn port_is_not_part_of_the_name() {
        assert_eq!(without_port("localhost:8675"), "localhost");
        assert_eq!(without_port("[::1]:8675"), "[::1]");
        assert_eq!(without_port("::1"), "::1");
        assert_eq!(without_port("intra.example.dk"), "intra.example.dk");
    }
}
