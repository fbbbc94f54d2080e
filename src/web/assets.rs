//! Style sheet, script and sign, embedded in the program.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use xxhash_rust::xxh3::xxh3_64;

use super::{Links, Problem};

/// A file of the pages.
struct Asset {
    name: &'static str,
    kind: &'static str,
    content: &'static str,
}

const ASSETS: [Asset; 3] = [
    Asset { name: "style.css", kind: "text/css; charset=utf-8", content: include_str!("assets/style.css") },
    Asset { name: "page.js", kind: "text/javascript; charset=utf-8", content: include_str!("assets/page.js") },
    Asset { name: "icon.svg", kind: "image/svg+xml", content: include_str!("assets/icon.svg") },
];

/// The address of an asset. It changes with the content, so a browser may cache it for good.
pub(super) fn address(links: &Links, name: &str) -> String {
    let content = ASSETS.iter().find(|a| a.name == name).map_or("", |a| a.content);
    format!("{}?v={:016x}", links.to(&format!("assets/{name}")), xxh3_64(content.as_bytes()))
}

/// Gives one of them.
pub(super) async fn get(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|a| a.name == name) {
        Some(asset) => {
            let headers =
                [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, asset.content).into_response()
        }
        None => Problem::not_found(format!("there is no asset {name}")).into_response(),
    }
}
