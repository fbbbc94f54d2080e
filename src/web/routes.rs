//! The routes.

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, Uri};
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use super::{Problem, Site, api, assets, export, feed, original, pages, picture, security};

/// All routes of a site, both with and without the proxy's path prefix.
pub fn router(site: Arc<Site>) -> Router {
    let files = Router::new()
        .route("/assets/{name}", get(assets::get))
        .route("/picture/{page}/{*source}", get(picture::get))
        .route("/feed.atom", get(feed::get))
        .merge(api::routes());
    let downloads = Router::new()
        .route("/original/{*source}", get(original::get))
        .route("/export/{file}", get(export::get))
        .layer(from_fn_with_state(site.clone(), pages::problem::shown_to_people));
    let all = pages(&site).merge(files).merge(downloads).method_not_allowed_fallback(no_such_method);
    let all = match site.links.prefix() {
        "" => all,
        prefix => Router::new().nest(prefix, all.clone()).merge(all),
    };
    all.layer(from_fn_with_state(site.clone(), security::protect)).with_state(site)
}

/// The pages. Their problems are shown as pages too.
fn pages(site: &Arc<Site>) -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(pages::search::get))
        .route("/search", get(pages::search::get))
        .route("/item/{*id}", get(pages::item::get))
        .route("/meeting/{*source}", get(pages::meeting::get))
        .route("/body/{*name}", get(pages::body::get))
        .route("/case", get(pages::case::of_words))
        .route("/case/{*id}", get(pages::case::of_item))
        .route("/status", get(pages::status::get))
        .route("/help", get(pages::plain::help))
        .route("/accessibility", get(pages::plain::accessibility))
        .fallback(nothing_here)
        .layer(from_fn_with_state(site.clone(), pages::problem::shown))
}

async fn nothing_here(uri: Uri) -> Problem {
    Problem::not_found(format!("there is no page {}", uri.path()))
}

async fn no_such_method(method: Method) -> Problem {
    Problem::method(method.as_str())
}
